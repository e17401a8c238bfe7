import type { CapturedPacket } from "./internet-packets.ts";
import { concatenated, numbers } from "./traffic.ts";

interface Link {
  /** As pcap and pcapng number it. */
  readonly type: number;
  /** What precedes a packet. */
  head(packet: CapturedPacket): Uint8Array;
  /** Frames are as long as this at least. */
  readonly leastBytes?: number;
}

const etherType = ({ version }: CapturedPacket) => (version === 4 ? 0x0800 : 0x86dd);
const pppProtocol = ({ version }: CapturedPacket) => (version === 4 ? 0x21 : 0x57);
const isSent = ({ side }: CapturedPacket) => side === "opener";
const cards = numbers([0x0200_0000, 4], [0x0002, 2], [0x0200_0000, 4], [0x0001, 2]);
const after = (...parts: Uint8Array[]) => concatenated(parts);
const pppoe = (packet: CapturedPacket) =>
  numbers([0x1100, 2], [7, 2], [packet.octets.length + packet.cut + 2, 2], [pppProtocol(packet), 2]);
const snap = (packet: CapturedPacket) => numbers([0xaaaa_0300, 4], [0, 2], [etherType(packet), 2]);
const wireless = (packet: CapturedPacket) =>
  after(numbers([0x0801, 2], [0, 2]), cards, numbers([0x0200_0000, 4], [3, 2], [0, 2]), snap(packet));
const family = ({ version }: CapturedPacket) => (version === 4 ? 2 : 30);
const littleEndian = (value: number, octets: number) => numbers([value, octets]).reverse();

/** A link layer, by a name of this generator. */
export type LinkName =
  | "ethernet"
  | "vlan"
  | "stacked vlan"
  | "802.3"
  | "mpls"
  | "pppoe"
  | "null, little endian"
  | "null, big endian"
  | "loop"
  | "ppp"
  | "ppp, compressed"
  | "ppp in hdlc"
  | "ppp with direction"
  | "ppp session"
  | "raw"
  | "raw, as of BSD"
  | "802.11"
  | "radiotap"
  | "sll"
  | "sll2"
  | "nflog";

const links: Readonly<Record<LinkName, Link>> = {
  ethernet: { type: 1, head: (packet) => after(cards, numbers([etherType(packet), 2])), leastBytes: 60 },
  vlan: { type: 1, head: (packet) => after(cards, numbers([0x8100, 2], [7, 2], [etherType(packet), 2])) },
  "stacked vlan": {
    type: 1,
    head: (packet) => after(cards, numbers([0x88a8, 2], [7, 2], [0x8100, 2], [8, 2], [etherType(packet), 2])),
  },
  "802.3": {
    type: 1,
    head: (packet) => after(cards, numbers([Math.min(1_500, packet.octets.length + 8), 2]), snap(packet)),
  },
  mpls: { type: 1, head: () => after(cards, numbers([0x8847, 2], [0x0001_0040, 4], [0x0002_0140, 4])) },
  pppoe: { type: 1, head: (packet) => after(cards, numbers([0x8864, 2]), pppoe(packet)), leastBytes: 60 },
  "null, little endian": { type: 0, head: (packet) => littleEndian(family(packet), 4) },
  "null, big endian": { type: 0, head: (packet) => numbers([family(packet), 4]) },
  loop: { type: 108, head: (packet) => numbers([family(packet), 4]) },
  ppp: { type: 9, head: (packet) => numbers([0xff03, 2], [pppProtocol(packet), 2]) },
  "ppp, compressed": { type: 9, head: (packet) => numbers([pppProtocol(packet), 1]) },
  "ppp in hdlc": { type: 50, head: (packet) => numbers([0xff03, 2], [pppProtocol(packet), 2]) },
  "ppp with direction": {
    type: 204,
    head: (packet) => numbers([isSent(packet) ? 1 : 0, 1], [0xff03, 2], [pppProtocol(packet), 2]),
  },
  "ppp session": { type: 51, head: pppoe },
  raw: { type: 101, head: () => new Uint8Array(0) },
  "raw, as of BSD": { type: 12, head: () => new Uint8Array(0) },
  "802.11": { type: 105, head: wireless },
  radiotap: {
    type: 127,
    head: (packet) => after(numbers([0, 2]), littleEndian(8, 2), numbers([0, 4]), wireless(packet)),
  },
  sll: {
    type: 113,
    head: (packet) => numbers([isSent(packet) ? 4 : 0, 2], [1, 2], [6, 2], [0, 8], [etherType(packet), 2]),
  },
  sll2: {
    type: 276,
    head: (packet) =>
      numbers([etherType(packet), 2], [0, 2], [1, 4], [1, 2], [isSent(packet) ? 4 : 0, 1], [6, 1], [0, 8]),
  },
  nflog: {
    type: 239,
    head: ({ octets, cut }) =>
      after(
        numbers([2, 1], [0, 1], [0, 2]),
        littleEndian(8, 2),
        littleEndian(1, 2),
        numbers([0, 4]),
        littleEndian(4 + octets.length + cut, 2),
        littleEndian(9, 2),
      ),
  },
};

/** The link layers that packets can be captured on. */
export const linkNames: readonly LinkName[] = Object.keys(links) as LinkName[];

export function linkTypeOf(name: LinkName): number {
  return links[name].type;
}

/** Frames of this link end where their packet ends. */
export function isUnpadded(name: LinkName): boolean {
  return links[name].leastBytes === undefined;
}

/** A frame as it was captured. */
export interface CapturedFrame {
  readonly octets: Uint8Array;
  /** Octets on the wire. */
  readonly wireBytes: number;
  readonly link: LinkName;
}

export function frameOf(packet: CapturedPacket, name: LinkName): CapturedFrame {
  const link: Link = links[name];
  const octets = concatenated([link.head(packet), packet.octets]);
  const padding = packet.cut > 0 ? 0 : Math.max(0, (link.leastBytes ?? 0) - octets.length);
  const padded = padding === 0 ? octets : concatenated([octets, new Uint8Array(padding).fill(0x55)]);
  return { octets: padded, wireBytes: Math.max(link.leastBytes ?? 0, octets.length + packet.cut), link: name };
}
