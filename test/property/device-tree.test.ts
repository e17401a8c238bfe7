import fc from "fast-check";
import { expect, test } from "vitest";
import { createTree, type ManagementTree, type TreeState } from "../../src/device/index.ts";
import { type Command, create, newItem, newSource } from "../../src/index.ts";

// The tree against the simplest model: a map from address to value, `undefined` for an interior node. Every server may do
// everything, no node is described; what is compared is the code of each command, and the whole tree after each message.

type Model = Map<string, string | undefined>;

type Single =
  | { readonly kind: "Add" | "Replace"; readonly uri: string; readonly value: string | undefined }
  | { readonly kind: "Delete" | "Get"; readonly uri: string }
  | { readonly kind: "Copy"; readonly uri: string; readonly from: string }
  | { readonly kind: "Rename"; readonly uri: string; readonly name: string };
type Step = Single | { readonly kind: "Atomic" | "Sequence"; readonly steps: readonly Step[] };

type Codes = number | { readonly group: number; readonly members: readonly Codes[] };

const name = fc.constantFrom("a", "b", "c");
const uri = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `./${names.join("/")}`);
const value = fc.option(fc.constantFrom("", "1", "é"), { nil: undefined });
const single: fc.Arbitrary<Single> = fc.oneof(
  fc.record({ kind: fc.constantFrom("Add" as const, "Replace" as const), uri, value }),
  fc.record({ kind: fc.constantFrom("Delete" as const, "Get" as const), uri }),
  fc.record({ kind: fc.constant("Copy" as const), uri, from: uri }),
  fc.record({ kind: fc.constant("Rename" as const), uri, name }),
);
const atomic: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("Atomic" as const),
  steps: fc.array(single, { maxLength: 4 }),
});
const step = fc.oneof(
  { weight: 4, arbitrary: single },
  { weight: 2, arbitrary: atomic },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("Sequence" as const),
      steps: fc.array(fc.oneof(single, atomic), { maxLength: 3 }),
    }),
  },
);
const messages = fc.array(fc.array(step, { maxLength: 5 }), { maxLength: 6 });

function commandOf(given: Step): Command {
  switch (given.kind) {
    case "Atomic":
    case "Sequence":
      return create(given.kind, { cmdID: "1", commands: given.steps.map(commandOf) });
    case "Rename":
      return create("Replace", { cmdID: "1", items: [newItem(`${given.uri}?prop=Name`, given.name)] });
    case "Copy":
      return create("Copy", { cmdID: "1", items: [{ ...newItem(given.uri), source: newSource(given.from) }] });
    case "Delete":
    case "Get":
      return create(given.kind, { cmdID: "1", items: [newItem(given.uri)] });
    default: {
      const isNode = given.value === undefined;
      const item = newItem(given.uri, given.value, isNode ? { format: "node", emi: [] } : undefined);
      return create(given.kind, { cmdID: "1", items: [item] });
    }
  }
}

const parentOf = (address: string) => address.slice(0, address.lastIndexOf("/"));
const isBelow = (address: string, top: string) => address === top || address.startsWith(`${top}/`);

function addTo(model: Model, address: string, leaf: string | undefined): number {
  if (model.has(address)) return 418;
  const missing: string[] = [];
  let above = parentOf(address);
  for (; !model.has(above); above = parentOf(above)) missing.unshift(above);
  if (model.get(above) !== undefined) return 405;
  for (const each of missing) model.set(each, undefined);
  model.set(address, leaf);
  return 200;
}

function perform(model: Model, given: Single): number {
  const { kind, uri: address } = given;
  if (kind === "Add") return addTo(model, address, given.value);
  if (kind === "Copy") {
    if (!model.has(given.from)) return 404;
    const copied = model.get(given.from);
    return copied === undefined ? 403 : addTo(model, address, copied);
  }
  if (!model.has(address)) return 404;
  switch (kind) {
    case "Replace":
      if (model.get(address) === undefined) return 405;
      if (given.value === undefined) return 415;
      model.set(address, given.value);
      return 200;
    case "Delete":
      for (const each of [...model.keys()]) if (isBelow(each, address)) model.delete(each);
      return 200;
    case "Rename": {
      const renamed = `${parentOf(address)}/${given.name}`;
      if (renamed !== address && model.has(renamed)) return 418;
      const moved = [...model].map(
        ([each, leaf]) => [isBelow(each, address) ? renamed + each.slice(address.length) : each, leaf] as const,
      );
      model.clear();
      for (const [each, leaf] of moved) model.set(each, leaf);
      return 200;
    }
    default:
      return 200;
  }
}

