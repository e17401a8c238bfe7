import type { Command, MgmtTree } from "../ast/nodes.ts";
import { formatAcl, parseAcl, withoutServer } from "./acl.ts";
import { type ApplyCursor, type ApplyOptions, type ApplyOutcome, run } from "./apply.ts";
import { type CommandContext, populate } from "./commands.ts";
import {
  childDescription,
  descriptionOfDdf,
  descriptionOfRows,
  type NodeDescription,
  type PlacedRows,
} from "./description.ts";
import { HandlerTable, type NodeHandlers, withCommonHandler } from "./handlers.ts";
import { emptyValueOf, isValueOf, type NodeFormat, nodeFormatOf } from "./node-format.ts";
import { type NewEntry, NodeStore } from "./node-store.ts";
import { resolveFeatures, resolveLimits, type TreeFeatures, type TreeLimits } from "./options.ts";
import { tndsOf } from "./serialized-tree.ts";
import { childrenOf, type NodeState, segmentsTo, stateOf, statesOf, subtreeOf, type TreeEntry } from "./tree-node.ts";
import { propertyNames, segmentsOf, uriOf } from "./uri.ts";
import type { UserAnswer } from "./user-alert.ts";

/** How a tree behaves. */
export interface TreeOptions {
  /** What it may hold. Default: the defaults of {@link TreeLimits}. */
  readonly limits?: Partial<TreeLimits> | undefined;
  /** What it can do. Default: the defaults of {@link TreeFeatures}. */
  readonly features?: Partial<TreeFeatures> | undefined;
  /** What the device does when a command reaches a node. Default: nothing besides what the tree does. */
  readonly handlers?: NodeHandlers | undefined;
  /** Where objects that are delivered to `./Inbox` belong: address of the parent by type of the object. Default: nowhere. */
  readonly inbox?: Readonly<Record<string, string>> | undefined;
  /** The access control list of the root of a new tree. Default: `Add=*&Get=*`. */
  readonly rootAcl?: string | undefined;
  /** The nodes. Default: those that the description says always exist. */
  readonly state?: TreeState | undefined;
}

/** All nodes of a tree as plain JSON. */
export interface TreeState {
  /** Version of the form. */
  readonly v: 1;
  /** By address, parents first. */
  readonly nodes: Readonly<Record<string, NodeState>>;
}

/** A node that the device itself adds. */
export interface NewNodeOptions {
  /** Default: that of the description; without one, `chr` with a value and `node` without. */
  readonly format?: NodeFormat | undefined;
  /** Media type of a leaf; of an interior node, the name of its object. */
  readonly type?: string | undefined;
  /** Its value. */
  readonly value?: string | Uint8Array | undefined;
  /** Access control list of the node. */
  readonly acl?: string | undefined;
  /** Title of the node. */
  readonly title?: string | undefined;
}

/** What is known of a node. */
export interface NodeInfo extends NodeState {
  /** Its address. */
  readonly uri: string;
  /** Names of its children; none for a leaf. */
  readonly children: readonly string[];
}

/**
 * A device's management tree: nodes with properties, on which a server's commands work under access control. It has no clock and
 * no storage: times are handed in, and the state is plain JSON.
 */
export class ManagementTree {
  /** The limits with their defaults. */
  readonly limits: TreeLimits;
  /** The features with their defaults. */
  readonly features: TreeFeatures;
  readonly #store: NodeStore;
  readonly #handlers: HandlerTable;
  readonly #inbox: Readonly<Record<string, string>>;
  #isExecuting = false;

