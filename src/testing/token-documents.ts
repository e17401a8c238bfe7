import fc from "fast-check";
import { ByteWriter } from "../core/byte-writer.ts";
import { codeUnitBytes } from "../core/charset.ts";
import { writeMbUint32 } from "../core/mb-uint32.ts";
import { encodeUtf8 } from "../core/utf8.ts";

type Bytes = fc.Arbitrary<number[]>;

/** The header fields that tokens depend on. */
interface Context {
  readonly unitBytes: number;
  readonly tableBytes: number;
}

const bytesOf = (...parts: Bytes[]): Bytes => fc.tuple(...parts).map((pieces) => pieces.flat());
const just = (...bytes: number[]): Bytes => fc.constant(bytes);
const some = (part: Bytes, maxLength = 4): Bytes => fc.array(part, { maxLength }).map((pieces) => pieces.flat());

function mbUint32(value: number): number[] {
  const writer = new ByteWriter(5);
  writeMbUint32(writer, value);
  return [...writer.take()];
}

/** The mb_u_int32 of a value, sometimes in more bytes than it needs. */
function padded(value: fc.Arbitrary<number>): Bytes {
  return fc.tuple(value, fc.nat(9)).map(([number, padding]) => {
    const bytes = mbUint32(number);
    return [...new Array<number>(Math.min(Math.max(0, padding - 5), 5 - bytes.length)).fill(0x80), ...bytes];
  });
}

const uint32 = fc.oneof(fc.nat(200), fc.nat(0xffff), fc.integer({ min: 0, max: 0xffff_ffff }));
const scalarValue = fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10_ffff }));
const octets = fc.oneof(
  fc.array(fc.nat(255), { maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => [...encodeUtf8(text)]),
);

/** Code units none of which is NUL, and the NUL. */
function terminated(unitBytes: number): Bytes {
  const utf8 = fc.string({ unit: "binary", maxLength: 20 }).map((text) => [...encodeUtf8(text)]);
  const units = fc.array(
    fc.array(
      fc.oneof(
        just(0),
        just(0x41),
        fc.nat(255).map((byte) => [byte]),
      ),
      {
        minLength: unitBytes,
        maxLength: unitBytes,
      },
    ),
  );
  const wide = units.map((list) =>
    list
      .map((unit) => unit.flat())
      .filter((unit) => unit.some((byte) => byte > 0))
      .flat(),
  );
  const content =
    unitBytes === 1
      ? fc.oneof(
          wide,
          utf8.map((bytes) => bytes.filter((byte) => byte > 0)),
        )
      : wide;
  return bytesOf(content, just(...new Array<number>(unitBytes).fill(0)));
}

const applicationToken = (first: number): Bytes =>
  fc.integer({ min: 5, max: 0x3f }).chain((token) => fc.constantFrom([first | token], [first | 0x40 | token]));

/** Character data allowed in content and in attribute values. */
function text({ unitBytes, tableBytes }: Context): Bytes {
  const index = padded(fc.nat(Math.max(0, tableBytes - 1)));
  const string = terminated(unitBytes);
  return fc.oneof(
    bytesOf(just(0x03), string),
    bytesOf(just(0x02), padded(scalarValue)),
    bytesOf(fc.constantFrom([0x40], [0x41], [0x42]), string),
    bytesOf(fc.constantFrom([0x80], [0x81], [0x82]), padded(uint32)),
    bytesOf(fc.constantFrom([0xc0], [0xc1], [0xc2])),
    fc.tuple(octets, fc.nat(3)).map(([content, padding]) => {
      const length = mbUint32(content.length);
      return [0xc3, ...new Array<number>(padding).fill(0x80), ...length, ...content];
    }),
    ...(tableBytes > 0 ? [bytesOf(just(0x83), index)] : []),
  );
}

const switchPage: Bytes = fc.oneof(fc.nat(3), fc.nat(255)).map((page) => [0x00, page]);

function attributes(context: Context): Bytes {
  const index = padded(fc.nat(Math.max(0, context.tableBytes - 1)));
  const name = fc.oneof(applicationToken(0), context.tableBytes > 0 ? bytesOf(just(0x04), index) : just(0x04, 0x00));
  const value = fc.oneof(applicationToken(0x80), text(context), switchPage);
  return some(bytesOf(fc.oneof(just(), switchPage), name, some(value, 3)), 3);
}

function content(context: Context, depth: number): Bytes {
  const instruction = bytesOf(just(0x43), attributes(context), just(0x01));
  const leaf = fc.oneof(text(context), switchPage, instruction);
  return some(depth === 0 ? leaf : fc.oneof(leaf, element(context, depth - 1)));
}

function element(context: Context, depth: number): Bytes {
  const index = padded(fc.nat(Math.max(0, context.tableBytes - 1)));
  const identity = fc.oneof(
    fc.integer({ min: 5, max: 0x3f }).map((token) => ({ token, index: [] as number[] })),
    ...(context.tableBytes > 0 ? [index.map((bytes) => ({ token: 0x04, index: bytes }))] : []),
  );
  return fc
    .tuple(identity, attributes(context), content(context, depth), fc.boolean(), fc.boolean())
    .map(([tag, list, inner, hasAttributes, hasContent]) => [
      tag.token | (hasAttributes ? 0x80 : 0) | (hasContent ? 0x40 : 0),
      ...tag.index,
      ...(hasAttributes ? [...list, 0x01] : []),
      ...(hasContent ? [...inner, 0x01] : []),
    ]);
}

const publicIds = fc
  .constantFrom(
    "-//SYNCML//DTD SyncML 1.2//EN",
    "-//SYNCML//DTD DevInf 1.1//EN",
    "-//OMA//DTD-DM-DDF 1.2//EN",
    "-//X//Y",
  )
  .map((text) => [...encodeUtf8(text), 0]);

const header = fc.record({
  version: fc.nat(3),
  // 0 means that the identifier is in the string table.
  publicId: fc.oneof(fc.constantFrom(0, 1, 0x0fd3, 0x1201, 0x1203), uint32),
  charset: fc.constantFrom(0, 3, 4, 17, 106, 1000, 1001, 1013, 1014, 1015, 0xffff),
  table: fc.oneof(just(), octets, terminated(1), publicIds),
});

/**
 * WBXML documents of random tokens: every token in both code spaces, every version and page, padded integers, odd string
 * tables, several charsets. The grammar allows them, but they need not mean anything.
 */
export function tokenDocuments(): fc.Arbitrary<Uint8Array> {
  return documents;
}

const documents: fc.Arbitrary<Uint8Array> = header.chain(({ version, publicId, charset, table }) => {
  const context = { unitBytes: version === 0 ? 1 : codeUnitBytes(charset), tableBytes: table.length };
  const instruction = bytesOf(just(0x43), attributes(context), just(0x01));
  const tableLength = padded(fc.constant(table.length));
  return bytesOf(
    just(version),
    publicId === 0 ? bytesOf(just(0), padded(fc.nat(Math.max(0, table.length - 1)))) : padded(fc.constant(publicId)),
    version === 0 ? just() : padded(fc.constant(charset)),
    tableLength,
    just(...table),
    some(fc.oneof(instruction, switchPage), 2),
    element(context, 3),
    some(instruction, 2),
    fc.oneof(
      just(),
      octets.filter(([first]) => first !== 0x43),
    ),
  ).map((bytes) => Uint8Array.from(bytes));
});
