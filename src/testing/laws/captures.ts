import fc from "fast-check";
import { captures, type GeneratedCapture } from "../captures/captures.ts";
import { type Runs, runsOf } from "./law.ts";

/** A body that was read from a capture. */
export interface ReadPayload {
  /** What was read of the body. */
  readonly bytes: Uint8Array;
  /** Media type, as sent. */
  readonly contentType?: string;
  /** Where octets are missing: an index into `bytes`; how many, if that is known. In order. */
  readonly gaps: readonly { readonly offset: number; readonly length?: number }[];
  /** What the reader said of the message. */
  readonly diagnostics: readonly ReadDiagnostic[];
}

/** Something that was said about a capture. */
export interface ReadDiagnostic {
  /** What kind of thing it is. */
  readonly code: string;
  /** In words. */
  readonly message: string;
}

/** What a reader of captures found in a file: the result of `readCapture` is one. */
export interface ReadCapture {
  /** The exchanges, in order. */
  readonly exchanges: readonly { readonly request?: ReadPayload; readonly response?: ReadPayload }[];
  /** What the reader said of the file. */
  readonly diagnostics: readonly ReadDiagnostic[];
}

/** Options of the laws of captures. */
export interface CaptureLawOptions extends Runs {
  /** Default: `captures()`, and for files with losses `captures({ isLossy: true })`. */
  readonly captures?: fc.Arbitrary<GeneratedCapture>;
}

/**
 * Whatever carries them, and however it is cut, ordered, repeated and wrapped: the messages of a capture that lacks nothing are read
 * as they were sent, request with reply.
 *
 * @throws {Error} fast-check's report with the smallest traffic and carrier for which that does not hold.
 */
export function checkSamePayloads(read: (file: Uint8Array) => ReadCapture, options: CaptureLawOptions = {}): void {
  const property = fc.property(options.captures ?? captures(), ({ file, exchanges }) => {
    const wanted = exchanges.map(({ request, response }) => `${shown(request)} answered by ${shown(response)}`).sort();
    const found = read(file)
      .exchanges.map(({ request, response }) => `${shown(request)} answered by ${shown(response)}`)
      .sort();
    if (wanted.join("\n") !== found.join("\n")) {
      throw new Error(`sent\n${wanted.join("\n")}\nread\n${found.join("\n")}`);
    }
  });
  fc.assert(property, runsOf(options));
}

/**
 * Of a capture that lacks octets, each body with its gaps is one that was sent: octets on both sides of a gap are not joined, and none
 * is added.
 *
 * @throws {Error} fast-check's report with the smallest traffic and carrier for which that does not hold.
 */
export function checkNothingInvented(read: (file: Uint8Array) => ReadCapture, options: CaptureLawOptions = {}): void {
  const property = fc.property(options.captures ?? captures({ isLossy: true }), ({ file, exchanges, coded }) => {
    const requests = [...exchanges.map(({ request }) => request.bytes), ...coded];
    const responses = [...exchanges.map(({ response }) => response.bytes), ...coded];
    for (const { request, response } of read(file).exchanges) {
      for (const [payload, sent] of [[request, requests] as const, [response, responses] as const]) {
        if (payload !== undefined && !sent.some((bytes) => isPartOf(payload, bytes))) {
          throw new Error(`nobody sent ${shown(payload)}`);
        }
      }
    }
  });
  fc.assert(property, runsOf(options));
}

/** Codes of diagnostics that say that something is not there. */
const losing = new Set([
  "not-captured",
  "connection-cut",
  "start-not-captured",
  "fragment-missing",
  "frame-cut",
  "file-cut",
  "part-missing",
]);

/**
 * Each hole in what the sides sent is said in one diagnostic: not in none, if something captured proves it, and not in two, unless it
 * takes from more than one message.
 *
 * @throws {Error} fast-check's report with the smallest traffic and carrier for which that does not hold.
 */
export function checkLossesSaidOnce(read: (file: Uint8Array) => ReadCapture, options: CaptureLawOptions = {}): void {
  const property = fc.property(options.captures ?? captures({ isLossy: true }), (capture) => {
    const { exchanges, diagnostics } = read(capture.file);
    const said = [
      ...diagnostics,
      ...exchanges.flatMap(({ request, response }) => [
        ...(request?.diagnostics ?? []),
        ...(response?.diagnostics ?? []),
      ]),
    ].filter(({ code }) => losing.has(code));
    const least = capture.losses.filter(({ isEvident }) => isEvident).length;
    const most = capture.losses.reduce((sum, { messages }) => sum + Math.min(2, messages), 0) + capture.lateConnections;
    if (said.length >= least && said.length <= most) return;
    const words = said.map(({ code, message }) => `${code}: ${message}`).join("\n");
    throw new Error(
      `${fc.stringify(capture.losses)}, of which ${said.length} are said, not ${least} to ${most}:\n${words}`,
    );
  });
  fc.assert(property, runsOf(options));
}

/** Octets with gaps could be those, with octets taken out at the gaps. */
function isPartOf({ bytes, gaps }: ReadPayload, sent: Uint8Array): boolean {
  let from = 0;
  /** Where the next piece may begin. */
  let places: readonly number[] = [0];
  for (const { offset, length } of gaps) {
    const ends = placesOf(sent, bytes.subarray(from, offset), places).map((place) => place + offset - from);
    const first = ends[0];
    if (first === undefined) return false;
    places =
      length === undefined
        ? Array.from({ length: sent.length + 1 - first }, (_, index) => first + index)
        : ends.map((end) => end + length);
    from = offset;
  }
  const last = sent.length - (bytes.length - from);
  return placesOf(sent, bytes.subarray(from), places).includes(last);
}

function placesOf(sent: Uint8Array, piece: Uint8Array, among: readonly number[]): number[] {
  return among.filter((place) => place + piece.length <= sent.length && startsAt(sent, piece, place));
}

function startsAt(sent: Uint8Array, piece: Uint8Array, place: number): boolean {
  for (let index = 0; index < piece.length; index++) if (sent[place + index] !== piece[index]) return false;
  return true;
}

function shown(
  payload:
    | { readonly bytes: Uint8Array; readonly contentType?: string; readonly gaps?: ReadPayload["gaps"] }
    | undefined,
): string {
  if (payload === undefined) return "nothing";
  const { bytes, contentType, gaps = [] } = payload;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${contentType} ${hex}${gaps.length === 0 ? "" : ` with gaps ${fc.stringify(gaps)}`}`;
}
