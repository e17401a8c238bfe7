import { equalOctets } from "../../authentication/equal-octets.ts";
import { isSyncmlError } from "../../core/errors.ts";
import type { CaptureDiagnostic, CaptureDiagnosticCode, FileRange, Gap, Payload } from "../model.ts";
import type { CaptureLimits, CaptureSink, Datagram } from "../reader.ts";
import { Assembly } from "./assembly.ts";
import { CONFIRMED_PUSH, PUSH, readWspPdu, type WspPdu } from "./wsp-pdu.ts";

/** A part of a message of WSP, or all of it. */
export interface Segment {
  /** Number of the segment as sent, 0–255, after which comes 0 again; none of the first. */
  readonly sequence: number | undefined;
  readonly isLast: boolean;
  /** The sender says that it was sent before. */
  readonly isRepeated: boolean;
  readonly bytes: Uint8Array;
  /** Where these are in the file; of another length if they have no place there. */
  readonly range: FileRange;
  readonly datagram: Datagram;
}

/** One of the two messages of a transaction, as far as it came. */
class Message {
  readonly segments = new Map<number, Segment>();
  /** Number of the last segment, once it came. */
  last: number | undefined = undefined;
  octets = 0;
  #highest = 0;

  get isWhole(): boolean {
    return this.last !== undefined && this.segments.size === this.last + 1;
  }

  /** The number of a segment without end, from what is sent of it: that which is next to those that came. */
  indexOf(sequence: number | undefined): number {
    if (sequence === undefined) return 0;
    const index = this.#highest + (((sequence - this.#highest) << 24) >> 24);
    return index < 1 ? index + 256 : index;
  }

  add(index: number, segment: Segment): void {
    this.segments.set(index, { ...segment, bytes: segment.bytes.slice() });
    this.octets += segment.bytes.length;
    this.#highest = Math.max(this.#highest, index);
    if (segment.isLast) this.last = Math.max(index, this.last ?? 0);
  }
}

/** A request and what answers it. */
interface Transaction {
  readonly name: string;
  readonly carriers: readonly string[];
  readonly request: Message;
  readonly response: Message;
  /** It was handed out: only what repeats it is awaited. */
  isDone: boolean;
}

/**
 * Puts messages of WSP together from their segments, and pairs requests with replies. What came again is left out; what is missing is said
 * once, by the payload that it is missing from.
 */
export class Transactions {
  readonly #sink: CaptureSink;
  readonly #limits: CaptureLimits;
  /** Oldest first. */
  readonly #known = new Map<string, Transaction>();
  #octets = 0;
  #toldLimit = false;

  constructor(sink: CaptureSink, limits: CaptureLimits) {
    this.#sink = sink;
    this.#limits = limits;
  }

  /** Takes a segment of a request, or of what answers it. `name` and `carriers` are for a person. */
  segment(key: string, name: string, carriers: readonly string[], isRequest: boolean, segment: Segment): void {
    let known = this.#known.get(key);
    if (segment.sequence === undefined && known !== undefined && isNext(known, isRequest, segment)) {
      this.abandon(key, undefined);
      this.#forget(key, known);
      known = undefined;
    }
    const transaction = known ?? this.#begin(key, name, carriers);
    const message = isRequest ? transaction.request : transaction.response;
    const index = message.indexOf(segment.sequence);
    const before = message.segments.get(index);
    if (before !== undefined) {
      this.#repeated(before, segment, name);
      return;
    }
    if (transaction.isDone) {
      this.#sink.count("segmentsAfterEnd");
      return;
    }
    if (message.octets + segment.bytes.length > this.#limits.bodyBytes) {
      this.#limit(`${name} has more than ${this.#limits.bodyBytes} octets`, segment.datagram);
      return;
    }
    message.add(index, segment);
    this.#octets += segment.bytes.length;
    this.#keepToLimits(segment.datagram);
    if (message.isWhole) this.#whole(transaction, isRequest);
  }

  /** Nothing more comes of a transaction: `reason` completes "the transaction was …", none if the capture does not have the rest. */
  abandon(key: string, reason: string | undefined): void {
    const transaction = this.#known.get(key);
    if (transaction !== undefined && !transaction.isDone) this.#close(transaction, reason);
  }

  end(): void {
    for (const key of [...this.#known.keys()]) this.abandon(key, undefined);
    this.#known.clear();
  }

  #begin(key: string, name: string, carriers: readonly string[]): Transaction {
    const transaction: Transaction = { name, carriers, request: new Message(), response: new Message(), isDone: false };
    this.#known.set(key, transaction);
    return transaction;
  }

  #repeated(before: Segment, { bytes, datagram }: Segment, name: string): void {
    this.#sink.count("repeatedSegments");
    if (equalOctets(before.bytes, bytes)) return;
    const message = `a segment of ${name} was sent again and differs; the first one is kept`;
    this.#tell("retransmitted-differently", message, datagram);
  }

  #keepToLimits(datagram: Datagram): void {
    for (const [key, transaction] of this.#known) {
      if (this.#known.size <= this.#limits.datagrams && this.#octets <= this.#limits.heldBytesInAll) return;
      if (!transaction.isDone) this.#limit("too many transactions are open: the oldest is closed", datagram);
      this.abandon(key, undefined);
      this.#forget(key, transaction);
    }
  }

  #limit(message: string, datagram: Datagram): void {
    if (this.#toldLimit) return;
    this.#toldLimit = true;
    this.#tell("limit-reached", message, datagram);
  }

