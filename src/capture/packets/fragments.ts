import type { CaptureLimits } from "../reader.ts";
import type { Packet, PacketReader } from "./packet.ts";
import type { Reports } from "./reports.ts";

/** Octets of a datagram from `offset` on. */
interface Fragment {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A datagram of which fragments are awaited. */
interface Incomplete {
  /** In order, and none inside another. */
  readonly fragments: Fragment[];
  /** Known from the last fragment. */
  length: number | undefined;
  pieces: number;
  readonly packet: Packet;
}

/** The longest datagram that fragments can be put together to. */
const LONGEST = 65_535 + 8;

/** Puts datagrams together of their fragments, which come in any order. */
export class Fragments {
  readonly #next: PacketReader;
  readonly #reports: Reports;
  readonly #limits: CaptureLimits;
  readonly #newPacket: () => Packet;
  /** In order of their first fragment. */
  readonly #incomplete = new Map<string, Incomplete>();

  constructor(next: PacketReader, reports: Reports, limits: CaptureLimits, newPacket: () => Packet) {
    this.#next = next;
    this.#reports = reports;
    this.#limits = limits;
    this.#newPacket = newPacket;
  }

  /** Takes a fragment whose octets belong to `offset` of the datagram; `hasMore` unless it is the last. */
  add(packet: Packet, identification: number, offset: number, hasMore: boolean): void {
    const { addresses, sourceAt, destinationAt, addressLength, bytes, start, end } = packet;
    const addressPair = `${addresses.subarray(sourceAt, sourceAt + addressLength)} ${addresses.subarray(destinationAt, destinationAt + addressLength)}`;
    const key = `${addressPair} ${addressLength === 4 ? packet.protocol : ""} ${identification}`;
    let datagram = this.#incomplete.get(key);
    if (offset + (end - start) > LONGEST) {
      this.#reports.tell(
        "frame-damaged",
        "a fragment goes past the longest datagram",
        packet.fileOffset,
        packet.number,
      );
      return;
    }
    if (datagram === undefined) {
      if (this.#incomplete.size >= this.#limits.datagrams) this.#giveUpOldest();
      datagram = { fragments: [], length: undefined, pieces: 0, packet: this.#keep(packet) };
      this.#incomplete.set(key, datagram);
    }
    datagram.pieces++;
    if (datagram.pieces > this.#limits.fragments) {
      this.#reports.tell(
        "limit-reached",
        `a datagram has more than ${this.#limits.fragments} fragments`,
        packet.fileOffset,
        packet.number,
      );
      this.#incomplete.delete(key);
      this.#giveUp(datagram);
      return;
    }
    // The protocol of IPv6 stands in the head of each fragment, and that of the first one counts.
    if (offset === 0) datagram.packet.protocol = packet.protocol;
    const isCut = packet.missing > 0;
    if (!hasMore && !isCut) datagram.length ??= offset + (end - start);
    if (!hasMore && isCut) datagram.length ??= offset + (end - start) + packet.missing;
    this.#insert(datagram, offset, bytes.subarray(start, end), packet);
    const { length, fragments } = datagram;
    if (length === undefined || prefixLength(fragments) < length) return;
    this.#incomplete.delete(key);
    this.#hand(datagram, length, 0);
  }

  end(): void {
    for (const datagram of this.#incomplete.values()) this.#giveUp(datagram);
    this.#incomplete.clear();
  }

  /** What of the packet outlives its frame. */
  #keep(packet: Packet): Packet {
    const kept = this.#newPacket();
    const { sourceAt, destinationAt, addressLength, addresses } = packet;
    kept.addresses = new Uint8Array(2 * addressLength);
    kept.addresses.set(addresses.subarray(sourceAt, sourceAt + addressLength));
    kept.addresses.set(addresses.subarray(destinationAt, destinationAt + addressLength), addressLength);
    kept.destinationAt = addressLength;
    kept.addressLength = addressLength;
    kept.protocol = packet.protocol;
    kept.time = packet.time;
    kept.number = packet.number;
    kept.fileOffset = packet.fileOffset;
    kept.base = -1;
    return kept;
  }

  /** Adds what is new of a fragment; what is there already stays, and is compared. */
  #insert(datagram: Incomplete, offset: number, bytes: Uint8Array, packet: Packet): void {
    const { fragments } = datagram;
    const end = offset + bytes.length;
    let pos = offset;
    let index = 0;
    let differs = false;
    while (pos < end) {
      const there = fragments[index];
      if (there === undefined || there.offset >= end) {
        fragments.splice(index, 0, { offset: pos, bytes: bytes.slice(pos - offset) });
        break;
      }
      const thereEnd = there.offset + there.bytes.length;
      if (thereEnd <= pos) {
        index++;
      } else if (there.offset > pos) {
        fragments.splice(index, 0, { offset: pos, bytes: bytes.slice(pos - offset, there.offset - offset) });
        pos = there.offset;
        index++;
      } else {
        const shared = Math.min(thereEnd, end);
        for (; pos < shared; pos++) if (bytes[pos - offset] !== there.bytes[pos - there.offset]) differs = true;
        index++;
      }
    }
    if (!differs) return;
    const message = "a fragment differs from one that came before; that one is kept";
    this.#reports.tell("fragment-differs", message, packet.fileOffset, packet.number);
  }

  #giveUpOldest(): void {
    for (const [key, datagram] of this.#incomplete) {
      this.#incomplete.delete(key);
      this.#giveUp(datagram);
      return;
    }
  }

  /** Says what is missing and hands on what there is from the start. */
  #giveUp(datagram: Incomplete): void {
    const { fragments, length, packet } = datagram;
    const there = prefixLength(fragments);
    const next = fragments.find(({ offset }) => offset > there);
    const until = next?.offset ?? length;
    const missing = until === undefined ? "the rest" : `${until - there} octets at offset ${there}`;
    const message = `${missing} of a datagram in fragments ${until === undefined ? "was" : "were"} not captured`;
    this.#reports.tell("fragment-missing", message, packet.fileOffset, packet.number);
    if (there > 0) this.#hand(datagram, there, length === undefined ? 0 : length - there);
  }

  #hand({ fragments, packet }: Incomplete, length: number, missing: number): void {
    const bytes = new Uint8Array(length);
    for (const fragment of fragments) {
      if (fragment.offset < length) bytes.set(fragment.bytes.subarray(0, length - fragment.offset), fragment.offset);
    }
    packet.bytes = bytes;
    packet.start = 0;
    packet.end = length;
    packet.missing = missing;
    this.#next.packet(packet);
  }
}

/** How many octets from the start on are there. */
function prefixLength(fragments: readonly Fragment[]): number {
  let length = 0;
  for (const { offset, bytes } of fragments) {
    if (offset > length) break;
    length = offset + bytes.length;
  }
  return length;
}
