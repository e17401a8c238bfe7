import { readFolder } from "../capture/archives/folder.ts";
import type { Recognition } from "../capture/model.ts";
import { captureReader, insideOf } from "../capture/read-capture.ts";
import type { CaptureOptions, CaptureSink } from "../capture/reader.ts";
import type { Environment } from "./environment.ts";
import { folderFiles, isFolder, refuseFormatOfFolder } from "./folder-input.ts";
import { openBytes } from "./io.ts";
import type { Talk } from "./talk.ts";

/** A capture that an argument of a command line names, and has not been read yet. */
export interface OpenedCapture {
  /** What it was taken for; `undefined` until enough of it was read. */
  readonly recognition: Recognition | undefined;
  /** Reads all of it. Throws what the reader throws, after what was complete went to the sink. */
  read(): Promise<void>;
}

/**
 * Opens a capture: a file, a folder of captures or messages, or standard input for `-`. What is in it goes to `sink` as it is read,
 * and the octets of a file to `onChunk` first.
 *
 * @throws {CommandFailure} if it does not exist, or a format was asked for and it is a folder.
 */
export function openCapture(
  environment: Environment,
  name: string,
  sink: CaptureSink,
  options: CaptureOptions,
  talk: Talk,
  onChunk: (chunk: Uint8Array) => void = () => {},
): OpenedCapture {
  if (isFolder(name)) return new OpenedFolder(name, sink, options);
  const chunks = openBytes(environment, name, talk);
  const reader = captureReader(sink, options);
  return {
    get recognition() {
      return reader.recognition;
    },
    async read() {
      for await (const chunk of chunks) {
        onChunk(chunk);
        reader.write(chunk);
      }
      reader.end();
    },
  };
}

class OpenedFolder implements OpenedCapture {
  recognition: Recognition | undefined;
  private readonly name: string;
  private readonly sink: CaptureSink;
  private readonly options: CaptureOptions;

  constructor(name: string, sink: CaptureSink, options: CaptureOptions) {
    refuseFormatOfFolder(name, options.from);
    this.name = name;
    this.sink = sink;
    this.options = options;
  }

  async read(): Promise<void> {
    const { name, sink, options } = this;
    const because = readFolder(folderFiles(name), sink, { options, inside: insideOf(options, 0), undone: [] });
    this.recognition = { format: "folder", because, alternatives: [] };
  }
}
