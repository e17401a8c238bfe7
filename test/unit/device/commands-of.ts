import type { ApplyOptions, ManagementTree, StepResult } from "../../../src/device/index.ts";
import { type Command, type Item, parseFragment } from "../../../src/index.ts";

/** The Meta of an item, as XML. */
export function metaOf(format?: string, type?: string): string {
  const parts = `${format === undefined ? "" : `<Format xmlns="syncml:metinf">${format}</Format>`}${type === undefined ? "" : `<Type xmlns="syncml:metinf">${type}</Type>`}`;
  return parts === "" ? "" : `<Meta>${parts}</Meta>`;
}

/** An item for a target, as XML. */
export function itemOf(target: string, data?: string, meta = ""): string {
  const value = data === undefined ? "" : `<Data>${data}</Data>`;
  return `<Item><Target><LocURI>${target}</LocURI></Target>${meta}${value}</Item>`;
}

let last = 0;

/** A command with content, as XML. */
export function xmlOf(kind: string, ...content: string[]): string {
  return `<${kind}><CmdID>${++last}</CmdID>${content.join("")}</${kind}>`;
}

/** A question with its options, as XML. */
export function alertOf(code: number, text: string, options = "", ...choices: string[]): string {
  const items = [options, text, ...choices].map((data) => `<Item><Data>${data.replaceAll("&", "&amp;")}</Data></Item>`);
  return xmlOf("Alert", `<Data>${code}</Data>`, ...items);
}

/** Commands from their XML. */
export function commandsOf(...xml: string[]): Command[] {
  return parseFragment(`<SyncBody>${xml.join("")}</SyncBody>`).commands;
}

/** Executes commands that nothing suspends. */
export function applyAll(
  tree: ManagementTree,
  xml: readonly string[],
  options?: ApplyOptions,
  server = "srv",
): readonly StepResult[] {
  const outcome = tree.apply(server, commandsOf(...xml), options);
  if (outcome.state === "suspended") throw new Error("suspended");
  return outcome.results;
}

/** Codes of one command: one number, or one for each item. */
export function codesOf({ statuses }: StepResult): number | number[] {
  const codes = statuses.map(({ code }) => code);
  return codes.length === 1 ? (codes[0] as number) : codes;
}

/** Executes one command. */
export function applyOne(
  tree: ManagementTree,
  xml: string,
  options?: ApplyOptions,
  server?: string,
): { code: number | number[]; items: readonly Item[]; result: StepResult } {
  const [result] = applyAll(tree, [xml], options, server) as [StepResult];
  return { code: codesOf(result), items: result.results, result };
}

/** All codes of a tree of results: a group as its own code, then its members. */
export type Codes = number | number[] | { readonly [group: string]: readonly Codes[] };

export function treeOfCodes(results: readonly StepResult[]): Codes[] {
  return results.map((result) =>
    result.cmd === "Atomic" || result.cmd === "Sequence"
      ? { [`${result.cmd} ${codesOf(result)}`]: treeOfCodes(result.members) }
      : codesOf(result),
  );
}
