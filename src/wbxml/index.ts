export type { WbxmlReadOptions } from "./read-options.ts";
export { WbxmlReader } from "./reader.ts";
export type { TokenSink, WbxmlHeader } from "./token-sink.ts";
export { type TokenizerOptions, WbxmlTokenizer } from "./tokenizer.ts";
