import type { Command, Item, Results, Status, SyncML } from "../ast/nodes.ts";
import { encodeBase64 } from "../core/base64.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { formatOf } from "./carrier.ts";
import { allCommands, metaOf } from "./commands.ts";
import { initialReassembly, type ReassemblyOutcome, type ReassemblyState, reassemble } from "./reassemble.ts";

/** Chunks of results are joined whatever their size: they are in memory already. */
const options = { maxObjSize: Number.MAX_SAFE_INTEGER };

/** A chunk that waits for those that follow. */
interface Chunk {
  readonly command: Results;
  readonly item: Item;
}

/**
 * The statuses and results in messages, in their order. Results that come in chunks are one, where the first chunk was; chunks
 * that make no object stay as they came.
 */
export function answersIn(received: readonly SyncML[]): (Status | Results)[] {
  const answers: (Status | Results | undefined)[] = [];
  let state: ReassemblyState = initialReassembly;
  let chunks: Chunk[] = [];
  let places: number[] = [];
  const take = (command: Results, item: Item): void => {
    const { state: next, outcome } = reassemble(state, { command, item, sync: undefined }, options);
    state = next;
    // What came in has begun another object, or is one.
    if (outcome.effect !== "append" && outcome.effect !== "commit") forget();
    if (outcome.effect === "pass") return;
    chunks.push({ command, item });
    places.push(answers.length - 1);
    if (outcome.effect === "commit") join(outcome);
    else if (state.phase === "idle") forget();
  };
  const forget = () => {
    chunks = [];
    places = [];
  };
  const join = (outcome: ReassemblyOutcome) => {
    const [first] = chunks as [Chunk];
    for (const place of places) answers[place] = undefined;
    answers[places[0] as number] = { ...first.command, items: [joined(chunks, outcome)] };
    forget();
  };
  for (const { command } of received.flatMap((message) => [...allCommands(message)])) {
    if (command.kind === "Status") answers.push(command);
    if (command.kind !== "Results") continue;
    // Each item that may be part of an object has a place of its own, which the object may take.
    for (const part of partsOf(command)) {
      answers.push(part);
      for (const item of part.items) take(command, item);
    }
  }
  return answers.filter((answer) => answer !== undefined);
}

/** Results as they are; with a chunk among several items, those with one item each. */
function partsOf(command: Results): Results[] {
  const { items } = command;
  if (items.length < 2 || !items.some(({ moreData }) => moreData)) return [command];
  return items.map((item) => ({ ...command, items: [item] }));
}

/** The item of an object: as the first chunk, with all data in the form in which the chunks had theirs. */
function joined(chunks: readonly Chunk[], { data = new Uint8Array(0) }: ReassemblyOutcome): Item {
  const { command, item } = chunks[0] as Chunk;
  const isBase64 =
    formatOf(item, metaOf(command as Command))
      ?.trim()
      .toLowerCase() === "b64";
  const isText = chunks.every(({ item: one }) => !(one.data instanceof Uint8Array));
  const text = isBase64 ? encodeBase64(data) : isText ? decodeUtf8(data, 0, data.length) : undefined;
  return { ...item, data: text ?? data, moreData: undefined };
}
