export { XmlEncoder, type XmlWriteOptions } from "./encoder.ts";
export type { XmlReadOptions } from "./read-options.ts";
export { XmlReader } from "./reader.ts";