function run(model: Model, given: Step): Codes {
  if ("steps" in given && given.kind === "Sequence")
    return { group: 200, members: given.steps.map((member) => run(model, member)) };
  if (!("steps" in given)) return perform(model, given);
  const before = new Map(model);
  const codes: number[] = [];
  for (const member of given.steps) {
    const code = member.kind === "Get" ? 500 : perform(model, member as Single);
    codes.push(code);
    if (code < 300) continue;
    model.clear();
    for (const [each, leaf] of before) model.set(each, leaf);
    const members = given.steps.map((_, index) =>
      index < codes.length - 1 ? 216 : index === codes.length - 1 ? code : 215,
    );
    return { group: 507, members };
  }
  return { group: 200, members: codes };
}

function newTree(state?: TreeState): ManagementTree {
  return createTree([], {
    rootAcl: "Add=*&Delete=*&Exec=*&Get=*&Replace=*",
    ...(state === undefined ? {} : { state }),
  });
}

const modelOf = (tree: ManagementTree): [string, string | undefined][] =>
  tree
    .uris()
    .map((address): [string, string | undefined] => [address, tree.get(address) as string | undefined])
    .sort();

type Results = ReturnType<typeof applied>;

function applied(tree: ManagementTree, commands: readonly Command[]) {
  const outcome = tree.apply("srv", commands, { now: 1e12 });
  if (outcome.state !== "done") throw new Error("suspended");
  return outcome.results;
}

function codesOf(results: Results): Codes[] {
  return results.map(({ cmd, statuses, members }) => {
    const code = statuses[0]?.code ?? 0;
    return cmd === "Atomic" || cmd === "Sequence" ? { group: code, members: codesOf(members) } : code;
  });
}

test("commands do to the tree what they do to a map of addresses", () => {
  fc.assert(
    fc.property(messages, (given) => {
      let tree = newTree();
      const model: Model = new Map([[".", undefined]]);
      for (const steps of given) {
        const expected = steps.map((each) => run(model, each));
        expect(codesOf(applied(tree, steps.map(commandOf)))).toEqual(expected);
        expect(modelOf(tree)).toEqual([...model].sort());
        expect(tree.size).toBe(model.size);
        // Stored and taken up by another process, at any point.
        const stored = JSON.stringify(tree);
        tree = newTree(JSON.parse(stored));
        expect(JSON.stringify(tree)).toBe(stored);
      }
    }),
    { numRuns: 500 },
  );
});

test("an Atomic that fails leaves every property, and the order of the nodes, as it was", () => {
  fc.assert(
    fc.property(messages, fc.array(single, { maxLength: 6 }), (given, members) => {
      const tree = newTree();
      for (const steps of given) applied(tree, steps.map(commandOf));
      const before = JSON.stringify(tree);
      const failing = commandOf({ kind: "Atomic", steps: [...members, { kind: "Delete", uri: "./missing" }] });
      expect(applied(tree, [failing])[0]?.statuses[0]?.code).toBe(507);
      expect(JSON.stringify(tree)).toBe(before);
    }),
    { numRuns: 500 },
  );
});

test("a subtree that was serialised is the same when it is added again", () => {
  fc.assert(
    fc.property(messages, (given) => {
      const tree = newTree();
      for (const steps of given) applied(tree, steps.map(commandOf));
      for (const child of tree.node(".")?.children ?? []) {
        const address = `./${child}`;
        const copy = newTree();
        const meta = { format: "xml", type: "application/vnd.syncml.dmtnds+xml", emi: [] };
        const add = create("Add", { cmdID: "1", items: [newItem(address, tree.toTnds(address), meta)] });
        expect(codesOf(applied(copy, [add]))).toEqual([200]);
        expect(modelOf(copy)).toEqual(modelOf(tree).filter(([each]) => each === "." || isBelow(each, address)));
      }
    }),
    { numRuns: 200 },
  );
});

test("a tree that is stored and taken up goes on like one that is not", () => {
  fc.assert(
    fc.property(messages, messages, (before, after) => {
      const tree = newTree();
      for (const steps of before) applied(tree, steps.map(commandOf));
      const again = newTree(JSON.parse(JSON.stringify(tree)));
      for (const one of [tree, again]) for (const steps of after) applied(one, steps.map(commandOf));
      expect(JSON.stringify(again)).toBe(JSON.stringify(tree));
    }),
    { numRuns: 200 },
  );
});
