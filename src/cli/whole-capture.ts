import { createHash } from "node:crypto";
import { whyNotOpened } from "../capture/archives/unopened.ts";
import { Collector } from "../capture/collector.ts";
import type { Capture } from "../capture/model.ts";
import { isSyncmlError, type SyncmlError } from "../core/errors.ts";
import type { Environment } from "./environment.ts";
import { isFolder } from "./folder-input.ts";
import { openCapture } from "./open-capture.ts";
import type { Talk } from "./talk.ts";

/** Octets by which a file that is not recognised is described. */
const HEAD_BYTES = 65_536;

/** A capture as far as it could be read. */
export interface WholeCapture {
  readonly capture: Capture;
  /** Why it could not be read to its end. */
  readonly fault: SyncmlError | undefined;
  /** What it is, where it is not recognised: `text, 4 lines`. */
  readonly looks: string;
  /** What it is and the way out, if it is known and not read. */
  readonly unopened?: string | undefined;
  /** The file, by its size in octets and its SHA-256; absent for a folder. */
  readonly file?: { readonly size: number; readonly sha256: string };
}

/**
 * Reads a capture, a file or a folder, whole, up to a number of exchanges; what was complete before a fault is kept.
 *
 * @throws {CommandFailure} if the file cannot be read.
 */
export async function readWholeCapture(
  environment: Environment,
  file: string,
  from: string | undefined,
  maxExchanges: number,
  talk: Talk,
): Promise<WholeCapture> {
  const kept = new Collector(maxExchanges);
  const head = new Head();
  const options = from === undefined ? {} : { from };
  const opened = openCapture(environment, file, kept, options, talk, (chunk) => head.take(chunk));
  let fault: SyncmlError | undefined;
  try {
    await opened.read();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    fault = error;
  }
  talk.clearStatus();
  const { recognition } = opened;
  const { format, because, alternatives } = recognition ?? { format: "unknown", because: "", alternatives: [] };
  return {
    capture: kept.capture({ format, because, alternatives }),
    fault,
    ...(isFolder(file) ? { looks: "a folder" } : { looks: head.looks(), unopened: head.unopened(), file: head.file() }),
  };
}

/** The first octets of a file, and what identifies all of it. */
class Head {
  private readonly octets = new Uint8Array(HEAD_BYTES);
  private length = 0;
  private readonly hash = createHash("sha256");

  take(chunk: Uint8Array): void {
    if (this.length < HEAD_BYTES) this.octets.set(chunk.subarray(0, HEAD_BYTES - this.length), this.length);
    this.length += chunk.length;
    this.hash.update(chunk);
  }

  file(): { size: number; sha256: string } {
    return { size: this.length, sha256: this.hash.digest("hex") };
  }

  unopened(): string | undefined {
    return whyNotOpened(this.first());
  }

  looks(): string {
    if (this.length === 0) return "nothing, it is empty";
    // A character that is cut at the end is no sign of octets.
    const text = new TextDecoder().decode(this.first(), { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell octets from text
    if (/[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text)) {
      return `${this.length.toLocaleString("en")} bytes that are no text`;
    }
    const lines = text.replace(/\n$/, "").split("\n").length;
    return `text, ${this.length > HEAD_BYTES ? "more than " : ""}${lines} line${lines === 1 ? "" : "s"}`;
  }

  private first(): Uint8Array {
    return this.octets.subarray(0, Math.min(this.length, HEAD_BYTES));
  }
}