  /** @internal Made by {@link createTree} and {@link treeFromDdf}. */
  constructor(description: NodeDescription | undefined, options: TreeOptions) {
    this.limits = resolveLimits(options.limits);
    this.features = resolveFeatures(options.features);
    this.#handlers = new HandlerTable(options.handlers ?? {});
    this.#inbox = options.inbox ?? {};
    this.#store = new NodeStore(description, this.features.caseSensitive);
    const rootAcl = parseAcl(options.rootAcl ?? "Add=*&Get=*");
    if (rootAcl === undefined || rootAcl.size === 0)
      throw new RangeError("option rootAcl must be an access control list");
    this.#store.root.acl = formatAcl(rootAcl);
    if (options.state !== undefined) this.restore(options.state);
    else makePermanent(this.#store);
    this.#store.take();
  }

  /** Nodes in the tree, the root included. */
  get size(): number {
    return this.#store.count;
  }

  /** The value of a leaf; `undefined` if there is none of that address. */
  get(uri: string): string | Uint8Array | undefined {
    return this.#find(uri)?.value;
  }

  /** A node with its properties; `undefined` if there is none. */
  node(uri: string): NodeInfo | undefined {
    const entry = this.#find(uri);
    if (entry === undefined) return undefined;
    const children = [...childrenOf(entry)].map(({ name }) => name);
    return { uri: uriOf(segmentsTo(entry)), ...stateOf(entry), children };
  }

  /** The addresses of a node and of all below it, parents first. */
  uris(uri = "."): string[] {
    const entry = this.#find(uri);
    return entry === undefined ? [] : [...subtreeOf(entry)].map((one) => uriOf(segmentsTo(one)));
  }

  /**
   * Sets the value of a leaf, as the device itself: whatever the access control says.
   *
   * @param now milliseconds since 1970, for TStamp.
   * @throws {RangeError} if there is no such leaf, or its format has no such value.
   */
  set(uri: string, value: string | Uint8Array, now?: number): void {
    const entry = this.#find(uri);
    if (entry === undefined || entry.children !== undefined) throw new RangeError(`${uri} is not a leaf of the tree`);
    checkValue(uri, entry.format, value);
    this.#store.change(entry, { value }, now);
    this.#settle();
  }

  /**
   * Adds a node, and the parents it lacks, as the device itself.
   *
   * @param now milliseconds since 1970, for TStamp.
   * @throws {RangeError} if it exists, its parent is a leaf, the address is none, or the format has no such value.
   */
  add(uri: string, node: NewNodeOptions = {}, now?: number): void {
    const segments = segmentsOf(uri);
    if (typeof segments === "number") throw new RangeError(`${JSON.stringify(uri)} is not the address of a node`);
    const { entry, depth } = this.#store.walk(segments);
    if (depth === segments.length) throw new RangeError(`${uri} exists already`);
    if (entry.children === undefined) throw new RangeError(`${uri} would be below a leaf`);
    const last = segments
      .slice(0, -1)
      .reduce<NodeDescription | undefined>(childDescription, this.#store.root.description);
    const description = childDescription(last, segments.at(-1) as string);
    const format = node.format ?? description?.formats[0] ?? (node.value === undefined ? "node" : "chr");
    const value = node.value ?? description?.defaultValue ?? emptyValueOf(format);
    checkValue(uri, format, value);
    this.#store.touch(entry, now);
    let parent = entry;
    for (const [index, name] of segments.slice(depth).entries()) {
      const isLast = depth + index === segments.length - 1;
      const described = childDescription(parent.description, name);
      const type = (isLast ? node.type : undefined) ?? described?.types[0];
      const own: NewEntry = isLast ? { ...node, type, format, value } : { format: "node", type };
      parent = this.#store.add(parent, name, own, described);
      if (now !== undefined) parent.tStamp = entry.tStamp;
      if (parent.children !== undefined) populate(this.#store, parent);
    }
    this.#settle();
  }

  /** Removes a node with all below it, as the device itself. False if there is none; the root cannot be removed. */
  remove(uri: string, now?: number): boolean {
    const entry = this.#find(uri);
    if (entry?.parent === undefined) return false;
    this.#store.touch(entry.parent, now);
    this.#store.remove(entry);
    this.#settle();
    return true;
  }

  /** Strips a server from all access control lists, as when its account is removed. A list left empty becomes that of the parent. */
  forgetServer(serverID: string, now?: number): void {
    for (const entry of subtreeOf(this.#store.root)) {
      if (entry.acl === "") continue;
      const acl = parseAcl(entry.acl) ?? new Map();
      const left = formatAcl(withoutServer(acl, serverID));
      if (left === formatAcl(acl)) continue;
      // The root always has a list.
      const everyone = "Add=*&Delete=*&Exec=*&Get=*&Replace=*";
      this.#store.change(entry, { acl: left === "" && entry.parent === undefined ? everyone : left }, now);
    }
    this.#settle();
  }

  /** A subtree as a document, with all properties and values, whatever the access control says; `undefined` if there is no node. */
  toTnds(uri: string): MgmtTree | undefined {
    const entry = this.#find(uri);
    return entry === undefined ? undefined : tndsOf(entry, new Set([...propertyNames, "Value"]), () => true);
  }

  /**
   * Executes a server's commands: the groups of a message as they came, without Status and Results. One result for each command
   * of the tree of commands, in order.
   *
   * @throws {TypeError} if `commands` is not an array.
   */
  apply(serverID: string, commands: readonly Command[], options: ApplyOptions = {}): ApplyOutcome {
    if (!Array.isArray(commands)) throw new TypeError("expected an array of commands");
    return this.#run(serverID, commands, options);
  }

  /**
   * Goes on where a question to the user suspended the commands. The tree may have been stored and restored since.
   *
   * @throws {RangeError} if the cursor is not one of these commands.
   */
  resume(
    serverID: string,
    commands: readonly Command[],
    cursor: ApplyCursor,
    answer: UserAnswer,
    options: ApplyOptions = {},
  ): ApplyOutcome {
    return this.#run(serverID, commands, options, { cursor, answer });
  }

  /** All nodes as plain JSON. */
  toJSON(): TreeState {
    const nodes: Record<string, NodeState> = {};
    for (const [entry, state] of statesOf(this.#store.root)) nodes[uriOf(segmentsTo(entry))] = state;
    return { v: 1, nodes };
  }

  /**
   * Replaces all nodes by those of a state.
   *
   * @throws {RangeError} if the state has another version, or a node without its parent.
   */
  restore(state: TreeState): void {
    if (state?.v !== 1) throw new RangeError(`a state of version ${state?.v} is not known`);
    this.#store.load(Object.entries(state.nodes));
    this.#store.take();
  }

  #run(
    serverID: string,
    commands: readonly Command[],
    options: ApplyOptions,
    from?: { readonly cursor: ApplyCursor; readonly answer: UserAnswer },
  ): ApplyOutcome {
    this.#isExecuting = true;
    try {
      return run(this.#context(serverID, options), commands, options, from);
    } finally {
      this.#isExecuting = false;
    }
  }

  /** What the device changes by itself is not taken back; what it changes because of a command is, with the command. */
  #settle(): void {
    if (!this.#isExecuting) this.#store.take();
  }

  #find(uri: string): TreeEntry | undefined {
    const segments = segmentsOf(uri);
    return typeof segments === "number" ? undefined : this.#store.find(segments);
  }

  #context(serverID: string, { now, handler }: ApplyOptions): CommandContext {
    const { limits, features } = this;
    const handlers = withCommonHandler(this.#handlers, handler);
    return { store: this.#store, features, limits, handlers, inbox: this.#inbox, serverID, now };
  }
}

/** Makes the nodes with fixed names that a description has: all of its leaves, and interior nodes that have any. */
function makePermanent(store: NodeStore): void {
  const open: TreeEntry[] = [store.root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const child of at.description?.children ?? []) {
      const [format = "chr"] = child.formats;
      // An optional node without any below it, such as Ext, is there once something is put into it.
      const isEmpty = format === "node" && child.occurrence === "?" && child.children.length === 0;
      if (child.name === "" || isEmpty || !child.isPermanent) continue;
      const value = child.defaultValue ?? emptyValueOf(format);
      const state: NewEntry = { format, type: child.types[0], value, title: child.title, permanent: true };
      open.push(store.add(at, child.name, state, child));
    }
  }
}

function checkValue(uri: string, format: NodeFormat, value: string | Uint8Array): void {
  if (nodeFormatOf(format) === undefined) throw new RangeError(`${JSON.stringify(format)} is not a format`);
  if (format === "bin" ? value instanceof Uint8Array : typeof value === "string" && isValueOf(format, value)) return;
  throw new RangeError(
    `the node ${uri} of format ${format} cannot have the value ${typeof value === "string" ? JSON.stringify(value) : "of octets"}`,
  );
}

/** Creates a tree of objects in their places; without any, an empty one in which everything may be added. */
export function createTree(objects: readonly PlacedRows[], options: TreeOptions = {}): ManagementTree {
  return new ManagementTree(objects.length === 0 ? undefined : descriptionOfRows(objects), options);
}

/** Creates a tree of a device description (DDF): a document whose nodes have `DFProperties`. */
export function treeFromDdf(ddf: MgmtTree, options: TreeOptions = {}): ManagementTree {
  return new ManagementTree(descriptionOfDdf(ddf), options);
}
