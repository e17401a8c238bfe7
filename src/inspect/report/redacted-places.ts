import type { Capture, Payload } from "../../capture/model.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import type { Redaction } from "../redaction/redact.ts";
import { type Html, html, type Part } from "./html.ts";

/** Octets of a body that are not what was sent. */
export interface ReplacedRange {
  readonly start: number;
  readonly end: number;
  readonly class: string;
}

/** More values than this of one exchange are marked in its octets only, so that looking for them costs no more than the text is long. */
const MARKED_VALUES = 64;
/** Values shorter than this are too common to be marked wherever they appear. */
const MARKED_CHARACTERS = 4;
const none: readonly ReplacedRange[] = [];

/** Knows which octets and which texts of a redacted capture were replaced. */
export class RedactedPlaces {
  readonly replaced: readonly Redaction[];
  /** By `exchange side`, in order. */
  private readonly ranges = new Map<string, ReplacedRange[]>();
  private readonly capture: Capture;
  private readonly markers = new Map<number, RegExp | undefined>();
  private readonly positions: ReadonlyMap<number, number>;

  constructor(capture: Capture, replaced: readonly Redaction[]) {
    this.capture = capture;
    this.replaced = replaced;
    this.positions = new Map(capture.exchanges.map(({ index }, position) => [index, position]));
    for (const { class: kind, exchange, side, where, offset, length } of replaced) {
      if (where !== "body") continue;
      const key = `${exchange} ${side}`;
      const list = this.ranges.get(key) ?? [];
      if (list.length === 0) this.ranges.set(key, list);
      list.push({ start: offset, end: offset + length, class: kind });
    }
    for (const list of this.ranges.values()) list.sort((a, b) => a.start - b.start);
  }

  /** Replaced octets of a body, in order. */
  in(exchange: number, side: "request" | "response"): readonly ReplacedRange[] {
    return this.ranges.get(`${exchange} ${side}`) ?? none;
  }

  /** Text with what was replaced in the bodies of its exchange marked. */
  marked(text: string, exchange: number): Part {
    const pattern = this.markerOf(exchange);
    if (pattern === undefined) return text;
    const parts: Part[] = [];
    let last = 0;
    for (const { index, 0: found } of text.matchAll(pattern)) {
      parts.push(text.slice(last, index), replacedMark(found));
      last = index + found.length;
    }
    return last === 0 ? text : [...parts, text.slice(last)];
  }

  private markerOf(exchange: number): RegExp | undefined {
    if (this.markers.has(exchange)) return this.markers.get(exchange);
    const { request, response } = this.capture.exchanges[this.positions.get(exchange) ?? -1] ?? {};
    const values = new Set([
      ...this.valuesIn(request, this.in(exchange, "request")),
      ...this.valuesIn(response, this.in(exchange, "response")),
    ]);
    // Long ones first: one may begin like another.
    const words = [...values]
      .slice(0, MARKED_VALUES)
      .sort((a, b) => b.length - a.length)
      .map((one) => one.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
    const pattern = words.length === 0 ? undefined : new RegExp(words.join("|"), "g");
    this.markers.set(exchange, pattern);
    return pattern;
  }

  private valuesIn(payload: Payload | undefined, ranges: readonly ReplacedRange[]): string[] {
    if (payload === undefined) return [];
    return ranges
      .map(({ start, end }) => decodeUtf8Lossy(payload.bytes, start, Math.min(end, payload.bytes.length)))
      .filter((value) => value.length >= MARKED_CHARACTERS);
  }
}

/** Text that stands for another. */
export function replacedMark(text: string): Html {
  return html`<span class="red" title="replaced, same length">${text}</span>`;
}
