import { latin1 } from "../../core/latin1.ts";
import type { PayloadHead } from "../model.ts";

/** A head as it was read: `head.method` or `head.status` is there. */
export interface HttpHead {
  readonly head: PayloadHead;
  readonly isRequest: boolean;
  /** As in its first line: `HTTP/1.1`; of HTTP/2 only where a program wrote it as text. */
  readonly version: string;
  /** What was put up with, each in one clause. */
  readonly leniencies: readonly string[];
}

const methodToken = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,32}$/;
const versionToken = /^HTTP\/(?:1\.\d|[23](?:\.0)?)$/i;
const statusLine = /^(HTTP\/(?:1\.\d|[23](?:\.0)?))[ \t]+(\d{3})(?:[ \t](.*))?$/i;

/** A line of octets as Latin-1, that begins a request or a reply of HTTP/1, or of a later version that was written as text. */
export function isStartLine(line: string): boolean {
  return requestParts(line) !== undefined || statusLine.test(line);
}

/** Method, target and version. By hand, since a pattern for it takes quadratic time on blanks. */
function requestParts(line: string): readonly [method: string, target: string, version: string] | undefined {
  const trimmed = line.trim();
  const first = trimmed.search(/[ \t]/);
  const last = Math.max(trimmed.lastIndexOf(" "), trimmed.lastIndexOf("\t"));
  if (first === -1 || line.startsWith(" ")) return undefined;
  const method = trimmed.slice(0, first);
  const version = trimmed.slice(last + 1);
  const target = trimmed.slice(first, last).trim();
  return target !== "" && methodToken.test(method) && versionToken.test(version)
    ? [method, target, version]
    : undefined;
}

/** So many octets of a line may begin a request or a reply: a token and a blank, or the name of a version. */
export function mayBeginMessage(bytes: Uint8Array, start: number, end: number): boolean {
  const text = latin1(bytes, start, Math.min(end, start + 33));
  if (/^HTTP\//i.test(text)) return /^HTTP\/(?:[123]?$|1\.|[23][. \t])/i.test(text);
  return /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,32}(?:[ \t]|$)/.test(text);
}

/** Octets at the start of a segment that begin a message for certain: a usual method and a target, or `HTTP/1.` */
export function certainlyBeginsMessage(bytes: Uint8Array): boolean {
  const text = latin1(bytes, 0, Math.min(bytes.length, 32));
  return /^(?:HTTP\/1\.\d[ \t]|(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|CONNECT|PATCH|TRACE|PROPFIND|REPORT)[ \t]+\S)/.test(
    text,
  );
}

/**
 * Parses a head, the empty line at its end included or missing. Its octets are Latin-1 (RFC 9112 §2.2).
 *
 * @returns `undefined` if its first line begins neither a request nor a reply.
 */
export function parseHead(bytes: Uint8Array, mostHeaders: number): HttpHead | undefined {
  const text = latin1(bytes, 0, bytes.length);
  const leniencies = new Set<string>();
  if (/(?:^|[^\r])\n/.test(text)) leniencies.add("lines end with LF alone");
  const firstEnd = endOfLine(text, 0);
  const start = startOf(lineAt(text, 0, firstEnd).trimEnd(), leniencies);
  if (start === undefined) return undefined;
  const headers: [string, string][] = [];
  // Line by line, which for a usual head takes half the time of splitting it.
  for (let pos = firstEnd + 1, end = pos; pos <= text.length; pos = end + 1) {
    end = endOfLine(text, pos);
    const line = lineAt(text, pos, end);
    if (line === "") continue;
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      leniencies.add("a header goes on in the next line");
      last[1] += ` ${line.trim()}`;
      continue;
    }
    if (headers.length === mostHeaders) {
      leniencies.add(`there are more than ${mostHeaders} headers; the rest is left out`);
      break;
    }
    const colon = line.indexOf(":");
    if (colon === -1) {
      leniencies.add("a header has no colon");
      headers.push([line.trim(), ""]);
      continue;
    }
    const name = line.slice(0, colon).trim();
    if (name.length !== colon) leniencies.add("there are blanks before the colon of a header");
    headers.push([name, line.slice(colon + 1).trim()]);
  }
  const { version, ...line } = start;
  return { head: { ...line, headers }, isRequest: "method" in line, version, leniencies: [...leniencies] };
}

/** Where the line that begins at `pos` ends: at an LF, or with the text. */
function endOfLine(text: string, pos: number): number {
  const newline = text.indexOf("\n", pos);
  return newline === -1 ? text.length : newline;
}

/** Without the CR at its end. */
function lineAt(text: string, start: number, end: number): string {
  return text.slice(start, end > start && text[end - 1] === "\r" ? end - 1 : end);
}

interface StartLine extends Omit<PayloadHead, "headers"> {
  readonly version: string;
}

function startOf(line: string, leniencies: Set<string>): StartLine | undefined {
  const request = requestParts(line);
  if (request !== undefined) {
    const [method, target, version] = request;
    if (!version.startsWith("HTTP")) leniencies.add("the version is in lower case");
    return { version, method, target };
  }
  const status = statusLine.exec(line);
  if (status === null) return undefined;
  const [, version = "", code, reason] = status;
  if (!version.startsWith("HTTP")) leniencies.add("the version is in lower case");
  return { version, status: Number(code), ...(reason === undefined || reason === "" ? {} : { reason }) };
}

/** Values of a header, of all lines with its name, joined by commas (RFC 9110 §5.3); `undefined` if there is none. */
export function headerOf(head: PayloadHead, name: string): string | undefined {
  // Asked for several times of each message.
  let values: string | undefined;
  for (const [key, value] of head.headers) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue;
    values = values === undefined ? value : `${values}, ${value}`;
  }
  return values;
}

/** How the end of a body is found. */
export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "until-close" };

/**
 * How the end of a body is found (RFC 9112 §6.3).
 *
 * @param method - of the request that a reply answers, if it is known.
 * @param say - takes what is wrong with the head.
 */
export function framingOf(
  { head, isRequest, version }: HttpHead,
  method: string | undefined,
  say: (what: string) => void,
): Framing {
  const { status = 0 } = head;
  if (!isRequest) {
    if (method === "HEAD" || status < 200 || status === 204 || status === 304) return { kind: "none" };
    if (method === "CONNECT" && status < 300) return { kind: "none" };
  }
  const transfer = headerOf(head, "transfer-encoding");
  const lengths = headerOf(head, "content-length");
  if (transfer !== undefined) {
    if (lengths !== undefined) say("there are both Transfer-Encoding and Content-Length; the first counts");
    if (/(?:^|,)\s*chunked\s*$/i.test(transfer)) return { kind: "chunked" };
    if (!/^\s*identity\s*$/i.test(transfer)) {
      say(`Transfer-Encoding ${JSON.stringify(transfer)} does not end in chunked`);
      return isRequest ? { kind: "none" } : { kind: "until-close" };
    }
  }
  if (lengths !== undefined) {
    const values = lengths.split(",").map((value) => value.trim());
    if (values.some((value) => value !== values[0]))
      say(`there are different Content-Length: ${lengths}; the first counts`);
    const [first = ""] = values;
    if (/^\d{1,15}$/.test(first)) return { kind: "length", length: Number(first) };
    say(`Content-Length is no number: ${JSON.stringify(first.slice(0, 40))}`);
  }
  // HTTP/2 has no need to say how long a body is.
  return isRequest && /^HTTP\/1/i.test(version) ? { kind: "none" } : { kind: "until-close" };
}
