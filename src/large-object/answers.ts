import { allCommands } from "../ast/all-commands.ts";
import { formatOf, isBase64 } from "../ast/format.ts";
import type { Item, Results, Status, SyncML } from "../ast/nodes.ts";
import { encodeBase64 } from "../core/base64.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { metaOf } from "./commands.ts";
import { initialReassembly, type ReassemblyOutcome, type ReassemblyState, reassemble } from "./reassemble.ts";

/** No limit: the chunks to be joined are in memory already. */
const options = { maxObjSize: Number.MAX_SAFE_INTEGER };

/** A chunk whose object is not complete yet. */
interface Chunk {
  readonly command: Results;
  readonly item: Item;
}

/**
 * The statuses and results in messages, in document order. Chunks of results are joined into one command at the place of
 * the first chunk; chunks that do not make up an object stay as they came.
 */
export function answersIn(received: readonly SyncML[]): (Status | Results)[] {
  const answers: (Status | Results | undefined)[] = [];
  let state: ReassemblyState = initialReassembly;
  let chunks: Chunk[] = [];
  let places: number[] = [];
  const take = (command: Results, item: Item): void => {
    const { state: next, outcome } = reassemble(state, { command, item, sync: undefined }, options);
    state = next;
    // This item begins another object, or is a whole one.
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
  for (const command of received.flatMap((message) => [...allCommands(message)])) {
    if (command.kind === "Status") answers.push(command);
    if (command.kind !== "Results") continue;
    // Each item that may be a chunk gets an entry of its own, which the joined object may replace.
    for (const part of partsOf(command)) {
      answers.push(part);
      for (const item of part.items) take(command, item);
    }
  }
  return answers.filter((answer) => answer !== undefined);
}

/** The command itself; if one of several items is a chunk, a command for each item. */
function partsOf(command: Results): Results[] {
  const { items } = command;
  if (items.length < 2 || !items.some(({ moreData }) => moreData)) return [command];
  return items.map((item) => ({ ...command, items: [item] }));
}

/** The first chunk with the data of all, in the form the chunks had: base64, text or bytes. */
function joined(chunks: readonly Chunk[], { data = new Uint8Array(0) }: ReassemblyOutcome): Item {
  const { command, item } = chunks[0] as Chunk;
  const isText = chunks.every(({ item: one }) => !(one.data instanceof Uint8Array));
  const text = isBase64(formatOf(item, metaOf(command)))
    ? encodeBase64(data)
    : isText
      ? decodeUtf8(data, 0, data.length)
      : undefined;
  return { ...item, data: text ?? data, moreData: undefined };
}
