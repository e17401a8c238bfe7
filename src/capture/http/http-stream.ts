import type { CaptureDiagnostic, Payload, Peer } from "../model.ts";
import {
  type Arrival,
  type CaptureOptions,
  type CaptureSink,
  type Connection,
  limitsOf,
  type Side,
  type StreamReader,
} from "../reader.ts";
import { undoContentCodings } from "./content-codings.ts";
import { type HttpHead, headerOf } from "./head.ts";
import { type HttpMessage, type MessageListener, MessageReader, switchesProtocol } from "./message-reader.ts";

/** Requests of a connection that wait for a reply; before one more, the oldest without one goes. */
const WAITING = 1_024;

/** A request and its reply as they come. */
interface Pair {
  /** Who sent the request. */
  readonly side?: Side;
  readonly request?: HttpMessage;
  requestPayload?: Payload;
  /** Its reply began. */
  isAnswered: boolean;
  response?: Payload;
  /** Its reply may be among the octets that are missing. */
  isMaybeLost: boolean;
}

/**
 * Reads HTTP/1 of a connection, both sides of it (RFC 9112): exchanges go to `sink` when request and reply are complete. Requests
 * without a reply, and replies whose request was not captured, are exchanges too. What is missing is said once: inside a message by
 * its payload, outside by `sink.diagnostic`; the caller of `gap` says nothing about it.
 *
 * Either side may send requests, since a capture that began late does not tell who opened the connection.
 */
export function httpStream(connection: Connection, sink: CaptureSink, options: CaptureOptions = {}): StreamReader {
  return new HttpStream(connection, sink, options);
}

/** See {@link httpStream}; without a connection, peers are not known. */
export class HttpStream implements StreamReader {
  private readonly connection: Connection | undefined;
  private readonly sink: CaptureSink;
  private readonly options: CaptureOptions;
  readonly readers: Record<Side, MessageReader>;
  private readonly ended: Record<Side, boolean> = { opener: false, acceptor: false };
  /** Requests without a complete reply, oldest first. */
  private waiting: Pair[] = [];
  /** The pair whose reply is being read, by the side that sends it. */
  private readonly answering: Record<Side, Pair | undefined> = { opener: undefined, acceptor: undefined };

  constructor(connection: Connection | undefined, sink: CaptureSink, options: CaptureOptions) {
    this.connection = connection;
    this.sink = sink;
    this.options = options;
    const limits = limitsOf(options);
    this.readers = {
      opener: new MessageReader(limits, this.listener("opener")),
      acceptor: new MessageReader(limits, this.listener("acceptor")),
    };
  }

  data(side: Side, bytes: Uint8Array, arrival: Arrival): void {
    this.readers[side].data(bytes, arrival);
  }

  gap(side: Side, length: number | undefined, isAcknowledged: boolean, arrival: Arrival): void {
    this.readers[side].gap(length, isAcknowledged, arrival);
    // A reply that was not captured answers a request that came before.
    if (this.readers[side].isInside) return;
    for (const pair of this.waiting) if (pair.side !== side) pair.isMaybeLost = !pair.isAnswered;
  }

  end(side: Side, how: "finished" | "reset" | "not-captured"): void {
    if (this.ended[side]) return;
    this.ended[side] = true;
    this.readers[side].end(how);
    if (!this.ended.opener || !this.ended.acceptor) return;
    for (const pair of this.waiting) this.emit(pair);
    this.waiting = [];
  }

  private listener(side: Side): MessageListener {
    return {
      head: (head) => (head.isRequest ? undefined : this.answered()?.request?.head.head.method),
      begun: (message) => this.begun(side, message),
      finished: (message) => this.finished(side, message),
      diagnostic: (diagnostic) => this.sink.diagnostic(diagnostic),
      count: (what) => this.sink.count(what),
    };
  }

  /** The request that a reply answers: the oldest without one. */
  private answered(): Pair | undefined {
    let maybeLost: Pair | undefined;
    for (const pair of this.waiting) {
      if (pair.isAnswered) continue;
      if (!pair.isMaybeLost) return pair;
      maybeLost ??= pair;
    }
    return maybeLost;
  }

  private begun(side: Side, message: HttpMessage): void {
    const { head, isRequest } = message.head;
    if (isRequest) {
      if (this.waiting.length >= WAITING) {
        // One whose reply is being read stays until that is complete.
        const oldest = this.waiting.findIndex((pair) => !pair.isAnswered);
        for (const pair of this.waiting.splice(oldest, 1)) this.emit(pair);
      }
      this.waiting.push({ side, request: message, isAnswered: false, isMaybeLost: false });
    } else if ((head.status as number) >= 200 || head.status === 101) {
      const pair = this.answered();
      if (pair !== undefined) pair.isAnswered = true;
      this.answering[side] = pair ?? { isAnswered: true, isMaybeLost: false };
    }
  }

