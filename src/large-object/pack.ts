import * as Code from "../ast/codes/code.ts";
import { copyTree } from "../ast/copy-tree.ts";
import { isDeviceManagement } from "../ast/device-management.ts";
import { isTextOrBytes } from "../ast/node-faults.ts";
import type { Command, Item, SyncHdr, SyncML } from "../ast/nodes.ts";
import { SyncmlError } from "../core/errors.ts";
import { anyFunction, anyMap, atLeast, checkOptions, oneOf, optionChecks } from "../core/options.ts";
import { answeringAlerts, itemsOf, metaOf, nameOf } from "./commands.ts";
import { Draft, type Ending, type Frame, type Part } from "./draft.ts";
import { ItemChunks } from "./item-chunks.ts";
import { Ruler } from "./measure.ts";
import type { AsyncObjectSource, ObjectPosition, ObjectSource, PieceRequest } from "./object-source.ts";
import { commandsFrom, initialPacking, type OpenCommand, type PackState, plainCommands } from "./pack-state.ts";
import { PartQueue } from "./part-queue.ts";
import { type Routine, run, runAsync } from "./routine.ts";
import { checkObjectSize } from "./split.ts";
import type { WireOptions } from "./wire-options.ts";

// Packs a package into messages of at most MaxMsgSize. Commands wait in three queues and are sent in this order:
//
//   statuses ▶ results ▶ others          answers that arrive between two messages join the end of their queue
//
// The first of `results` or `others` is the current command. How much of it is sent at a time:
//
//   whole ──does not fit an empty message──▶ item by item ──item does not fit──▶ in chunks
//         `loaded`                           `item` counts up                    `isInChunks`, to the end of a message each
//
// A command that does not fit after the answers waits for the next message once (`isStalled`); then it is cut or fails.

/** How a package is packed. */
export interface PackOptions<Source = ObjectSource> extends Partial<WireOptions> {
  /** The peer's MaxMsgSize: most bytes of a message. Required, range from 1. */
  readonly maxMsgSize: number;
  /** The peer's MaxObjSize: most bytes of an object. Default: no limit. */
  readonly maxObjSize?: number | undefined;
  /** The data of items in the package that do not hold it themselves. Default: none. */
  readonly sources?: ReadonlyMap<Item, Source> | undefined;
  /**
   * Makes the header of each message from the usual one, which is that of `start` with the message's MsgID and, from the
   * second message on, without Cred. The MsgID of the returned header is ignored.
   */
  readonly header?: ((usual: SyncHdr) => SyncHdr) | undefined;
  /**
   * The alert that asks for the next message, 1222, or 222 in data sync: in every message without Final, or in none.
   * Default `"none"`: the receiver asks, as `answersTo` does, and clients reject the alert from the sender.
   */
  readonly nextMessageAlert?: "unfinished" | "none" | undefined;
  /** Filled in: for each command sent, the command of `start` or of the answers that it is all or part of. */
  readonly origins?: Map<Command, Command> | undefined;
}

const checks = optionChecks({
  maxMsgSize: atLeast(0),
  maxObjSize: atLeast(0),
  sources: anyMap,
  header: anyFunction,
  nextMessageAlert: oneOf("unfinished", "none"),
  origins: anyMap,
});

/** What the caller may pass to `next` between two messages. */
export interface PackTurn {
  /** Answers to the peer's last message, which the next message begins with. Default: none. */
  readonly answers?: readonly Command[] | undefined;
  /** The peer's MaxMsgSize from now on. Default: unchanged. */
  readonly maxMsgSize?: number | undefined;
  /** The peer's MaxObjSize from now on. Default: unchanged. */
  readonly maxObjSize?: number | undefined;
}

/** A message of a package, and the package's state after it. */
export interface Packed {
  /** The state to pass for the next message. */
  readonly state: PackState;
  /** The message, numbered and ready to encode. */
  readonly message: SyncML;
}

/**
 * Splits a package into messages of at most `maxMsgSize` bytes when encoded with the same options, each as full as the
 * next command allows. `start` is the package as one message; the first message has its MsgID, or 1. Messages and
 * commands are numbered here.
 *
 * Statuses come first, then results, then the rest in order. A Sync may continue in the next message; an Atomic or
 * Sequence is never cut, nor is any command that fits a message by itself. If one does not, its items get a command each,
 * and an object that is too large is sent in chunks, each filling its message and continued at the start of the next. Only
 * the last message has Final, and only if `start` has it.
 *
 * Between two messages `next({ answers })` takes the answers to what the peer has sent.
 *
 * @throws {SyncmlError} `limit-exceeded` if a command can never fit, is inside itself, or an object is too large (both
 *   sizes are named); `unrepresentable` for text that the format cannot hold; `invalid-message` if pieces do not add up to
 *   `byteLength` or a MsgID is not a number.
 * @throws {RangeError} if an option is outside its range.
 */
