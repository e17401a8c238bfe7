import { expect } from "vitest";
import { isSyncmlError } from "../../src/core/errors.ts";
import type { TokenSink } from "../../src/wbxml/token-sink.ts";
import { type TokenizerOptions, WbxmlTokenizer } from "../../src/wbxml/tokenizer.ts";
import { chunkings } from "./chunks.ts";

/** Writes the tokenizer's calls, one per line with its offset; pieces of one string or opaque make one line. */
class TokenRecorder implements TokenSink {
  readonly lines: string[] = [];
  tokenizer: WbxmlTokenizer | undefined;
  private pending = "";
  private pendingOffset = 0;

  path(): string {
    return "/test";
  }

  header: TokenSink["header"] = ({ version, publicId, publicIdIndex, charset, stringTable }) =>
    this.line(`header ${version} id=${publicId}/${publicIdIndex} charset=${charset} table=${hex(stringTable)}`);
  switchPage: TokenSink["switchPage"] = (space, page) => this.line(`page ${space === 0 ? "tag" : "attribute"} ${page}`);
  tag: TokenSink["tag"] = (page, token, flags) => this.line(`tag ${page}:${token} flags=${flags.toString(16)}`);
  literalTag: TokenSink["literalTag"] = (index, flags) => this.line(`literal tag ${index} flags=${flags.toString(16)}`);
  endContent: TokenSink["endContent"] = () => this.line("end content");
  attributeStart: TokenSink["attributeStart"] = (page, token) => this.line(`attribute ${page}:${token}`);
  literalAttribute: TokenSink["literalAttribute"] = (index) => this.line(`literal attribute ${index}`);
  attributeValue: TokenSink["attributeValue"] = (page, token) => this.line(`value ${page}:${token}`);
  endAttributes: TokenSink["endAttributes"] = () => this.line("end attributes");
  processingInstruction: TokenSink["processingInstruction"] = () => this.line("instruction");
  inlineString: TokenSink["inlineString"] = (chunk, start, end, last) =>
    this.piece("string ", chunk, start, end, last ? 0 : 1);
  tableString: TokenSink["tableString"] = (index) => this.line(`table string ${index}`);
  entity: TokenSink["entity"] = (code) => this.line(`entity ${code}`);
  extensionString: TokenSink["extensionString"] = (kind, chunk, start, end, last) =>
    this.piece(`extension ${kind} string `, chunk, start, end, last ? 0 : 1);
  extensionInteger: TokenSink["extensionInteger"] = (kind, value) => this.line(`extension ${kind} integer ${value}`);
  extension: TokenSink["extension"] = (kind) => this.line(`extension ${kind}`);
  opaque: TokenSink["opaque"] = (chunk, start, end, remaining) => this.piece("opaque ", chunk, start, end, remaining);
  endDocument: TokenSink["endDocument"] = () => this.line("end document");

  private line(text: string): void {
    this.lines.push(`${this.tokenizer?.offset} ${text}`);
  }

  private piece(head: string, chunk: Uint8Array, start: number, end: number, more: number): void {
    if (this.pending === "") {
      this.pending = head;
      this.pendingOffset = this.tokenizer?.offset ?? -1;
    }
    expect(this.tokenizer?.offset).toBe(this.pendingOffset);
    this.pending += hex(chunk.subarray(start, end));
    if (more > 0) return;
    this.line(this.pending);
    this.pending = "";
  }
}

function hex(chunk: Uint8Array): string {
  return Buffer.from(chunk).toString("hex");
}

function tokenizeChunks(chunks: readonly Uint8Array[], options: Partial<TokenizerOptions>): string[] {
  const recorder = new TokenRecorder();
  const tokenizer = new WbxmlTokenizer(recorder, options);
  recorder.tokenizer = tokenizer;
  try {
    for (const chunk of chunks) tokenizer.write(chunk);
    tokenizer.end();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    recorder.lines.push(`${error.offset} ! ${error.code}`);
  }
  if (tokenizer.trailingBytes > 0) recorder.lines.push(`trailing ${tokenizer.trailingBytes}`);
  return recorder.lines;
}

/** The token log of a document, an error as its last line, having read it in every chunking. */
export function tokenLog(bytes: Uint8Array, options: Partial<TokenizerOptions> = {}): string[] {
  const [whole, ...cut] = chunkings(bytes).map((chunks) => tokenizeChunks(chunks, options));
  for (const log of cut) expect(log).toEqual(whole);
  return whole as string[];
}
