import { ByteWriter } from "../../core/byte-writer.ts";
import { latin1 } from "../../core/latin1.ts";
import type { CaptureDiagnostic, FileRange, Gap } from "../model.ts";
import type { Arrival, CaptureLimits } from "../reader.ts";
import {
  certainlyBeginsMessage,
  type Framing,
  framingOf,
  type HttpHead,
  headerOf,
  isStartLine,
  mayBeginMessage,
  parseHead,
} from "./head.ts";

/** A message whose head was read and whose body may still come. */
export interface HttpMessage {
  readonly head: HttpHead;
  readonly frame: number;
  readonly time: number | undefined;
  endTime: number | undefined;
  readonly framing: Framing;
  readonly ranges: FileRange[];
  readonly gaps: Gap[];
  readonly diagnostics: CaptureDiagnostic[];
  readonly body: ByteWriter;
  /** Its end is missing. */
  isCut: boolean;
}

/** What a side of a connection is told to. */
export interface MessageListener {
  /** A head is complete: says what the reply answers. */
  head(head: HttpHead): string | undefined;
  /** After {@link MessageListener.head}, when the message is there. */
  begun(message: HttpMessage): void;
  finished(message: HttpMessage): void;
  diagnostic(diagnostic: CaptureDiagnostic): void;
  count(what: string): void;
}

type State = "start" | "head" | "body" | "chunk-size" | "chunk-data" | "chunk-end" | "trailers" | "lost" | "ignored";

const LF = 0x0a;
const CR = 0x0d;
const HTTP2 = "PRI * HTTP/2";

/** Octets of a body for which there is room as soon as its length is declared. */
const BELIEVED_BYTES = 32_768;

/** Octets of a line with the size of a chunk, or of a trailer. */
const LINE_BYTES = 8_192;

/** Reads the messages of one side of a connection, requests and replies alike, as its octets come. */
export class MessageReader {
  private state: State = "start";
  private readonly limits: CaptureLimits;
  private readonly listener: MessageListener;
  /** The head, or the line of a chunk, that is being collected. */
  private readonly held = new ByteWriter();
  private heldFrom: Arrival | undefined;
  private lineBytes = 0;
  private isFirstLine = true;
  private message: HttpMessage | undefined;
  /** Octets of the body or the chunk that are still to come. */
  private remaining = 0;
  /** Octets that belong to no message, and where they began. */
  private lost = 0;
  private lostAt: number | undefined;
  private lostFrame: number | undefined;
  private hasMessages = false;
  private trailerBytes = 0;
  /** Whatever a head says of the length of its body, that goes on to the end. */
  readsToEnd = false;

  constructor(limits: CaptureLimits, listener: MessageListener) {
    this.limits = limits;
    this.listener = listener;
  }

  /** Octets of the body that are still to come, if that many are declared. */
  get declaredRest(): number | undefined {
    return this.state === "body" && this.message?.framing.kind === "length" ? this.remaining : undefined;
  }

  /** The body goes on until the connection is closed. */
  get isUntilClose(): boolean {
    return this.state === "body" && this.message?.framing.kind === "until-close";
  }

  /** A message, or its head, has begun and is not at its end. */
  get isInside(): boolean {
    return this.message !== undefined || this.state === "head";
  }

  /** Nothing that follows is read, as after an upgrade to another protocol. */
  ignore(): void {
    this.state = "ignored";
  }

  data(bytes: Uint8Array, arrival: Arrival): void {
    let pos = 0;
    if (this.state === "lost") {
      if (!certainlyBeginsMessage(bytes)) {
        this.lose(bytes.length, arrival, 0);
        return;
      }
      this.resynchronise(arrival);
    }
    while (pos < bytes.length) {
      switch (this.state) {
        case "start":
          pos = this.start(bytes, pos, arrival);
          break;
        case "head":
          pos = this.headLine(bytes, pos, arrival);
          break;
        case "body":
        case "chunk-data":
          pos = this.bodyPart(bytes, pos, arrival);
          break;
        case "chunk-size":
        case "chunk-end":
        case "trailers":
          pos = this.chunkLine(bytes, pos, arrival);
          break;
        case "lost":
          this.lose(bytes.length - pos, arrival, pos);
          return;
        case "ignored":
          return;
      }
    }
  }