export function pack(start: SyncML, options: PackOptions): Generator<SyncML, void, PackTurn | undefined> {
  return run(new Packer(initialPacking, start, options).messages());
}

/** Like {@link pack}, for objects with asynchronous pieces. */
export function packAsync(
  start: SyncML,
  options: PackOptions<AsyncObjectSource>,
): AsyncGenerator<SyncML, void, PackTurn | undefined> {
  return runAsync(new Packer(initialPacking, start, options).messages());
}

/**
 * Makes one message of a package, for callers that keep only the state between two messages. The messages are those of
 * {@link pack}. Pass the same `start` and `sources` each time, and the current limits, header and `answers`.
 *
 * @throws {SyncmlError} what `pack` throws; `misuse` if the last message was already made, or an answer has its data in
 *   `sources`.
 */
export function packMessage(state: PackState, start: SyncML, options: PackOptions & Pick<PackTurn, "answers">): Packed {
  const messages = run(new Packer(state, start, options).storable());
  const { value } = messages.next();
  messages.return();
  return value as Packed;
}

/** Like {@link packMessage}, for objects with asynchronous pieces. */
export async function packMessageAsync(
  state: PackState,
  start: SyncML,
  options: PackOptions<AsyncObjectSource> & Pick<PackTurn, "answers">,
): Promise<Packed> {
  const messages = runAsync(new Packer(state, start, options).storable());
  const { value } = await messages.next();
  await messages.return();
  return value as Packed;
}

/** An item and the source of its data. */
interface LoadedItem {
  /** The item, with its data unless that is larger than any message. */
  readonly item: Item;
  readonly hasData: boolean;
  readonly object: ItemChunks | undefined;
}

/** A part whose items are loaded. */
interface LoadedPart extends Part {
  readonly items: readonly LoadedItem[];
}

/** The command being sent: the first of its queue. */
interface Current {
  readonly among: OpenCommand["among"];
  readonly part: Part;
  /** Its items once loaded; each can be read only once. */
  items: readonly LoadedItem[] | undefined;
  /** Index of the next item, if each is sent in a command of its own. */
  item: number | undefined;
  /** The whole command or that item, once loaded. */
  loaded: LoadedPart | undefined;
  isInChunks: boolean;
  /** Where to resume the object of a stored state. */
  position: ObjectPosition | undefined;
}

/** Commands whose items may be sent in a command each. */
const separable: readonly string[] = ["Add", "Copy", "Delete", "Get", "Move", "Put", "Replace", "Results"];
/** Commands whose item may be sent in chunks. */
const divisible: readonly string[] = ["Add", "Exec", "Put", "Replace", "Results"];
/** Alerts whose item may be sent in chunks, since it holds application data. */
const divisibleAlerts: readonly unknown[] = [Code.CLIENT_EVENT, Code.GENERIC_ALERT];
class Packer {
  private readonly frame: Frame;
  private readonly options: PackOptions<AsyncObjectSource>;
  private readonly firstMsgID: number;
  private readonly statuses: PartQueue;
  private readonly results: PartQueue;
  private readonly others: PartQueue;
  private messagesMade: number;
  private isDone: boolean;
  private current: Current | undefined;
  /** The last message held only answers, which left no room for more. */
  private isStalled: boolean;
  private maxMsgSize = 0;
  private maxObjSize: number | undefined;

  constructor(state: PackState, start: SyncML, options: PackOptions<AsyncObjectSource> & Pick<PackTurn, "answers">) {
    checkOptions(options, checks);
    const { nextMessageAlert = "none", origins, answers = [], sources } = options;
    if (state.isDone) throw new SyncmlError("misuse", "the last message of the package has already been made");
    this.setLimits(options);
    const alertCode = isDeviceManagement(start) ? Code.NEXT_MESSAGE : Code.SYNC_NEXT_MESSAGE;
    const whole = withoutOrder(start);
    this.options = options;
    this.frame = {
      start: whole,
      ruler: new Ruler(whole, options),
      maxMsgSize: this.maxMsgSize,
      alertCode: nextMessageAlert === "none" ? undefined : alertCode,
      alertSizes: new Map(),
      origins,
    };
    this.firstMsgID = firstMsgID(start);
    this.messagesMade = state.messages;
    this.isDone = state.isDone;
    this.isStalled = state.isStalled;
    const { commands } = start.syncBody;
    this.statuses = new PartQueue(commands, isAnswer, state.statuses);
    this.results = new PartQueue(commands, isResults, state.results);
    this.others = new PartQueue(commands, (command) => !isAnswer(command) && !isResults(command), state.others);
    this.enqueue(commandsFrom(state.answers));
    for (const { items } of answers.flatMap((command) => ("items" in command ? [command] : []))) {
      if (!items.some((item) => sources?.has(item))) continue;
      throw new SyncmlError(
        "misuse",
        "the data of an answer is in sources: put the answer into the package, or the data into the answer",
      );
    }
    this.enqueue(answers);
    if (state.open !== null) this.reopen(state.open);
  }

