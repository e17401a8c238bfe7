import type { CaptureLimits } from "../reader.ts";
import { Fragments } from "./fragments.ts";
import { u16, u32 } from "./integers.ts";
import { Packet, type PacketReader } from "./packet.ts";
import type { Reports } from "./reports.ts";

/** Numbers of the protocols that IP carries, and of the heads that may follow one of IPv6. */
export const Protocol = {
  HOP_BY_HOP: 0,
  IPV4: 4,
  TCP: 6,
  UDP: 17,
  IPV6: 41,
  ROUTING: 43,
  FRAGMENT: 44,
  GRE: 47,
  ENCRYPTED: 50,
  AUTHENTICATION: 51,
  DESTINATION_OPTIONS: 60,
  MOBILITY: 135,
} as const;

const MOST_HEADS = 32;
const MOST_TUNNELS = 4;

/** Reads IPv4 and IPv6 and hands on whole packets. Check sums are not looked at: the sending host's card fills them in later. */
export class Internet {
  readonly #next: PacketReader;
  readonly #reports: Reports;
  readonly #fragments: Fragments;
  readonly #packet = new Packet();

  constructor(next: PacketReader, reports: Reports, limits: CaptureLimits) {
    this.#next = next;
    this.#reports = reports;
    const whole = { packet: (packet: Packet) => this.#whole(packet, 1) };
    this.#fragments = new Fragments(whole, reports, limits, () => new Packet());
  }

  /** Takes the packet that begins at `start` of a frame. */
  read(
    bytes: Uint8Array,
    start: number,
    end: number,
    missing: number,
    frame: {
      readonly start: number;
      readonly offset: number;
      readonly number: number;
      readonly time: number | undefined;
    },
  ): void {
    const packet = this.#packet;
    packet.bytes = bytes;
    packet.start = start;
    packet.end = end;
    packet.missing = missing;
    packet.time = frame.time;
    packet.number = frame.number;
    packet.base = frame.offset - frame.start;
    packet.fileOffset = frame.offset;
    this.#read(packet, 0);
  }

  end(): void {
    this.#fragments.end();
  }

  #read(packet: Packet, tunnels: number): void {
    const { bytes, start, end } = packet;
    const version = start < end ? (bytes[start] as number) >> 4 : 0;
    if (version === 4) this.#readVersion4(packet, tunnels);
    else if (version === 6) this.#readVersion6(packet, tunnels);
    else this.#damaged(packet, "a packet is neither IPv4 nor IPv6");
  }

  #damaged(packet: Packet, message: string): void {
    this.#reports.tell("frame-damaged", message, packet.fileOffset, packet.number);
  }

  #readVersion4(packet: Packet, tunnels: number): void {
    const { bytes, start, end } = packet;
    const headLength = ((bytes[start] as number) & 0x0f) * 4;
    if (start + 20 > end || start + headLength > end) {
      this.#cut(packet);
      return;
    }
    const total = u16(bytes, start + 2);
    if (headLength < 20 || (total !== 0 && total < headLength)) {
      this.#damaged(packet, "a head of IPv4 is damaged");
      return;
    }
    packet.addresses = bytes;
    packet.sourceAt = start + 12;
    packet.destinationAt = start + 16;
    packet.addressLength = 4;
    packet.protocol = bytes[start + 9] as number;
    packet.start = start + headLength;
    // Zero where the card cuts the packet: then it is as long as its frame.
    if (total !== 0) trim(packet, start + total);
    const fragment = u16(bytes, start + 6);
    if ((fragment & 0x3fff) === 0) {
      this.#whole(packet, tunnels);
      return;
    }
    this.#fragments.add(packet, u16(bytes, start + 4), (fragment & 0x1fff) * 8, (fragment & 0x2000) !== 0);
  }

  #readVersion6(packet: Packet, tunnels: number): void {
    const { bytes, start, end } = packet;
    if (start + 40 > end) {
      this.#cut(packet);
      return;
    }
    const length = u16(bytes, start + 4);
    packet.addresses = bytes;
    packet.sourceAt = start + 8;
    packet.destinationAt = start + 24;
    packet.addressLength = 16;
    // Zero for a jumbogram, and where the card cuts the packet.
    if (length !== 0) trim(packet, start + 40 + length);
    let next = bytes[start + 6] as number;
    let pos = start + 40;
    for (let heads = 0; heads < MOST_HEADS; heads++) {
      let headLength: number;
      switch (next) {
        case Protocol.HOP_BY_HOP:
        case Protocol.ROUTING:
        case Protocol.DESTINATION_OPTIONS:
        case Protocol.MOBILITY:
        case Protocol.AUTHENTICATION:
          if (pos + 8 > packet.end) {
            this.#cut(packet);
            return;
          }
          headLength =
            next === Protocol.AUTHENTICATION
              ? ((bytes[pos + 1] as number) + 2) * 4
              : ((bytes[pos + 1] as number) + 1) * 8;
          next = bytes[pos] as number;
          pos += headLength;
          if (pos > packet.end) {
            this.#cut(packet);
            return;
          }
          continue;
        case Protocol.FRAGMENT: {
          if (pos + 8 > packet.end) {
            this.#cut(packet);
            return;
          }
          const fragment = u16(bytes, pos + 2);
          next = bytes[pos] as number;
          const identification = u32(bytes, pos + 4);
          pos += 8;
          // A fragment that is the whole is read as such.
          if ((fragment & 0xfff9) === 0) continue;
          packet.protocol = next;
          packet.start = pos;
          this.#fragments.add(packet, identification, fragment & 0xfff8, (fragment & 1) === 1);
          return;
        }
      }
      packet.protocol = next;
      packet.start = pos;
      this.#whole(packet, tunnels);
      return;
    }
    this.#damaged(packet, `a packet of IPv6 has more than ${MOST_HEADS} heads`);
  }

  #cut(packet: Packet): void {
    this.#reports.tell("frame-cut", "a frame ends inside the head of its packet", packet.fileOffset, packet.number);
  }

  /** Opens what is a packet in a packet, and hands on what is not. */
  #whole(packet: Packet, tunnels: number): void {
    if (packet.protocol === Protocol.TCP || packet.protocol === Protocol.UDP) {
      this.#next.packet(packet);
      return;
    }
    if (tunnels >= MOST_TUNNELS) return;
    if (packet.protocol === Protocol.IPV4 || packet.protocol === Protocol.IPV6) {
      this.#read(packet, tunnels + 1);
      return;
    }
    if (packet.protocol === Protocol.GRE) {
      const { bytes, start, end } = packet;
      if (start + 4 > end) {
        this.#cut(packet);
        return;
      }
      const flags = bytes[start] as number;
      const type = u16(bytes, start + 2);
      if (type !== 0x0800 && type !== 0x86dd) return;
      packet.start = start + 4 + (flags & 0x80 ? 4 : 0) + (flags & 0x20 ? 4 : 0) + (flags & 0x10 ? 4 : 0);
      this.#read(packet, tunnels + 1);
      return;
    }
    this.#reports.sink.count(packet.protocol === Protocol.ENCRYPTED ? "encryptedFrames" : "otherFrames");
  }
}

/** A packet ends where it says: what the frame has after it is padding, and what the frame does not have is missing. */
function trim(packet: Packet, end: number): void {
  if (end <= packet.end) {
    packet.end = Math.max(end, packet.start);
    packet.missing = 0;
  } else {
    packet.missing = end - packet.end;
  }
}