  gap(length: number | undefined, isAcknowledged: boolean, arrival: Arrival): void {
    if (length === 0 || this.state === "ignored") return;
    const message = this.message;
    const gap: Gap = {
      offset: message?.body.byteLength ?? 0,
      ...(length === undefined ? {} : { length }),
      reason: "not-captured",
      ...(isAcknowledged ? { acknowledged: true as const } : {}),
    };
    if (message === undefined) {
      this.gapOutside(gap, arrival);
      return;
    }
    const isUntilClose = this.isUntilClose;
    const isWithin = (this.state === "body" || this.state === "chunk-data") && length !== undefined;
    if (isUntilClose || (isWithin && length <= this.remaining)) {
      this.addGap(message, gap, arrival);
      if (!isUntilClose) this.took(length as number);
      return;
    }
    if (this.state === "body" && length !== undefined) {
      this.addGap(message, { ...gap, length: this.remaining }, arrival);
      const rest = length - this.remaining;
      this.finish();
      this.gapOutside({ ...gap, offset: 0, length: rest }, arrival);
      return;
    }
    // What is missing holds sizes of chunks, or is of unknown length: how much of the body it is cannot be told.
    const { length: _unknown, ...rest } = gap;
    this.addGap(message, this.state === "body" ? gap : rest, arrival);
    message.isCut = true;
    this.finish();
    this.state = "lost";
  }

  end(how: "finished" | "reset" | "not-captured"): void {
    const message = this.message;
    if (message !== undefined) {
      const isAtEnd = this.isUntilClose && how === "finished";
      if (!isAtEnd) this.cut(message, how);
      this.finish();
    } else if (this.state === "head" && this.isFirstLine) {
      this.loseHead();
    } else if (this.state === "head") {
      const what = how === "not-captured" ? "the capture ends" : "the connection ends";
      this.endHead({ code: "connection-cut", message: `${what} inside the head; headers and body are missing` });
    }
    if (this.lost > 0) {
      this.tellLost(
        this.hasMessages
          ? "belong to no message"
          : "are not HTTP/1, or the beginning of their message was not captured",
        "not-understood",
      );
    }
    this.state = "ignored";
  }

  /** The message that is being read ends here, though its head says otherwise. */
  close(message: string | undefined): void {
    if (this.message === undefined) return;
    if (message !== undefined) {
      this.message.diagnostics.push({ code: "length-differs", message });
      this.message.gaps.push({ offset: this.message.body.byteLength, reason: "cut" });
      this.message.isCut = true;
    }
    this.finish();
  }

  /** Drops what precedes the first message. */
  private start(bytes: Uint8Array, from: number, arrival: Arrival): number {
    let pos = from;
    while (pos < bytes.length && (bytes[pos] === LF || bytes[pos] === CR)) pos++;
    if (pos === bytes.length) return pos;
    if (bytes[pos] === 0x16) {
      this.listener.count("encrypted");
      this.listener.diagnostic({
        code: "cannot-open",
        message:
          "the connection is encrypted with TLS; export it decrypted, with a key log, from the program that captured it",
        frame: arrival.frame,
        offset: arrival.range.start + pos,
      });
      this.state = "ignored";
      return bytes.length;
    }
    this.heldFrom = { ...arrival, range: { start: arrival.range.start + pos, end: arrival.range.end } };
    this.lineBytes = 0;
    this.isFirstLine = true;
    this.state = "head";
    return pos;
  }

  private headLine(bytes: Uint8Array, from: number, arrival: Arrival): number {
    const newline = bytes.indexOf(LF, from);
    const room = this.limits.headBytes - this.held.byteLength;
    const end = Math.min(newline === -1 ? bytes.length : newline + 1, from + room);
    this.held.bytes(bytes, from, end);
    this.lineBytes += end - from;
    const { buffer, byteLength } = this.held;
    const isLine = newline !== -1 && end === newline + 1;
    if (this.isFirstLine && !mayBeginMessage(buffer, 0, byteLength)) return this.noHead(end, arrival);
    if (isLine) {
      const isEmpty = this.lineBytes === 1 || (this.lineBytes === 2 && buffer[byteLength - 2] === CR);
      if (this.isFirstLine) {
        const line = latin1(buffer, 0, byteLength).trimEnd();
        if (line.startsWith(HTTP2)) {
          this.held.take();
          this.listener.diagnostic({
            code: "cannot-open",
            message: "the connection is HTTP/2, which is not read",
            frame: arrival.frame,
          });
          this.state = "ignored";
          return bytes.length;
        }
        if (!isStartLine(line)) return this.noHead(end, arrival);
        this.isFirstLine = false;
      } else if (isEmpty) {
        this.headComplete(arrival);
      }
      this.lineBytes = 0;
    } else if (byteLength >= this.limits.headBytes) {
      this.listener.diagnostic({
        code: "limit-reached",
        message: `a head has more than ${this.limits.headBytes} bytes`,
        ...placeOf(this.heldFrom),
      });
      return this.noHead(end, arrival);
    }
    return end;
  }

  private noHead(end: number, arrival: Arrival): number {
    const { byteLength } = this.held.take();
    const from = this.heldFrom ?? arrival;
    this.lost += byteLength;
    this.lostAt ??= from.range.start;
    this.lostFrame ??= from.frame;
    this.state = "lost";
    return end;
  }

