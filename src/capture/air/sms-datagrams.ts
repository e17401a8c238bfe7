import { SmsReassembler } from "../../push/sms/reassembly.ts";
import { type Unwrapped, unwrapCarriers } from "../../push/unwrap.ts";
import type { FileRange, Payload, Peer } from "../model.ts";
import { type CaptureOptions, type CaptureSink, type Datagram, type DatagramReader, limitsOf } from "../reader.ts";
import { isWapPort, wapDatagrams } from "./wap-datagrams.ts";
import { readWspPdu } from "./wsp-pdu.ts";

const PUSH_PORT = 2948;

/** A part of a longer message as it came. */
interface Part {
  readonly datagram: Datagram;
  /** Where its octets of the message are in the file. */
  readonly range: FileRange;
}

/**
 * Reads short messages, delivered and submitted, each without service centre: parts are put together by sender, reference and number.
 * WSP in them that is no push is read as in datagrams of UDP.
 */
export function smsDatagrams(sink: CaptureSink, options: CaptureOptions): DatagramReader {
  return new SmsDatagrams(sink, options);
}

class SmsDatagrams implements DatagramReader {
  readonly #sink: CaptureSink;
  readonly #reassembler: SmsReassembler;
  readonly #wap: DatagramReader;
  /** Parts of messages that are not whole, by their number. */
  readonly #parts = new Map<string, Map<number, Part>>();

  constructor(sink: CaptureSink, options: CaptureOptions) {
    const { parts, heldBytes } = limitsOf(options);
    this.#sink = sink;
    this.#reassembler = new SmsReassembler({ maxMessages: parts, maxOctets: heldBytes });
    this.#wap = wapDatagrams(sink, options);
  }

  datagram(datagram: Datagram): void {
    const { bytes, arrival, missing } = datagram;
    const found = unwrapCarriers(bytes);
    const { sms } = found;
    if (sms === undefined) {
      const message = missing > 0 ? `${missing} octets of a short message were not captured` : "it is no short message";
      const code = missing > 0 ? "not-captured" : "not-understood";
      this.#sink.diagnostic({ code, message, offset: arrival.range.start, frame: arrival.frame });
      return;
    }
    this.#sink.count("shortMessages");
    const header = sms.header;
    if (header === undefined || header.concatenation === undefined || header.concatenation.total === 1) {
      this.#whole(found, found, bytes, [{ datagram, range: placeOf(datagram, 0) }], false);
      return;
    }
    const { reference, total, sequence, wide } = header.concatenation;
    const sender = sms.address.text;
    const key = JSON.stringify([sender, reference, wide, total]);
    const parts = this.#parts.get(key) ?? new Map<number, Part>();
    const result = this.#reassembler.add({ sender, userData: sms.userData });
    if (result.kind === "refused") {
      const message = "a part of a short message was left out: too many wait for others";
      this.#sink.diagnostic({ code: "limit-reached", message, offset: arrival.range.start, frame: arrival.frame });
      return;
    }
    if (result.kind === "duplicate") {
      this.#sink.count("repeatedParts");
      return;
    }
    if (result.kind === "conflict") {
      const message = `part ${sequence} of ${total} of a short message came twice and differs: both are read`;
      this.#sink.diagnostic({ code: "retransmitted-differently", message, frame: arrival.frame });
      return;
    }
    parts.set(sequence, { datagram, range: placeOf(datagram, bytes.length - header.body.length) });
    this.#parts.set(key, parts);
    if (result.kind !== "complete") return;
    this.#parts.delete(key);
    const inOrder = [...parts].sort(([one], [other]) => one - other).map(([, part]) => part);
    const unplaced = inOrder.map((part) => ({ ...part, range: { start: 0, end: 0 } }));
    // The reassembler also takes a part that was sent again after an earlier message of this reference was whole.
    const placed = parts.size === total ? inOrder : unplaced;
    this.#whole(found, unwrapCarriers(result.body), result.body, placed, true);
    for (const other of result.alternatives) this.#whole(found, unwrapCarriers(other), other, unplaced, true);
  }

  end(): void {
    for (const { sender, reference, total, missing } of this.#reassembler.pending()) {
      const which = missing.length === 1 ? `part ${missing[0]}` : `parts ${missing.join(", ")}`;
      const message = `${which} of ${total} of the short message ${reference} from ${sender} ${missing.length === 1 ? "is" : "are"} missing`;
      this.#sink.diagnostic({ code: "part-missing", message });
    }
    this.#wap.end();
  }

  /** A message that is whole: `inner` was found in `input`, which is its one part, or if it is joined, the octets of all of them. */
  #whole({ sms }: Unwrapped, inner: Unwrapped, input: Uint8Array, parts: readonly Part[], isJoined: boolean): void {
    if (sms === undefined) return;
    const [{ datagram }, last] = [parts[0] as Part, parts.at(-1) as Part];
    const peer: Peer = { address: sms.address.text };
    const ports = sms.header?.ports;
    const isFrom = sms.kind === "deliver";
    const first = { ...(isFrom ? peer : { address: "" }), ...(ports === undefined ? {} : { port: ports.source }) };
    const second = {
      ...(isFrom ? { address: "" } : peer),
      ...(ports === undefined ? {} : { port: ports.destination }),
    };
    if (ports !== undefined && ports.destination !== PUSH_PORT && [ports.destination, ports.source].some(isWapPort)) {
      // All that is in the user data, whatever it seemed to be.
      const start = isJoined ? 0 : input.length - (sms.header?.body.length ?? 0);
      const [range = { start: 0, end: 0 }] = isJoined ? [] : after(parts, start);
      const arrival = { ...datagram.arrival, range };
      this.#wap.datagram({ from: first, to: second, bytes: input.subarray(start), missing: 0, arrival });
      return;
    }
    const { body, bodyStart, layers } = inner;
    const push = layers.find(({ kind }) => kind === "push");
    const pdu = push === undefined ? undefined : readWspPdu(input.subarray(push.start + 1));
    const { time } = datagram.arrival;
    const endTime = last.datagram.arrival.time;
    const payload: Payload = {
      bytes: body,
      gaps: [],
      direction: push !== undefined || isFrom ? "to-device" : "unknown",
      ...(time === undefined ? {} : { time }),
      ...(endTime === undefined ? {} : { endTime }),
      ...(isFrom ? { from: first } : { to: second }),
      ...(pdu?.contentType === undefined ? {} : { contentType: pdu.contentType }),
      ...(pdu === undefined ? {} : { head: pdu.head }),
      undone: [
        "sms",
        ...(isJoined || inner.userData !== undefined ? ["user data"] : []),
        ...(push === undefined ? [] : ["push"]),
      ],
      ranges: after(parts, bodyStart),
      frame: datagram.arrival.frame,
      diagnostics: [],
    };
    this.#sink.exchange({ carrier: "sms", request: payload });
  }
}

function placeOf({ bytes, arrival: { range } }: Datagram, start: number): FileRange {
  return range.end - range.start === bytes.length
    ? { start: range.start + start, end: range.end }
    : { start: range.start, end: range.start };
}

/** The places of parts, without their first octets; none if one has no place. */
function after(parts: readonly Part[], start: number): FileRange[] {
  if (parts.some(({ range }) => range.start === range.end)) return [];
  const ranges: FileRange[] = [];
  let skipped = 0;
  for (const { range } of parts) {
    const length = range.end - range.start;
    const from = Math.max(0, start - skipped);
    if (from < length) ranges.push({ start: range.start + from, end: range.end });
    skipped += length;
  }
  return ranges;
}
