import { decodeBase64 } from "../core/base64.ts";
import { childDescription, type NodeDescription } from "./description.ts";
import { nodeFormatOf } from "./node-format.ts";
import { timestampOf } from "./timestamp.ts";
import { type NodeState, segmentsTo, stateOf, statesOf, subtreeOf, type TreeEntry } from "./tree-node.ts";
import { segmentsOf, uriOf } from "./uri.ts";

/**
 * One change of a tree and what takes it back, as plain JSON: a session may be stored in the middle of a transaction. Records are
 * undone newest first, so that the addresses in them are valid again.
 */
export type UndoRecord =
  /** The node had these properties. */
  | { readonly kind: "changed"; readonly uri: string; readonly before: NodeState }
  /** The node was added. */
  | { readonly kind: "added"; readonly uri: string }
  /** The node was removed from its place among its siblings, with all that was below it: addresses relative to its parent. */
  | {
      readonly kind: "removed";
      readonly uri: string;
      readonly order: number;
      readonly nodes: readonly (readonly [string, NodeState])[];
    }
  /** The node at `uri` had another name. */
  | { readonly kind: "renamed"; readonly uri: string; readonly name: string };

/** A new node. */
export interface NewEntry extends Omit<NodeState, "value" | "octets"> {
  /** Its value. */
  readonly value?: string | Uint8Array | undefined;
}

/** The nodes of a tree. Every change goes through it, and leaves a record that takes it back. */
export class NodeStore {
  readonly root: TreeEntry;
  /** Nodes in the tree, the root included. */
  count = 1;
  /** Changes since the last {@link take}. */
  #records: UndoRecord[] = [];
  readonly #fold: (name: string) => string;

  constructor(description: NodeDescription | undefined, isCaseSensitive: boolean) {
    this.#fold = isCaseSensitive ? (name) => name : (name) => name.toLowerCase();
    this.root = entryOf("", { format: "node", acl: "Add=*&Get=*", permanent: true }, undefined, undefined, description);
  }

  /** The records since the last call, oldest first. */
  take(): UndoRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  /** The node at the end of the names, or the last one on the way, and how many names lead to it. */
  walk(segments: readonly string[]): { readonly entry: TreeEntry; readonly depth: number } {
    let entry = this.root;
    for (const [index, name] of segments.entries()) {
      const child = this.child(entry, name);
      if (child === undefined) return { entry, depth: index };
      entry = child;
    }
    return { entry, depth: segments.length };
  }

  /** The node of that address. */
  find(segments: readonly string[]): TreeEntry | undefined {
    const { entry, depth } = this.walk(segments);
    return depth === segments.length ? entry : undefined;
  }

