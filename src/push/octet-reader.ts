import { SyncmlError, type SyncmlErrorCode } from "../core/errors.ts";
import { octetString } from "../core/latin1.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import type { FieldRange } from "./field-range.ts";

/** A fault in a layout of octets, with the fields that were read before it. */
export class LayoutFault extends SyncmlError {
  /** In order, counted as the offset of the fault is. */
  readonly ranges: readonly FieldRange[];

  constructor(code: SyncmlErrorCode, reason: string, offset: number, path: string, ranges: readonly FieldRange[]) {
    super(code, reason, { offset, opaqueOffset: offset, path: () => path });
    this.ranges = ranges;
  }
}

/** Reads a layout of octets field by field, and notes where each is. */
export class OctetReader {
  readonly bytes: Uint8Array;
  readonly ranges: FieldRange[] = [];
  pos = 0;
  private readonly layer: string;
  private readonly base: number;
  private readonly outer: readonly FieldRange[];

  /**
   * @param layer - Start of the path in errors, such as `/push`.
   * @param base - Offset of `bytes` in what the caller gave, for errors.
   * @param outer - Fields of what is around it, for errors.
   */
  constructor(bytes: Uint8Array, layer: string, base = 0, outer: readonly FieldRange[] = []) {
    this.bytes = bytes;
    this.layer = layer;
    this.base = base;
    this.outer = outer;
  }

  fault(code: SyncmlErrorCode, reason: string, field: string, offset: number = this.pos): SyncmlError {
    const { base, ranges } = this;
    const before =
      base === 0 ? ranges : ranges.map(({ field, start, end }) => ({ field, start: base + start, end: base + end }));
    return new LayoutFault(code, reason, base + offset, `${this.layer}/${field}`, [...this.outer, ...before]);
  }

  /** Notes that a field is from `start` to here. */
  note(field: string, start: number): void {
    this.ranges.push({ field, start, end: this.pos });
  }

  /** The next octet, which belongs to `field`; not noted. */
  octet(field: string, end: number = this.bytes.length): number {
    if (this.pos >= end) throw this.past(field, end);
    return this.bytes[this.pos++] as number;
  }

  /** The next `length` octets as a view; not noted. */
  take(length: number, field: string, end: number = this.bytes.length): Uint8Array {
    if (length > end - this.pos) {
      this.pos = end;
      throw this.past(field, end);
    }
    const start = this.pos;
    this.pos += length;
    return this.bytes.subarray(start, this.pos);
  }

  /** Seven bits an octet, high bits first, at most five octets and 32 bits. */
  uintvar(field: string, end: number = this.bytes.length): number {
    const start = this.pos;
    let value = 0;
    for (let octets = 0; octets < 5; octets++) {
      const octet = this.octet(field, end);
      // Multiplied, not shifted: `<< 7` turns values from 2^31 upward negative.
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) {
        if (value > 0xffff_ffff) break;
        return value;
      }
    }
    throw this.fault("integer-overflow", "a length needs more than 32 bits", field, start);
  }

  /** Text that ends with a zero octet, without it. */
  text(field: string, end: number = this.bytes.length): string {
    const start = this.pos;
    while (this.octet(field, end) !== 0);
    return textOf(this.bytes.subarray(start, this.pos - 1));
  }

  private past(field: string, end: number): SyncmlError {
    return end === this.bytes.length
      ? this.fault("truncated-input", `input ended inside ${field}`, field, end)
      : this.fault("invalid-layout", `${field} goes past the end that was declared for it`, field, end);
  }
}

/** Octets as UTF-8, or one character an octet if they are not. */
export function textOf(octets: Uint8Array): string {
  return decodeUtf8(octets, 0, octets.length) ?? octetString(octets, 0, octets.length);
}
