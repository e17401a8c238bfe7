import { isSyncmlError, SyncmlError } from "../../core/errors.ts";
import type { ChunkedSource } from "../../core/sink.ts";
import { resolveReadOptions, type WbxmlReadOptions } from "../read-options.ts";
import { WbxmlTokenizer } from "../tokenizer.ts";
import { TokenPrinter } from "./token-printer.ts";
import { UnlistedBytes } from "./unlisted-bytes.ts";

const nothing = new Uint8Array(0);

/** Options of a listing: those of the tokenizer, and where names come from. */
export type TokenListingOptions = Pick<WbxmlReadOptions, "limits" | "vocabularies" | "mediaType" | "charset">;

/**
 * Lists the tokens of one WBXML document as text, chunk by chunk, a line for each token with its offset. The listing is
 * lossless: {@link assembleTokens} turns it back into the same bytes, or into others if it has been edited.
 *
 * ```
 * off=0     version 1.3
 * off=1     public-id 0x1201                   ; "-//SYNCML//DTD SyncML 1.2//EN"
 * off=3     charset 106                        ; UTF-8
 * off=4     string-table ""
 *           vocabulary "SyncML 1.2"
 * off=5     tag SyncML content
 * off=6       tag VerDTD content
 * off=7         STR_I "1.2"
 * off=12      END
 * off=13    END
 * ```
 *
 * `write` and `end` throw what {@link WbxmlTokenizer} throws. By then the listing has everything read before the fault,
 * including a token that broke off: the listing of a truncated document assembles to the same truncated document.
 */
export class TokenListingWriter implements ChunkedSource<Uint8Array> {
  private readonly input = new UnlistedBytes();
  private readonly printer: TokenPrinter;
  private readonly tokenizer: WbxmlTokenizer;
  private trailingBytes = 0;
  /** Bytes of all chunks. */
  private written = 0;
  private closed = false;

  /** `output` takes the listing in pieces. */
  constructor(output: (text: string) => void, options: Partial<TokenListingOptions> = {}) {
    const resolved = resolveReadOptions(options);
    this.printer = new TokenPrinter(output, this.input, resolved);
    this.tokenizer = new WbxmlTokenizer(this.printer, resolved);
  }

  /** Takes the next piece of the WBXML document; cuts may fall on any byte. */
  write(chunk: Uint8Array): void {
    this.input.openChunk(chunk);
    this.run(chunk, () => this.tokenizer.write(chunk));
    this.input.closeChunk();
    this.written += chunk.length;
  }

  /** Says that nothing more comes; throws `truncated-input` if the document is not complete. */
  end(): void {
    this.run(nothing, () => this.tokenizer.end());
    this.closed = true;
  }

  /** Lists what has arrived of a document that ends here, as `write` and `end` do before they throw. */
  flush(): void {
    if (this.closed) return;
    this.closed = true;
    this.printer.breakOff(this.written);
  }

  private run(chunk: Uint8Array, step: () => void): void {
    if (this.closed) throw new SyncmlError("misuse", "the listing has ended, or failed before");
    // Set until the step is done, so that an error leaves the writer closed.
    this.closed = true;
    try {
      step();
    } catch (error) {
      if (isSyncmlError(error)) {
        this.listTrailing(chunk);
        this.printer.breakOff(error.offset ?? this.written);
      }
      throw error;
    }
    this.listTrailing(chunk);
    this.closed = false;
  }

  /** The tokenizer counts the bytes after the last token, and passes none on. */
  private listTrailing(chunk: Uint8Array): void {
    const added = this.tokenizer.trailingBytes - this.trailingBytes;
    if (added === 0) return;
    this.trailingBytes += added;
    const start = this.input.offset - this.written;
    this.printer.trailing(chunk, start, start + added);
  }
}
