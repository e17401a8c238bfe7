import { isSyncmlError } from "../../core/errors.ts";
import { looksLikeNotification } from "../../push/notification/looks-like-notification.ts";
import type { FileRange, Peer } from "../model.ts";
import { type CaptureOptions, type CaptureSink, type Datagram, type DatagramReader, limitsOf } from "../reader.ts";
import { type Segment, Transactions } from "./transactions.ts";
import { CONFIRMED_PUSH, PUSH, readWspPdu } from "./wsp-pdu.ts";
import { wtpPdus } from "./wtp-pdu.ts";

/** Ports of WSP: of pushes, without connection, with transactions; and those that are encrypted. */
const CONNECTIONLESS: ReadonlySet<number | undefined> = new Set([2948, 9200]);
const TRANSACTIONS = 9201;
const ENCRYPTED: ReadonlySet<number | undefined> = new Set([2949, 9202, 9203]);

/** Whether WSP in the clear is read at a port. */
export function isWapPort(port: number | undefined): boolean {
  return CONNECTIONLESS.has(port) || port === TRANSACTIONS;
}

/** Reads WSP, with transactions (WTP) or without, in datagrams to and from its ports, and pushes of notifications at any port. */
export function wapDatagrams(sink: CaptureSink, options: CaptureOptions): DatagramReader {
  return new WapDatagrams(sink, options);
}

class WapDatagrams implements DatagramReader {
  readonly #sink: CaptureSink;
  readonly #transactions: Transactions;
  /** Datagrams that are encrypted, by port. */
  readonly #encrypted = new Map<number, number>();
  #pushes = 0;

  constructor(sink: CaptureSink, options: CaptureOptions) {
    this.#sink = sink;
    this.#transactions = new Transactions(sink, limitsOf(options));
  }

  datagram(datagram: Datagram): void {
    const ports = [datagram.to.port, datagram.from.port];
    const port = ports.find(isWapPort);
    if (port === TRANSACTIONS) this.#withTransactions(datagram);
    else if (port !== undefined) this.#connectionless(datagram);
    else {
      const encrypted = ports.find((one) => ENCRYPTED.has(one));
      if (encrypted !== undefined) this.#encrypted.set(encrypted, (this.#encrypted.get(encrypted) ?? 0) + 1);
      else if (isNotification(datagram.bytes)) this.#connectionless(datagram);
    }
  }

  end(): void {
    this.#transactions.end();
    for (const [port, number] of this.#encrypted) {
      const what = `encrypted with WTLS, ${number} ${number === 1 ? "datagram" : "datagrams"} at port ${port}`;
      const message = `${what}: a capture does not hold the keys; capture after the gateway, or without encryption`;
      this.#sink.diagnostic({ code: "cannot-open", message });
    }
  }

  /** A number of the transaction, then a PDU of WSP. */
  #connectionless(datagram: Datagram): void {
    const { bytes, from, to } = datagram;
    const [number = 0, type = 0] = bytes;
    if (bytes.length < 2) {
      this.#notUnderstood(datagram, "is too short");
      return;
    }
    const isPush = type === PUSH || type === CONFIRMED_PUSH;
    const isReply = type === 4;
    const name = isPush ? "a push" : `the exchange of number ${number} without connection`;
    // Nobody answers a push, so that each is for itself.
    const key = isPush
      ? `push ${++this.#pushes}`
      : isReply
        ? keyOf(to, from, "c", number)
        : keyOf(from, to, "c", number);
    const pdu = bytes.subarray(1);
    const segment = segmentOf(datagram, pdu, { sequence: undefined, isLast: true, isRepeated: false });
    this.#transactions.segment(key, name, [], !isReply, segment);
  }

  #withTransactions(datagram: Datagram): void {
    const { bytes, from, to } = datagram;
    for (const pdu of wtpPdus(bytes)) {
      if (pdu === undefined) {
        this.#notUnderstood(datagram, "is no PDU of WTP");
        continue;
      }
      const { kind, transaction, isFromResponder } = pdu;
      const key = isFromResponder ? keyOf(to, from, "t", transaction) : keyOf(from, to, "t", transaction);
      const name = `transaction ${transaction}`;
      if (kind === "abort") this.#transactions.abandon(key, "aborted");
      else if (kind === "invoke" || kind === "result") {
        const segment = segmentOf(datagram, bytes.subarray(pdu.start, pdu.end), pdu);
        this.#transactions.segment(key, name, ["wtp"], kind === "invoke", segment);
      }
    }
  }

  #notUnderstood({ arrival }: Datagram, what: string): void {
    const message = `a datagram at a port of WAP ${what}`;
    this.#sink.diagnostic({ code: "not-understood", message, offset: arrival.range.start, frame: arrival.frame });
  }
}

function segmentOf(
  datagram: Datagram,
  bytes: Uint8Array,
  { sequence, isLast, isRepeated }: Pick<Segment, "sequence" | "isLast" | "isRepeated">,
): Segment {
  return { sequence, isLast, isRepeated, bytes, range: placeOf(bytes, datagram), datagram };
}

/** Where a part of a datagram is in the file. */
function placeOf(bytes: Uint8Array, { bytes: whole, arrival: { range } }: Datagram): FileRange {
  if (range.end - range.start !== whole.length) return range;
  const start = range.start + bytes.byteOffset - whole.byteOffset;
  return { start, end: start + bytes.length };
}

function keyOf(first: Peer, second: Peer, kind: string, number: number): string {
  return [kind, number, first.address, first.port, second.address, second.port].join(" ");
}

/** Whether a datagram is a push of a notification. */
function isNotification(bytes: Uint8Array): boolean {
  if (bytes[1] !== PUSH && bytes[1] !== CONFIRMED_PUSH) return false;
  try {
    return looksLikeNotification(bytes.subarray(1 + readWspPdu(bytes.subarray(1)).bodyStart));
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return false;
  }
}
