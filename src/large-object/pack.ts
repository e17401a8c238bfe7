import type { Command, Item, SyncML } from "../ast/nodes.ts";
import { SyncmlError } from "../core/errors.ts";
import { copyTree, isDeviceManagement, metaOf, nameOf } from "./commands.ts";
import { Draft, type Ending, type Frame, type Part } from "./draft.ts";
import { ItemChunks } from "./item-chunks.ts";
import { Ruler } from "./measure.ts";
import type { AsyncObjectSource, ObjectSource, PieceRequest } from "./object-source.ts";
import { Queue } from "./queue.ts";
import { type Routine, run, runAsync } from "./routine.ts";
import { checkObjectSize } from "./split.ts";
import type { WireOptions } from "./wire-options.ts";

/** How a package is packed. */
export interface PackOptions<Source = ObjectSource> extends Partial<WireOptions> {
  /** Most bytes of a message that the peer takes, by its MaxMsgSize. */
  readonly maxMsgSize: number;
  /** Most bytes of an object that the peer takes, by its MaxObjSize. Default: no limit. */
  readonly maxObjSize?: number | undefined;
  /** Where the data of items comes from that do not hold it themselves. */
  readonly sources?: ReadonlyMap<Item, Source> | undefined;
  /**
   * The alert that asks for the next message, 1222, or 222 in data sync: in every message without Final, or in none.
   * Default `"unfinished"`. Data sync forbids it to whoever has had the Final of the peer's package.
   */
  readonly nextMessageAlert?: "unfinished" | "none" | undefined;
}

/** Commands that answer the peer's last message, for the next message to begin with. */
export type Answers = readonly Command[] | undefined;

/**
 * The messages that a package takes when none may be larger than the peer takes: each as full as the next command
 * allows, and encoded with the same options, never over `maxMsgSize`. `start` is the package as one message; the
 * first message has its MsgID, or 1. Messages and commands are numbered here.
 *
 * Statuses come first, then results, then the rest in their order. A Sync goes on in the next message; an Atomic or
 * Sequence is never cut, nor is any other command that fits a message by itself. Of one that does not, the items get a
 * command each, and an object that is too large goes in chunks: to the end of a message each, and on at once in the next.
 * Without Final in `start` there is none in the messages; with it the last one has it.
 *
 * Between two messages `next(answers)` takes the answers to what the peer has sent meanwhile.
 *
 * @throws {SyncmlError} `limit-exceeded` if a command can never fit or an object is too large; both sizes are named.
 *   `unrepresentable` for text that the form cannot hold; `invalid-message` if pieces do not add up or a MsgID is no number.
 */
export function pack(start: SyncML, options: PackOptions): Generator<SyncML, void, Answers> {
  return run(new Packer(start, options).messages());
}

/** Like {@link pack}, for objects whose pieces have to be waited for. */
export function packAsync(
  start: SyncML,
  options: PackOptions<AsyncObjectSource>,
): AsyncGenerator<SyncML, void, Answers> {
  return runAsync(new Packer(start, options).messages());
}

/** An item, and where its data comes from. */
interface LoadedItem {
  /** With its data, unless that is larger than any message. */
  readonly item: Item;
  readonly hasData: boolean;
  readonly object: ItemChunks | undefined;
}

/** A part whose items have been looked at. */
interface LoadedPart extends Part {
  readonly items: readonly LoadedItem[];
}

/** Commands whose items may get a command each. */
const separable: readonly string[] = ["Add", "Copy", "Delete", "Get", "Move", "Put", "Replace", "Results"];
/** Commands whose item may come in chunks; of alerts those that carry data of an application. */
const divisible: readonly string[] = ["Add", "Exec", "Put", "Replace", "Results"];
const divisibleAlerts: readonly unknown[] = ["1224", "1226"];
/** Alerts that answer a message: next message, no end of data, abort. */
const answeringAlerts: readonly unknown[] = ["222", "223", "1222", "1223", "1225"];

class Packer {
  private readonly frame: Frame;
  private readonly options: PackOptions<AsyncObjectSource>;
  private msgID: number;
  private readonly statuses = new Queue<Part>();
  private readonly results = new Queue<Part>();
  private readonly others = new Queue<Part>();
  /** One of those, or its items with a command each, once they were looked at. */
  private loaded = new Queue<LoadedPart>();
  /** An object that is being cut. */
  private open: LoadedPart | undefined;
  /** The last message had answers and nothing else, since there was no room beside them. */
  private isStalled = false;

