import { isSyncmlError, SyncmlError } from "../../core/errors.ts";
import type { CaptureDiagnostic, Exchange, Payload } from "../model.ts";
import { type CaptureOptions, type CaptureSink, limitsOf, type ReadInside } from "../reader.ts";
import type { FolderFile } from "./folder-file.ts";
import { isManifestName, type Manifest, parseManifest, readManifest } from "./manifest.ts";
import { isSazName, readSaz } from "./saz.ts";
import { present } from "./stored-exchange.ts";

/** `001-req.wbxml`, `001-resp.xml`: requests and replies as `serve --record` and `extract` name them. */
const numberedName = /^(.*\/)?(\d{1,9})-(req|resp)\.(?:wbxml|xml|json|txt|bin)$/;

/** What is around the files of a folder. */
export interface FolderContext {
  readonly options: CaptureOptions;
  /** Reads a file that is a capture or a message itself. */
  readonly inside: ReadInside;
  /** What was undone to get at the files: `["zip"]`; nothing for a folder of the file system. */
  readonly undone: readonly string[];
}

/**
 * Reads the files of a folder or an archive: the messages that a manifest lists; or sessions of Fiddler; or requests and replies that are
 * numbered by their names; or else each file by itself, in the order given.
 *
 * @returns what it was read as, in one clause.
 * @throws {SyncmlError} `unknown-document-type` if there are no files.
 */
export function readFolder(given: Iterable<FolderFile>, sink: CaptureSink, context: FolderContext): string {
  const { options, undone } = context;
  const files = listOf(given, limitsOf(options).members, sink);
  if (files.length === 0) throw new SyncmlError("unknown-document-type", "there are no files in it");
  sink.count("files", files.length);
  const manifests = files
    .filter(({ name }) => isManifestName(name))
    .flatMap((file): Manifest[] => {
      const manifest = parseManifest(file);
      return manifest === undefined ? [] : [manifest];
    });
  if (manifests.length > 0) {
    const byName = new Map(files.map((file) => [file.name, file]));
    for (const manifest of manifests) readManifest(manifest, byName, sink, undone);
    return "a manifest lists its messages";
  }
  if (files.some(({ name }) => isSazName(name))) {
    readSaz(files, sink, options, undone);
    return "it has sessions of Fiddler in raw/";
  }
  if (files.some(({ name }) => numberedName.test(name))) {
    readNumbered(files, sink, undone);
    return "names of its files number requests and replies";
  }
  const read = readEach(files, sink, context);
  return `${read} of ${files.length} files in it are captures or messages`;
}

function listOf(given: Iterable<FolderFile>, most: number, sink: CaptureSink): FolderFile[] {
  const files: FolderFile[] = [];
  for (const file of given) {
    if (files.length === most) {
      sink.diagnostic({ code: "limit-reached", message: `there are more than ${most} files; the rest is left out` });
      break;
    }
    files.push(file);
  }
  return files;
}

function readNumbered(files: readonly FolderFile[], sink: CaptureSink, undone: readonly string[]): void {
  const exchanges = new Map<string, { readonly number: number; req?: FolderFile; resp?: FolderFile }>();
  let left = 0;
  for (const file of files) {
    const [, folder = "", digits, side] = numberedName.exec(file.name) ?? [];
    if (digits === undefined) {
      left++;
      continue;
    }
    const key = `${folder}${Number(digits)}`;
    const exchange = exchanges.get(key) ?? { number: Number(digits) };
    exchange[side as "req"] = file;
    exchanges.set(key, exchange);
  }
  // Of one folder after the other, each by its numbers.
  const folders = new Map<string, [string, { readonly number: number; req?: FolderFile; resp?: FolderFile }][]>();
  for (const [key, exchange] of exchanges) {
    const folder = key.slice(0, key.lastIndexOf("/") + 1);
    const others = folders.get(folder) ?? [];
    others.push([key, exchange]);
    folders.set(folder, others);
  }
  let frame = 0;
  for (const list of folders.values()) {
    for (const [, { req, resp }] of list.sort(([, a], [, b]) => a.number - b.number)) {
      frame++;
      sink.exchange({
        carrier: "file",
        ...present("request", req && message(req.bytes, "to-server", undone, frame)),
        ...present("response", resp && message(resp.bytes, "to-device", undone, frame)),
      });
    }
  }
  if (left > 0) sink.count("other files", left);
}

function message(
  bytes: Uint8Array,
  direction: Payload["direction"],
  undone: readonly string[],
  frame: number,
): Payload {
  const ranges = undone.length === 0 ? [{ start: 0, end: bytes.length }] : [];
  return { bytes, gaps: [], direction, undone, ranges, frame, diagnostics: [] };
}

function readEach(files: readonly FolderFile[], sink: CaptureSink, { inside, undone }: FolderContext): number {
  let connections = 0;
  let read = 0;
  for (const { name, bytes } of withBytes(files, sink)) {
    const member = new MemberSink(name, sink, connections, undone);
    try {
      const reader = inside(member);
      reader.write(bytes);
      reader.end();
      read++;
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      const code = error.code === "limit-exceeded" ? "limit-reached" : "cannot-open";
      sink.diagnostic({ code, message: `${name}: ${error.reason}` });
    }
    connections = member.connections;
  }
  return read;
}

function* withBytes(files: readonly FolderFile[], sink: CaptureSink): Generator<FolderFile> {
  for (const file of files) {
    const { name, bytes } = file;
    if (bytes.length === 0) sink.count("empty files");
    else yield { name, bytes };
  }
}

/** Says of what a file gives which it is, and keeps its connections apart from those of the others. */
class MemberSink implements CaptureSink {
  connections: number;
  private readonly name: string;
  private readonly sink: CaptureSink;
  private readonly before: number;
  private readonly undone: readonly string[];

  constructor(name: string, sink: CaptureSink, connections: number, undone: readonly string[]) {
    this.name = name;
    this.sink = sink;
    this.before = connections;
    this.connections = connections;
    this.undone = undone;
  }

  exchange({ connection, request, response, ...rest }: Omit<Exchange, "index">): void {
    const moved = connection === undefined ? undefined : connection + this.before;
    this.connections = Math.max(this.connections, moved ?? 0);
    this.sink.exchange({
      ...rest,
      ...present("connection", moved),
      ...present("request", request && this.inside(request)),
      ...present("response", response && this.inside(response)),
    });
  }

  diagnostic(diagnostic: CaptureDiagnostic): void {
    this.sink.diagnostic({ ...diagnostic, message: `${this.name}: ${diagnostic.message}` });
  }

  count(what: string, by?: number): void {
    this.sink.count(what, by);
  }

  private inside(payload: Payload): Payload {
    if (this.undone.length === 0) return payload;
    return { ...payload, undone: [...this.undone, ...payload.undone], ranges: [] };
  }
}
