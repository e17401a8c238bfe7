import { latin1 } from "../../core/latin1.ts";
import { looksLikeNotification } from "../../push/notification/looks-like-notification.ts";
import type { CaptureDiagnostic, CaptureDiagnosticCode, Payload, PayloadHead, Peer } from "../model.ts";
import type { Arrival, CaptureLimits, CaptureSink } from "../reader.ts";
import { Assembly } from "./assembly.ts";
import { append, Code, HeaderId, headersOf, isRequest, isThere, type ObexPacket, octetsOf } from "./obex-packet.ts";

/** Octets of Connect and its reply, and of SetPath, before their headers. */
const CONNECT_EXTRA = 4;
const SET_PATH_EXTRA = 2;

/** What is sent by Put, or fetched by Get. */
interface Transfer {
  readonly isPut: boolean;
  readonly body: Assembly;
  readonly headers: [name: string, value: string][];
  readonly diagnostics: CaptureDiagnostic[];
  readonly from: Peer | undefined;
  readonly to: Peer | undefined;
  type: string | undefined;
  length: number | undefined;
  /** Of the first packet with a part of the body. */
  first: Arrival | undefined;
  last: Arrival;
  /** Its last packet came. */
  isSent: boolean;
}

/** Why nothing more comes. */
export type ObexEnd = "finished" | "reset" | "not-captured" | "aborted";

const reasons: Readonly<Record<ObexEnd, string>> = {
  finished: "the connection was closed",
  reset: "the connection was reset",
  "not-captured": "the capture ends",
  aborted: "it was aborted",
};

/** Reads the packets of a session of OBEX in order: what Put sends is a request, and what Get fetches after it is the reply. */
export class ObexSession {
  readonly #sink: CaptureSink;
  readonly #limits: CaptureLimits;
  readonly #connection: number | undefined;
  /** The last request: a reply does not tell what it answers. */
  #asked: number | undefined = undefined;
  #transfer: Transfer | undefined = undefined;
  /** What was sent and may have an answer that is fetched. */
  #sent: Payload | undefined = undefined;

  constructor(sink: CaptureSink, limits: CaptureLimits, connection?: number) {
    this.#sink = sink;
    this.#limits = limits;
    this.#connection = connection;
  }

  packet(packet: ObexPacket, from: Peer | undefined, to: Peer | undefined): void {
    this.#sink.count("obexPackets");
    if (isRequest(packet.code)) this.#request(packet, from, to);
    else this.#reply(packet, from, to);
  }

  /** Octets between packets, of either side, are missing. Returns whether a message tells it. */
  missed(
    length: number | undefined,
    isFromClient: boolean | undefined,
    isAcknowledged: boolean,
    arrival: Arrival,
  ): boolean {
    const transfer = this.#transfer;
    if (transfer === undefined || (isFromClient !== undefined && isFromClient !== transfer.isPut)) return false;
    if (transfer.isPut && transfer.isSent) return false;
    const octets = length === undefined ? "octets" : `${length} octets`;
    transfer.body.miss(undefined, "not-captured", isAcknowledged);
    const message = `${octets} of packets, after ${transfer.body.length} octets of the body, were not captured`;
    transfer.diagnostics.push({ code: "not-captured", message, frame: arrival.frame });
    return true;
  }

  end(how: ObexEnd): void {
    this.#finish(how);
    this.#emitSent(undefined);
  }

