import type { Item, Meta } from "../../ast/nodes.ts";
import { grouped } from "../quantities.ts";
import { isInBase64, sizeOf, uriOf } from "./command-text.ts";
import type { CommandDraft, ObjectDraft, ResultDraft } from "./drafts.ts";
import type { LargeObject, Sender } from "./model.ts";

/** A command or Results that may carry a chunk. */
interface Carrier {
  readonly items: readonly Item[];
  readonly meta?: Meta | undefined;
}

/** Octets of base64 for three of what it means. */
const DIGITS = 4;
const OCTETS = 3;

/** Joins the chunks of large objects: their sizes, not their octets. */
export class LargeObjects {
  private readonly objects: ObjectDraft[] = [];
  /** Under way, by session, sender and address. */
  private readonly open = new Map<string, number>();
  private readonly inBase64 = new Set<number>();

  /** Takes the last item of a command, the only one that may be a chunk. */
  take(session: number, sender: Sender, exchange: number, carrier: Carrier, of: CommandDraft | ResultDraft): void {
    const item = carrier.items.at(-1);
    if (item === undefined) return;
    const goesOn = item.moreData === true;
    const uri = uriOf(item) ?? of.uri ?? "";
    const key = `${session} ${sender} ${uri}`;
    let number = this.open.get(key);
    if (number === undefined) {
      if (!goesOn) return;
      number = this.begin(key, uri, sender, item, carrier);
    }
    const object = this.objects[number] as ObjectDraft;
    const size = sizeOf(item.data);
    object.chunks.push({ exchange, size, of });
    object.received += size;
    of.largeObject = number;
    if (goesOn) return;
    object.isComplete = true;
    this.open.delete(key);
  }

  private begin(key: string, name: string, sender: Sender, item: Item, carrier: Carrier): number {
    const size = numberIn(item.meta?.size ?? carrier.meta?.size);
    const type = item.meta?.type ?? carrier.meta?.type;
    const number = this.objects.length;
    if (isInBase64(item, carrier)) this.inBase64.add(number);
    this.objects.push({
      name,
      sender,
      ...(size === undefined ? {} : { size }),
      received: 0,
      isComplete: false,
      ...(type === undefined ? {} : { type }),
      chunks: [],
    });
    this.open.set(key, number);
    return number;
  }

  /** The objects; what the commands with their chunks are about is written anew, now that all chunks are known. */
  all(): LargeObject[] {
    return this.objects.map((object, number) => {
      if (object.isComplete && object.size !== undefined) object.fits = this.fits(object, number);
      for (const [index, { of }] of object.chunks.entries()) of.text = chunkText(object, index);
      const { chunks, ...rest } = object;
      return {
        ...rest,
        chunks: chunks.map(({ exchange, size, of: { status } }) => ({
          exchange,
          size,
          ...(status === undefined ? {} : { status: status.code }),
        })),
      };
    });
  }

  /** Size counts what travels; some senders count what base64 means. */
  private fits({ received, size = 0 }: ObjectDraft, number: number): boolean {
    const meant = Math.ceil(size / OCTETS) * DIGITS;
    return received === size || (this.inBase64.has(number) && received === meant);
  }
}

function chunkText({ name, type, chunks, received, size, isComplete, fits }: ObjectDraft, index: number): string {
  const isLast = isComplete && index === chunks.length - 1;
  if (!isLast) {
    const of = isComplete ? ` of ${chunks.length}` : "";
    return `${name}  ${type === undefined || index > 0 ? "" : `${type}, `}chunk ${index + 1}${of}`;
  }
  const end =
    fits === true
      ? `${grouped(received)} B, complete`
      : fits === false
        ? `${grouped(received)} of ${grouped(size ?? 0)} B`
        : `${grouped(received)} B`;
  return `${name}  last chunk; ${end}`;
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}
