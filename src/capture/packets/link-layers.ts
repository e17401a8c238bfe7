import type { Frame } from "./frame.ts";
import { u16, u16le, u32, u32le } from "./integers.ts";

/** Why there is no packet of IP in a frame. */
export const NoPacket = {
  /** It carries another protocol. */
  OTHER: -1,
  /** Less was captured than its head needs. */
  SHORT: -2,
  /** It has a link type that is not read. */
  UNKNOWN_LINK: -3,
  /** Its content is encrypted, as in a protected wireless network. */
  ENCRYPTED: -4,
} as const;

/** Link types, as pcap and pcapng number them. */
const Link = {
  NULL: 0,
  ETHERNET: 1,
  PPP: 9,
  RAW: 101,
  RAW_12: 12,
  RAW_14: 14,
  PPP_HDLC: 50,
  PPP_ETHER: 51,
  IEEE_802_11: 105,
  LOOP: 108,
  SLL: 113,
  RADIOTAP: 127,
  PPP_PPPD: 166,
  PPI: 192,
  PPP_DIRECTION: 204,
  IPV4: 228,
  IPV6: 229,
  NFLOG: 239,
  PKTAP: 258,
  SLL2: 276,
} as const;

/** Types of what follows an Ethernet head. */
const EtherType = {
  IPV4: 0x0800,
  IPV6: 0x86dd,
  VLAN: 0x8100,
  PROVIDER_VLAN: 0x88a8,
  OLD_PROVIDER_VLAN: 0x9100,
  MPLS: 0x8847,
  PPPOE_SESSION: 0x8864,
} as const;

const PPP_IPV4 = 0x21;
const PPP_IPV6 = 0x57;
const NFLOG_PAYLOAD = 9;
const MOST_LAYERS = 16;

/** Where in `frame.bytes` its packet of IP begins, or one of `NoPacket`. */
export function packetStart(frame: Frame): number {
  return afterLink(frame.linkType, frame.bytes, frame.start, frame.end, 0);
}

function afterLink(linkType: number, bytes: Uint8Array, start: number, end: number, depth: number): number {
  if (depth > MOST_LAYERS) return NoPacket.OTHER;
  switch (linkType) {
    case Link.ETHERNET:
      if (start + 14 > end) return NoPacket.SHORT;
      return afterType(u16(bytes, start + 12), bytes, start + 14, end, depth);
    case Link.RAW:
    case Link.RAW_12:
    case Link.RAW_14:
    case Link.IPV4:
    case Link.IPV6:
      return start;
    case Link.NULL:
    case Link.LOOP:
      return afterFamily(bytes, start, end);
    case Link.SLL:
      if (start + 16 > end) return NoPacket.SHORT;
      return afterType(u16(bytes, start + 14), bytes, start + 16, end, depth);
    case Link.SLL2:
      if (start + 20 > end) return NoPacket.SHORT;
      return afterType(u16(bytes, start), bytes, start + 20, end, depth);
    case Link.PPP:
    case Link.PPP_HDLC:
      return afterPpp(bytes, start, end);
    case Link.PPP_ETHER:
      return afterPpp(bytes, start + 6, end);
    case Link.PPP_PPPD:
    case Link.PPP_DIRECTION:
      return afterPpp(bytes, start + 1, end);
    case Link.RADIOTAP:
      return afterRadiotap(bytes, start, end, depth);
    case Link.IEEE_802_11:
      return afterWireless(bytes, start, end, false, depth);
    case Link.NFLOG:
      return afterNflog(bytes, start, end);
    case Link.PKTAP:
      if (start + 12 > end) return NoPacket.SHORT;
      return afterLink(u32le(bytes, start + 8), bytes, start + u32le(bytes, start), end, depth + 1);
    case Link.PPI:
      if (start + 8 > end) return NoPacket.SHORT;
      return afterLink(u32le(bytes, start + 4), bytes, start + u16le(bytes, start + 2), end, depth + 1);
    default:
      return NoPacket.UNKNOWN_LINK;
  }
}

/** After a type of Ethernet: tags of virtual networks may stack. */
function afterType(firstType: number, bytes: Uint8Array, firstPos: number, end: number, depth: number): number {
  let type = firstType;
  let pos = firstPos;
  for (let layers = depth; layers <= MOST_LAYERS; layers++) {
    switch (type) {
      case EtherType.IPV4:
      case EtherType.IPV6:
        return pos < end ? pos : NoPacket.SHORT;
      case EtherType.VLAN:
      case EtherType.PROVIDER_VLAN:
      case EtherType.OLD_PROVIDER_VLAN:
        if (pos + 4 > end) return NoPacket.SHORT;
        type = u16(bytes, pos + 2);
        pos += 4;
        break;
      case EtherType.PPPOE_SESSION:
        return afterPpp(bytes, pos + 6, end);
      case EtherType.MPLS:
        return afterLabels(bytes, pos, end);
      default:
        // 802.3: a length, then a logical link head that may name a type of Ethernet.
        if (type >= 0x600 || pos + 8 > end || !isSnap(bytes, pos)) return NoPacket.OTHER;
        type = u16(bytes, pos + 6);
        pos += 8;
    }
  }
  return NoPacket.OTHER;
}

