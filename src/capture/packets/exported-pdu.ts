import type { Arrival, CaptureOptions, CaptureSink, Datagram, DatagramReader, Side } from "../reader.ts";
import { addressOf } from "./address.ts";
import type { Applications } from "./applications.ts";
import type { Stream, StreamOpener } from "./connections.ts";
import type { Frame } from "./frame.ts";
import { u16, u32 } from "./integers.ts";
import type { Reports } from "./reports.ts";

/** The link type of a file of exported PDUs. */
export const EXPORTED_PDU = 252;

const Tag = {
  END: 0,
  DISSECTOR: 12,
  HEURISTIC_DISSECTOR: 13,
  SOURCE_4: 20,
  DESTINATION_4: 21,
  SOURCE_6: 22,
  DESTINATION_6: 23,
  SOURCE_PORT: 25,
  DESTINATION_PORT: 26,
} as const;

/** Names of dissectors whose octets are parts of a stream. */
const STREAMS: ReadonlySet<string> = new Set(["http", "http-over-tls", "tls", "data", "tcp"]);

/** Reads what Wireshark exported of the inside of packets: the name of what reads it, the peers, the octets. */
export class ExportedPdus {
  readonly #opener: StreamOpener;
  readonly #applications: Applications;
  readonly #sink: CaptureSink;
  readonly #options: CaptureOptions;
  readonly #reports: Reports;
  readonly #mostStreams: number;
  readonly #readers = new Map<string, DatagramReader | undefined>();
  readonly #streams = new Map<string, { stream: Stream; opener: string }>();
  #number = 0;

  constructor(
    opener: StreamOpener,
    applications: Applications,
    options: CaptureOptions,
    reports: Reports,
    mostStreams: number,
  ) {
    this.#opener = opener;
    this.#applications = applications;
    this.#sink = reports.sink;
    this.#options = options;
    this.#reports = reports;
    this.#mostStreams = mostStreams;
  }

  /** Takes a frame. Returns where a packet of IP begins in it, if that is what was exported. */
  read(frame: Frame): number | undefined {
    const { bytes, end } = frame;
    let dissector = "";
    let from: { address: string; port?: number } = { address: "" };
    let to: { address: string; port?: number } = { address: "" };
    let pos = frame.start;
    for (;;) {
      if (pos + 4 > end) {
        this.#reports.tell("frame-cut", "a frame ends inside the tags of an exported PDU", frame.offset, frame.number);
        return undefined;
      }
      const tag = u16(bytes, pos);
      const length = u16(bytes, pos + 2);
      const value = pos + 4;
      pos = value + length;
      if (tag === Tag.END) break;
      if (pos > end) continue;
      if (tag === Tag.DISSECTOR || tag === Tag.HEURISTIC_DISSECTOR) {
        const zero = bytes.indexOf(0, value);
        const nameEnd = zero < 0 ? pos : Math.min(zero, pos, value + 64);
        dissector = String.fromCharCode(...bytes.subarray(value, nameEnd));
      } else if (tag === Tag.SOURCE_4 && length >= 4) from = { ...from, address: addressOf(bytes, value, 4) };
      else if (tag === Tag.DESTINATION_4 && length >= 4) to = { ...to, address: addressOf(bytes, value, 4) };
      else if (tag === Tag.SOURCE_6 && length >= 16) from = { ...from, address: addressOf(bytes, value, 16) };
      else if (tag === Tag.DESTINATION_6 && length >= 16) to = { ...to, address: addressOf(bytes, value, 16) };
      else if (tag === Tag.SOURCE_PORT && length >= 4) from = { ...from, port: u32(bytes, value) & 0xffff };
      else if (tag === Tag.DESTINATION_PORT && length >= 4) to = { ...to, port: u32(bytes, value) & 0xffff };
    }
    if (dissector === "ip" || dissector === "ipv6") return pos;
    const start = frame.offset + pos - frame.start;
    const range = { start, end: start + (end - pos) };
    const { number, time } = frame;
    const arrival: Arrival = time === undefined ? { frame: number, range } : { time, frame: number, range };
    const datagram: Datagram = { from, to, bytes: bytes.subarray(pos, end), missing: frame.missing, arrival };
    if (STREAMS.has(dissector)) this.#stream(datagram);
    else this.#datagram(dissector, datagram);
    return undefined;
  }

  end(): void {
    for (const reader of this.#readers.values()) reader?.end();
    for (const { stream } of this.#streams.values()) {
      stream.end("opener", "not-captured");
      stream.end("acceptor", "not-captured");
    }
  }

  #datagram(dissector: string, datagram: Datagram): void {
    if (!this.#readers.has(dissector)) {
      const open = Object.hasOwn(this.#applications.exported ?? {}, dissector)
        ? this.#applications.exported?.[dissector]
        : undefined;
      if (open === undefined) {
        this.#sink.count("otherFrames");
        return;
      }
      this.#readers.set(dissector, open(this.#sink, this.#options));
    }
    this.#readers.get(dissector)?.datagram(datagram);
  }

  #stream({ from, to, bytes, missing, arrival }: Datagram): void {
    const source = `${from.address} ${from.port}`;
    const destination = `${to.address} ${to.port}`;
    const key = source < destination ? `${source} ${destination}` : `${destination} ${source}`;
    let known = this.#streams.get(key);
    if (known === undefined) {
      if (this.#streams.size >= this.#mostStreams) {
        this.#reports.tell(
          "limit-reached",
          `more than ${this.#mostStreams} connections`,
          arrival.range.start,
          arrival.frame,
        );
        return;
      }
      const guessed = this.#opener.guessSide(bytes);
      const isOpener = guessed === undefined ? (from.port ?? 0) > (to.port ?? 0) : guessed === "opener";
      const [opener, acceptor] = isOpener ? [from, to] : [to, from];
      const stream = this.#opener.open({ number: ++this.#number, opener, acceptor }, true);
      this.#sink.count("connections");
      known = { stream, opener: isOpener ? source : destination };
      this.#streams.set(key, known);
    }
    if (known.stream.isIgnored) return;
    const side: Side = known.opener === source ? "opener" : "acceptor";
    known.stream.data(side, bytes, arrival);
    if (missing > 0) known.stream.gap(side, missing, false, arrival);
  }
}
