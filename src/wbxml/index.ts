export { WbxmlEncoder } from "./encoder.ts";
export type { WbxmlReadOptions } from "./read-options.ts";
export { WbxmlReader } from "./reader.ts";
export { assembleTokens, type TokenAssemblerOptions } from "./token-assembler.ts";
export { type TokenListingOptions, TokenListingWriter } from "./token-listing.ts";
export type { TokenSink, WbxmlHeader } from "./token-sink.ts";
export { type TokenizerOptions, WbxmlTokenizer } from "./tokenizer.ts";
export type { WbxmlWriteOptions } from "./write-options.ts";
