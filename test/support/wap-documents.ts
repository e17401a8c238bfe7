import fc from "fast-check";
import type { OpaqueKind, VocabularyDefinition } from "../../src/vocabulary/definition.ts";
import { defineVocabulary, type Vocabulary } from "../../src/vocabulary/vocabulary.ts";

const TAGS_A_PAGE = 64;
const ATTRIBUTES_A_PAGE = 128;
const HAS_CONTENT = 0x40;
const HAS_ATTRIBUTES = 0x80;
const END = 0x01;
const STR_I = 0x03;
const OPAQUE = 0xc3;
const EXT_I_0 = 0x40;
const EXT_T_0 = 0x80;
/** The string table of languages with variables. */
const VARIABLE = "user\0";
const UNKNOWN_PUBLIC_ID = 1;
const UTF_8 = 106;

/** Bytes of a document, with the pages set so far: a switch is written where it is needed. */
interface Pages {
  tag: number;
  attribute: number;
}
type Piece = (pages: Pages) => readonly number[];

const text = fc.stringMatching(/^[a-zA-Z0-9/.:=+<&"é€-]{1,9}$/).map(
  (value): Piece =>
    () => [STR_I, ...new TextEncoder().encode(value), 0],
);
/** A variable, inline or in the string table, or text that is nearly one. */
const variable = fc.oneof(
  fc.tuple(fc.nat(2), fc.constantFrom("a", "user", "accept", "1", "")).map(
    ([kind, name]): Piece =>
      () => [EXT_I_0 + kind, ...new TextEncoder().encode(name), 0],
  ),
  fc.tuple(fc.nat(2), fc.nat(VARIABLE.length - 1)).map(
    ([kind, index]): Piece =>
      () => [EXT_T_0 + kind, index],
  ),
  fc.constantFrom("$", "$$", "$(", "a:noesc)", "$(a:unesc)").map(
    (value): Piece =>
      () => [STR_I, ...new TextEncoder().encode(value), 0],
  ),
);
const opaque = (hex: string): Piece => {
  const value = Buffer.from(hex, "hex");
  return () => [OPAQUE, value.length, ...value];
};
const readableOctets = opaque(Buffer.from("text").toString("hex"));
// Some of them a number, a date or UTF-8.
const octets = fc.oneof(
  fc.uint8Array({ maxLength: 8 }).map(
    (value): Piece =>
      () => [OPAQUE, value.length, ...value],
  ),
  fc.constantFrom("1f46a69c9f5a", "19990625152315", "200204160640", "00", "01f4").map(opaque),
  fc.constant(readableOctets),
);
const dates = fc.constantFrom("19990625152315", "200204160640", "20160229").map(opaque);

/**
 * Documents in WBXML of one language, made from its own tables: any of its elements in any other, with any of its attributes,
 * values, words, variables, strings and octets. Each is such that it can be read.
 */
export function wapDocuments(definition: VocabularyDefinition): fc.Arbitrary<Uint8Array> {
  const vocabulary = defineVocabulary(definition);
  const { tags, attributeStarts, attributeValues } = vocabulary;
  const tagIndexes = [...tags.keys()].filter((index) => tags[index] !== undefined);
  const roots = tagIndexes.filter((index) => vocabulary.isRoot(tags[index]?.local ?? ""));
  const words = Object.entries(definition.extensionWords ?? {}).flatMap(([kind, all]) =>
    Object.keys(all).map(
      (value): Piece =>
        () => [EXT_T_0 + Number(kind), ...mbUint32(Number(value))],
    ),
  );
  const hasVariables = definition.variables !== undefined;
  const pieces = [
    text,
    ...(words.length === 0 ? [] : [fc.constantFrom(...words)]),
    ...(hasVariables ? [variable] : []),
  ];
  const string = fc.oneof(...pieces);
  const attributes = attributeListOf(attributeStarts, attributeValues, hasVariables ? fc.oneof(text, variable) : text);
  const { element } = fc.letrec<{ element: Piece; content: readonly Piece[] }>((tie) => ({
    content: fc.oneof(
      { depthSize: "small", maxDepth: 4 },
      fc.array(string, { maxLength: 2 }),
      octets.map((one) => [one]),
      fc.array(tie("element"), { maxLength: 4 }),
    ),
    element: fc.tuple(fc.constantFrom(...tagIndexes), attributes, tie("content")).map(elementOf),
  }));
  const content = fc.array(element, { maxLength: 4 });
  const { publicId = UNKNOWN_PUBLIC_ID } = definition;
  return fc.tuple(fc.constantFrom(...roots.slice(0, 1)), attributes, content).map((root) => {
    const body = elementOf(root)({ tag: 0, attribute: 0 });
    const table = new TextEncoder().encode(hasVariables ? VARIABLE : "");
    return Uint8Array.of(3, ...mbUint32(publicId), UTF_8, table.length, ...table, ...body);
  });
}

function elementOf([index, attributes, content]: readonly [number, readonly Piece[], readonly Piece[]]): Piece {
  const page = Math.floor(index / TAGS_A_PAGE);
  return (pages) => {
    const flags = (attributes.length > 0 ? HAS_ATTRIBUTES : 0) | (content.length > 0 ? HAS_CONTENT : 0);
    const start = [...switchTo(page, pages, "tag"), flags | (index % TAGS_A_PAGE)];
    const list = attributes.length > 0 ? [...attributes.flatMap((piece) => piece(pages)), END] : [];
    const inside = content.length > 0 ? [...content.flatMap((piece) => piece(pages)), END] : [];
    return [...start, ...list, ...inside];
  };
}

/** Attributes of different names: namespaces, which are none to a reader, are left out. */
function attributeListOf(
  starts: Vocabulary["attributeStarts"],
  values: readonly (string | undefined)[],
  string: fc.Arbitrary<Piece>,
): fc.Arbitrary<readonly Piece[]> {
  const usable = [...starts.keys()].filter((index) => starts[index] && !starts[index].name.local.startsWith("xmlns"));
  if (usable.length === 0) return fc.constant([]);
  const token = (index: number, base: number): Piece => {
    const page = Math.floor(index / ATTRIBUTES_A_PAGE);
    return (pages) => [...switchTo(page, pages, "attribute"), base + (index % ATTRIBUTES_A_PAGE)];
  };
  const valueTokens = [...values.keys()].filter((index) => values[index] !== undefined);
  const value = valueTokens.length === 0 ? string : fc.constantFrom(...valueTokens).map((index) => token(index, 0x80));
  const listOf = (index: number) => {
    const pieces = fc.array(fc.oneof(string, value), { maxLength: 3 });
    const whole = isDate(starts[index]?.opaque) ? dates : fc.constant(readableOctets);
    return fc.oneof(pieces, fc.array(whole, { minLength: 1, maxLength: 1 }));
  };
  const attribute = fc.constantFrom(...usable).chain((index) =>
    listOf(index).map((rest) => ({
      name: starts[index]?.name.local,
      piece: (pages: Pages) => [token(index, 0), ...rest].flatMap((one) => one(pages)),
    })),
  );
  return fc
    .uniqueArray(attribute, { selector: ({ name }) => name, maxLength: 3 })
    .map((list) => list.map(({ piece }) => piece));
}

/** Whether these octets are of a kind that is always theirs. */
function isDate(kind: OpaqueKind | undefined): boolean {
  return kind !== undefined && kind.announcedBy === undefined;
}

function switchTo(page: number, pages: Pages, space: keyof Pages): readonly number[] {
  if (pages[space] === page) return [];
  pages[space] = page;
  return [0, page];
}

function mbUint32(value: number): readonly number[] {
  const octets = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) octets.unshift(0x80 | (rest & 0x7f));
  return octets;
}