  private finished(side: Side, message: HttpMessage): void {
    const { isRequest } = message.head;
    if (isRequest) {
      const pair = this.waiting.find(({ request }) => request === message);
      const payload = this.payload(side, message);
      if (pair === undefined) {
        // It had to go before it was complete.
        this.sink.exchange(this.exchange(message.head, payload, undefined));
        return;
      }
      pair.requestPayload = payload;
      this.release(pair);
      return;
    }
    const pair = this.answering[side];
    this.answering[side] = undefined;
    if (pair === undefined) {
      this.sink.count("interim replies");
      // It has no payload to say what is missing of it.
      if (message.isCut) for (const diagnostic of message.diagnostics) this.sink.diagnostic(diagnostic);
      return;
    }
    pair.response = this.payload(side, message);
    const protocol = switchesProtocol(message.head);
    if (protocol !== undefined) {
      this.sink.diagnostic({
        code: "not-understood",
        message: `the connection goes on as ${protocol}`,
        frame: message.frame,
      });
      this.readers.opener.ignore();
      this.readers.acceptor.ignore();
    }
    if (pair.request === undefined) this.emit(pair);
    else this.release(pair);
  }

  private release(pair: Pair): void {
    if (pair.requestPayload === undefined || pair.response === undefined) return;
    const at = this.waiting.indexOf(pair);
    if (at === 0) {
      // As a rule; the others stay, of which there may be many.
      this.waiting.shift();
    } else {
      // Requests before it whose replies were not captured get none any more.
      for (const earlier of this.waiting.slice(0, at)) if (earlier.isMaybeLost) this.emit(earlier);
      this.waiting = this.waiting.filter((other, index) => other !== pair && !(index < at && other.isMaybeLost));
    }
    this.emit(pair);
  }

  private emit(pair: Pair): void {
    if (pair.request !== undefined && pair.requestPayload === undefined) return;
    this.sink.exchange(this.exchange(pair.request?.head, pair.requestPayload, pair.response));
  }

  private exchange(head: HttpHead | undefined, request: Payload | undefined, response: Payload | undefined) {
    const url = head === undefined ? undefined : urlOf(head, this.connection?.acceptor);
    return {
      carrier: "http",
      ...(this.connection === undefined ? {} : { connection: this.connection.number }),
      ...(url === undefined ? {} : { url }),
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
    };
  }

  private payload(side: Side, message: HttpMessage): Payload {
    if (this.connection === undefined) return payloadOf(message, [], this.options);
    const { opener, acceptor } = this.connection;
    return payloadOf(message, side === "opener" ? [opener, acceptor] : [acceptor, opener], this.options);
  }
}

function payloadOf(message: HttpMessage, [from, to]: readonly Peer[], options: CaptureOptions): Payload {
  const { head, isRequest } = message.head;
  const body = message.body.take();
  const contentType = headerOf(head, "content-type");
  const coding = headerOf(head, "content-encoding") ?? "";
  const diagnostics: CaptureDiagnostic[] = [...message.diagnostics];
  const chunked = message.framing.kind === "chunked" ? ["chunked"] : [];
  // Octets after a hole continue no coding.
  const whole = message.gaps[0]?.offset ?? body.length;
  const {
    bytes,
    undone,
    isWhole,
    diagnostics: faults,
  } = body.length === 0
    ? { bytes: body, undone: [], isWhole: true, diagnostics: [] }
    : undoContentCodings(body.subarray(0, whole), coding, contentType, options, message.isCut);
  diagnostics.push(...faults);
  const isCoded = undone.length > 0;
  const first = message.gaps[0];
  const gap = { offset: bytes.length, reason: first?.reason ?? "cut" };
  return {
    bytes: isCoded ? bytes : body,
    gaps: isCoded ? (first === undefined && isWhole ? [] : [gap]) : message.gaps,
    direction: isRequest ? "to-server" : "to-device",
    ...(message.time === undefined ? {} : { time: message.time }),
    ...(message.endTime === undefined ? {} : { endTime: message.endTime }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(contentType === undefined ? {} : { contentType }),
    head,
    undone: [...chunked, ...undone],
    ranges: isCoded ? [] : message.ranges,
    frame: message.frame,
    diagnostics,
  };
}

/** The address of a request, from its target and `Host`; with the address of the server if there is no `Host`. */
function urlOf({ head }: HttpHead, server: Peer | undefined): string | undefined {
  const { method, target = "" } = head;
  if (method === "CONNECT" || !target.startsWith("/")) return target;
  const host = headerOf(head, "host") ?? (server === undefined ? undefined : addressOf(server));
  return host === undefined ? undefined : `http://${host}${target}`;
}

function addressOf({ address, port }: Peer): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return port === undefined ? host : `${host}:${port}`;
}

/** Messages one after another in a file, requests and replies, by one reader. */
export class HttpFile {
  private readonly stream: HttpStream;

  constructor(sink: CaptureSink, options: CaptureOptions) {
    this.stream = new HttpStream(undefined, sink, options);
  }

  /** Octets of the body that are still to come, if that many are declared. */
  get declaredRest(): number | undefined {
    return this.stream.readers.opener.declaredRest;
  }

  get isUntilClose(): boolean {
    return this.stream.readers.opener.isUntilClose;
  }

  /** Octets `start` to `end` of the file. */
  data(bytes: Uint8Array, start: number, end: number): void {
    this.stream.data("opener", bytes, { frame: 1, range: { start, end } });
  }

  /** The body ends here: shorter than declared, if `message` says so. */
  close(message: string | undefined): void {
    this.stream.readers.opener.close(message);
  }

  end(): void {
    this.stream.end("opener", "finished");
    this.stream.end("acceptor", "finished");
  }
}
