import fc from "fast-check";
import { expect, test } from "vitest";
import { openValidation, validate } from "../../src/codec/validate.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { byteByByte } from "../support/chunks.ts";
import { mbUint32 } from "../support/hex.ts";

// A description of a tree that is the text of Data, spelt in every way that its document allows, each character by itself:
// the fault is found at the byte of that character.

const PATH = "/SyncML/SyncBody/Add/Item/Data/MgmtTree/Node[2]/Oops";
const filling = fc.string({ unit: fc.constantFrom("a", "é", "日", "😀", "\n", "]", " "), maxLength: 12 });
const latin = fc.string({ unit: fc.constantFrom("a", "é", "\n", "]", " "), maxLength: 12 });

interface Tree {
  readonly characters: readonly string[];
  /** Index of the character that the element begins with which no tree may have. */
  readonly fault: number;
}

const trees = (text: fc.Arbitrary<string>): fc.Arbitrary<Tree> =>
  fc.tuple(text, text, text).map(([first, second, third]) => {
    const before = [
      ...`<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><!--${first}-->`,
      ...`<Node><NodeName>${first}</NodeName></Node>\n<Node><NodeName>${second}</NodeName>`,
    ];
    return { characters: [...before, ...`<Oops>${third}</Oops></Node></MgmtTree>`], fault: before.length };
  });

/** Characters in this number are spelt in this way, then comes the next entry. */
const plans = <Way extends string>(...ways: readonly Way[]) =>
  fc.array(fc.tuple(fc.constantFrom(...ways), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 12 });

function wayOf<Way>(plan: readonly (readonly [Way, number])[], index: number): readonly [way: Way, starts: boolean] {
  const total = plan.reduce((sum, [, count]) => sum + count, 0);
  let rest = index % total;
  for (const [way, count] of plan) {
    if (rest < count) return [way, rest === 0];
    rest -= count;
  }
  throw new Error("not in the plan");
}

function expectFault(document: Uint8Array, offset: number): void {
  const findings = validate(document);
  expect(findings.filter(({ path }) => path === PATH).map((finding) => [finding.rule, finding.offset])).toEqual([
    ["dtd/unknown-element", offset],
  ]);
  const { source, findings: inPieces } = openValidation();
  for (const chunk of byteByByte(document)) source.write(chunk);
  source.end();
  expect(inPieces()).toEqual(findings);
}

const utf16 = (text: string, isLittleEndian: boolean) => {
  const bytes = Uint8Array.from(Buffer.from(text, "utf16le"));
  if (!isLittleEndian) Buffer.from(bytes.buffer).swap16();
  return bytes;
};

type XmlWay = "plain" | "cdata" | "decimal" | "hexadecimal" | "comments" | "sections";

const named: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

/** The pieces of the document, and the number of those before the character at fault. */
function spellXml({ characters, fault }: Tree, plan: readonly (readonly [XmlWay, number])[], head: string) {
  const pieces: string[] = [
    `${head}<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Add><CmdID>é</CmdID><Item><Target><LocURI>./A</LocURI></Target><Data>`,
  ];
  let faultPiece = 0;
  let inCdata = false;
  characters.forEach((character, index) => {
    const [way, starts] = wayOf(plan, index);
    const isCdata = way === "cdata" || way === "sections";
    if (inCdata && (starts || !isCdata || way === "sections")) {
      pieces.push("]]>");
      inCdata = false;
    }
    if (isCdata && !inCdata) {
      pieces.push("<![CDATA[");
      inCdata = true;
    }
    if (way === "comments") pieces.push("<!-- é -->");
    if (index === fault) faultPiece = pieces.length;
    // In a section nothing is escaped; what would end it is kept apart.
    if (isCdata) pieces.push(character === ">" && pieces.at(-1) === "]" ? "]]><![CDATA[>" : character);
    else if (way === "decimal") pieces.push(`&#${character.codePointAt(0)};`);
    else if (way === "hexadecimal") pieces.push(`&#x${character.codePointAt(0)?.toString(16)};`);
    else pieces.push(named[character] ?? character);
  });
  if (inCdata) pieces.push("]]>");
  pieces.push("</Data></Item></Add></SyncBody></SyncML>");
  return { text: pieces.join(""), before: pieces.slice(0, faultPiece).join("") };
}