  #forget(key: string, { request, response }: Transaction): void {
    this.#known.delete(key);
    this.#octets -= request.octets + response.octets;
  }

  #whole(transaction: Transaction, isRequest: boolean): void {
    if (!isRequest) {
      this.#close(transaction, undefined);
      return;
    }
    // A push is complete without an answer.
    const [type] = (transaction.request.segments.get(0) as Segment).bytes;
    if (type === PUSH || type === CONFIRMED_PUSH) this.#close(transaction, undefined);
  }

  #close(transaction: Transaction, reason: string | undefined): void {
    const { request, response, carriers, name } = transaction;
    transaction.isDone = true;
    const asked = this.#payload(request, name, carriers, reason);
    const answered = this.#payload(response, name, carriers, reason);
    const target = asked?.head?.target;
    if (asked !== undefined || answered !== undefined) {
      this.#sink.exchange({
        carrier: "wsp",
        ...(target !== undefined && /^[a-z][a-z\d+.-]*:/i.test(target) ? { url: target } : {}),
        ...(asked === undefined ? {} : { request: asked }),
        ...(answered === undefined ? {} : { response: answered }),
      });
    }
    for (const message of [request, response]) this.#keepFirst(message);
  }

  /** Of what was handed out, the first segment is enough to know it again. */
  #keepFirst(message: Message): void {
    const first = message.segments.get(0);
    for (const [index, { bytes }] of message.segments) {
      if (index === 0) continue;
      message.segments.delete(index);
      this.#octets -= bytes.length;
    }
    message.octets = first?.bytes.length ?? 0;
  }

  #payload(message: Message, name: string, carriers: readonly string[], reason: string | undefined) {
    if (message.segments.size === 0) return undefined;
    const indexes = [...message.segments.keys()].sort((one, other) => one - other);
    const { assembly, diagnostics, first, last } = this.#assembled(message, indexes, name, reason);
    if (first === undefined) return undefined;
    const { datagram } = first;
    let pdu: WspPdu;
    try {
      pdu = readWspPdu(assembly.bytes().subarray(0, assembly.gaps[0]?.offset));
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      const lost = assembly.gaps.length > 0 ? ", of which octets are missing," : "";
      this.#tell("not-understood", `${name}${lost} is no message of WSP: ${error.reason}`, datagram);
      return undefined;
    }
    if (pdu.kind === "session") {
      this.#sink.count("sessionMessages");
      return undefined;
    }
    this.#sink.count("wspMessages");
    const { time } = datagram.arrival;
    const endTime = last.datagram.arrival.time;
    const payload: Payload = {
      ...assembly.after(pdu.bodyStart),
      direction: pdu.kind === "request" ? "to-server" : "to-device",
      ...(time === undefined ? {} : { time }),
      ...(endTime === undefined ? {} : { endTime }),
      from: datagram.from,
      to: datagram.to,
      ...(pdu.contentType === undefined ? {} : { contentType: pdu.contentType }),
      head: pdu.head,
      undone: [...carriers, ...(indexes.length > 1 ? ["segments"] : []), pdu.kind === "push" ? "push" : "wsp"],
      frame: datagram.arrival.frame,
      diagnostics,
    };
    return payload;
  }

  /** The segments in order, with gaps for those that did not come; no `first` if what came has no start. */
  #assembled(message: Message, indexes: readonly number[], name: string, reason: string | undefined) {
    const assembly = new Assembly();
    const diagnostics: CaptureDiagnostic[] = [];
    const lost: Gap["reason"] = reason === undefined ? "not-captured" : "cut";
    const missing = (from: number, to: number | undefined) => {
      const which = to === undefined ? `${from} and any after it` : from === to ? `${from}` : `${from} to ${to}`;
      const why = reason === undefined ? "not captured" : `missing, since it was ${reason}`;
      diagnostics.push({ code: "part-missing", message: `of ${name}, segment ${which} is ${why}` });
    };
    let wanted = 0;
    for (const index of indexes) {
      const { bytes, range, datagram } = message.segments.get(index) as Segment;
      if (index > wanted) {
        missing(wanted, index - 1);
        assembly.miss(undefined, lost);
      }
      assembly.add(bytes, range);
      if (datagram.missing > 0) {
        const text = `${datagram.missing} octets of ${name} were not captured: a frame is cut`;
        diagnostics.push({ code: "not-captured", message: text, frame: datagram.arrival.frame });
        assembly.miss(datagram.missing);
      }
      wanted = index + 1;
    }
    if (message.last === undefined) {
      missing(wanted, undefined);
      assembly.miss(undefined, lost);
    }
    const first = message.segments.get(0);
    const last = message.segments.get(indexes.at(-1) as number) as Segment;
    if (first === undefined) for (const diagnostic of diagnostics) this.#sink.diagnostic(diagnostic);
    return { assembly, diagnostics, first, last };
  }

  #tell(code: CaptureDiagnosticCode, message: string, { arrival }: Datagram): void {
    this.#sink.diagnostic({ code, message, offset: arrival.range.start, frame: arrival.frame });
  }
}

/** Whether the start of a message begins a new transaction of the same number. */
function isNext(known: Transaction, isRequest: boolean, { bytes, isRepeated }: Segment): boolean {
  const first = (isRequest ? known.request : known.response).segments.get(0);
  if (first === undefined) return isRequest && known.isDone;
  if (isRepeated) return false;
  if (isRequest && known.isDone) return true;
  return (isRequest || known.isDone) && !equalOctets(first.bytes, bytes);
}