  *messages(): Routine<SyncML> {
    while (!this.isDone) {
      const turn = (yield { kind: "made", result: yield* this.message() }) as PackTurn | undefined;
      if (this.isDone) return;
      if (turn !== undefined) this.setLimits(turn);
      this.enqueue(turn?.answers ?? []);
    }
  }

  *storable(): Routine<Packed> {
    const message = yield* this.message();
    yield { kind: "made", result: { state: this.state(), message } };
  }

  private state(): PackState {
    const { statuses, results, others, current, isStalled, isDone } = this;
    const answers = [statuses, results, others].flatMap((queue) => queue.remainingAnswers());
    const open: OpenCommand | null =
      current === undefined
        ? null
        : {
            among: current.among,
            item: current.item ?? null,
            object: (current.isInChunks ? current.loaded?.items[0]?.object?.position : undefined) ?? null,
          };
    return {
      messages: this.messagesMade,
      isDone,
      statuses: statuses.place,
      results: results.place,
      others: others.place,
      answers: plainCommands(answers),
      open,
      isStalled,
    };
  }

  private reopen({ among, item, object }: OpenCommand): void {
    const part = this[among].first;
    if (part === undefined) throw new SyncmlError("invalid-message", "the state does not belong to this package");
    this.current = {
      among,
      part,
      items: undefined,
      item: item ?? undefined,
      loaded: undefined,
      isInChunks: object !== null,
      position: object ?? undefined,
    };
  }

  private setLimits({ maxMsgSize = this.maxMsgSize, maxObjSize = this.maxObjSize }: PackTurn): void {
    if (!(maxMsgSize >= 1)) throw new RangeError(`maxMsgSize is ${maxMsgSize}`);
    this.maxMsgSize = maxMsgSize;
    this.maxObjSize = maxObjSize;
  }

  private *message(): Generator<PieceRequest, SyncML, IteratorResult<Uint8Array>> {
    const draft = new Draft({ ...this.frame, maxMsgSize: this.maxMsgSize }, this.nextHeader());
    const isLast = yield* this.fill(draft);
    this.messagesMade++;
    this.isDone = isLast;
    return draft.close(isLast ? this.lastEnding : "unfinished");
  }

  private nextHeader(): SyncHdr {
    const { syncHdr } = this.frame.start;
    const msgID = String(this.firstMsgID + this.messagesMade);
    const usual = { ...syncHdr, msgID, cred: this.messagesMade === 0 ? syncHdr.cred : undefined };
    return { ...(this.options.header?.(usual) ?? usual), msgID };
  }

  private get lastEnding(): Ending {
    return this.frame.start.syncBody.final ? "final" : "unfinished";
  }

  /** How the message ends if the next part is its last. */
  private get nextEnding(): Ending {
    const { statuses, results, others, current } = this;
    const hasMoreItems = current?.item !== undefined && current.item + 1 < itemsOf(current.part.command).length;
    const left = statuses.upToTwo + results.upToTwo + others.upToTwo + (hasMoreItems ? 1 : 0);
    return left > 1 ? "unfinished" : this.lastEnding;
  }

  private enqueue(commands: readonly Command[]): void {
    for (const command of commands) {
      const queue = isResults(command) ? this.results : isAnswer(command) ? this.statuses : this.others;
      queue.add(command);
    }
  }

