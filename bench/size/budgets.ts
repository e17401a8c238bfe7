/** An import as a page writes it, and its budget in bytes, minified and gzipped. */
export interface Budget {
  readonly what: string;
  readonly code: string;
  readonly gzipBytes: number;
}

/** Whole entries. */
export const entries: readonly Budget[] = [
  { what: "`syncml`", code: 'export * from "syncml";', gzipBytes: 115_800 },
  { what: "`syncml/vocabulary`", code: 'export * from "syncml/vocabulary";', gzipBytes: 3_400 },
  { what: "`syncml/wbxml`", code: 'export * from "syncml/wbxml";', gzipBytes: 28_400 },
  { what: "`syncml/xml`", code: 'export * from "syncml/xml";', gzipBytes: 30_800 },
  { what: "`syncml/streams`", code: 'export * from "syncml/streams";', gzipBytes: 75_500 },
  { what: "`syncml/large-object`", code: 'export * from "syncml/large-object";', gzipBytes: 43_500 },
  { what: "`syncml/vocabulary/wap`", code: 'export * from "syncml/vocabulary/wap";', gzipBytes: 7_500 },
  { what: "`syncml/push`", code: 'export * from "syncml/push";', gzipBytes: 110_200 },
  { what: "`syncml/dm`", code: 'export * from "syncml/dm";', gzipBytes: 134_000 },
  { what: "`syncml/inspect`", code: 'export * from "syncml/inspect";', gzipBytes: 3_300 },
  { what: "`syncml/testing`, without fast-check", code: 'export * from "syncml/testing";', gzipBytes: 104_600 },
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
    gzipBytes: 21_700,
  },
  { ...named("WbxmlReader", "syncml/wbxml"), gzipBytes: 16_700 },
  { ...named("XmlReader", "syncml/xml"), gzipBytes: 25_900 },
  { ...named("openDocument"), gzipBytes: 35_900 },
  { ...named("convert"), gzipBytes: 65_800 },
  { ...named("decode"), gzipBytes: 60_500 },
  { ...named("encode"), gzipBytes: 37_000 },
  { ...named("decode, encode"), gzipBytes: 83_000 },
  { ...named("peek"), gzipBytes: 60_600 },
  { ...named("validate"), gzipBytes: 63_200 },
  { ...named("create, newItem, newMessage"), gzipBytes: 7_300 },
  { ...named("toJson, fromJson"), gzipBytes: 11_200 },
  { ...named("isSyncmlError"), gzipBytes: 200 },
  { ...named("convertStream", "syncml/streams"), gzipBytes: 55_000 },
  { ...named("readCommands", "syncml/streams"), gzipBytes: 63_100 },
  { ...named("encodeNotification", "syncml/push"), gzipBytes: 8_000 },
  { ...named("verifyNotification", "syncml/push"), gzipBytes: 8_600 },
  { ...named("dmServer, memoryStore", "syncml/dm"), gzipBytes: 124_000 },
  { ...named("dmClient", "syncml/dm"), gzipBytes: 113_500 },
  { ...named("pack", "syncml/large-object"), gzipBytes: 38_800 },
  { ...named("reassembleMessage", "syncml/large-object"), gzipBytes: 11_700 },
];