function isSnap(bytes: Uint8Array, pos: number): boolean {
  return u32(bytes, pos) === 0xaaaa0300 && u16(bytes, pos + 4) === 0;
}

function afterLabels(bytes: Uint8Array, start: number, end: number): number {
  for (let pos = start; pos + 4 < end; pos += 4) {
    if (((bytes[pos + 2] as number) & 1) === 0) continue;
    return isVersion(bytes[pos + 4] as number) ? pos + 4 : NoPacket.OTHER;
  }
  return NoPacket.SHORT;
}

function isVersion(octet: number): boolean {
  return octet >> 4 === 4 || octet >> 4 === 6;
}

/** An address family in the byte order of whoever wrote it: small in one of both. */
function afterFamily(bytes: Uint8Array, start: number, end: number): number {
  if (start + 4 >= end) return NoPacket.SHORT;
  const family = Math.min(u32(bytes, start), u32le(bytes, start));
  // 2 is IPv4 everywhere; IPv6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on Darwin, 23 on Windows.
  const isInternet = family === 2 || family === 10 || family === 23 || family === 24 || family === 28 || family === 30;
  return isInternet ? start + 4 : NoPacket.OTHER;
}

function afterPpp(bytes: Uint8Array, start: number, end: number): number {
  let pos = start;
  if (pos + 2 <= end && u16(bytes, pos) === 0xff03) pos += 2;
  if (pos + 2 > end) return NoPacket.SHORT;
  // A protocol number whose first octet is odd was compressed to that octet.
  const isCompressed = ((bytes[pos] as number) & 1) === 1;
  const protocol = isCompressed ? (bytes[pos] as number) : u16(bytes, pos);
  pos += isCompressed ? 1 : 2;
  return protocol === PPP_IPV4 || protocol === PPP_IPV6 ? pos : NoPacket.OTHER;
}

function afterRadiotap(bytes: Uint8Array, start: number, end: number, depth: number): number {
  if (start + 8 > end) return NoPacket.SHORT;
  const length = u16le(bytes, start + 2);
  if (start + length > end) return NoPacket.SHORT;
  const present = u32le(bytes, start + 4);
  let fields = start + 8;
  for (let word = present; word >= 0x8000_0000 && fields + 4 <= start + length; fields += 4)
    word = u32le(bytes, fields);
  // The clock comes before the flags and is aligned to 8 octets.
  if (present & 1) fields += (-(fields - start) & 7) + 8;
  const isPadded = (present & 2) !== 0 && fields < start + length && ((bytes[fields] as number) & 0x20) !== 0;
  return afterWireless(bytes, start + length, end, isPadded, depth);
}

function afterWireless(bytes: Uint8Array, start: number, end: number, isPadded: boolean, depth: number): number {
  if (start + 24 > end) return NoPacket.SHORT;
  const control = bytes[start] as number;
  const flags = bytes[start + 1] as number;
  // Frames of data, with content: the bit 0x40 of the control octet means that there is none.
  if ((control & 0x4f) !== 0x08) return NoPacket.OTHER;
  if (flags & 0x40) return NoPacket.ENCRYPTED;
  const hasQuality = (control & 0x80) !== 0;
  let head = 24;
  if ((flags & 0x03) === 0x03) head += 6;
  if (hasQuality) head += flags & 0x80 ? 6 : 2;
  if (isPadded) head += -head & 3;
  let pos = start + head;
  // Several frames in one: the first of them.
  const isAggregate = hasQuality && ((bytes[start + ((flags & 0x03) === 0x03 ? 30 : 24)] as number) & 0x80) !== 0;
  if (isAggregate) pos += 14;
  if (pos + 8 > end) return NoPacket.SHORT;
  if (!isSnap(bytes, pos)) return NoPacket.OTHER;
  return afterType(u16(bytes, pos + 6), bytes, pos + 8, end, depth + 1);
}

/** Fields of length and type in the byte order of the machine, each padded to four octets. */
function afterNflog(bytes: Uint8Array, start: number, end: number): number {
  for (let pos = start + 4; pos + 4 <= end; ) {
    // Types are small, lengths need not be.
    const isLittle = u16le(bytes, pos + 2) <= u16(bytes, pos + 2);
    const type = isLittle ? u16le(bytes, pos + 2) : u16(bytes, pos + 2);
    const length = isLittle ? u16le(bytes, pos) : u16(bytes, pos);
    if (length < 4) return NoPacket.OTHER;
    if (type === NFLOG_PAYLOAD) return pos + 4 < end ? pos + 4 : NoPacket.SHORT;
    pos += length + (-length & 3);
  }
  return NoPacket.SHORT;
}