  /** Fills a message; true if it is the last. */
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
      const current = yield* this.next();
      if (current === undefined) return true;
      const part = current.loaded as LoadedPart;
      if (current.isInChunks) {
        const placed = yield* this.placeChunk(draft, part);
        if (placed === "none" && !hasNews) this.stall(draft, smallestOf(part));
        // An object not begun may fit whole next time, and a stored state would not keep the decision.
        if (placed === "none") current.isInChunks = part.items[0]?.object?.position !== undefined;
        if (placed !== "last") return false;
        this.finish(current);
      } else if (isWhole(part) && draft.place(part, this.nextEnding)) this.finish(current);
      else if (!this.mustCut(draft, part)) {
        if (!hasNews) this.stall(draft, part);
        return false;
      } else {
        this.cut(draft, current, part);
        continue;
      }
      hasNews = true;
      this.isStalled = false;
    }
  }

  /** Moves to the next item or command. */
  private finish(current: Current): void {
    const { among, part } = current;
    current.loaded = undefined;
    current.isInChunks = false;
    if (current.item !== undefined && ++current.item < itemsOf(part.command).length) return;
    this[among].shift();
    this.current = undefined;
  }

  /** Defers a part to a message with fewer answers, once. */
  private stall(draft: Draft, part: Part): void {
    if (draft.isEmpty || this.isStalled) throw this.tooLarge(draft, part);
    this.isStalled = true;
  }

  /** Whether a part would not fit even an empty next message, as far as is known. */
  private mustCut(draft: Draft, part: LoadedPart): boolean {
    if (!isWhole(part) || draft.isEmpty || (this.isStalled && isDivisible(part))) return true;
    return draft.withoutCommands().bytesWith(part, this.nextEnding) > this.maxMsgSize;
  }

  /** Switches to item by item, or to chunks if there is a single item. */
  private cut(draft: Draft, current: Current, part: LoadedPart): void {
    const { command, items } = part;
    if (isDivisible(part)) current.isInChunks = true;
    else if (items.length > 1 && separable.includes(command.kind)) {
      current.item = 0;
      current.items = items;
      current.loaded = undefined;
    } else throw this.tooLarge(draft.withoutCommands(), part);
  }

  private *placeChunk(
    draft: Draft,
    { command, given, sync, items }: LoadedPart,
  ): Generator<PieceRequest, "none" | "more" | "last", IteratorResult<Uint8Array>> {
    const object = items[0]?.object as ItemChunks;
    const partOf = (item: Item): Part => ({ command: withItem(command, item), given, sync });
    const endingOf = (isLast: boolean) => (isLast ? this.nextEnding : "unfinished");
    const chunk = yield* object.next(
      (item, isLast) => draft.bytesWith(partOf(item), endingOf(isLast)),
      this.maxMsgSize,
    );
    if (chunk === undefined) return "none";
    if (!chunk.isLast) {
      draft.placeLast(partOf(chunk.item));
      return "more";
    }
    draft.place(partOf(chunk.item), endingOf(true));
    return "last";
  }

  /** The next command other than an answer, with its items loaded. */
  private *next(): Generator<PieceRequest, Current | undefined, IteratorResult<Uint8Array>> {
    if (this.current === undefined) {
      const among = this.results.first !== undefined ? "results" : "others";
      const part = this[among].first;
      if (part === undefined) return undefined;
      const unknown = { items: undefined, item: undefined, loaded: undefined, position: undefined };
      this.current = { among, part, isInChunks: false, ...unknown };
    }
    const { current } = this;
    if (current.loaded !== undefined) current.loaded = yield* this.fitAnew(current.loaded);
    current.loaded ??= yield* current.item === undefined ? this.load(current) : this.loadItemOf(current, current.item);
    return current;
  }

  /** A part with the objects whole that were over the limit of an earlier message and are not over that of this one. */
  private *fitAnew(part: LoadedPart): Generator<PieceRequest, LoadedPart, IteratorResult<Uint8Array>> {
    if (isWhole(part)) return part;
    const items: LoadedItem[] = [];
    for (const one of part.items) items.push(yield* this.fitItemAnew(one));
    const command = { ...part.command, items: items.map(({ item }) => item) } as Command;
    return { ...part, command, items };
  }

  private *fitItemAnew(one: LoadedItem): Generator<PieceRequest, LoadedItem, IteratorResult<Uint8Array>> {
    const { hasData, object } = one;
    if (hasData || object === undefined || object.position !== undefined || object.size > this.maxMsgSize) return one;
    return { item: yield* object.whole(), hasData: true, object };
  }

  private *load({
    part: { command, given, sync },
    position,
  }: Current): Generator<PieceRequest, LoadedPart, IteratorResult<Uint8Array>> {
    const { roots, all } = copyTree([command]);
    const root = roots[0] as Command;
    const outermost: LoadedItem[] = [];
    for (const one of all) {
      if (!("items" in one)) continue;
      const items: Item[] = [];
      for (const item of one.items) {
        const loaded = yield* this.loadItem(item, one, position);
        items.push(loaded.item);
        if (one === root) outermost.push(loaded);
        else if (!loaded.hasData) throw this.uncut(one, loaded);
      }
      one.items = items;
    }
    return { command: root, given, sync, items: outermost };
  }

  /** A command with only the item at `index`. */
  private *loadItemOf(
    current: Current,
    index: number,
  ): Generator<PieceRequest, LoadedPart, IteratorResult<Uint8Array>> {
    const { command, given, sync } = current.part;
    const item = itemsOf(command)[index];
    if (item === undefined) throw new SyncmlError("invalid-message", "the state does not belong to this package");
    const earlier = current.items?.[index];
    const loaded = yield* earlier ? this.fitItemAnew(earlier) : this.loadItem(item, command, current.position);
    current.position = undefined;
    return { command: withItem(command, loaded.item), given, sync, items: [loaded] };
  }

  private *loadItem(
    item: Item,
    command: Command,
    position: ObjectPosition | undefined,
  ): Generator<PieceRequest, LoadedItem, IteratorResult<Uint8Array>> {
    const { maxObjSize, maxMsgSize } = this;
    const { data } = item;
    const source = this.options.sources?.get(item) ?? (isTextOrBytes(data) ? data : undefined);
    if (source === undefined) return { item, hasData: true, object: undefined };
    const object = new ItemChunks(item, source, metaOf(command), this.frame.start, this.options, position);
    if (position !== undefined) return { item, hasData: false, object };
    if (maxObjSize !== undefined && object.size > maxObjSize) {
      checkObjectSize(object.size, maxObjSize, nameOf(withItem(command, item)));
    }
    if (source === data && !object.isConverted) return { item, hasData: true, object };
    const hasData = object.size <= maxMsgSize;
    return { item: hasData ? yield* object.whole() : item, hasData, object };
  }

  private tooLarge(draft: Draft, part: Part): SyncmlError {
    return tooLarge(part.command, draft.bytesWith(part, this.nextEnding), this.maxMsgSize);
  }

  private uncut(command: Command, { object }: LoadedItem): SyncmlError {
    return tooLarge(command, object?.size ?? 0, this.maxMsgSize);
  }
}

