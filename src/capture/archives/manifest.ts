import { decodeUtf8Lossy, encodeUtf8 } from "../../core/utf8.ts";
import { parseHead } from "../http/head.ts";
import type { CaptureDiagnostic, Direction, Exchange, Gap, Payload, PayloadHead, Peer } from "../model.ts";
import type { CaptureSink } from "../reader.ts";
import type { FolderFile } from "./folder-file.ts";
import { present } from "./stored-exchange.ts";
import { isoTime } from "./times.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A list of messages in files: as `syncml serve --record` and `syncml extract` write it, or that of a corpus. */
export interface Manifest {
  /** Where the names of files begin: the folder of the manifest, with `/` at its end, or "". */
  readonly folder: string;
  readonly entries: readonly Fields[];
}

/** What a name of a manifest looks like. */
export function isManifestName(name: string): boolean {
  return /(?:^|\/)manifest[^/]*\.json$/i.test(name);
}

/** The list in a file; `undefined` if it is no such list. */
export function parseManifest({ name, bytes }: FolderFile): Manifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(decodeUtf8Lossy(bytes, 0, bytes.length).replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
  const { payloads, messages } = fieldsOf(json);
  const list = Array.isArray(payloads) ? payloads : Array.isArray(messages) ? messages : undefined;
  const entries = list?.map(fieldsOf).filter((entry) => typeof entry["file"] === "string");
  if (entries === undefined || (entries.length === 0 && list?.length !== 0)) return undefined;
  return { folder: name.slice(0, name.lastIndexOf("/") + 1), entries };
}

const directions: ReadonlyMap<unknown, Direction> = new Map([
  ["client-to-server", "to-server"],
  ["to-server", "to-server"],
  ["request", "to-server"],
  ["server-to-client", "to-device"],
  ["to-device", "to-device"],
  ["response", "to-device"],
]);

/** Reads the files that a manifest lists, in its order. */
export function readManifest(
  { folder, entries }: Manifest,
  files: ReadonlyMap<string, FolderFile>,
  sink: CaptureSink,
  undone: readonly string[],
): void {
  const connections = new Map<string, number>();
  let open: { key: string; exchange: Omit<Exchange, "index"> } | undefined;
  const close = () => {
    if (open !== undefined) sink.exchange(open.exchange);
    open = undefined;
  };
  entries.forEach((entry, index) => {
    sink.count("listed");
    const name = entry["file"] as string;
    const file = files.get(`${folder}${name}`);
    if (file === undefined) {
      const message = `${JSON.stringify(name)} is in the manifest and is not there`;
      sink.diagnostic({ code: "part-missing", message, frame: index + 1 });
      return;
    }
    const payload = payloadOf(entry, file, index + 1, undone);
    const scenario = text(entry["scenario"]);
    const key = `${scenario ?? ""} ${entry["exchange"]}`;
    // Where a corpus has many scenarios, each is a conversation of its own.
    const connection = scenario === undefined ? undefined : numbered(connections, `${scenario} ${entry["tcpStream"]}`);
    const side = isReply(entry, name) ? "response" : "request";
    const url = text(entry["url"]);
    const carrier = text(entry["carrier"]) ?? "http";
    if (open?.key !== key || entry["exchange"] === undefined || open.exchange[side] !== undefined) close();
    const before = open?.exchange ?? { carrier, ...present("connection", connection) };
    open = { key, exchange: { ...before, ...present("url", url), [side]: payload } };
  });
  close();
}

function isReply(entry: Fields, name: string): boolean {
  if (/-resp\.[^./]*$/.test(name)) return true;
  if (/-req\.[^./]*$/.test(name)) return false;
  return directions.get(entry["direction"]) === "to-device";
}

function numbered(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size + 1;
  numbers.set(key, number);
  return number;
}

function payloadOf(entry: Fields, { bytes }: FolderFile, frame: number, undone: readonly string[]): Payload {
  const diagnostics: CaptureDiagnostic[] = [];
  const length = number(entry["bytes"]);
  if (length !== undefined && length !== bytes.length) {
    const message = `the file has ${bytes.length} bytes, and the manifest says ${length}`;
    diagnostics.push({ code: "length-differs", message });
  }
  const contentType = text(entry["contentType"]) || undefined;
  const peers = fieldsOf(entry["peers"]);
  return {
    bytes,
    gaps: gapsOf(entry["gaps"], bytes.length),
    direction: directions.get(entry["direction"]) ?? "unknown",
    ...present("time", isoTime(text(entry["time"]))),
    ...present("from", peerOf(peers["from"])),
    ...present("to", peerOf(peers["to"])),
    ...present("contentType", contentType),
    ...present("head", headOf(entry, contentType)),
    undone,
    ranges: undone.length === 0 ? [{ start: 0, end: bytes.length }] : [],
    frame: number(entry["frame"]) ?? number(entry["entry"]) ?? frame,
    diagnostics,
  };
}

/** The head of a message, as far as a manifest has it: a corpus has the first line, the others what is of use later. */
function headOf(entry: Fields, contentType: string | undefined): PayloadHead | undefined {
  const line = text(entry["http"]);
  const first = line === undefined ? undefined : parseHead(encodeUtf8(`${line}\r\n\r\n`), 1)?.head;
  const method = text(entry["method"]) ?? first?.method;
  const status = number(entry["status"]) ?? first?.status;
  const hmac = text(entry["hmac"]);
  if (first === undefined && method === undefined && status === undefined && hmac === undefined) return undefined;
  const headers: (readonly [string, string])[] = [];
  if (contentType !== undefined) headers.push(["Content-Type", contentType]);
  if (hmac !== undefined) headers.push(["x-syncml-hmac", hmac]);
  return { ...first, ...present("method", method), ...present("status", status), headers };
}

const gapReasons: readonly unknown[] = ["not-captured", "cut", "replaced"];

function gapsOf(value: unknown, mostOffset: number): Gap[] {
  if (!Array.isArray(value)) return [];
  return value.map(fieldsOf).flatMap(({ offset, length, reason, acknowledged }): Gap[] => {
    const at = number(offset);
    if (at === undefined || at > mostOffset || !gapReasons.includes(reason)) return [];
    const gap = { offset: at, ...present("length", number(length)), reason: reason as Gap["reason"] };
    return [acknowledged === true ? { ...gap, acknowledged } : gap];
  });
}

function peerOf(value: unknown): Peer | undefined {
  const { address, port } = fieldsOf(value);
  return typeof address === "string" ? { address, ...present("port", number(port)) } : undefined;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

const text = (value: unknown) => (typeof value === "string" ? value : undefined);
const number = (value: unknown) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