const xmlPlans = plans<XmlWay>("plain", "cdata", "decimal", "hexadecimal", "comments", "sections");

test.each<[string, fc.Arbitrary<string>, string, (text: string) => Uint8Array]>([
  ["UTF-8", filling, "", encodeUtf8],
  ["UTF-8 with a mark", filling, "\ufeff", encodeUtf8],
  ["UTF-16LE", filling, "\ufeff", (text) => utf16(text, true)],
  ["UTF-16BE", filling, "\ufeff", (text) => utf16(text, false)],
  [
    "ISO-8859-1",
    latin,
    '<?xml version="1.0" encoding="iso-8859-1"?>',
    (text) => Uint8Array.from(Buffer.from(text, "latin1")),
  ],
])("in XML of %s", (_name, text, head, encode) => {
  fc.assert(
    fc.property(trees(text), xmlPlans, fc.boolean(), (tree, plan, hasReturns) => {
      const lineBreaks = (spelt: string) => (hasReturns ? spelt.replaceAll("\n", "\r\n") : spelt);
      const spelt = spellXml(tree, plan, head);
      expectFault(encode(lineBreaks(spelt.text)), encode(lineBreaks(spelt.before)).length);
    }),
    { numRuns: 60 },
  );
});

type WbxmlWay = "inline" | "table" | "entity" | "opaque";

const wbxmlPlans = plans<WbxmlWay>("inline", "table", "entity", "opaque");

test.each<[string, fc.Arbitrary<string>, number, (text: string) => Uint8Array]>([
  ["UTF-8", filling, 106, encodeUtf8],
  ["UTF-16BE", filling, 1013, (text) => utf16(text, false)],
  ["ISO-8859-1", latin, 4, (text) => Uint8Array.from(Buffer.from(text, "latin1"))],
])("in WBXML of %s", (_name, text, charset, encode) => {
  fc.assert(
    fc.property(trees(text), wbxmlPlans, ({ characters, fault }, plan) => {
      const end = encode("\0");
      const table: number[] = [];
      const body: number[] = [0x6d, 0x6b, 0x45, 0x54, 0x4f];
      let inTable = false;
      let faultAt = 0;
      for (let index = 0; index < characters.length; ) {
        const [way] = wayOf(plan, index);
        let next = index + 1;
        while (way !== "entity" && next < characters.length && wayOf(plan, next)[0] === way && !wayOf(plan, next)[1])
          next++;
        const run = characters.slice(index, next).join("");
        const isAtFault = fault >= index && fault < next;
        const before = characters.slice(index, isAtFault ? fault : index).join("");
        const value = way === "opaque" ? encodeUtf8(run) : encode(run);
        const skipped = way === "opaque" ? encodeUtf8(before).length : encode(before).length;
        if (way === "table") {
          body.push(0x83, ...mbUint32(table.length));
          if (isAtFault) [inTable, faultAt] = [true, table.length + skipped];
          table.push(...value, ...end);
        } else if (way === "entity") {
          if (isAtFault) faultAt = body.length;
          body.push(0x02, ...mbUint32(run.codePointAt(0) as number));
        } else {
          if (way === "inline") body.push(0x03);
          else body.push(0xc3, ...mbUint32(value.length));
          if (isAtFault) faultAt = body.length + skipped;
          body.push(...value, ...(way === "inline" ? end : []));
        }
        index = next;
      }
      body.push(1, 1, 1, 1, 1);
      const header = [0x02, 0xa4, 0x01, ...mbUint32(charset), ...mbUint32(table.length)];
      const start = header.length + (inTable ? 0 : table.length);
      expectFault(Uint8Array.from([...header, ...table, ...body]), start + faultAt);
    }),
    { numRuns: 60 },
  );
});