function isResults({ kind }: Command): boolean {
  return kind === "Results";
}

function isAnswer(command: Command): boolean {
  return command.kind === "Status" || (command.kind === "Alert" && answeringAlerts.includes(command.data));
}

/** Whether all data is loaded, so that the part can be placed as it is. */
function isWhole({ items }: LoadedPart): boolean {
  return items.every(({ hasData }) => hasData);
}

function isDivisible({ command, items }: LoadedPart): boolean {
  const [only] = items;
  const isKind = command.kind === "Alert" ? divisibleAlerts.includes(command.data) : divisible.includes(command.kind);
  return isKind && items.length === 1 && only?.object !== undefined && !only.item.moreData;
}

/** The command with one of its items. Drops a Size from its Meta, which every chunk would repeat. */
function withItem(command: Command, item: Item): Command {
  const one = { ...command, items: [item] } as Command;
  if ("meta" in one && one.meta?.size !== undefined) one.meta = { ...one.meta, size: undefined };
  return one;
}

/** The part with the smallest possible chunk of its object. */
function smallestOf({ command, given, sync, items }: LoadedPart): Part {
  const object = items[0]?.object as ItemChunks;
  return { command: withItem(command, object.smallest), given, sync };
}

function tooLarge(command: Command, bytes: number, maxMsgSize: number): SyncmlError {
  const id = command.cmdID === undefined || command.cmdID === "" ? "" : ` (CmdID ${command.cmdID})`;
  const reason = `${nameOf(command)}${id} needs a message of ${bytes} bytes, but the peer accepts ${maxMsgSize} (MaxMsgSize)`;
  return new SyncmlError("limit-exceeded", reason);
}

/** The package without the received order of its body, which does not apply to a part of it. */
function withoutOrder(start: SyncML): SyncML {
  const { extra } = start.syncBody;
  if (extra?.sequence === undefined) return start;
  if (extra.sequence.some((entry) => typeof entry !== "string")) {
    throw new SyncmlError("invalid-message", "SyncBody contains something other than commands, so it cannot be split");
  }
  return { ...start, syncBody: { ...start.syncBody, extra: { ...extra, sequence: undefined } } };
}

function firstMsgID({ syncHdr }: SyncML): number {
  const msgID = syncHdr.msgID?.trim() ?? "1";
  if (!/^\d{1,15}$/.test(msgID)) throw new SyncmlError("invalid-message", `MsgID ${msgID} is not a number`);
  return Number(msgID);
}