  constructor(start: SyncML, options: PackOptions<AsyncObjectSource>) {
    const { maxMsgSize, nextMessageAlert = "unfinished" } = options;
    if (!(maxMsgSize >= 1)) throw new RangeError(`maxMsgSize is ${maxMsgSize}`);
    const alertCode = isDeviceManagement(start) ? "1222" : "222";
    const whole = withoutOrder(start);
    this.options = options;
    this.frame = {
      start: whole,
      ruler: new Ruler(whole, options),
      maxMsgSize,
      alertCode: nextMessageAlert === "none" ? undefined : alertCode,
      alertSizes: new Map(),
    };
    this.msgID = firstMsgID(start);
    this.enqueue(start.syncBody.commands);
  }

  *messages(): Routine<SyncML> {
    for (;;) {
      const draft = new Draft(this.frame, this.msgID);
      const isLast = yield* this.fill(draft);
      this.msgID++;
      const result = draft.close(isLast ? this.lastEnding : "unfinished");
      const answers = (yield { kind: "made", result }) as Answers;
      if (isLast) return;
      this.enqueue(answers ?? []);
    }
  }

  private get lastEnding(): Ending {
    return this.frame.start.syncBody.final ? "final" : "unfinished";
  }

  /** How the message ends whose last part is the next one. */
  private get nextEnding(): Ending {
    const { statuses, results, others, loaded, open } = this;
    const left = statuses.length + results.length + others.length + loaded.length + (open === undefined ? 0 : 1);
    return left > 1 ? "unfinished" : this.lastEnding;
  }

  private enqueue(commands: readonly Command[]): void {
    for (const command of commands) {
      if (command.kind === "Sync" && command.commands.length > 0) {
        for (const inner of command.commands) this.others.push({ command: inner, sync: command });
      } else this.queueOf(command).push({ command, sync: undefined });
    }
  }

  private queueOf(command: Command): Queue<Part> {
    if (command.kind === "Results") return this.results;
    const isAnswer = command.kind === "Status" || (command.kind === "Alert" && answeringAlerts.includes(command.data));
    return isAnswer ? this.statuses : this.others;
  }

  /** Fills a message, and says whether nothing is left for another one. */
  private *fill(draft: Draft): Generator<PieceRequest, boolean, IteratorResult<Uint8Array>> {
    for (let status = this.statuses.first; status !== undefined; status = this.statuses.first) {
      if (!draft.place(status, this.nextEnding)) {
        if (draft.isEmpty) throw this.tooLarge(draft, status);
        return false;
      }
      this.statuses.shift();
    }
    let hasNews = false;
    for (;;) {
      if (this.open !== undefined) {
        const placed = yield* this.placeChunk(draft, this.open);
        if (placed === "none" && !hasNews) this.stall(draft, smallestOf(this.open));
        if (placed !== "last") return false;
        this.open = undefined;
      } else {
        const part = yield* this.next();
        if (part === undefined) return true;
        if (isWhole(part) && draft.place(part, this.nextEnding)) this.loaded.shift();
        else if (!this.mustCut(part)) {
          if (!hasNews) this.stall(draft, part);
          return false;
        } else {
          this.cut(part);
          continue;
        }
      }
      hasNews = true;
      this.isStalled = false;
    }
  }

  /** Lets a part wait for a message with fewer answers, once. */
  private stall(draft: Draft, part: Part): void {
    if (draft.isEmpty || this.isStalled) throw this.tooLarge(draft, part);
    this.isStalled = true;
  }

  /** Whether there is no room for a part even in the next message, as far as that is known. */
  private mustCut(part: LoadedPart): boolean {
    if (!isWhole(part)) return true;
    const alone = new Draft(this.frame, this.msgID + 1).bytesWith(part, this.nextEnding);
    return alone > this.frame.maxMsgSize || (this.isStalled && isDivisible(part));
  }

  /** Makes one part for each item, or opens the object of its only item. */
  private cut(part: LoadedPart): void {
    const { command, sync, items } = part;
    this.loaded = new Queue();
    if (isDivisible(part)) this.open = part;
    else if (items.length > 1 && separable.includes(command.kind)) {
      for (const one of items) this.loaded.push({ command: withItem(command, one.item), sync, items: [one] });
    } else throw this.tooLarge(new Draft(this.frame, this.msgID), part);
  }

  private *placeChunk(
    draft: Draft,
    { command, sync, items }: LoadedPart,
  ): Generator<PieceRequest, "none" | "more" | "last", IteratorResult<Uint8Array>> {
    const object = items[0]?.object as ItemChunks;
    const partOf = (item: Item): Part => ({ command: withItem(command, item), sync });
    const endingOf = (isLast: boolean) => (isLast ? this.nextEnding : "unfinished");
    const chunk = yield* object.next(
      (item, isLast) => draft.bytesWith(partOf(item), endingOf(isLast)),
      this.frame.maxMsgSize,
    );
    if (chunk === undefined) return "none";
    if (!chunk.isLast) {
      draft.placeLast(partOf(chunk.item));
      return "more";
    }
    draft.place(partOf(chunk.item), endingOf(true));
    return "last";
  }

