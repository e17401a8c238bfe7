import type { Item } from "../ast/nodes.ts";
import { SyncmlError } from "../core/errors.ts";
import { atLeast, checkOptions, optionChecks } from "../core/options.ts";
import { addressOf } from "./commands.ts";
import { ItemChunks } from "./item-chunks.ts";
import { emptyMessage, measure } from "./measure.ts";
import type { AsyncObjectSource, ObjectSource } from "./object-source.ts";
import { type Routine, run, runAsync } from "./routine.ts";
import type { WireOptions } from "./wire-options.ts";

/** How `splitItem` cuts an object. */
export interface SplitOptions extends Partial<WireOptions> {
  /** Most bytes that an item may add to its command, as `measure` counts. Required, range from 0. */
  readonly maxItemBytes: number;
  /** The peer's MaxObjSize: most bytes of an object. Default: no limit. */
  readonly maxObjSize?: number | undefined;
}

const checks = optionChecks({ maxItemBytes: atLeast(0), maxObjSize: atLeast(0) });

/**
 * The items that carry an object, each to be sent in a message of its own (large object handling of OMA DM and SyncML
 * DS): URIs and Meta as in `item`, `MoreData` in all but the last, `Size` in the first only. `Size` counts the bytes as
 * they appear in `Data`: octets, UTF-8, or, for octets sent as base64, its characters. An object that fits is one plain
 * item.
 *
 * Text is cut between characters, base64 at multiples of four, an OPAQUE anywhere. A string is text, and so are bytes
 * whose Meta Format is neither `bin` nor `b64`; other bytes become base64 with Format `b64` in XML. A lone surrogate
 * becomes U+FFFD.
 *
 * @throws {SyncmlError} `limit-exceeded` if the object is larger than `maxObjSize` or not a single character fits;
 *   `unrepresentable` for text that the format cannot hold; `invalid-message` if the pieces do not add up to `byteLength`.
 */
export function splitItem(item: Item, source: ObjectSource, options: SplitOptions): Generator<Item, void, void> {
  return run(splitting(item, source, options));
}

/** Like {@link splitItem}, for asynchronous pieces. */
export function splitItemAsync(
  item: Item,
  source: AsyncObjectSource,
  options: SplitOptions,
): AsyncGenerator<Item, void, void> {
  return runAsync(splitting(item, source, options));
}

function* splitting(item: Item, source: AsyncObjectSource, options: SplitOptions): Routine<Item> {
  checkOptions(options, checks);
  const { maxItemBytes, maxObjSize } = options;
  const chunks = new ItemChunks(item, source, undefined, emptyMessage, options);
  const name = addressOf(item) ?? "an item without address";
  checkObjectSize(chunks.size, maxObjSize, name);
  const bytesWith = (chunk: Item) => measure(chunk, options);
  if (chunks.size <= maxItemBytes) {
    const whole = yield* chunks.whole();
    if (bytesWith(whole) <= maxItemBytes) {
      yield { kind: "made", result: whole };
      return;
    }
  }
  for (let isLast = false; !isLast; ) {
    const chunk = yield* chunks.next(bytesWith, maxItemBytes);
    if (chunk === undefined) {
      const reason = `not even one character of ${name} fits in an item of ${maxItemBytes} bytes`;
      throw new SyncmlError("limit-exceeded", reason);
    }
    yield { kind: "made", result: chunk.item };
    isLast = chunk.isLast;
  }
}

/** @throws {SyncmlError} `limit-exceeded` if an object is larger than the peer's MaxObjSize. */
export function checkObjectSize(size: number, maxObjSize: number | undefined, name: string): void {
  if (maxObjSize === undefined || size <= maxObjSize) return;
  throw new SyncmlError("limit-exceeded", `${name} has ${size} bytes, but the peer accepts ${maxObjSize} (MaxObjSize)`);
}
