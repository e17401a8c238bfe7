import { latin1, octetString } from "../../core/latin1.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import { HttpStream } from "../http/http-stream.ts";
import type { CaptureDiagnostic, FileRange, Payload, PayloadHead, Peer } from "../model.ts";
import { Pieces } from "../packets/pieces.ts";
import {
  type CaptureFormat,
  type CaptureLimits,
  type CaptureOptions,
  type CaptureReader,
  type CaptureSink,
  limitsOf,
} from "../reader.ts";
import { payloadOfStored } from "./stored-body.ts";
import { present } from "./stored-exchange.ts";
import { parseTnet, type TnetDictionary, type TnetValue, tnetFrame } from "./tnetstring.ts";

/** Flows as mitmproxy saves them, one dictionary in tnetstring form after the other. */
export const mitmproxyFormat: CaptureFormat = {
  name: "mitmproxy",
  title: "flows of mitmproxy",
  recognise(head) {
    const isFlow = /^\d{1,9}:\d{1,3}:[a-z_]{1,32}[;,]/.test(latin1(head, 0, Math.min(head.length, 64)));
    if (!isFlow) return undefined;
    const frame = tnetFrame(head, 0, head.length);
    if (frame === undefined || frame === "more") return undefined;
    const { typeAt } = frame;
    return typeAt >= head.length || head[typeAt] === 0x7d
      ? { score: 0.93, because: "it begins with a dictionary in tnetstring form, whose length agrees" }
      : undefined;
  },
  open: (sink, options) => new FlowReader(sink, options),
};

const empty: TnetDictionary = new Map();
const mapOf = (value: TnetValue | undefined): TnetDictionary => (value instanceof Map ? value : empty);
const octetsOf = (value: TnetValue | undefined) => (value instanceof Uint8Array ? value : undefined);
const numberOf = (value: TnetValue | undefined) =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;
const listOf = (value: TnetValue | undefined): readonly TnetValue[] => (Array.isArray(value) ? value : []);

function textOf(value: TnetValue | undefined): string | undefined {
  const octets = octetsOf(value);
  return octets === undefined ? undefined : decodeUtf8Lossy(octets, 0, octets.length);
}

/** A head as it was on the wire: one character for each octet. */
function headerText(value: TnetValue | undefined): string {
  const octets = octetsOf(value);
  return octets === undefined ? "" : octetString(octets, 0, octets.length);
}

/** Seconds since 1970, as milliseconds. */
function timeOf(value: TnetValue | undefined): number | undefined {
  const seconds = numberOf(value);
  return seconds === undefined || seconds <= 0 ? undefined : seconds * 1_000;
}

class FlowReader implements CaptureReader {
  private readonly sink: CaptureSink;
  private readonly options: CaptureOptions;
  private readonly limits: CaptureLimits;
  private readonly pieces = new Pieces((bytes, start, end) => this.read(bytes, start, end));
  private readonly connections = new Map<string, number>();
  private frame = 0;
  private isBroken = false;
  /** Where the flow that is being read is in its buffer. */
  private flowAt = 0;

  constructor(sink: CaptureSink, options: CaptureOptions) {
    this.sink = sink;
    this.options = options;
    this.limits = limitsOf(options);
  }

  write(chunk: Uint8Array): void {
    if (!this.isBroken) this.pieces.write(chunk);
  }

  end(): void {
    const rest = this.pieces.rest();
    if (rest.length === 0 || this.isBroken) return;
    const message = "the file ends inside a flow, which is left out";
    this.sink.diagnostic({ code: "file-cut", message, frame: this.frame + 1, offset: this.pieces.offset });
  }

  private read(bytes: Uint8Array, start: number, end: number): number {
    if (this.isBroken) return end - start;
    const frame = tnetFrame(bytes, start, end);
    if (frame === "more") return -(end - start + 1);
    if (frame === undefined)
      return this.broken("there is no flow where one is due; what follows is left out", end - start);
    const length = frame.typeAt + 1 - start;
    if (length > this.limits.wholeBytes) {
      return this.broken(`a flow has more than ${this.limits.wholeBytes} bytes; what follows is left out`, end - start);
    }
    if (length > end - start) return -length;
    this.frame++;
    this.sink.count("flows");
    this.flowAt = bytes.byteOffset + start;
    const value = parseTnet(bytes, start, start + length, this.limits.depth);
    if (value instanceof Map) this.flow(value, bytes);
    else {
      const message = "the flow is damaged, or deeper than is read";
      this.sink.diagnostic({ code: "frame-unread", message, frame: this.frame, offset: this.pieces.offset });
    }
    return length;
  }

  private broken(message: string, length: number): number {
    this.isBroken = true;
    const code = /more than/.test(message) ? "limit-reached" : "frame-damaged";
    this.sink.diagnostic({ code, message, frame: this.frame + 1, offset: this.pieces.offset });
    return length;
  }

  private flow(flow: TnetDictionary, file: Uint8Array): void {
    const type = textOf(flow.get("type")) ?? "http";
    const client = peerOf(flow.get("client_conn"), ["peername", "address"]);
    const server = peerOf(flow.get("server_conn"), ["peername", "ip_address", "address"]);
    const connection = this.connectionOf(flow, client);
    if (type === "http") this.http(flow, client, server, connection, file);
    else if (type === "tcp") this.tcp(flow, client, server, connection);
    else this.sink.count(`${type} flows`);
  }