  /** The next part that is no status, with its items loaded. */
  private *next(): Generator<PieceRequest, LoadedPart | undefined, IteratorResult<Uint8Array>> {
    if (this.loaded.length === 0) {
      const queue = this.results.length > 0 ? this.results : this.others;
      const part = queue.first;
      if (part === undefined) return undefined;
      queue.shift();
      this.loaded.push(yield* this.load(part));
    }
    return this.loaded.first;
  }

  private *load({ command, sync }: Part): Generator<PieceRequest, LoadedPart, IteratorResult<Uint8Array>> {
    const { root, all } = copyTree(command);
    const outermost: LoadedItem[] = [];
    for (const one of all) {
      if (!("items" in one)) continue;
      const items: Item[] = [];
      for (const item of one.items) {
        const loaded = yield* this.loadItem(item, one);
        items.push(loaded.item);
        if (one === root) outermost.push(loaded);
        else if (!loaded.hasData) throw this.uncut(one, loaded);
      }
      one.items = items;
    }
    return { command: root, sync, items: outermost };
  }

  private *loadItem(item: Item, command: Command): Generator<PieceRequest, LoadedItem, IteratorResult<Uint8Array>> {
    const { sources, maxObjSize, maxMsgSize } = this.options;
    const { data } = item;
    const source = sources?.get(item) ?? (typeof data === "string" || data instanceof Uint8Array ? data : undefined);
    if (source === undefined) return { item, hasData: true, object: undefined };
    const object = new ItemChunks(item, source, metaOf(command), this.frame.start, this.options);
    checkObjectSize(object.size, maxObjSize, nameOf(command));
    if (source === data && !object.isConverted) return { item, hasData: true, object };
    const hasData = object.size <= maxMsgSize;
    return { item: hasData ? yield* object.whole() : item, hasData, object };
  }

  private tooLarge(draft: Draft, part: Part): SyncmlError {
    return tooLarge(part.command, draft.bytesWith(part, this.nextEnding), this.frame.maxMsgSize);
  }

  private uncut(command: Command, { object }: LoadedItem): SyncmlError {
    return tooLarge(command, object?.size ?? 0, this.frame.maxMsgSize);
  }
}

/** Whether all data is there, so that the part can be placed as it is. */
function isWhole({ items }: LoadedPart): boolean {
  return items.every(({ hasData }) => hasData);
}

function isDivisible({ command, items }: LoadedPart): boolean {
  const [only] = items;
  const isKind = command.kind === "Alert" ? divisibleAlerts.includes(command.data) : divisible.includes(command.kind);
  return isKind && items.length === 1 && only?.object !== undefined && !only.item.moreData;
}

/** The command for one of its items. A Size in its own Meta would be said with every chunk. */
function withItem(command: Command, item: Item): Command {
  const one = { ...command, items: [item] } as Command;
  if ("meta" in one && one.meta?.size !== undefined) one.meta = { ...one.meta, size: undefined };
  return one;
}

/** The part with the smallest chunk of its object. */
function smallestOf({ command, sync, items }: LoadedPart): Part {
  const object = items[0]?.object as ItemChunks;
  return { command: withItem(command, object.smallest), sync };
}

function tooLarge(command: Command, bytes: number, maxMsgSize: number): SyncmlError {
  const id = command.cmdID === undefined || command.cmdID === "" ? "" : ` (CmdID ${command.cmdID})`;
  const reason = `${nameOf(command)}${id} takes a message of ${bytes} bytes, the peer takes ${maxMsgSize} (MaxMsgSize)`;
  return new SyncmlError("limit-exceeded", reason);
}

/** The package without the order in which its body came, which is not that of a part of it. */
function withoutOrder(start: SyncML): SyncML {
  const { extra } = start.syncBody;
  if (extra?.sequence === undefined) return start;
  if (extra.sequence.some((entry) => typeof entry !== "string")) {
    throw new SyncmlError("invalid-message", "SyncBody holds content that is no command, so it cannot be cut");
  }
  return { ...start, syncBody: { ...start.syncBody, extra: { ...extra, sequence: undefined } } };
}

function firstMsgID({ syncHdr }: SyncML): number {
  const msgID = syncHdr.msgID?.trim() ?? "1";
  if (!/^\d{1,15}$/.test(msgID)) throw new SyncmlError("invalid-message", `MsgID ${msgID} is no number`);
  return Number(msgID);
}
