import type { SyncmlDocument } from "../../ast/nodes.ts";
import type { Capture, Exchange, Payload } from "../../capture/model.ts";
import { decodePartial } from "../../codec/decode.ts";
import { type Bytes, viewOfBytes } from "../../core/bytes.ts";
import type { SyncmlError } from "../../core/errors.ts";
import { checkOptions, listOfStrings, optionChecks } from "../../core/options.ts";
import { type Ignorable, ignorables, NodeComparer, type NodeDifference, octetsAsText } from "./compare-nodes.ts";
import { pairsOf } from "./pairs.ts";

/** What counts as different. */
export interface CompareOptions {
  /** Fields that are left out. Default: none. */
  readonly ignore?: readonly Ignorable[];
}

/** Where in two captures something is different. */
export interface ComparedPlace {
  /** Index of the exchange in the first capture; absent if it is in the second alone. */
  readonly a?: number;
  /** Index of the exchange in the second capture. */
  readonly b?: number;
  /** Which message of the exchange. */
  readonly side: "request" | "response";
}

/** What is different. */
export interface Difference extends NodeDifference {
  /** Of captures: which message. */
  readonly place?: ComparedPlace;
}

const checks = optionChecks({ ignore: listOfStrings });

/**
 * Says how two messages or two captures differ. Commands and items are brought together by what they are about, so that one more of them
 * is one difference; WBXML and XML of the same message do not differ. In captures, exchanges are brought together by their session and
 * message, and then by their order. Takes time in proportion to both.
 *
 * @param a - the octets of a message, a document, or a capture; `b` the same.
 * @returns the differences in the order of `a`; none if both are equal.
 * @throws {TypeError} if one is a capture and the other is not, or an option is of the wrong type.
 * @throws {RangeError} if what is to be ignored is not known.
 */
export function compare(
  a: Bytes | SyncmlDocument | Capture,
  b: Bytes | SyncmlDocument | Capture,
  options: CompareOptions = {},
): readonly Difference[] {
  checkOptions(options, checks);
  const { ignore = [] } = options;
  const unknown = ignore.find((one) => !ignorables.includes(one));
  if (unknown !== undefined) {
    throw new RangeError(`option ignore has ${JSON.stringify(unknown)}, which is none of ${ignorables.join(", ")}`);
  }
  if (isCapture(a) && isCapture(b)) return compareCaptures(a, b, ignore);
  if (isCapture(a) || isCapture(b)) throw new TypeError("a capture and a message cannot be compared");
  return compareMessages(readMessage(a), readMessage(b), ignore);
}

function isCapture(value: Bytes | SyncmlDocument | Capture): value is Capture {
  return typeof value === "object" && value !== null && "exchanges" in value;
}

interface ReadMessage {
  readonly document: SyncmlDocument | undefined;
  readonly error: SyncmlError | undefined;
  /** Absent if it came as a document. */
  readonly bytes?: Uint8Array;
}

function readMessage(value: Bytes | SyncmlDocument): ReadMessage {
  const bytes = viewOfBytes(value as Bytes);
  if (bytes === undefined) return { document: value as SyncmlDocument, error: undefined };
  const { document, error } = decodePartial(bytes);
  return { document, error, bytes };
}

function compareMessages(a: ReadMessage, b: ReadMessage, ignore: readonly Ignorable[]): NodeDifference[] {
  const comparer = new NodeComparer(ignore);
  if (a.document === undefined || b.document === undefined) {
    const [before, after] = [contentOf(a), contentOf(b)];
    return before === after ? [] : [{ path: "", kind: "changed", before, after }];
  }
  comparer.compare(fieldsOf(a.document), fieldsOf(b.document), `/${a.document.kind}`);
  const [before, after] = [faultOf(a.error), faultOf(b.error)];
  if (before !== after) comparer.differences.push(present("", before, after));
  return comparer.differences;
}

function fieldsOf(document: SyncmlDocument): Readonly<Record<string, unknown>> {
  return document as unknown as Readonly<Record<string, unknown>>;
}

function contentOf({ document, bytes }: ReadMessage): string {
  return document === undefined ? octetsAsText(bytes ?? new Uint8Array()) : document.kind;
}

function faultOf(error: SyncmlError | undefined): string | undefined {
  return error === undefined ? undefined : `${error.code}: ${error.reason}`;
}

function present(path: string, before: string | undefined, after: string | undefined): NodeDifference {
  if (before === undefined) return { path, kind: "added", after: after as string };
  if (after === undefined) return { path, kind: "removed", before };
  return { path, kind: "changed", before, after };
}

/** An exchange whose messages have been read. */
interface ReadExchange {
  readonly exchange: Exchange;
  readonly request: ReadMessage | undefined;
  readonly response: ReadMessage | undefined;
  /** Number of the session, in order, and of the message in it. */
  readonly name: string;
}

function compareCaptures(a: Capture, b: Capture, ignore: readonly Ignorable[]): Difference[] {
  const differences: Difference[] = [];
  const { pairs } = pairsOf(readExchanges(a), readExchanges(b), [({ name }) => name, () => ""]);
  for (const pair of pairs) {
    for (const side of ["request", "response"] as const) {
      const [one, other] = [pair.a?.[side], pair.b?.[side]];
      const place: ComparedPlace = {
        ...(pair.a === undefined ? {} : { a: pair.a.exchange.index }),
        ...(pair.b === undefined ? {} : { b: pair.b.exchange.index }),
        side,
      };
      if (one === undefined && other === undefined) continue;
      if (one === undefined || other === undefined) {
        const [before, after] = [one && aboutOf(one), other && aboutOf(other)];
        differences.push({ ...present("", before, after), place });
        continue;
      }
      const [status, otherStatus] = [statusOf(pair.a, side), statusOf(pair.b, side)];
      if (status !== otherStatus) differences.push({ ...present("status", status, otherStatus), place });
      for (const difference of compareMessages(one, other, ignore)) differences.push({ ...difference, place });
    }
  }
  return differences;
}

function statusOf(one: ReadExchange | undefined, side: "request" | "response"): string | undefined {
  const status = one?.exchange[side]?.head?.status;
  return status === undefined ? undefined : String(status);
}

function aboutOf({ document, bytes }: ReadMessage): string {
  const size = bytes === undefined ? "" : `${bytes.length} bytes`;
  if (document?.kind !== "SyncML") return size;
  const { sessionID = "", msgID = "" } = document.syncHdr;
  return `message ${msgID} of session ${sessionID}, ${size}`;
}

/** Sessions have numbers by their order: their ids are new in each run. */
function readExchanges({ exchanges }: Capture): ReadExchange[] {
  const sessions = new Map<string, number>();
  return exchanges.map((exchange) => {
    const [request, response] = [readPayload(exchange.request), readPayload(exchange.response)];
    const document = request?.document ?? response?.document;
    if (document?.kind !== "SyncML") return { exchange, request, response, name: `url ${exchange.url ?? ""}` };
    const { sessionID = "", msgID = "", source } = document.syncHdr;
    const id = JSON.stringify([sessionID, source?.locURI]);
    const session = sessions.get(id) ?? sessions.size + 1;
    sessions.set(id, session);
    return { exchange, request, response, name: `session ${session} message ${msgID}` };
  });
}

function readPayload(payload: Payload | undefined): ReadMessage | undefined {
  if (payload === undefined || (payload.bytes.length === 0 && payload.gaps.length === 0)) return undefined;
  const [gap] = payload.gaps;
  return readMessage(gap === undefined ? payload.bytes : payload.bytes.subarray(0, gap.offset));
}
