import { type Bytes, bytesOf } from "../core/bytes.ts";
import type { ChunkedSource, EventSink, Locator } from "../core/sink.ts";
import { resolveReadOptions, type WbxmlReadOptions } from "./read-options.ts";
import { TokenNamer } from "./token-namer.ts";

/**
 * Reads one WBXML document (WAP-192), chunk by chunk, and calls a sink with names instead of tokens.
 *
 * `write` and `end` throw what {@link WbxmlTokenizer} throws, and {@link SyncmlError} `unsupported-charset`,
 * `unknown-document-type`, `unknown-token` or `invalid-name`. What was read before has reached the sink by then.
 */
export class WbxmlReader implements ChunkedSource<Bytes>, Locator {
  private readonly namer: TokenNamer;

  constructor(sink: EventSink, options: Partial<WbxmlReadOptions> = {}) {
    this.namer = new TokenNamer(sink, resolveReadOptions(options));
  }

  /** Offset in the outermost document of the token being read. */
  get offset(): number {
    return this.namer.offset;
  }

  /** Implements {@link Locator.opaqueOffset}. */
  get opaqueOffset(): number {
    return this.namer.opaqueOffset;
  }

  /** Names of the open elements, as `/SyncML/SyncHdr`. */
  path(): string {
    return this.namer.path();
  }

  /** Takes the next piece of the document; cuts may fall on any byte. */
  write(chunk: Bytes): void {
    try {
      this.namer.tokenizer.write(bytesOf(chunk));
    } catch (error) {
      this.namer.release();
      throw error;
    }
  }

  /** Says that nothing more comes; throws `truncated-input` if the document is not complete. */
  end(): void {
    try {
      this.namer.tokenizer.end();
    } catch (error) {
      this.namer.release();
      throw error;
    }
  }
}