  private connectionOf(flow: TnetDictionary, client: Peer | undefined): number {
    const id = textOf(mapOf(flow.get("client_conn")).get("id"));
    const key = id ?? (client === undefined ? `flow ${this.frame}` : `${client.address} ${client.port}`);
    const number = this.connections.get(key) ?? this.connections.size + 1;
    this.connections.set(key, number);
    return number;
  }

  private http(
    flow: TnetDictionary,
    client: Peer | undefined,
    server: Peer | undefined,
    connection: number,
    file: Uint8Array,
  ): void {
    const request = mapOf(flow.get("request"));
    const response = flow.get("response");
    const failure = textOf(mapOf(flow.get("error")).get("msg"));
    const failed: CaptureDiagnostic[] =
      failure === undefined ? [] : [{ code: "connection-cut", message: `mitmproxy says: ${failure}` }];
    if (mapOf(flow.get("websocket")).size > 0) this.sink.count("WebSockets");
    const reply = response instanceof Map ? response : undefined;
    const url = urlOf(request);
    const head = {
      method: headerText(request.get("method")),
      target: headerText(request.get("path")),
      headers: headersOf(request),
    };
    this.sink.exchange({
      carrier: "http",
      connection,
      ...present("url", url),
      request: this.payload(request, head, "to-server", [client, server], reply === undefined ? failed : [], file),
      ...present(
        "response",
        reply && this.payload(reply, replyHead(reply), "to-device", [server, client], failed, file),
      ),
    });
  }

  private payload(
    message: TnetDictionary,
    head: PayloadHead,
    direction: "to-server" | "to-device",
    [from, to]: readonly (Peer | undefined)[],
    diagnostics: readonly CaptureDiagnostic[],
    file: Uint8Array,
  ): Payload {
    // Before version 1 it was called otherwise.
    const content = message.has("content") ? message.get("content") : message.get("body");
    const bytes = octetsOf(content) ?? new Uint8Array(0);
    const isMissing = content === null;
    const missing: CaptureDiagnostic = {
      code: "part-missing",
      message: "mitmproxy did not keep the body, which it streamed",
    };
    return payloadOfStored(
      {
        head,
        // A copy, so that the flow with all that is around it can go.
        bytes: bytes.slice(),
        isCoded: true,
        gaps: isMissing ? [{ offset: 0, reason: "cut" }] : [],
        direction,
        time: timeOf(message.get("timestamp_start")),
        endTime: timeOf(message.get("timestamp_end")),
        from,
        to,
        range: this.rangeOf(bytes, file),
        frame: this.frame,
        diagnostics: isMissing ? [...diagnostics, missing] : diagnostics,
      },
      this.options,
    );
  }

  /** Where octets of the flow are in the file. */
  private rangeOf(bytes: Uint8Array, file: Uint8Array): FileRange | undefined {
    if (bytes.buffer !== file.buffer || bytes.length === 0) return undefined;
    const start = this.pieces.offset + bytes.byteOffset - this.flowAt;
    return { start, end: start + bytes.length };
  }

  private tcp(flow: TnetDictionary, client: Peer | undefined, server: Peer | undefined, number: number): void {
    const unknown = { address: "" };
    const connection = { number, opener: client ?? unknown, acceptor: server ?? unknown };
    const stream = new HttpStream(connection, this.sink, this.options);
    for (const message of listOf(flow.get("messages"))) {
      const [isFromClient, content, time] = listOf(message);
      const octets = octetsOf(content);
      if (octets === undefined) continue;
      const arrival = { frame: this.frame, range: { start: 0, end: 0 }, ...present("time", timeOf(time)) };
      stream.data(isFromClient === true ? "opener" : "acceptor", octets, arrival);
    }
    stream.end("opener", "finished");
    stream.end("acceptor", "finished");
  }
}

function headersOf(message: TnetDictionary): (readonly [string, string])[] {
  return listOf(message.get("headers")).flatMap((pair): (readonly [string, string])[] => {
    const [name, value] = listOf(pair);
    return name === undefined ? [] : [[headerText(name), headerText(value)]];
  });
}

function replyHead(reply: TnetDictionary): PayloadHead {
  const reason = headerText(reply.get("reason") ?? reply.get("msg"));
  const status = numberOf(reply.get("status_code")) ?? numberOf(reply.get("code"));
  return { ...present("status", status), ...(reason === "" ? {} : { reason }), headers: headersOf(reply) };
}

const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

function urlOf(request: TnetDictionary): string | undefined {
  const scheme = textOf(request.get("scheme")) ?? "";
  const host = textOf(request.get("host")) ?? "";
  const port = numberOf(request.get("port"));
  const path = textOf(request.get("path")) ?? "";
  if (textOf(request.get("method")) === "CONNECT") return textOf(request.get("authority")) || `${host}:${port}`;
  if (host === "") return undefined;
  const name = host.includes(":") ? `[${host}]` : host;
  const isUsual = port === undefined || usualPorts[scheme] === port;
  return `${scheme || "http"}://${name}${isUsual ? "" : `:${port}`}${path}`;
}

/** The address of one side: a list of it and a port, in old files inside a dictionary. */
function peerOf(side: TnetValue | undefined, keys: readonly string[]): Peer | undefined {
  const fields = mapOf(side);
  for (const key of keys) {
    const value = fields.get(key);
    const [address, port] = listOf(value instanceof Map ? value.get("address") : value);
    const text = textOf(address);
    if (text !== undefined) return { address: text, ...present("port", numberOf(port)) };
  }
  return undefined;
}
