export { WbxmlEncoder } from "./encoder.ts";
export { assembleTokens, type TokenAssemblerOptions } from "./listing/token-assembler.ts";
export { type TokenListingOptions, TokenListingWriter } from "./listing/token-listing.ts";
export type { WbxmlReadOptions } from "./read-options.ts";
export { WbxmlReader } from "./reader.ts";
export type { TokenSink, WbxmlHeader } from "./token-sink.ts";
export { type TokenizerOptions, WbxmlTokenizer } from "./tokenizer.ts";
export type { WbxmlWriteOptions } from "./write-options.ts";