  private headComplete(arrival: Arrival): void {
    const head = parseHead(this.held.take(), this.limits.headers) as HttpHead;
    const from = this.heldFrom ?? arrival;
    const diagnostics: CaptureDiagnostic[] = head.leniencies.map((message) => ({ code: "http-lenient", message }));
    const method = this.listener.head(head);
    const say = (message: string) => diagnostics.push({ code: "http-lenient", message });
    const framing: Framing = this.readsToEnd ? { kind: "until-close" } : framingOf(head, method, say);
    const message: HttpMessage = {
      head,
      frame: from.frame,
      time: from.time,
      endTime: arrival.time,
      framing,
      ranges: [],
      gaps: [],
      diagnostics,
      // Room for what is declared, so that it is copied once; no more than a little of it, since declaring costs a peer nothing.
      body: new ByteWriter(framing.kind === "length" ? Math.min(framing.length, BELIEVED_BYTES) : undefined),
      isCut: false,
    };
    this.hasMessages = true;
    this.message = message;
    this.remaining = framing.kind === "length" ? framing.length : 0;
    this.state = framing.kind === "chunked" ? "chunk-size" : "body";
    this.lineBytes = 0;
    this.listener.begun(message);
    if (framing.kind === "none" || (framing.kind === "length" && this.remaining === 0)) this.finish();
  }

  private bodyPart(bytes: Uint8Array, from: number, arrival: Arrival): number {
    const message = this.message as HttpMessage;
    const end = this.isUntilClose ? bytes.length : Math.min(bytes.length, from + this.remaining);
    message.endTime = arrival.time ?? message.endTime;
    const room = this.limits.bodyBytes - message.body.byteLength;
    const kept = Math.min(end, from + room);
    if (kept > from) {
      message.body.bytes(bytes, from, kept);
      addRange(message.ranges, bytes.length, from, kept, arrival);
    }
    if (kept < end && !message.isCut) {
      message.isCut = true;
      message.diagnostics.push({
        code: "limit-reached",
        message: `the body has more than ${this.limits.bodyBytes} bytes; the rest is left out`,
      });
      message.gaps.push({ offset: message.body.byteLength, reason: "cut" });
    }
    if (!this.isUntilClose) this.took(end - from);
    return end;
  }

  /** So many octets of the body or the chunk came, or are known to be missing. */
  private took(length: number): void {
    this.remaining -= length;
    if (this.remaining > 0) return;
    if (this.state === "body") this.finish();
    else this.state = "chunk-end";
  }

  private chunkLine(bytes: Uint8Array, from: number, arrival: Arrival): number {
    const newline = bytes.indexOf(LF, from);
    const end = newline === -1 ? bytes.length : newline + 1;
    const message = this.message as HttpMessage;
    message.endTime = arrival.time ?? message.endTime;
    this.held.bytes(bytes, from, Math.min(end, from + LINE_BYTES));
    if (this.held.byteLength > LINE_BYTES) return this.badChunk(end, arrival);
    if (newline === -1) return end;
    const raw = this.held.take();
    const line = latin1(raw, 0, raw.length).trim();
    if (this.state === "chunk-end") {
      if (line !== "") return this.badChunk(end, arrival);
      this.state = "chunk-size";
    } else if (this.state === "trailers") {
      this.trailerBytes += raw.length;
      if (line === "") this.finish();
      else if (this.trailerBytes > this.limits.headBytes) return this.badChunk(end, arrival);
    } else {
      const size = /^([\dA-Fa-f]{1,12})[ \t]*(?:;|$)/.exec(line);
      if (size === null) return this.badChunk(end, arrival);
      this.remaining = Number.parseInt(size[1] as string, 16);
      this.state = this.remaining === 0 ? "trailers" : "chunk-data";
      this.trailerBytes = 0;
    }
    return end;
  }

  private badChunk(end: number, arrival: Arrival): number {
    const message = this.message as HttpMessage;
    this.held.take();
    message.isCut = true;
    message.gaps.push({ offset: message.body.byteLength, reason: "cut" });
    message.diagnostics.push({
      code: "not-understood",
      message: `the line of a chunk is damaged after ${message.body.byteLength} bytes of the body; the rest of it is lost`,
      frame: arrival.frame,
    });
    this.finish();
    this.state = "lost";
    return end;
  }

  private finish(): void {
    const message = this.message as HttpMessage;
    this.message = undefined;
    this.held.take();
    this.state = "start";
    this.listener.finished(message);
  }

