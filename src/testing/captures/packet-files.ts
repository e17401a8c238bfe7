import { encodeUtf8 } from "../../core/utf8.ts";
import { type CapturedFrame, type LinkName, linkTypeOf } from "./link-frames.ts";
import { concatenated, numbers } from "./traffic.ts";

/** How frames are put into a file. */
export type PacketFileStyle =
  | {
      readonly format: "pcap";
      readonly order: "little" | "big";
      readonly hasNanoseconds: boolean;
      /** Files of the same traffic one after another, as `cat` makes them. */
      readonly files: number;
    }
  | {
      readonly format: "pcapng";
      /** Of its sections, which the frames are spread over. */
      readonly sections: readonly ("little" | "big")[];
      /** `if_tsresol`: 6, 9, or 0x8a for parts of 1/1024 second. */
      readonly resolution: number;
      /** The block of a packet: the enhanced one, the one that has no time, the one of old. */
      readonly block: "enhanced" | "simple" | "old";
      /** Comments, and blocks of names, statistics and whatever else, are among the packets. */
      readonly hasMore: boolean;
    };

/** Of the first frame: seconds since 1970. */
const FIRST_SECOND = 1_700_000_000;
/** Between two frames. */
const STEP_MICROSECONDS = 1_500;

class Writer {
  private readonly parts: Uint8Array[] = [];
  private readonly order: "little" | "big";

  constructor(order: "little" | "big") {
    this.order = order;
  }

  number(value: number, octets: number): this {
    const big = numbers([value, octets]);
    this.parts.push(this.order === "big" ? big : big.reverse());
    return this;
  }

  octets(octets: Uint8Array): this {
    this.parts.push(octets);
    return this;
  }

  take(): Uint8Array {
    return concatenated(this.parts);
  }
}

/** Frames as a file; of `pcap` all have the link type of the first. */
export function packetFile(frames: readonly CapturedFrame[], style: PacketFileStyle): Uint8Array {
  return style.format === "pcap" ? pcapFile(frames, style) : pcapngFile(frames, style);
}

function pcapFile(
  frames: readonly CapturedFrame[],
  { order, hasNanoseconds, files }: Extract<PacketFileStyle, { format: "pcap" }>,
): Uint8Array {
  const link = frames[0]?.link ?? "raw";
  const head = new Writer(order)
    .number(hasNanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4)
    .number(2, 2)
    .number(4, 2)
    .number(0, 8)
    .number(262_144, 4)
    .number(linkTypeOf(link), 4)
    .take();
  const perFile = Math.max(1, Math.ceil(frames.length / files));
  const records = frames.map(({ octets, wireBytes }, index) => {
    const { seconds, microseconds } = timeOf(index);
    const record = new Writer(order)
      .number(seconds, 4)
      .number(hasNanoseconds ? microseconds * 1_000 : microseconds, 4)
      .number(octets.length, 4)
      .number(wireBytes, 4)
      .octets(octets)
      .take();
    return index > 0 && index % perFile === 0 ? concatenated([head, record]) : record;
  });
  return concatenated([head, ...records]);
}

function pcapngFile(
  frames: readonly CapturedFrame[],
  { sections, resolution, block, hasMore }: Extract<PacketFileStyle, { format: "pcapng" }>,
): Uint8Array {
  const blocks: Uint8Array[] = [];
  const perSection = Math.max(1, Math.ceil(frames.length / sections.length));
  sections.forEach((order, section) => {
    const some = frames.slice(section * perSection, (section + 1) * perSection);
    const interfaces = [...new Set(some.map(({ link }) => link))];
    blocks.push(
      blockOf(0x0a0d0d0a, order, (body) =>
        body.number(0x1a2b3c4d, 4).number(1, 2).number(0, 2).octets(new Uint8Array(8).fill(0xff)),
      ),
    );
    for (const link of interfaces) blocks.push(interfaceBlock(link, order, resolution));
    some.forEach((frame, index) => {
      if (hasMore && index % 3 === 0) blocks.push(...otherBlocks(order));
      blocks.push(packetBlock(frame, interfaces, order, resolution, block, section * perSection + index, hasMore));
    });
  });
  return concatenated(blocks);
}

function interfaceBlock(link: LinkName, order: "little" | "big", resolution: number): Uint8Array {
  return blockOf(1, order, (body) => {
    body.number(linkTypeOf(link), 2).number(0, 2).number(0, 4);
    if (resolution !== 6) body.number(9, 2).number(1, 2).number(resolution, 1).octets(new Uint8Array(3)).number(0, 4);
  });
}

/** Blocks that no packet is in. */
function otherBlocks(order: "little" | "big"): Uint8Array[] {
  return [
    blockOf(4, order, (body) => body.number(0, 4)),
    blockOf(5, order, (body) => body.number(0, 12)),
    blockOf(0x8000_0bad, order, (body) => body.octets(encodeUtf8("POST / HTTP/1.1\r\n\r\n"))),
  ];
}

function packetBlock(
  { octets, wireBytes, link }: CapturedFrame,
  interfaces: readonly LinkName[],
  order: "little" | "big",
  resolution: number,
  kind: "enhanced" | "simple" | "old",
  index: number,
  hasComments: boolean,
): Uint8Array {
  const number = interfaces.indexOf(link);
  // The block without a time has neither an interface nor a captured length.
  if (kind === "simple" && number === 0 && wireBytes === octets.length) {
    return blockOf(3, order, (body) => body.number(wireBytes, 4).octets(octets));
  }
  const ticks = ticksOf(index, resolution);
  return blockOf(kind === "old" ? 2 : 6, order, (body) => {
    if (kind === "old") body.number(number, 2).number(0xffff, 2);
    else body.number(number, 4);
    body
      .number(Number(ticks >> 32n), 4)
      .number(Number(ticks & 0xffff_ffffn), 4)
      .number(octets.length, 4)
      .number(wireBytes, 4)
      .octets(octets);
    if (!hasComments || index % 2 === 0) return;
    body
      .octets(new Uint8Array(-octets.length & 3))
      .number(1, 2)
      .number(5, 2)
      .octets(encodeUtf8("frame\0\0\0"))
      .number(0, 4);
  });
}

function blockOf(type: number, order: "little" | "big", write: (body: Writer) => void): Uint8Array {
  const body = new Writer(order);
  write(body);
  const content = body.take();
  const padded = concatenated([content, new Uint8Array(-content.length & 3)]);
  const length = padded.length + 12;
  return new Writer(order).number(type, 4).number(length, 4).octets(padded).number(length, 4).take();
}

function timeOf(index: number): { seconds: number; microseconds: number } {
  const microseconds = 250_000 + index * STEP_MICROSECONDS;
  return { seconds: FIRST_SECOND + Math.floor(microseconds / 1_000_000), microseconds: microseconds % 1_000_000 };
}

function ticksOf(index: number, resolution: number): bigint {
  const { seconds, microseconds } = timeOf(index);
  const perSecond = resolution & 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
  return BigInt(seconds) * perSecond + (BigInt(microseconds) * perSecond) / 1_000_000n;
}
