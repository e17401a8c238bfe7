import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { OutputFailure } from "./failures.ts";

/** Octets that are written and read at a time. */
const WINDOW_BYTES = 65_536;

/**
 * Texts that wait in a file until all are known: of each, memory holds two numbers. They are read back fastest in the order in which
 * they were added.
 */
export class WaitingTexts {
  private readonly place: string;
  private readonly file: number;
  /** Where each ends in the file; it begins where the one before it ends. */
  private readonly ends: number[] = [];
  private readonly window = Buffer.allocUnsafe(WINDOW_BYTES);
  /** What of the file is in the window. While texts are added: what is not written yet. */
  private windowStart = 0;
  private windowBytes = 0;
  private isRemoved = false;

  /** @throws {OutputFailure} if the file cannot be created. */
  constructor(place: string) {
    this.place = place;
    this.file = this.guard(() => openSync(place, "wx+"));
  }

  /**
   * Adds one, and returns its number. All are added before the first is read.
   *
   * @throws {OutputFailure} if it cannot be written.
   */
  add(text: string): number {
    const byteLength = Buffer.byteLength(text);
    if (this.windowBytes + byteLength > WINDOW_BYTES) this.flush();
    if (byteLength > WINDOW_BYTES) {
      this.write(Buffer.from(text));
      this.windowStart += byteLength;
    } else {
      this.windowBytes += this.window.write(text, this.windowBytes);
    }
    return this.ends.push(this.windowStart + this.windowBytes) - 1;
  }

  /**
   * Writes what waits, so that texts can be read.
   *
   * @throws {OutputFailure} if it cannot be written.
   */
  flush(): void {
    this.write(this.window.subarray(0, this.windowBytes));
    this.windowStart += this.windowBytes;
    this.windowBytes = 0;
  }

  /** @throws {OutputFailure} if it cannot be read. */
  text(number: number): string {
    const start = this.ends[number - 1] ?? 0;
    const end = this.ends[number] as number;
    if (end - start > WINDOW_BYTES) {
      const bytes = Buffer.allocUnsafe(end - start);
      this.read(bytes, start);
      return bytes.toString();
    }
    if (start < this.windowStart || end > this.windowStart + this.windowBytes) {
      this.windowStart = start;
      this.windowBytes = this.read(this.window, start);
    }
    return this.window.toString("utf8", start - this.windowStart, end - this.windowStart);
  }

  /** Removes the file. */
  remove(): void {
    if (this.isRemoved) return;
    this.isRemoved = true;
    closeSync(this.file);
    rmSync(this.place, { force: true });
  }

  /** Fills as much of `bytes` as there is. */
  private read(bytes: Uint8Array, from: number): number {
    let length = 0;
    for (let added = 1; added > 0 && length < bytes.length; length += added) {
      added = this.guard(() => readSync(this.file, bytes, length, bytes.length - length, from + length));
    }
    return length;
  }

  private write(bytes: Uint8Array): void {
    for (let pos = 0; pos < bytes.length; ) pos += this.guard(() => writeSync(this.file, bytes, pos));
  }

  private guard<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw new OutputFailure(this.place, error);
    }
  }
}
