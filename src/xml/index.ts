export { XmlEncoder, type XmlWriteOptions } from "./encoder.ts";
