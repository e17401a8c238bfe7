import type { CaptureLimits, CaptureOptions, Datagram, DatagramReader } from "../reader.ts";
import { addressOf } from "./address.ts";
import { ApplicationOpener, type Applications } from "./applications.ts";
import { Connections } from "./connections.ts";
import { EXPORTED_PDU, ExportedPdus } from "./exported-pdu.ts";
import type { Frame, FrameReader } from "./frame.ts";
import { u16 } from "./integers.ts";
import { Internet, Protocol } from "./internet.ts";
import { NoPacket, packetStart } from "./link-layers.ts";
import type { Packet, PacketReader } from "./packet.ts";
import type { Reports } from "./reports.ts";

/** Takes frames apart, layer by layer, to the streams and datagrams that they carry. */
export class PacketStack implements FrameReader, PacketReader {
  readonly #reports: Reports;
  readonly #opener: ApplicationOpener;
  readonly #connections: Connections;
  readonly #internet: Internet;
  readonly #exported: ExportedPdus;
  readonly #datagrams: DatagramReader | undefined;
  readonly #unknownLinks = new Set<number>();
  #frames = 0;
  #earliest = Number.POSITIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(applications: Applications, options: CaptureOptions, reports: Reports, limits: CaptureLimits) {
    this.#reports = reports;
    this.#opener = new ApplicationOpener(applications, options, reports, limits);
    this.#connections = new Connections(this.#opener, reports, limits);
    this.#internet = new Internet(this, reports, limits);
    this.#exported = new ExportedPdus(this.#opener, applications, options, reports, limits.connections);
    this.#datagrams = applications.datagrams?.(reports.sink, options);
  }

  frame(frame: Frame): void {
    this.#frames++;
    const { time } = frame;
    if (time !== undefined) {
      this.#earliest = Math.min(this.#earliest, time);
      this.#latest = Math.max(this.#latest, time);
    }
    const start = frame.linkType === EXPORTED_PDU ? this.#exported.read(frame) : packetStart(frame);
    if (start === undefined) return;
    if (start >= 0) {
      this.#internet.read(frame.bytes, start, frame.end, frame.missing, frame);
    } else if (start === NoPacket.SHORT) {
      this.#reports.tell("frame-cut", "a frame ends inside its head", frame.offset, frame.number);
    } else if (start === NoPacket.UNKNOWN_LINK) {
      this.#unknownLink(frame);
    } else {
      this.#reports.sink.count(start === NoPacket.ENCRYPTED ? "encryptedFrames" : "otherFrames");
    }
  }

  packet(packet: Packet): void {
    if (packet.protocol === Protocol.TCP) this.#connections.packet(packet);
    else this.#datagram(packet);
  }

  end(): void {
    this.#internet.end();
    this.#connections.end();
    this.#exported.end();
    this.#datagrams?.end();
    this.#opener.end();
    this.#reports.sink.count("frames", this.#frames);
    if (this.#earliest <= this.#latest) this.#reports.sink.span?.(this.#earliest, this.#latest);
  }

  #unknownLink(frame: Frame): void {
    this.#reports.sink.count("otherFrames");
    if (this.#unknownLinks.has(frame.linkType)) return;
    this.#unknownLinks.add(frame.linkType);
    const message = `frames of link type ${frame.linkType} are not read`;
    this.#reports.tell("frame-unread", message, frame.offset, frame.number);
  }

  #datagram(packet: Packet): void {
    const { bytes, start, end, base, addresses, addressLength, number, time } = packet;
    this.#reports.sink.count("datagrams");
    if (this.#datagrams === undefined) return;
    if (start + 8 > end) {
      this.#reports.tell("frame-cut", "a frame ends inside the head of UDP", packet.fileOffset, number);
      return;
    }
    // Zero for a jumbogram, and where the card cuts the datagram.
    const length = u16(bytes, start + 4);
    const isWhole = length < 8 || start + length <= end;
    const dataEnd = length < 8 ? end : Math.min(end, start + length);
    const fileStart = base >= 0 ? base + start + 8 : packet.fileOffset;
    const range = { start: fileStart, end: base >= 0 ? base + dataEnd : packet.fileOffset };
    const datagram: Datagram = {
      from: { address: addressOf(addresses, packet.sourceAt, addressLength), port: u16(bytes, start) },
      to: { address: addressOf(addresses, packet.destinationAt, addressLength), port: u16(bytes, start + 2) },
      bytes: bytes.subarray(start + 8, dataEnd),
      missing: isWhole ? 0 : start + length - end,
      arrival: time === undefined ? { frame: number, range } : { time, frame: number, range },
    };
    this.#datagrams.datagram(datagram);
  }
}
