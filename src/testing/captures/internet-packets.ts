import type { Segment } from "./tcp-segments.ts";
import { concatenated, numbers, type TrafficSide } from "./traffic.ts";

/** How segments are put into packets of IP. */
export interface InternetStyle {
  /** Version of the Internet Protocol. */
  readonly version: 4 | 6;
  /** Octets of a fragment, a multiple of eight; 0 for none. */
  readonly fragmentBytes: number;
  /** The order in which the fragments of a packet come. */
  readonly fragmentOrder: "forward" | "backward" | "last-first";
  /** A head between that of the packet and what it carries: options of IPv4, hop-by-hop options of IPv6. */
  readonly hasOptions: boolean;
  /** IPv4: its length is 0, as where the card cuts it. Only where nothing follows it in its frame. */
  readonly isOffloaded: boolean;
  /** The address of whoever opens connections is above that of the other side. */
  readonly isOpenerHigher: boolean;
  /** IPv4 inside IPv4, or whatever else is inside, behind a head of GRE. */
  readonly isTunnelled: boolean;
}

/** A packet of IP, as far as it was captured. */
export interface CapturedPacket {
  readonly side: TrafficSide;
  readonly octets: Uint8Array;
  /** Octets at its end that were not captured, and are not in `octets` either. */
  readonly cut: number;
  readonly version: 4 | 6;
}

const TCP = 6;
const GRE = 47;

/** The packets of a segment in the order in which they come. */
export function packetsOf(
  { side, octets, cut }: Segment,
  style: InternetStyle,
  identification: number,
  canBeOffloaded: boolean,
): CapturedPacket[] {
  const { version, fragmentBytes, fragmentOrder, isTunnelled } = style;
  const inner = isTunnelled
    ? concatenated([
        numbers([0, 2], [version === 4 ? 0x0800 : 0x86dd, 2]),
        packet(side, octets, TCP, style, identification, 0, false, false),
      ])
    : octets;
  const protocol = isTunnelled ? GRE : TCP;
  // What is cut is cut at the end of the last fragment, which tells by itself.
  if (fragmentBytes === 0 || inner.length <= fragmentBytes || cut > 0) {
    const whole = packet(side, inner, protocol, style, identification, 0, false, canBeOffloaded && cut === 0);
    return [{ side, octets: whole.subarray(0, whole.length - cut), cut, version }];
  }
  const fragments: CapturedPacket[] = [];
  for (let at = 0; at < inner.length; at += fragmentBytes) {
    const part = inner.subarray(at, at + fragmentBytes);
    const hasMore = at + fragmentBytes < inner.length;
    const made = packet(side, part, protocol, style, identification, at, hasMore, false);
    fragments.push({ side, octets: made, cut: 0, version });
  }
  if (fragmentOrder === "backward") fragments.reverse();
  if (fragmentOrder === "last-first") fragments.unshift(fragments.pop() as CapturedPacket);
  return fragments;
}

function packet(
  side: TrafficSide,
  content: Uint8Array,
  protocol: number,
  { version, hasOptions, isOpenerHigher }: InternetStyle,
  identification: number,
  offset: number,
  hasMore: boolean,
  isOffloaded: boolean,
): Uint8Array {
  const isHigher = (side === "opener") === isOpenerHigher;
  const [from, to] = isHigher ? [2, 1] : [1, 2];
  const isFragment = hasMore || offset > 0;
  if (version === 4) {
    const options = hasOptions ? numbers([0x01_01_01_00, 4]) : new Uint8Array(0);
    const length = 20 + options.length;
    const head = numbers(
      [0x40 | (length / 4), 1],
      [0, 1],
      [isOffloaded ? 0 : length + content.length, 2],
      [identification & 0xffff, 2],
      [(hasMore ? 0x2000 : 0) | (offset / 8), 2],
      [64, 1],
      [protocol, 1],
      [0, 2],
      [0x0a_00_00_00 + (from as number), 4],
      [0x0a_00_00_00 + (to as number), 4],
    );
    return concatenated([head, options, content]);
  }
  const hopByHop = hasOptions
    ? numbers([isFragment ? 44 : protocol, 1], [0, 1], [1, 1], [4, 1], [0, 4])
    : new Uint8Array(0);
  const fragment = isFragment
    ? numbers([protocol, 1], [0, 1], [offset | (hasMore ? 1 : 0), 2], [identification >>> 0, 4])
    : new Uint8Array(0);
  const head = numbers(
    [0x60_00_00_00, 4],
    [hopByHop.length + fragment.length + content.length, 2],
    [hasOptions ? 0 : isFragment ? 44 : protocol, 1],
    [64, 1],
    [0xfe80_0000, 4],
    [0, 8],
    [from as number, 4],
    [0xfe80_0000, 4],
    [0, 8],
    [to as number, 4],
  );
  return concatenated([head, hopByHop, fragment, content]);
}
