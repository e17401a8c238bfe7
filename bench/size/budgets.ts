/** An import as a page writes it, and its budget in bytes, minified and gzipped. */
export interface Budget {
  readonly what: string;
  readonly code: string;
  readonly gzipBytes: number;
}

/** Whole entries. */
export const entries: readonly Budget[] = [
  { what: "`syncml`", code: 'export * from "syncml";', gzipBytes: 103_000 },
  { what: "`syncml/vocabulary`", code: 'export * from "syncml/vocabulary";', gzipBytes: 3_400 },
  { what: "`syncml/wbxml`", code: 'export * from "syncml/wbxml";', gzipBytes: 28_000 },
  { what: "`syncml/xml`", code: 'export * from "syncml/xml";', gzipBytes: 29_000 },
  { what: "`syncml/streams`", code: 'export * from "syncml/streams";', gzipBytes: 58_700 },
  { what: "`syncml/large-object`", code: 'export * from "syncml/large-object";', gzipBytes: 42_900 },
  { what: "`syncml/inspect`", code: 'export * from "syncml/inspect";', gzipBytes: 3_300 },
  { what: "`syncml/testing`, without fast-check", code: 'export * from "syncml/testing";', gzipBytes: 92_000 },
];

const named = (names: string, entry = "syncml") => ({
  what: `\`{ ${names} }\`${entry === "syncml" ? "" : ` of \`${entry}\``}`,
  code: `export { ${names} } from "${entry}";`,
});

/** Single imports, after tree shaking. */
export const imports: readonly Budget[] = [
  {
    what: "WBXML to an XML string: `WbxmlReader` of `syncml/wbxml`, `XmlEncoder` of `syncml/xml`",
    code: `
      import { WbxmlReader } from "syncml/wbxml";
      import { XmlEncoder } from "syncml/xml";
      export function toXml(document) {
        const pieces = [];
        const decoder = new TextDecoder();
        const encoder = new XmlEncoder((bytes) => pieces.push(decoder.decode(bytes, { stream: true })));
        const reader = new WbxmlReader(encoder);
        reader.write(document);
        reader.end();
        return pieces.join("");
      }`,
    gzipBytes: 21_500,
  },
  { ...named("WbxmlReader", "syncml/wbxml"), gzipBytes: 16_500 },
  { ...named("XmlReader", "syncml/xml"), gzipBytes: 24_400 },
  { ...named("openDocument"), gzipBytes: 33_500 },
  { ...named("convert"), gzipBytes: 60_000 },
  { ...named("decode"), gzipBytes: 52_600 },
  { ...named("encode"), gzipBytes: 34_600 },
  { ...named("decode, encode"), gzipBytes: 73_000 },
  { ...named("peek"), gzipBytes: 48_600 },
  { ...named("validate"), gzipBytes: 61_000 },
  { ...named("create, newItem, newMessage"), gzipBytes: 7_300 },
  { ...named("toJson, fromJson"), gzipBytes: 11_200 },
  { ...named("isSyncmlError"), gzipBytes: 200 },
  { ...named("convertStream", "syncml/streams"), gzipBytes: 52_500 },
  { ...named("readCommands", "syncml/streams"), gzipBytes: 46_600 },
  { ...named("pack", "syncml/large-object"), gzipBytes: 38_300 },
  { ...named("reassembleMessage", "syncml/large-object"), gzipBytes: 11_700 },
];
