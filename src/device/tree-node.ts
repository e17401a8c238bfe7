import { encodeBase64 } from "../core/base64.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import type { NodeDescription } from "./description.ts";
import type { NodeFormat } from "./node-format.ts";

/** A node of a management tree, as the store keeps it. */
export interface TreeEntry {
  name: string;
  format: NodeFormat;
  /** Media type of a leaf; of an interior node, the name of its object; `""` for none. */
  type: string;
  /** Text, or octets where the format is `bin`; `undefined` for an interior node. */
  value: string | Uint8Array | undefined;
  /** Its own access control list; `""` if it has that of its parent. */
  acl: string;
  title: string;
  /** `""` until a change with a known time. */
  tStamp: string;
  verNo: number;
  readonly isPermanent: boolean;
  readonly description: NodeDescription | undefined;
  parent: TreeEntry | undefined;
  /** By name, or folded name; `undefined` for a leaf. Not in order unless `isSorted`: see {@link childrenOf}. */
  readonly children: Map<string, TreeEntry> | undefined;
  /** Its place among its siblings: they come in the order of these numbers. */
  order: number;
  /** The greatest number that one of its children has had. */
  lastOrder: number;
  /** Whether its children are in order as they are kept. */
  isSorted: boolean;
}

/** A node as plain JSON. What is absent is empty. */
export interface NodeState {
  /** Its format. */
  readonly format: NodeFormat;
  /** Media type of a leaf; of an interior node, the name of its object. */
  readonly type?: string | undefined;
  /** The value, if it is text. */
  readonly value?: string | undefined;
  /** The value in base64, if it is octets. */
  readonly octets?: string | undefined;
  /** Its own access control list. */
  readonly acl?: string | undefined;
  /** Title of the node. */
  readonly title?: string | undefined;
  /** When it last changed, as `YYYYMMDDThhmmssZ`. */
  readonly tStamp?: string | undefined;
  /** How often it changed, in 0–65535. Default 0. */
  readonly verNo?: number | undefined;
  /** It exists by the device's design. Default false. */
  readonly permanent?: true | undefined;
  /** Its place among its siblings, by number. Default: the number after that of the one before it, 1 for the first. */
  readonly order?: number | undefined;
  /** The greatest such number among its children, removed ones included. Default: that of the last child. */
  readonly lastOrder?: number | undefined;
}

/** What commands may do with a node that no description knows. */
const UNDESCRIBED = "ACDGR";

/** Letters of the commands that are possible on a node. */
export function accessOf(entry: TreeEntry): string {
  return entry.description?.access ?? UNDESCRIBED;
}

/** Names from the root to the node. */
export function segmentsTo(entry: TreeEntry): string[] {
  const names: string[] = [];
  for (let at: TreeEntry | undefined = entry; at?.parent !== undefined; at = at.parent) names.push(at.name);
  return names.reverse();
}

/** Octets of a value, as decoded. */
export function sizeOf(value: string | Uint8Array | undefined): number {
  if (value === undefined) return 0;
  return typeof value === "string" ? encodeUtf8(value).length : value.length;
}

/** The children of a node, in order. They are put in order only when somebody looks, so that a change of one costs no more. */
export function childrenOf(entry: TreeEntry): Iterable<TreeEntry> {
  const { children } = entry;
  if (children === undefined) return [];
  if (!entry.isSorted) {
    const sorted = [...children].sort(([, one], [, other]) => one.order - other.order);
    children.clear();
    for (const [key, child] of sorted) children.set(key, child);
    entry.isSorted = true;
  }
  return children.values();
}

/** Every node of a subtree, parents first. */
export function* subtreeOf(entry: TreeEntry): Generator<TreeEntry> {
  const open = [entry];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    yield at;
    // Not spread into a call: a node may have more children than a call arguments.
    for (const child of [...childrenOf(at)].reverse()) open.push(child);
  }
}

/** Every node of a subtree as plain JSON, parents first, so that it can be loaded in the same order. */
export function* statesOf(top: TreeEntry): Generator<readonly [TreeEntry, NodeState]> {
  const last = new Map<TreeEntry, number>();
  for (const entry of subtreeOf(top)) {
    const { parent, order } = entry;
    const isImplied = entry === top || parent === undefined || order === (last.get(parent) ?? 0) + 1;
    if (parent !== undefined) last.set(parent, order);
    let greatest = 0;
    for (const child of entry.children?.values() ?? []) greatest = Math.max(greatest, child.order);
    const own = isImplied ? {} : { order };
    const below = entry.lastOrder === greatest ? {} : { lastOrder: entry.lastOrder };
    yield [entry, { ...stateOf(entry), ...own, ...below }];
  }
}

/** The node as plain JSON. */
export function stateOf(entry: TreeEntry): NodeState {
  const { format, type, value, acl, title, tStamp, verNo, isPermanent } = entry;
  return {
    format,
    ...(type === "" ? {} : { type }),
    ...(value === undefined ? {} : typeof value === "string" ? { value } : { octets: encodeBase64(value) }),
    ...(acl === "" ? {} : { acl }),
    ...(title === "" ? {} : { title }),
    ...(tStamp === "" ? {} : { tStamp }),
    ...(verNo === 0 ? {} : { verNo }),
    ...(isPermanent ? { permanent: true as const } : {}),
  };
}
