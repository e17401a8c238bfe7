import { decodeText } from "../capture/text/decode-text.ts";
import { ByteWriter } from "../core/byte-writer.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";

/** Text is held as a whole, so its size is limited. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** Input whose beginning has been read to detect its format. */
export class StartedInput {
  /** The whole input has been read. */
  isWhole = false;
  private readonly name: string;
  private readonly iterator: AsyncIterator<Uint8Array>;
  private readonly collected = new ByteWriter(0);

  constructor(name: string, chunks: AsyncIterable<Uint8Array>) {
    this.name = name;
    this.iterator = chunks[Symbol.asyncIterator]();
  }

  /** What has been read so far. */
  get head(): Uint8Array {
    return this.collected.buffer.subarray(0, this.collected.byteLength);
  }

  /**
   * Reads one more chunk into the head.
   *
   * @throws {CommandFailure} if that makes the head longer than 64 MiB.
   */
  async readOn(): Promise<void> {
    const { done, value } = await this.iterator.next();
    if (done) this.isWhole = true;
    else this.collected.bytes(value, 0, value.length);
    if (this.collected.byteLength > MAX_TEXT_BYTES) {
      const message = `${this.name}: text is longer than ${MAX_TEXT_BYTES} bytes`;
      throw new CommandFailure(ExitCode.LIMIT, message);
    }
  }

  /**
   * The whole input as a string.
   *
   * @throws {CommandFailure} if it is longer than 64 MiB.
   */
  async text(): Promise<string> {
    while (!this.isWhole) await this.readOn();
    return decodeText(this.head);
  }

  /** The whole input, chunk by chunk. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    if (this.head.length > 0) yield this.collected.take();
    while (!this.isWhole) {
      const { done, value } = await this.iterator.next();
      if (done) this.isWhole = true;
      else yield value;
    }
  }

  /** Closes the source, which would otherwise keep the process alive as long as its other end is open. */
  async close(): Promise<void> {
    await this.iterator.return?.();
  }
}