  #request(packet: ObexPacket, from: Peer | undefined, to: Peer | undefined): void {
    const { code } = packet;
    this.#asked = code;
    const isPut = code === Code.PUT || code === Code.PUT_FINAL;
    const isGet = code === Code.GET || code === Code.GET_FINAL;
    const open = this.#transfer;
    if (isPut || isGet) {
      const goesOn = open !== undefined && open.isPut === isPut && !(isPut && open.isSent);
      if (!goesOn) this.#finish("not-captured");
      this.#transfer ??= newTransfer(isPut, isPut ? from : to, isPut ? to : from, packet.last);
      if (isGet) this.#transfer.type ??= this.#typeAsked(packet);
      else this.#absorb(packet, this.#transfer, 0);
      if (code === Code.PUT_FINAL && packet.isCut !== true) this.#transfer.isSent = true;
      return;
    }
    this.#finish(code === Code.ABORT ? "aborted" : "not-captured");
    if (code === Code.CONNECT || code === Code.DISCONNECT) this.#emitSent(undefined);
    if (code === Code.CONNECT) this.#check(packet, CONNECT_EXTRA);
    else if (code === Code.SET_PATH) this.#check(packet, SET_PATH_EXTRA);
  }

  #reply(packet: ObexPacket, from: Peer | undefined, to: Peer | undefined): void {
    const { code } = packet;
    if (this.#asked === Code.CONNECT) {
      this.#check(packet, CONNECT_EXTRA);
      this.#asked = undefined;
      return;
    }
    const isContinue = code === Code.CONTINUE;
    const isFault = code >= 0xc0;
    // A reply with a body, and nothing asked before: the capture began late.
    if (this.#transfer === undefined && this.#asked === undefined) {
      this.#transfer = newTransfer(false, from, to, packet.last);
    }
    const transfer = this.#transfer;
    if (transfer === undefined) return;
    if (!transfer.isPut) this.#absorb(packet, transfer, 0);
    if (isContinue || packet.isCut === true) return;
    if (isFault) this.#fail(transfer, code, packet, from, to);
    else if (!transfer.isPut) {
      transfer.isSent = true;
      this.#finish("finished");
    } else if (transfer.isSent) this.#finish("finished");
  }

  /** The type that a Get asks for; replies seldom say it. */
  #typeAsked(packet: ObexPacket): string | undefined {
    const bytes = octetsOf(packet);
    const type = headersOf(packet, bytes, 0).headers.find(({ id }) => id === HeaderId.TYPE);
    return type === undefined || !isThere(packet, type.start, type.end)
      ? undefined
      : typeText(bytes.subarray(type.start, type.end));
  }

  /** Takes the headers of a packet for a message. */
  #absorb(packet: ObexPacket, transfer: Transfer, extra: number): void {
    const bytes = octetsOf(packet);
    const { headers, fits } = headersOf(packet, bytes, extra);
    transfer.last = packet.last;
    for (const { id, start, end } of headers) {
      if (id === HeaderId.BODY || id === HeaderId.END_OF_BODY) {
        transfer.first ??= packet.first;
        if (transfer.body.length + (end - start) > this.#limits.bodyBytes) {
          this.#cutOff(transfer);
          continue;
        }
        const gaps = transfer.body.gaps.length;
        append(packet, start, end, transfer.body);
        for (const gap of transfer.body.gaps.slice(gaps)) {
          const message = `${gap.length} octets at offset ${gap.offset} of the body were not captured`;
          transfer.diagnostics.push({ code: "not-captured", message, frame: packet.last.frame });
        }
        continue;
      }
      if (packet.isCut === true && end === packet.length) continue;
      if (!isThere(packet, start, end)) {
        transfer.diagnostics.push({ code: "not-captured", message: "octets of a header were not captured" });
        continue;
      }
      const value = bytes.subarray(start, end);
      if (id === HeaderId.TYPE) {
        transfer.type = typeText(value);
        transfer.headers.push(["Type", transfer.type]);
      } else if (id === HeaderId.LENGTH) {
        transfer.length = value.reduce((sum, octet) => sum * 256 + octet, 0);
        transfer.headers.push(["Length", `${transfer.length}`]);
      } else if (id === HeaderId.NAME) {
        transfer.headers.push(["Name", textOf(value)]);
      }
    }
    if (fits) return;
    if (isThere(packet, 0, packet.length)) {
      this.#tell("not-understood", "the headers of a packet of OBEX are damaged", packet.last);
    } else {
      const message = `headers after ${transfer.body.length} octets of the body were not captured`;
      transfer.diagnostics.push({ code: "not-captured", message, frame: packet.last.frame });
    }
    transfer.body.miss(undefined);
  }

  #cutOff(transfer: Transfer): void {
    if (transfer.body.gaps.at(-1)?.reason === "cut") return;
    const message = `the body has more than ${this.#limits.bodyBytes} octets; the rest is left out`;
    transfer.diagnostics.push({ code: "limit-reached", message });
    transfer.body.miss(undefined, "cut");
  }

  /** Looks whether the headers of a packet without a body are sound. */
  #check(packet: ObexPacket, extra: number): void {
    const bytes = octetsOf(packet);
    const { headers, fits } = headersOf(packet, bytes, extra);
    if (!fits && isThere(packet, 0, packet.length)) {
      this.#tell("not-understood", "the headers of a packet of OBEX are damaged", packet.last);
    }
    const target = headers.find(({ id }) => id === HeaderId.TARGET);
    if (target === undefined) return;
    const name = latin1(bytes, target.start, target.end);
    if (name.startsWith("SYNCML-")) this.#sink.count("syncmlSessions");
  }

  /** A request is refused: what was sent has that for an answer. */
  #fail(transfer: Transfer, code: number, packet: ObexPacket, from: Peer | undefined, to: Peer | undefined): void {
    this.#transfer = undefined;
    if (transfer.isPut) {
      this.#emitSent(undefined);
      this.#sent = this.#payload(transfer, undefined);
    }
    const answer = newTransfer(false, from, to, packet.last);
    answer.first = packet.first;
    this.#emitSent({ ...this.#payloadOf(answer), head: { status: statusOf(code), headers: [] } });
  }

  /** Nothing more comes of what is being sent or fetched. */
  #finish(how: ObexEnd): void {
    const transfer = this.#transfer;
    this.#transfer = undefined;
    if (transfer === undefined || (transfer.body.length === 0 && transfer.body.gaps.length === 0)) return;
    const payload = this.#payload(transfer, transfer.isSent ? undefined : how);
    if (transfer.isPut) {
      this.#emitSent(undefined);
      this.#sent = payload;
    } else {
      this.#emitSent(payload);
    }
  }

  #emitSent(response: Payload | undefined): void {
    const request = this.#sent;
    this.#sent = undefined;
    if (request === undefined && response === undefined) return;
    this.#sink.exchange({
      carrier: "obex",
      ...(this.#connection === undefined ? {} : { connection: this.#connection }),
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
    });
  }

  #payload(transfer: Transfer, how: ObexEnd | undefined): Payload {
    const { body, length, diagnostics } = transfer;
    if (how !== undefined) {
      const rest =
        length !== undefined && body.gaps.length === 0 && length > body.length ? length - body.length : undefined;
      body.miss(rest, how === "not-captured" ? "not-captured" : "cut");
      const what = rest === undefined ? "the end of the body is missing" : `${rest} octets of the body are missing`;
      diagnostics.push({ code: "connection-cut", message: `${reasons[how]}: ${what}` });
    } else if (length !== undefined && body.gaps.length === 0 && length !== body.length) {
      const message = `the body has ${body.length} octets, and its Length header says ${length}`;
      diagnostics.push({ code: "length-differs", message });
    }
    return this.#payloadOf(transfer);
  }

  #payloadOf({ isPut, body, headers, diagnostics, from, to, type, first, last }: Transfer): Payload {
    const parts = body.after(0);
    const begin = first ?? last;
    const isForDevice = !isPut || /\bnotification\b/.test(type ?? "") || looksLikeNotification(parts.bytes);
    const head: PayloadHead = isPut ? { method: "PUT", headers } : { status: 200, headers };
    return {
      ...parts,
      direction: isForDevice ? "to-device" : "to-server",
      ...(begin.time === undefined ? {} : { time: begin.time }),
      ...(last.time === undefined ? {} : { endTime: last.time }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(type === undefined ? {} : { contentType: type }),
      head,
      undone: ["obex"],
      frame: begin.frame,
      diagnostics,
    };
  }

  #tell(code: CaptureDiagnosticCode, message: string, { range, frame }: Arrival): void {
    this.#sink.diagnostic({ code, message, offset: range.start, frame });
  }
}

function newTransfer(isPut: boolean, from: Peer | undefined, to: Peer | undefined, last: Arrival): Transfer {
  return {
    isPut,
    body: new Assembly(),
    headers: [],
    diagnostics: [],
    from,
    to,
    type: undefined,
    length: undefined,
    first: undefined,
    last,
    isSent: false,
  };
}

/** A type ends with a zero. */
function typeText(value: Uint8Array): string {
  const zero = value.indexOf(0);
  return latin1(value, 0, zero < 0 ? value.length : zero);
}

/** The status of HTTP that a reply is made after. */
function statusOf(code: number): number {
  return ((code & 0x70) >> 4) * 100 + (code & 15);
}

/** UTF-16, high octet first, that ends with a zero. */
function textOf(value: Uint8Array): string {
  let text = "";
  for (let pos = 0; pos + 1 < value.length; pos += 2) {
    const unit = (value[pos] as number) * 256 + (value[pos + 1] as number);
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return text;
}