  private cut(message: HttpMessage, how: "finished" | "reset" | "not-captured"): void {
    const why = {
      finished: "the connection was closed",
      reset: "the connection was reset",
      "not-captured": "the capture ends",
    };
    const isLength = message.framing.kind === "length";
    message.isCut = true;
    message.gaps.push({
      offset: message.body.byteLength,
      ...(isLength ? { length: this.remaining } : {}),
      reason: how === "not-captured" ? "not-captured" : "cut",
    });
    const missing = isLength ? `${this.remaining} bytes of the body are missing` : "the end of the body may be missing";
    message.diagnostics.push({ code: "connection-cut", message: `${why[how]}: ${missing}` });
  }

  private addGap(message: HttpMessage, gap: Gap, arrival: Arrival): void {
    message.gaps.push(gap);
    const who = message.head.isRequest ? ["request", "server"] : ["reply", "client"];
    const bytes = gap.length === undefined ? "bytes" : `${gap.length} bytes`;
    const proof = gap.acknowledged ? ` (the ${who[1]} acknowledged them)` : "";
    message.diagnostics.push({
      code: "not-captured",
      message: `${bytes} at offset ${gap.offset} of the ${who[0]} were not captured${proof}`,
      frame: arrival.frame,
    });
  }

  private gapOutside(gap: Gap, arrival: Arrival): void {
    const bytes = gap.length === undefined ? "bytes" : `${gap.length} bytes`;
    const isInHead = this.state === "head";
    if (isInHead && !this.isFirstLine) {
      const message = `${bytes} inside the head were not captured; headers and body are missing`;
      this.endHead({ code: "not-captured", message, frame: arrival.frame });
    } else {
      if (isInHead) this.loseHead();
      this.listener.diagnostic({
        code: "not-captured",
        message: `${bytes} ${isInHead ? "inside a head" : "between messages"} were not captured`,
        frame: arrival.frame,
      });
    }
    this.state = "lost";
  }

  /** Not even the first line of a head is there. */
  private loseHead(): void {
    const from = this.heldFrom as Arrival;
    const { byteLength } = this.held.take();
    this.lost += byteLength;
    this.lostAt ??= from.range.start;
    this.lostFrame ??= from.frame;
  }

  /** The rest of a head is missing, which the payload says: the first line makes it a message without a body. */
  private endHead(diagnostic: CaptureDiagnostic): void {
    const from = this.heldFrom as Arrival;
    // The line that was begun is no header.
    const whole = this.held.take();
    const head = parseHead(whole.subarray(0, whole.length - this.lineBytes), this.limits.headers) as HttpHead;
    this.listener.head(head);
    const message: HttpMessage = {
      head,
      frame: from.frame,
      time: from.time,
      endTime: from.time,
      framing: { kind: "none" },
      ranges: [],
      gaps: [{ offset: 0, reason: "not-captured" }],
      diagnostics: [diagnostic],
      body: new ByteWriter(0),
      isCut: true,
    };
    this.message = message;
    this.hasMessages = true;
    this.listener.begun(message);
    this.finish();
  }

  private lose(length: number, arrival: Arrival, pos: number): void {
    this.lost += length;
    this.lostAt ??= arrival.range.start + pos;
    this.lostFrame ??= arrival.frame;
  }

  private resynchronise(arrival: Arrival): void {
    this.state = "start";
    if (this.lost > 0) this.tellLost("belong to no message", "resynchronised");
    else
      this.listener.diagnostic({
        code: "resynchronised",
        message: "reading goes on with this message",
        frame: arrival.frame,
      });
  }

  private tellLost(what: string, code: "resynchronised" | "not-understood"): void {
    const goesOn = code === "resynchronised" ? "; reading goes on at the next that begins" : "";
    this.listener.diagnostic({
      code,
      message: `${this.lost} bytes ${what}${goesOn}`,
      ...(this.lostAt === undefined ? {} : { offset: this.lostAt }),
      ...(this.lostFrame === undefined ? {} : { frame: this.lostFrame }),
    });
    this.lost = 0;
    this.lostAt = undefined;
    this.lostFrame = undefined;
  }
}

function placeOf(arrival: Arrival | undefined): { frame?: number; offset?: number } {
  return arrival === undefined ? {} : { frame: arrival.frame, offset: arrival.range.start };
}

/** Adds where octets `from` to `to` of a piece are in the file; the whole piece, if it is written there in another way. */
function addRange(ranges: FileRange[], length: number, from: number, to: number, { range }: Arrival): void {
  const isPlain = range.end - range.start === length;
  const start = isPlain ? range.start + from : range.start;
  const end = isPlain ? range.start + to : range.end;
  const last = ranges.at(-1);
  if (last !== undefined && last.end === start) ranges[ranges.length - 1] = { start: last.start, end };
  else if (last === undefined || last.end !== end || last.start > start) ranges.push({ start, end });
}

/** What connects a message to the others. */
export function switchesProtocol({ head }: HttpHead): string | undefined {
  return head.status === 101 ? (headerOf(head, "upgrade") ?? "another protocol") : undefined;
}
