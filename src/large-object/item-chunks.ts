import { formatOf } from "../ast/format.ts";
import type { Extra, Item, Meta, SyncML } from "../ast/nodes.ts";
import { type Carrier, carrierOf, describedBy } from "./carrier.ts";
import { type AsyncObjectSource, type ObjectPosition, ObjectReader, type PieceRequest } from "./object-source.ts";
import type { WireOptions } from "./wire-options.ts";

/** Bytes the window needs beyond the budget, so that the last character is seen whole. */
const LOOKAHEAD = 4;

/** Cuts one item's object into chunks, one at a time, each as large as the room given. */
export class ItemChunks {
  /** The value of `Size`: bytes of the object as written in `Data`. */
  readonly size: number;
  private readonly reader: ObjectReader;
  private readonly carrier: Carrier;
  private readonly item: Item;
  private readonly needsOpaque: boolean;
  private isFirst: boolean;

  constructor(
    item: Item,
    source: AsyncObjectSource,
    commandMeta: Meta | undefined,
    start: SyncML,
    options: Partial<WireOptions>,
    position?: ObjectPosition,
  ) {
    const isString = typeof source === "string";
    const isOpaque = () => isString && (source.includes("\0") || item.extra?.opaque?.includes("data") === true);
    const needsOpaque = position?.needsOpaque ?? isOpaque();
    this.item = item;
    this.needsOpaque = needsOpaque;
    this.isFirst = position === undefined;
    this.reader = new ObjectReader(source, position);
    this.carrier = carrierOf({ isString, needsOpaque, format: formatOf(item, commandMeta) }, start, options);
    this.size = this.carrier.carriedBytes(this.reader.byteLength);
  }

  /** Where the next chunk starts; `undefined` before the first. */
  get position(): ObjectPosition | undefined {
    const { offset, textOffset, byteLength } = this.reader;
    return this.isFirst ? undefined : { offset, textOffset, byteLength, needsOpaque: this.needsOpaque };
  }

  /** The item with all its data and no `MoreData`, for sending uncut. Takes nothing: chunks can still be made. */
  *whole(): Generator<PieceRequest, Item, IteratorResult<Uint8Array>> {
    const { reader, carrier, item } = this;
    yield* reader.fill(reader.remaining);
    return this.itemOf(carrier.data(reader.window.slice(), 0), item.meta?.size, true);
  }

  /** Whether the data is written in another form than given, so that the item's own data cannot be sent as it is. */
  get isConverted(): boolean {
    return this.carrier.format !== undefined;
  }

  /** The smallest chunk that is not the last. */
  get smallest(): Item {
    return this.itemOf(this.carrier.probe, this.announced, false);
  }

  /**
   * The next chunk, as large as possible; `undefined` if not a single character fits. `bytesWith` measures the message or
   * command with an item in place, and `limit` is the most it may return.
   */
  *next(
    bytesWith: (item: Item, isLast: boolean) => number,
    limit: number,
  ): Generator<
    PieceRequest,
    { readonly item: Item; readonly isLast: boolean } | undefined,
    IteratorResult<Uint8Array>
  > {
    const { reader, carrier, announced } = this;
    const { remaining, offset } = reader;
    const budgetOf = (probe: Item, isLast: boolean) => limit - bytesWith(probe, isLast) + carrier.probeCost;
    const last = budgetOf(this.itemOf(carrier.probe, announced, true), true);
    const more = budgetOf(this.smallest, false);
    yield* reader.fill(Math.min(remaining, Math.max(last, more, 0) + LOOKAHEAD));
    const isLast = reader.window.length === remaining && carrier.within(reader, remaining, last) === remaining;
    // Leave at least one byte, or the last chunk would be empty.
    const end = Math.min(reader.window.length, remaining - 1);
    const byteLength = isLast ? remaining : carrier.within(reader, end, more);
    if (byteLength === 0) return undefined;
    const item = this.itemOf(carrier.data(reader.take(byteLength), offset), announced, isLast);
    this.isFirst = false;
    return { item, isLast };
  }

  /** Size goes into the first chunk only. */
  private get announced(): string | undefined {
    return this.isFirst ? String(this.size) : undefined;
  }

  private itemOf(data: string | Uint8Array, size: string | undefined, isLast: boolean): Item {
    const { item, carrier } = this;
    return {
      ...item,
      meta: describedBy(item.meta, carrier.format, size),
      data,
      moreData: isLast ? undefined : true,
      extra: extraFor(item.extra),
    };
  }
}

/** Drops the item's notes on how its data arrived: they describe other data. */
function extraFor(extra: Extra | undefined): Extra | undefined {
  if (extra?.opaque === undefined && extra?.inline === undefined) return extra;
  const { opaque: _opaque, inline: _inline, ...rest } = extra;
  return rest;
}