  child(entry: TreeEntry, name: string): TreeEntry | undefined {
    return entry.children?.get(this.#fold(name));
  }

  /** Adds a node below an interior one that has no child of that name. */
  add(parent: TreeEntry, name: string, state: NewEntry, description: NodeDescription | undefined): TreeEntry {
    const entry = entryOf(name, state, parent, state.value, description);
    entry.order = ++parent.lastOrder;
    parent.children?.set(this.#fold(name), entry);
    this.count++;
    this.#records.push({ kind: "added", uri: uriOf(segmentsTo(entry)) });
    return entry;
  }

  /** Removes a node other than the root, with all below it. */
  remove(entry: TreeEntry): void {
    const parent = entry.parent as TreeEntry;
    const above = segmentsTo(parent).length;
    const nodes = [...statesOf(entry)].map(([one, state]) => [uriOf(segmentsTo(one).slice(above)), state] as const);
    this.#records.push({ kind: "removed", uri: uriOf(segmentsTo(entry)), order: entry.order, nodes });
    parent.children?.delete(this.#fold(entry.name));
    this.count -= nodes.length;
  }

  /** Changes fields of a node and counts the change. `now` is milliseconds since 1970. */
  change(
    entry: TreeEntry,
    fields: Partial<Pick<TreeEntry, "value" | "format" | "type" | "acl" | "title">>,
    now: number | undefined,
  ): void {
    this.touch(entry, now);
    Object.assign(entry, fields);
  }

  /** Counts a change of a node: VerNo and TStamp. */
  touch(entry: TreeEntry, now: number | undefined): void {
    this.#records.push({ kind: "changed", uri: uriOf(segmentsTo(entry)), before: stateOf(entry) });
    entry.verNo = (entry.verNo + 1) % 65_536;
    if (now !== undefined) entry.tStamp = timestampOf(now);
  }

  /** Gives a node another name in the same place among its siblings. */
  rename(entry: TreeEntry, name: string): void {
    const before = entry.name;
    this.#setName(entry, name);
    this.#records.push({ kind: "renamed", uri: uriOf(segmentsTo(entry)), name: before });
  }

  /** Takes a change back. False if the node is not where the record says. */
  undo(record: UndoRecord): boolean {
    const segments = segmentsOf(record.uri);
    if (typeof segments === "number") return false;
    if (record.kind === "removed") return this.#putBack(segments, record);
    const entry = this.find(segments);
    if (entry === undefined) return false;
    switch (record.kind) {
      case "added":
        entry.parent?.children?.delete(this.#fold(entry.name));
        if (entry.parent?.lastOrder === entry.order) entry.parent.lastOrder--;
        for (const _ of subtreeOf(entry)) this.count--;
        return true;
      case "renamed":
        this.#setName(entry, record.name);
        return true;
      case "changed": {
        const { format, type, acl, title, tStamp, verNo, value } = entryOf(
          "",
          record.before,
          undefined,
          undefined,
          undefined,
        );
        Object.assign(entry, { format, type, acl, title, tStamp, verNo, value });
        return true;
      }
    }
  }

  /**
   * Puts nodes in place of all: addresses with states, parents first.
   *
   * @throws {RangeError} if a node has no parent, or an address is none; nothing is changed then.
   */
  load(nodes: Iterable<readonly [string, NodeState]>): void {
    const { root, count } = this;
    const before = { fields: { ...root }, children: [...(root.children as Map<string, TreeEntry>)] };
    root.children?.clear();
    Object.assign(root, { lastOrder: 0, isSorted: true });
    this.count = 1;
    const loaded: [TreeEntry, NodeState][] = [];
    try {
      for (const [uri, state] of nodes) loaded.push([this.#loadNode(uri, state), state]);
      setLastOrders(loaded);
    } catch (error) {
      Object.assign(root, before.fields);
      root.children?.clear();
      for (const [key, child] of before.children) root.children?.set(key, child);
      this.count = count;
      throw error;
    }
  }

  #loadNode(uri: string, state: NodeState): TreeEntry {
    const segments = segmentsOf(uri);
    if (typeof segments === "number" || nodeFormatOf(state.format) === undefined) {
      throw new RangeError(`a state cannot have the node ${JSON.stringify(uri)} of format ${state.format}`);
    }
    if (segments.length === 0) {
      const { type = "", acl = "Add=*&Get=*", title = "", tStamp = "", verNo = 0 } = state;
      Object.assign(this.root, { type, acl, title, tStamp, verNo });
      return this.root;
    }
    const { entry: parent, depth } = this.walk(segments);
    if (depth !== segments.length - 1 || parent.children === undefined) {
      throw new RangeError(`a state has ${uri} without its parent, or twice`);
    }
    return this.#insert(parent, segments.at(-1) as string, state);
  }

  #insert(parent: TreeEntry, name: string, state: NodeState): TreeEntry {
    const entry = entryOf(name, state, parent, undefined, childDescription(parent.description, name));
    this.#place(parent, entry, state.order ?? parent.lastOrder + 1);
    this.count++;
    return entry;
  }

  #place(parent: TreeEntry, entry: TreeEntry, order: number): void {
    if (order < parent.lastOrder) parent.isSorted = false;
    parent.lastOrder = Math.max(parent.lastOrder, order);
    entry.order = order;
    parent.children?.set(this.#fold(entry.name), entry);
  }

  #putBack(segments: readonly string[], { nodes, order }: Extract<UndoRecord, { kind: "removed" }>): boolean {
    const parent = this.find(segments.slice(0, -1));
    if (parent?.children === undefined) return false;
    const loaded: [TreeEntry, NodeState][] = [];
    for (const [uri, state] of nodes) {
      const path = segmentsOf(uri) as string[];
      let at = parent;
      for (const name of path.slice(0, -1)) at = this.child(at, name) as TreeEntry;
      const own = path.length === 1 ? { ...state, order } : state;
      loaded.push([this.#insert(at, path.at(-1) as string, own), state]);
    }
    setLastOrders(loaded);
    return true;
  }

  #setName(entry: TreeEntry, name: string): void {
    const parent = entry.parent as TreeEntry;
    parent.children?.delete(this.#fold(entry.name));
    entry.name = name;
    this.#place(parent, entry, entry.order);
  }
}

/** Only once all children are there: those without a number of their own come one after the other. */
function setLastOrders(loaded: readonly (readonly [TreeEntry, NodeState])[]): void {
  for (const [entry, { lastOrder }] of loaded) {
    if (lastOrder !== undefined) entry.lastOrder = Math.max(entry.lastOrder, lastOrder);
  }
}

function entryOf(
  name: string,
  state: NodeState | NewEntry,
  parent: TreeEntry | undefined,
  given: string | Uint8Array | undefined,
  description: NodeDescription | undefined,
): TreeEntry {
  const isInterior = state.format === "node";
  const octets = (state as NodeState).octets;
  const value = given ?? (octets === undefined ? (state.value ?? "") : (decodeBase64(octets) ?? new Uint8Array(0)));
  return {
    name,
    format: state.format,
    type: state.type ?? "",
    value: isInterior ? undefined : value,
    acl: state.acl ?? "",
    title: state.title ?? "",
    tStamp: state.tStamp ?? "",
    verNo: state.verNo ?? 0,
    isPermanent: state.permanent === true,
    description,
    parent,
    children: isInterior ? new Map() : undefined,
    order: 1,
    lastOrder: 0,
    isSorted: true,
  };
}
