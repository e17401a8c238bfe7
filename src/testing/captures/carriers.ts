import fc from "fast-check";
import { share } from "../share.ts";
import type { Carrier, PacketCarrier } from "./capture-file.ts";
import type { ConversationStyle } from "./conversations.ts";
import type { HarStyle } from "./har-file.ts";
import type { HttpStyle } from "./http-messages.ts";
import { type LinkName, linkNames } from "./link-frames.ts";
import type { PacketFileStyle } from "./packet-files.ts";
import type { Accident, TcpStyle } from "./tcp-segments.ts";

/** Which carriers. */
export interface CarrierOptions {
  /** Octets are missing from the file. Default: nothing is missing. */
  readonly isLossy?: boolean;
}

const httpStyle: fc.Arbitrary<HttpStyle> = fc.record({
  framing: fc.constantFrom("length", "chunked", "until-close"),
  coding: fc.oneof(
    { weight: 3, arbitrary: fc.constant("identity" as const) },
    { weight: 2, arbitrary: fc.constantFrom("gzip", "x-gzip", "zlib", "deflate") },
  ),
  chunkBytes: fc.constantFrom(1_000, 100, 16, 7),
  expectsContinue: fc.boolean(),
  isLower: fc.boolean(),
});

const conversation: fc.Arbitrary<ConversationStyle> = fc.record({
  messages: fc.array(httpStyle, { minLength: 1, maxLength: 3 }),
  exchangesOfConnection: fc.integer({ min: 1, max: 4 }),
  isPipelined: fc.boolean(),
});

const harmless = ["delay", "repeat", "repeat-differently", "overlap", "keep-alive"] as const;
// One kind of loss at a time: two that follow each other are one hole.
const losing = ["lose", "delay", "repeat", "overlap", "keep-alive"] as const;
const losingUnseen = ["lose-unacknowledged", "delay", "repeat", "overlap", "keep-alive"] as const;
// What was cut is lost at once, so that nothing may bring it again.
const cutting = ["cut", "delay", "keep-alive"] as const;

function tcp(isLossy: boolean): fc.Arbitrary<TcpStyle> {
  const accidentsOf = (kinds: readonly Accident["kind"][]) =>
    fc.array(fc.record({ kind: fc.constantFrom(...kinds), at: share, by: fc.oneof(fc.nat(5), fc.nat(200)) }), {
      minLength: isLossy ? 1 : 0,
      maxLength: 5,
    });
  return fc.record({
    segmentBytes: fc.oneof(
      fc.constantFrom([1_460], [536], [100_000 >> 1]),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 }).map(withoutTiny),
    ),
    initialSequence: fc.constantFrom(1, 0xffff_ff00, 0x7fff_ff80, 0xffff_ffff, 4_000_000_000),
    hasHandshake: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
    closing: isLossy
      ? fc.constantFrom("finish" as const, "reset", "open")
      : fc.constantFrom("finish" as const, "finish-with-data", "reset", "open"),
    acknowledges: fc.constantFrom("each" as const, "burst", "never"),
    reusesPort: fc.boolean(),
    accidents: isLossy
      ? fc.oneof(accidentsOf(losing), accidentsOf(losingUnseen), accidentsOf(cutting))
      : accidentsOf(harmless),
  });
}

/** Segments of an octet each make a capture large for nothing: on average they are of eight. */
function withoutTiny(sizes: number[]): number[] {
  return sizes.reduce((sum, size) => sum + size, 0) < 8 * sizes.length ? [...sizes, 64] : sizes;
}

const order = fc.constantFrom("little" as const, "big" as const);

const packetFiles: fc.Arbitrary<PacketFileStyle> = fc.oneof(
  fc.record({
    format: fc.constant("pcap" as const),
    order,
    hasNanoseconds: fc.boolean(),
    files: fc.constantFrom(1, 1, 3),
  }),
  fc.record({
    format: fc.constant("pcapng" as const),
    sections: fc.array(order, { minLength: 1, maxLength: 3 }),
    resolution: fc.constantFrom(6, 9, 0x8a),
    block: fc.constantFrom("enhanced" as const, "simple", "old"),
    hasMore: fc.boolean(),
  }),
);

function packets(isLossy: boolean): fc.Arbitrary<PacketCarrier> {
  const internet = fc.record({
    version: fc.constantFrom(4 as const, 6 as const),
    fragmentBytes: fc.constantFrom(0, 0, 1_000, 40, 24),
    fragmentOrder: fc.constantFrom("forward" as const, "backward", "last-first"),
    hasOptions: fc.boolean(),
    isOffloaded: fc.boolean(),
    isOpenerHigher: fc.boolean(),
    isTunnelled: fc.constantFrom(false, false, true),
  });
  return fc
    .record({
      kind: fc.constant("packets" as const),
      conversation,
      tcp: tcp(isLossy),
      internet,
      links: fc.array(fc.constantFrom(...linkNames), { minLength: 1, maxLength: 3 }) as fc.Arbitrary<
        [LinkName, ...LinkName[]]
      >,
      file: packetFiles,
      isInterleaved: fc.boolean(),
      lostFrames: fc.constant([]),
    })
    .map(consistent);
}

/** What cannot be captured together is not. */
function consistent(carrier: PacketCarrier): PacketCarrier {
  const { tcp, internet } = carrier;
  const isLosing = tcp.accidents.some(({ kind }) => kind.startsWith("lose"));
  // What is acknowledged at once is lost for good: nothing may bring it again.
  const accidents =
    isLosing && tcp.acknowledges === "each"
      ? tcp.accidents.filter(({ kind }) => kind !== "repeat" && kind !== "overlap")
      : tcp.accidents;
  const largest = Math.max(...tcp.segmentBytes);
  const fits = largest <= internet.fragmentBytes * 100;
  return {
    ...carrier,
    // Without a handshake, ports that were used before are of the connection before.
    tcp: { ...tcp, accidents, reusesPort: tcp.reusesPort && tcp.hasHandshake },
    // A packet has no more than 128 fragments; one without a length ends with its frame.
    internet: { ...internet, fragmentBytes: fits ? internet.fragmentBytes : 0 },
  };
}

const har: fc.Arbitrary<HarStyle> = fc.record({
  requests: fc.constantFrom("_content" as const, "encoding"),
  keepsText: fc.boolean(),
  hasByteOrderMark: fc.boolean(),
  indentation: fc.constantFrom(0, 2),
});

/** Carriers of messages: frames of all kinds in files of packets, and, where nothing is missing, HTTP archives and raw HTTP. */
export function carriers({ isLossy = false }: CarrierOptions = {}): fc.Arbitrary<Carrier> {
  if (isLossy) return packets(true);
  return fc.oneof(
    { weight: 8, arbitrary: packets(false) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("har" as const), har }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("http" as const), conversation }) },
  );
}
