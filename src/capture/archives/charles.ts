import { decodeBase64 } from "../../core/base64.ts";
import { latin1 } from "../../core/latin1.ts";
import { decodeUtf8Lossy, encodeUtf8 } from "../../core/utf8.ts";
import { bytesOfText } from "../http/har-body.ts";
import { headerOf, parseHead } from "../http/head.ts";
import { findJsonElements } from "../http/json-elements.ts";
import type { CaptureDiagnostic, Gap, Payload, PayloadHead, Peer } from "../model.ts";
import { type CaptureFormat, type CaptureOptions, type CaptureSink, limitsOf } from "../reader.ts";
import { decodeText } from "../text/decode-text.ts";
import { WholeReader } from "../whole-reader.ts";
import { attributeOf, childrenOf, type Element, MarkupScanner, textOf } from "./markup.ts";
import { payloadOfStored } from "./stored-body.ts";
import { present } from "./stored-exchange.ts";
import { isoTime } from "./times.ts";
import { Tunnels } from "./tunnels.ts";

const HEAD_BYTES = 8_192;

/** A session of Charles in JSON (`.chlsj`). */
const json: CaptureFormat = {
  name: "charles",
  title: "session of Charles (JSON)",
  recognise(head) {
    const text = latin1(head, 0, Math.min(head.length, HEAD_BYTES));
    const isSession =
      /^(?:\xef\xbb\xbf)?\s*\[\s*\{/.test(text) &&
      /"(?:actualPort|firstLine)"\s*:/.test(text) &&
      /"host"\s*:/.test(text);
    return isSession ? { score: 0.93, because: "it is JSON with the fields of Charles" } : undefined;
  },
  open: (sink, options) => new WholeReader(options, (bytes) => readJson(bytes, sink, options)),
};

/** A session of Charles in XML (`.chlsx`). */
const xml: CaptureFormat = {
  name: "charles-xml",
  title: "session of Charles (XML)",
  recognise(head) {
    const text = latin1(head, 0, Math.min(head.length, HEAD_BYTES));
    return /<charles-session[\s>]/.test(text)
      ? { score: 0.97, because: "the root element is charles-session" }
      : undefined;
  },
  open: (sink, options) => new WholeReader(options, (bytes) => readXml(bytes, sink, options)),
};

/** What Charles exports. */
export const charlesFormats: readonly CaptureFormat[] = [json, xml];

/** A message of a session, whatever form that has. */
interface CharlesMessage {
  readonly firstLine: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly status: number | undefined;
  readonly mimeType: string | undefined;
  readonly text: string | undefined;
  readonly isBase64: boolean;
  /** Content codings of the head are still on. */
  readonly isCoded: boolean;
}

interface CharlesExchange {
  readonly isTunnel: boolean;
  readonly method: string | undefined;
  readonly url: string;
  readonly host: string;
  readonly client: Peer | undefined;
  readonly server: Peer | undefined;
  readonly times: readonly (number | undefined)[];
  readonly request: CharlesMessage | undefined;
  readonly response: CharlesMessage | undefined;
  readonly failure: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);

function readJson(bytes: Uint8Array, sink: CaptureSink, options: CaptureOptions): void {
  const { isThere, isWhole, isTooDeep, elements } = findJsonElements(bytes, [], limitsOf(options).depth);
  if (isTooDeep)
    sink.diagnostic({ code: "limit-reached", message: `the JSON is deeper than ${limitsOf(options).depth}` });
  else if (!isThere) sink.diagnostic({ code: "not-understood", message: "the file is no list of exchanges" });
  else if (!isWhole) sink.diagnostic({ code: "file-cut", message: "the file ends inside the list of exchanges" });
  const session = new Session(sink, options);
  for (const { start, end } of elements) {
    let entry: unknown;
    try {
      entry = JSON.parse(decodeUtf8Lossy(bytes, start, end));
    } catch {
      session.unread(start);
      continue;
    }
    session.put(exchangeOfJson(fieldsOf(entry)));
  }
  session.end();
}

function exchangeOfJson(entry: Fields): CharlesExchange {
  const times = fieldsOf(entry["times"]);
  const scheme = text(entry["scheme"]) ?? "http";
  const host = text(entry["host"]) ?? "";
  const timeOf = (...names: readonly string[]) =>
    names.map((name) => isoTime(text(times[name]))).find((time) => time !== undefined);
  return {
    isTunnel: entry["tunnel"] === true,
    method: text(entry["method"]),
    url: urlOf(
      scheme,
      host,
      number(entry["actualPort"]) ?? number(entry["port"]),
      text(entry["path"]),
      text(entry["query"]),
    ),
    host,
    client: peerOf(text(entry["clientAddress"]), number(entry["clientPort"])),
    server: peerOf(text(entry["remoteAddress"]), number(entry["actualPort"])),
    times: [timeOf("requestBegin", "start"), timeOf("requestComplete"), timeOf("responseBegin"), timeOf("end")],
    request: messageOfJson(entry["request"]),
    response: messageOfJson(entry["response"]),
    failure: failureOf(text(entry["status"]), text(entry["errorMessage"])),
  };
}

function failureOf(status: string | undefined, message: string | undefined): string | undefined {
  if (message !== undefined) return message;
  return status === undefined || status === "COMPLETE" ? undefined : status.toLowerCase();
}

function messageOfJson(value: unknown): CharlesMessage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const message = fieldsOf(value);
  const head = fieldsOf(message["header"]);
  const body = fieldsOf(message["body"]);
  const list = Array.isArray(head["headers"]) ? head["headers"].map(fieldsOf) : [];
  const isBase64 = body["encoding"] === "base64";
  return {
    firstLine: text(head["firstLine"]),
    headers: list.flatMap(({ name, value }) =>
      typeof name === "string" ? [[name, String(value ?? "")] as const] : [],
    ),
    status: number(message["status"]),
    mimeType: text(message["mimeType"]),
    text: text(isBase64 ? body["encoded"] : body["text"]),
    isBase64,
    isCoded: false,
  };
}

function readXml(bytes: Uint8Array, sink: CaptureSink, options: CaptureOptions): void {
  const scanner = new MarkupScanner(decodeText(bytes));
  const session = new Session(sink, options);
  for (let one = scanner.next("transaction"); one !== undefined; one = scanner.next("transaction")) {
    if (one.isCut) sink.diagnostic({ code: "file-cut", message: "the file ends inside an exchange" });
    session.put(exchangeOfXml(one));
  }
  session.end();
}

function exchangeOfXml({ attributes, content }: Element): CharlesExchange {
  const about = (name: string) => text(attributeOf(attributes, name));
  const timeOf = (name: string) => isoTime(about(name)) ?? millisecondsOf(about(`${name}Millis`));
  const children = childrenOf(content);
  const host = about("host") ?? "";
  const port = Number(about("actualPort") ?? about("port"));
  return {
    isTunnel: about("tunnel") === "true",
    method: about("method"),
    url: urlOf(about("protocol") ?? "http", host, port, about("path"), about("query")),
    host,
    client: peerOf(about("clientAddress"), undefined),
    server: peerOf(about("remoteAddress"), port),
    times: [timeOf("startTime"), undefined, timeOf("responseTime"), timeOf("endTime")],
    request: messageOfXml(children.get("request")),
    response: messageOfXml(children.get("response")),
    failure: failureOf(about("status"), undefined),
  };
}

function millisecondsOf(digits: string | undefined): number | undefined {
  return /^\d{10,15}$/.test(digits ?? "") ? Number(digits) : undefined;
}

function messageOfXml(element: Element | undefined): CharlesMessage | undefined {
  if (element === undefined) return undefined;
  const children = childrenOf(element.content);
  const scanner = new MarkupScanner(children.get("headers")?.content ?? "");
  const headers: (readonly [string, string])[] = [];
  for (let header = scanner.next("header"); header !== undefined; header = scanner.next("header")) {
    const parts = childrenOf(header.content);
    headers.push([textOf(parts.get("name")?.content ?? ""), textOf(parts.get("value")?.content ?? "")]);
  }
  const body = children.get("body");
  const status = Number(attributeOf(element.attributes, "status"));
  return {
    firstLine: text(textOf(childrenOf(children.get("headers")?.content ?? "").get("first-line")?.content ?? "")),
    headers,
    status: status > 0 ? status : undefined,
    mimeType: text(attributeOf(element.attributes, "mime-type")),
    text: body === undefined ? undefined : text(textOf(body.content)),
    isBase64: attributeOf(body?.attributes ?? "", "encoding") === "base64",
    isCoded: attributeOf(body?.attributes ?? "", "decoded") === "false",
  };
}

const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

function urlOf(scheme: string, host: string, port: number | undefined, path = "", query = ""): string {
  const isUsual = port === undefined || !(port > 0) || usualPorts[scheme] === port;
  // The query stands in the path too, in some versions.
  const tail = query === "" || path.includes("?") ? path : `${path}?${query}`;
  return `${scheme}://${host}${isUsual ? "" : `:${port}`}${tail}`;
}

/** `dm.example/192.0.2.1:443`: an address after a name, with a port or without. */
function peerOf(written: string | undefined, port: number | undefined): Peer | undefined {
  const last = written?.slice(written.lastIndexOf("/") + 1);
  if (last === undefined || last === "") return undefined;
  const [, address = last, digits] = /^(.*[^:]):(\d{1,5})$/.exec(last) ?? [];
  const isAddress = digits === undefined || (address.match(/:/g)?.length ?? 0) > 1;
  const own = isAddress ? port : Number(digits);
  return { address: isAddress ? last : address, ...(own === undefined || !(own > 0) ? {} : { port: own }) };
}

class Session {
  private readonly sink: CaptureSink;
  private readonly options: CaptureOptions;
  private readonly tunnels = new Tunnels();
  private frame = 0;

  constructor(sink: CaptureSink, options: CaptureOptions) {
    this.sink = sink;
    this.options = options;
  }

  unread(offset: number): void {
    this.frame++;
    this.sink.diagnostic({ code: "frame-unread", message: "the entry is no JSON", frame: this.frame, offset });
  }

  put(exchange: CharlesExchange): void {
    const { isTunnel, method, url, host, client, server, times, request, response, failure } = exchange;
    this.frame++;
    this.sink.count("entries");
    if (isTunnel || method === "CONNECT") {
      this.tunnels.opened(host);
      this.sink.count("tunnels");
      return;
    }
    this.tunnels.seenInside(url);
    const [start, requestEnd, responseStart, end] = times;
    const failed: CaptureDiagnostic[] =
      failure === undefined ? [] : [{ code: "connection-cut", message: `Charles says: ${failure}` }];
    const isAnswered = response !== undefined && (response.firstLine !== undefined || response.status !== undefined);
    const requestHead = headOf(request, { ...present("method", method), target: url });
    const answer = isAnswered
      ? this.payload(
          response,
          headOf(response, present("status", response.status)),
          "to-device",
          [server, client],
          [responseStart, end],
          failed,
        )
      : undefined;
    this.sink.exchange({
      carrier: "http",
      url,
      request: this.payload(
        request,
        requestHead,
        "to-server",
        [client, server],
        [start, requestEnd],
        isAnswered ? [] : failed,
      ),
      ...present("response", answer),
    });
  }

  end(): void {
    this.tunnels.tell(this.sink, "turn on SSL proxying for it in Charles and record again");
    if (this.frame === 0) this.sink.diagnostic({ code: "not-understood", message: "the session has no exchanges" });
  }

  private payload(
    message: CharlesMessage | undefined,
    head: PayloadHead,
    direction: "to-server" | "to-device",
    [from, to]: readonly (Peer | undefined)[],
    [time, endTime]: readonly (number | undefined)[],
    diagnostics: readonly CaptureDiagnostic[],
  ): Payload {
    const contentType = headerOf(head, "content-type") ?? message?.mimeType;
    const body = bodyOf(message, contentType, head);
    return payloadOfStored(
      {
        head,
        bytes: body.bytes,
        gaps: body.gaps,
        isCoded: message?.isCoded === true,
        direction,
        time,
        endTime,
        from,
        to,
        contentType,
        frame: this.frame,
        undone: message?.isBase64 === true && body.bytes.length > 0 ? ["base64"] : [],
        diagnostics: [...diagnostics, ...body.diagnostics],
      },
      this.options,
    );
  }
}

function headOf(message: CharlesMessage | undefined, known: Omit<PayloadHead, "headers">): PayloadHead {
  const line = message?.firstLine;
  const first = line === undefined ? undefined : parseHead(encodeUtf8(`${line}\r\n\r\n`), 1)?.head;
  return { ...known, ...first, headers: message?.headers ?? [] };
}

interface Body {
  readonly bytes: Uint8Array;
  readonly gaps: readonly Gap[];
  readonly diagnostics: readonly CaptureDiagnostic[];
}

function bodyOf(message: CharlesMessage | undefined, contentType: string | undefined, head: PayloadHead): Body {
  const nothing = { bytes: new Uint8Array(0), gaps: [] };
  if (message?.text === undefined) return { ...nothing, diagnostics: [] };
  if (message.isBase64) {
    const bytes = decodeBase64(message.text);
    if (bytes !== undefined) return { bytes, gaps: [], diagnostics: [] };
    return {
      ...nothing,
      diagnostics: [{ code: "text-damaged", message: "the base64 of the body is damaged; it is left out" }],
    };
  }
  const isCoded = headerOf(head, "content-encoding") !== undefined;
  const length = Number(headerOf(head, "content-length"));
  return bytesOfText(message.text, contentType, !isCoded && length > 0 ? length : undefined);
}
