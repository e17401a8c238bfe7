/** An import as a page writes it, and its budget in bytes, minified and gzipped. */
export interface Budget {
  readonly what: string;
  readonly code: string;
  readonly gzipBytes: number;
}

/** Whole entries. */
export const entries: readonly Budget[] = [
  { what: "`syncml`", code: 'export * from "syncml";', gzipBytes: 120_700 },
  { what: "`syncml/vocabulary`", code: 'export * from "syncml/vocabulary";', gzipBytes: 4_300 },
  { what: "`syncml/wbxml`", code: 'export * from "syncml/wbxml";', gzipBytes: 30_900 },
  { what: "`syncml/xml`", code: 'export * from "syncml/xml";', gzipBytes: 31_500 },
  { what: "`syncml/streams`", code: 'export * from "syncml/streams";', gzipBytes: 76_300 },
  { what: "`syncml/large-object`", code: 'export * from "syncml/large-object";', gzipBytes: 43_000 },
  { what: "`syncml/vocabulary/wap`", code: 'export * from "syncml/vocabulary/wap";', gzipBytes: 22_600 },
  { what: "`syncml/push`", code: 'export * from "syncml/push";', gzipBytes: 114_800 },
  { what: "`syncml/dm`", code: 'export * from "syncml/dm";', gzipBytes: 139_800 },
  { what: "`syncml/device`", code: 'export * from "syncml/device";', gzipBytes: 116_000 },
  { what: "`syncml/capture`", code: 'export * from "syncml/capture";', gzipBytes: 73_000 },
  { what: "`syncml/inspect`", code: 'export * from "syncml/inspect";', gzipBytes: 190_900 },
  { what: "`syncml/testing`, without fast-check", code: 'export * from "syncml/testing";', gzipBytes: 120_400 },
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
    gzipBytes: 23_500,
  },
  { ...named("WbxmlReader", "syncml/wbxml"), gzipBytes: 18_500 },
  { ...named("XmlReader", "syncml/xml"), gzipBytes: 26_700 },
  { ...named("openDocument"), gzipBytes: 37_500 },
  { ...named("convert"), gzipBytes: 65_700 },
  { ...named("decode"), gzipBytes: 60_500 },
  { ...named("encode"), gzipBytes: 39_100 },
  { ...named("decode, encode"), gzipBytes: 86_800 },
  { ...named("peek"), gzipBytes: 60_600 },
  { ...named("validate"), gzipBytes: 62_500 },
  { ...named("create, newItem, newMessage"), gzipBytes: 5_300 },
  { ...named("toJson, fromJson"), gzipBytes: 9_300 },
  { ...named("isSyncmlError"), gzipBytes: 500 },
  { ...named("convertStream", "syncml/streams"), gzipBytes: 54_700 },
  { ...named("readCommands", "syncml/streams"), gzipBytes: 63_300 },
  { ...named("encodeNotification", "syncml/push"), gzipBytes: 9_400 },
  { ...named("verifyNotification", "syncml/push"), gzipBytes: 10_000 },
  { ...named("dmServer, memoryStore", "syncml/dm"), gzipBytes: 124_900 },
  { ...named("dmClient", "syncml/dm"), gzipBytes: 117_800 },
  { ...named("pack", "syncml/large-object"), gzipBytes: 38_400 },
  { ...named("reassembleMessage", "syncml/large-object"), gzipBytes: 9_700 },
];
