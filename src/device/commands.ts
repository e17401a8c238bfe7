import { create, newSource } from "../ast/create.ts";
import { formatOf } from "../ast/format.ts";
import type { Item, Meta, MgmtTree, TreeNode } from "../ast/nodes.ts";
import { textOf } from "../codec/text-of.ts";
import { decodeBase64 } from "../core/base64.ts";
import { equalBytes } from "../core/equal-bytes.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { mediaTypes } from "../vocabulary/media-types.ts";
import { type Acl, type AclCommand, aclFor, formatAcl, isAllowedBy, parseAcl } from "./acl.ts";
import { childDescription, isOpen, type NodeDescription } from "./description.ts";
import type { Handlers } from "./handlers.ts";
import { emptyValueOf, isValueOf, type NodeFormat, nodeFormatOf } from "./node-format.ts";
import type { NodeStore } from "./node-store.ts";
import type { TreeFeatures, TreeLimits } from "./options.ts";
import { type TndsPart, tndsIn, tndsOf } from "./serialized-tree.ts";
import { accessOf, childrenOf, segmentsTo, sizeOf, subtreeOf, type TreeEntry } from "./tree-node.ts";
import {
  decodeSegment,
  isNodeName,
  isTooLong,
  type ParsedUri,
  type PropertyName,
  parseUri,
  propertyNames,
  segmentsOf,
  type UriQuery,
  uriOf,
} from "./uri.ts";

// What each command does to one item, and the code for each situation. The order of the checks is everywhere the same:
// address and limits, existence (404, 418), what is possible at all (405), what the server may do (425), format and value
// (415, 400), size (413), the device itself (its handlers).

/** What commands work on. */
export interface CommandContext {
  readonly store: NodeStore;
  readonly features: TreeFeatures;
  readonly limits: TreeLimits;
  readonly handlers: Handlers;
  /** Where objects delivered to `./Inbox` belong, by their type. */
  readonly inbox: Readonly<Record<string, string>>;
  /** Identifier of the server. */
  readonly serverID: string;
  readonly now: number | undefined;
}

/** The outcome of a command for one item. */
export interface ItemOutcome {
  /** Its code. */
  readonly code: number;
  /** The address of the step that failed, if it is not that of the item. */
  readonly failed?: string | undefined;
  /** What a Get found. */
  readonly items?: readonly Item[] | undefined;
}

const INBOX = "Inbox";
const MAX_TITLE_OCTETS = 255;
const tndsTypes: readonly string[] = [mediaTypes.tnds.xml, mediaTypes.tnds.wbxml];

function isTndsType(type: string | undefined): boolean {
  return type !== undefined && tndsTypes.includes(type.trim().toLowerCase());
}

/** Whether a server may use a command on a node: the first list on the way to the root that is not empty decides. */
function isAllowed(entry: TreeEntry, command: AclCommand, serverID: string): boolean {
  return isAllowedBy(effectiveAcl(entry), command, serverID);
}

function effectiveAcl(entry: TreeEntry): Acl {
  let at = entry;
  while (at.acl === "" && at.parent !== undefined) at = at.parent;
  return parseAcl(at.acl) ?? new Map();
}

/** The node of an address, or the code for its absence. */
function existing(context: CommandContext, { segments }: ParsedUri, command: AclCommand): TreeEntry | number {
  const { store, features, serverID } = context;
  const { entry, depth } = store.walk(segments);
  const isThere = depth === segments.length;
  if (features.hideUnauthorised && !isAllowed(entry, command, serverID)) return 425;
  return isThere ? entry : 404;
}

/** Whether an address is the Inbox or below, in a device that has one. */
function isInbox({ store }: CommandContext, segments: readonly string[]): boolean {
  return segments[0] === INBOX && store.find([INBOX]) !== undefined;
}

/** Performs an Add. */
export function addItem(context: CommandContext, item: Item, meta: Meta | undefined): ItemOutcome {
  const uri = parseUri(item.target?.locURI ?? "", context.limits);
  if (typeof uri === "number") return { code: uri };
  if (uri.query !== undefined) return { code: 405 };
  const type = item.meta?.type ?? meta?.type;
  if (isInbox(context, uri.segments)) return deliver(context, uri.segments, item, type);
  if (isTndsType(type)) return importTree(context, uri.segments, item, "Add");
  const { store, features, serverID } = context;
  const { entry, depth } = store.walk(uri.segments);
  if (features.hideUnauthorised && depth < uri.segments.length && !isAllowed(entry, "Add", serverID))
    return { code: 425 };
  if (depth === uri.segments.length) return { code: 418 };
  return addNode(context, uri.segments, (description) => newNodeOf(context, item, meta, description), true);
}

/** A node to be made. */
interface NewNode {
  /** Its format. */
  readonly format: NodeFormat;
  /** Its type. */
  readonly type: string;
  readonly value: string | Uint8Array | undefined;
  /** Access control list of the node. */
  readonly acl?: string | undefined;
  /** Title of the node. */
  readonly title?: string | undefined;
}

/** Makes a node and, with implicit Add, the parents that it lacks. */
function addNode(
  context: CommandContext,
  segments: readonly string[],
  make: (description: NodeDescription | undefined) => NewNode | number,
  needsRight: boolean,
): ItemOutcome {
  const { store, features, serverID, now, limits } = context;
  const { entry: start, depth } = store.walk(segments);
  const isImplicit = depth < segments.length - 1;
  if (isImplicit && !features.implicitAdd) return { code: 404 };
  if (start.children === undefined) return { code: 405 };
  // Every step is checked before the first is made.
  const descriptions: (NodeDescription | undefined)[] = [];
  let above = start.description;
  let isFree = isOpen(above);
  for (const [index, name] of segments.slice(depth).entries()) {
    const description = childDescription(above, name);
    const isLast = depth + index === segments.length - 1;
    const failed = isLast ? undefined : uriOf(segments.slice(0, depth + index + 1));
    const isPossible =
      description === undefined ? isFree : description.access.includes("A") && !description.isPermanent;
    if (!isPossible) return { code: 405, failed };
    if (!isLast && description !== undefined && !description.formats.includes("node")) return { code: 405, failed };
    if (isFree && description === undefined) above = undefined;
    else {
      above = description;
      isFree = isOpen(above);
    }
    descriptions.push(description);
  }
  if (needsRight && !isAllowed(start, "Add", serverID)) {
    return { code: 425, failed: isImplicit ? uriOf(segments.slice(0, depth + 1)) : undefined };
  }
  const made = make(descriptions.at(-1));
  if (typeof made === "number") return { code: made };
  if (store.count + segments.length - depth > limits.maxNodes) return { code: 420 };
  const refusal = context.handlers.find(segments)?.write?.(uriOf(segments), made.value);
  if (refusal !== undefined && refusal >= 300) return { code: refusal };
  const ownsNew = needsRight && !isAllowed(start, "Replace", serverID);
  store.touch(start, now);
  let parent = start;
  for (const [index, description] of descriptions.entries()) {
    const isLast = index === descriptions.length - 1;
    const node: NewNode = isLast ? made : { format: "node", type: description?.types[0] ?? "", value: undefined };
    // Otherwise the server could make the node, but neither fill nor remove it. Who may read and run it is as above.
    const own = ownsNew && parent === start && node.format === "node" ? aclOfNew(parent, serverID) : "";
    const { format, type, value } = node;
    const acl = node.acl === undefined || node.acl === "" ? own : node.acl;
    const fields = { format, type, value, acl, title: node.title ?? description?.title };
    parent = store.add(parent, segments[depth + index] as string, fields, description);
    if (now !== undefined) parent.tStamp = start.tStamp;
    if (format === "node") populate(store, parent);
  }
  return { code: 200 };
}

/** The list of an interior node that a server adds where it may not replace. */
function aclOfNew(parent: TreeEntry, serverID: string): string {
  const inherited = effectiveAcl(parent);
  const base = new Map<AclCommand, ReadonlySet<string>>();
  for (const command of ["Exec", "Get"] as const) {
    const servers = inherited.get(command);
    if (servers !== undefined) base.set(command, servers);
  }
  return formatAcl(aclFor(serverID, ["Add", "Delete", "Replace"], base));
}

/** Makes the nodes that a device puts into a new object by itself: those that always exist, and cannot be added. */
export function populate(store: NodeStore, parent: TreeEntry): void {
  const open = [parent];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const child of at.description?.children ?? []) {
      const isDevices = child.name !== "" && !child.access.includes("A");
      if (!isDevices || !(child.occurrence === "1" || child.access.includes("E")) || store.child(at, child.name))
        continue;
      const [format = "chr"] = child.formats;
      const value = child.defaultValue ?? emptyValueOf(format);
      open.push(store.add(at, child.name, { format, type: child.types[0], value, title: child.title }, child));
    }
  }
}

/** The node that an item describes, or the code for what is wrong with it. */
function newNodeOf(
  { limits }: CommandContext,
  item: Item,
  meta: Meta | undefined,
  description: NodeDescription | undefined,
): NewNode | number {
  const type = item.meta?.type ?? meta?.type;
  const wire = formatOf(item, meta);
  const format = storedFormat(wire, description?.formats);
  if (format === undefined) return 415;
  if (format === "node") {
    const isEmpty =
      item.data === undefined || item.data === "" || (item.data instanceof Uint8Array && item.data.length === 0);
    return isEmpty ? { format, type: type ?? description?.types[0] ?? "", value: undefined } : 400;
  }
  if (!isTypeAllowed(type, description)) return 415;
  const value = valueIn(item, wire, format, limits);
  return typeof value === "number" ? value : { format, type: type ?? description?.types[0] ?? "", value: value.value };
}

function isTypeAllowed(type: string | undefined, description: NodeDescription | undefined): boolean {
  return (
    type === undefined ||
    description === undefined ||
    description.types.length === 0 ||
    description.types.includes(type)
  );
}

/**
 * The format that a node gets from what is on the wire: base64 is how `bin` travels in XML, unless `b64` is what the node is
 * described to have. Without a Format it is that of the description, or `chr`.
 */
function storedFormat(wire: string | undefined, allowed: readonly NodeFormat[] | undefined): NodeFormat | undefined {
  if (wire === undefined) return allowed?.[0] ?? "chr";
  const format = nodeFormatOf(wire);
  if (format === undefined) return undefined;
  const wanted = format === "b64" && allowed?.includes("b64") !== true ? "bin" : format;
  return allowed === undefined || allowed.includes(wanted) ? wanted : undefined;
}

/** The value in an item, or the code for what is wrong with it. */
function valueIn(
  item: Item,
  wire: string | undefined,
  format: NodeFormat,
  { maxValueBytes }: TreeLimits,
): { readonly value: string | Uint8Array } | number {
  const { data } = item;
  if (data === undefined) return format === "null" ? { value: "" } : 400;
  let value: string | Uint8Array;
  if (format === "bin") {
    if (data instanceof Uint8Array) value = data.slice();
    else {
      const text = textOf(data);
      const octets = wire?.trim() === "b64" ? decodeBase64(text) : encodeUtf8(text);
      if (octets === undefined) return 400;
      value = octets;
    }
  } else if (data instanceof Uint8Array) {
    const text = decodeUtf8(data, 0, data.length);
    if (text === undefined) return 400;
    value = text;
  } else value = textOf(data);
  if (sizeOf(value) > maxValueBytes) return 413;
  if (typeof value === "string" && !isValueOf(format, value)) return 400;
  return { value };
}

/** Performs a Replace: of a value, a property, or a subtree. */
export function replaceItem(context: CommandContext, item: Item, meta: Meta | undefined): ItemOutcome {
  const uri = parseUri(item.target?.locURI ?? "", context.limits);
  if (typeof uri === "number") return { code: uri };
  const { segments, query } = uri;
  if (isInbox(context, segments)) return { code: 405 };
  const entry = existing(context, uri, "Replace");
  if (typeof entry === "number") return { code: entry };
  if (query?.kind === "list") return { code: 405 };
  if (query !== undefined) return { code: replaceProperty(context, entry, query.name, item) };
  if (entry.parent === undefined) return { code: 405 };
  if (isTndsType(item.meta?.type ?? meta?.type)) {
    if (entry.children === undefined) return { code: 405 };
    return importTree(context, segments, item, "Replace");
  }
  if (entry.children !== undefined || !accessOf(entry).includes("R")) return { code: 405 };
  if (!isAllowed(entry, "Replace", context.serverID)) return { code: 425 };
  return { code: replaceValue(context, entry, item, meta) };
}

function replaceValue(context: CommandContext, entry: TreeEntry, item: Item, meta: Meta | undefined): number {
  const wire = formatOf(item, meta);
  const type = item.meta?.type ?? meta?.type;
  const allowed = entry.description === undefined ? [entry.format] : [entry.format, ...entry.description.formats];
  const format = wire === undefined ? entry.format : storedFormat(wire, allowed);
  if (format === undefined || format === "node" || !isTypeAllowed(type, entry.description)) return 415;
  const found = valueIn(item, wire, format, context.limits);
  if (typeof found === "number") return found;
  const segments = segmentsTo(entry);
  const refusal = context.handlers.find(segments)?.write?.(uriOf(segments), found.value);
  if (refusal !== undefined && refusal >= 300) return refusal;
  context.store.change(entry, { value: found.value, format, type: type ?? entry.type }, context.now);
  return 200;
}

function replaceProperty(context: CommandContext, entry: TreeEntry, name: PropertyName, item: Item): number {
  const { features, store, serverID, now, limits } = context;
  if (!hasProperty(features, name)) return 406;
  const text = textOf(item.data) ?? "";
  const { parent } = entry;
  switch (name) {
    case "Name": {
      if (entry.isPermanent || parent === undefined) return 405;
      if (!isAllowed(entry, "Replace", serverID)) return 425;
      const decoded = decodeSegment(text);
      if (decoded === undefined || !isNodeName(decoded)) return 400;
      if (isTooLong(decoded, limits)) return 414;
      const taken = store.child(parent, decoded);
      if (taken !== undefined && taken !== entry) return 418;
      store.rename(entry, decoded);
      store.touch(entry, now);
      return 200;
    }
    case "Title":
      if (!isAllowed(entry, "Replace", serverID)) return 425;
      if (sizeOf(text) > MAX_TITLE_OCTETS) return 413;
      store.change(entry, { title: text }, now);
      return 200;
    case "ACL": {
      const acl = parseAcl(text.trim());
      if (parent === undefined && (!features.changeRootAcl || acl?.size === 0)) return 405;
      // Whoever may replace a leaf's value does not thereby decide who else may.
      const byNode = (entry.children !== undefined || parent === undefined) && isAllowed(entry, "Replace", serverID);
      if (!byNode && !(parent !== undefined && isAllowed(parent, "Replace", serverID))) return 425;
      if (acl === undefined) return 400;
      store.change(entry, { acl: formatAcl(acl) }, now);
      return 200;
    }
    default:
      return 405;
  }
}

function hasProperty(features: TreeFeatures, name: PropertyName): boolean {
  switch (name) {
    case "Size":
      return features.size;
    case "Title":
      return features.title;
    case "TStamp":
      return features.tStamp;
    case "VerNo":
      return features.verNo;
    default:
      return true;
  }
}

/** Performs a Delete of a whole subtree. */
export function deleteItem(context: CommandContext, item: Item): ItemOutcome {
  const uri = parseUri(item.target?.locURI ?? "", context.limits);
  if (typeof uri === "number") return { code: uri };
  if (isInbox(context, uri.segments)) return { code: 405 };
  const entry = existing(context, uri, "Delete");
  if (typeof entry === "number") return { code: entry };
  if (uri.query !== undefined || entry.parent === undefined || !accessOf(entry).includes("D")) return { code: 405 };
  for (const below of subtreeOf(entry)) if (below.isPermanent) return { code: 405 };
  if (!isAllowed(entry, "Delete", context.serverID)) return { code: 425 };
  const refusal = refusalOfDelete(context, entry);
  if (refusal !== undefined) return { code: refusal };
  context.store.touch(entry.parent, context.now);
  context.store.remove(entry);
  return { code: 200 };
}

/** The code of the first handler of a subtree that does not let its node be deleted. */
function refusalOfDelete(context: CommandContext, entry: TreeEntry): number | undefined {
  for (const below of subtreeOf(entry)) {
    const segments = segmentsTo(below);
    const refusal = context.handlers.find(segments)?.delete?.(uriOf(segments));
    if (refusal !== undefined && refusal >= 300) return refusal;
  }
  return undefined;
}

/** Performs an Exec. */
export function execItem(context: CommandContext, item: Item, correlator: string | undefined): ItemOutcome {
  const uri = parseUri(item.target?.locURI ?? "", context.limits);
  if (typeof uri === "number") return { code: uri };
  if (isInbox(context, uri.segments)) return { code: 405 };
  const entry = existing(context, uri, "Exec");
  if (typeof entry === "number") return { code: entry };
  const exec = context.handlers.find(uri.segments)?.exec;
  const isDescribed = entry.description !== undefined;
  const isPossible = isDescribed ? accessOf(entry).includes("E") : exec !== undefined;
  if (uri.query !== undefined || entry.parent === undefined || !isPossible) return { code: 405 };
  if (!isAllowed(entry, "Exec", context.serverID)) return { code: 425 };
  const code = exec?.({ uri: uriOf(uri.segments), serverID: context.serverID, correlator, item });
  // Described as an operation, but nothing performs it.
  return { code: code ?? (isDescribed ? 501 : 405) };
}

/** Performs a Copy of a leaf. */
export function copyItem(context: CommandContext, item: Item): ItemOutcome {
  const { features, limits, serverID, store, now } = context;
  if (!features.copy) return { code: 501 };
  const from = parseUri(item.source?.locURI ?? "", limits);
  const to = parseUri(item.target?.locURI ?? "", limits);
  if (typeof from === "number") return { code: from };
  if (typeof to === "number") return { code: to };
  if (isInbox(context, from.segments) || isInbox(context, to.segments)) return { code: 405 };
  const source = existing(context, from, "Get");
  if (typeof source === "number") return { code: source };
  if (from.query !== undefined || to.query !== undefined || source.parent === undefined || to.segments.length === 0)
    return { code: 405 };
  if (source.children !== undefined) return { code: 403 };
  const target = store.find(to.segments);
  if (target !== undefined && !features.copyOntoExisting) return { code: 418 };
  if (!accessOf(source).includes("C") || !accessOf(source).includes("G")) return { code: 405 };
  if (!isAllowed(source, "Get", serverID)) return { code: 425 };
  const { format, type, value } = source;
  if (target === undefined) {
    return addNode(
      context,
      to.segments,
      (description) => (description?.formats.includes(format) === false ? 415 : { format, type, value }),
      true,
    );
  }
  if (target.children !== undefined || !accessOf(target).includes("R")) return { code: 405 };
  if (!isAllowed(target, "Replace", serverID)) return { code: 425 };
  if (target.format !== format) return { code: 415 };
  store.change(target, { value, type }, now);
  return { code: 200 };
}

/** Performs a Get of a value, the names of children, a property, or a subtree. */
export function getItem(context: CommandContext, item: Item): ItemOutcome {
  const given = item.target?.locURI ?? "";
  const uri = parseUri(given, context.limits);
  if (typeof uri === "number") return { code: uri };
  if (isInbox(context, uri.segments)) return { code: 405 };
  const entry = existing(context, uri, "Get");
  if (typeof entry === "number") return { code: entry };
  const { query } = uri;
  if (query?.kind === "prop") return getProperty(context, entry, query.name, given);
  if (!accessOf(entry).includes("G")) return { code: 405 };
  if (query !== undefined) return getList(context, entry, query, given);
  if (!isAllowed(entry, "Get", context.serverID)) return { code: 425 };
  if (entry.children !== undefined) {
    const names = [...childrenOf(entry)].map((child) => uriOf([child.name]).slice(2)).join("/");
    return answerOf(context, [resultItem(given, entry, names)]);
  }
  const read = valueToReport(context, entry);
  return typeof read === "number" ? { code: read } : answerOf(context, [resultItem(given, entry, read)]);
}

/** The stored value, or what a handler says it is. */
function valueToReport(context: CommandContext, entry: TreeEntry): string | Uint8Array | number {
  const segments = segmentsTo(entry);
  const read = context.handlers.find(segments)?.get?.(uriOf(segments));
  return read ?? entry.value ?? "";
}

function answerOf({ limits }: CommandContext, items: readonly Item[]): ItemOutcome {
  let octets = 0;
  for (const { data } of items) if (typeof data === "string" || data instanceof Uint8Array) octets += sizeOf(data);
  return octets > limits.maxAnswerBytes ? { code: 413 } : { code: 200, items };
}

/** An item of Results. Format `chr` and the usual type are left out. */
function resultItem(
  address: string,
  { format, type, children }: TreeEntry,
  data: string | Uint8Array | undefined,
): Item {
  const fields = {
    ...(format === "chr" ? {} : { format }),
    ...(type === "" || type === "text/plain" || (children !== undefined && data !== undefined) ? {} : { type }),
  };
  const meta = Object.keys(fields).length > 0 ? create("Meta", fields) : undefined;
  return create("Item", {
    source: newSource(address),
    meta,
    data: format === "null" && data === "" ? undefined : data,
  });
}

function getProperty(context: CommandContext, entry: TreeEntry, name: PropertyName, address: string): ItemOutcome {
  if (!hasProperty(context.features, name)) return { code: 406 };
  if (!isAllowed(entry, "Get", context.serverID)) return { code: 425 };
  if (name === "Size" && entry.children !== undefined) return { code: 406 };
  return { code: 200, items: [create("Item", { source: newSource(address), data: propertyOf(entry, name) })] };
}

/** A property as text. */
function propertyOf(entry: TreeEntry, name: PropertyName): string {
  switch (name) {
    case "ACL":
      return entry.acl;
    case "Format":
      return entry.format;
    case "Name":
      return entry.name;
    case "Size":
      return String(sizeOf(entry.value));
    case "Title":
      return entry.title;
    case "TStamp":
      return entry.tStamp;
    case "Type":
      return entry.type;
    case "VerNo":
      return String(entry.verNo);
  }
}

function getList(
  context: CommandContext,
  entry: TreeEntry,
  query: Extract<UriQuery, { kind: "list" }>,
  given: string,
): ItemOutcome {
  const { features, serverID } = context;
  if (!features.list || (query.form === "TNDS" && !features.tnds)) return { code: 406 };
  if (query.form !== "TNDS" && query.parts.length > 0) return { code: 406 };
  const parts = partsOf(query.parts, features);
  if (typeof parts === "number") return { code: parts };
  if (!isAllowed(entry, "Get", serverID)) return { code: 425 };
  const isShown = (one: TreeEntry) => accessOf(one).includes("G") && isAllowed(one, "Get", serverID);
  if (query.form === "TNDS") {
    const data = tndsOf(entry, parts, isShown);
    let octets = 0;
    for (const one of subtreeOf(entry)) octets += sizeOf(one.value);
    if (octets > context.limits.maxAnswerBytes) return { code: 413 };
    const meta = create("Meta", { format: "xml", type: mediaTypes.tnds.xml });
    return { code: 200, items: [create("Item", { source: newSource(given), meta, data })] };
  }
  const address = given.slice(0, given.indexOf("?"));
  const open = [{ entry, address }];
  const items: Item[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const at = next;
    const data =
      query.form === "Struct" || at.entry.children !== undefined ? undefined : valueToReport(context, at.entry);
    // A value that cannot be read is left out, not the subtree.
    if (typeof data !== "number") items.push(resultItem(at.address, at.entry, data));
    for (const child of [...childrenOf(at.entry)].reverse()) {
      if (isShown(child)) open.push({ entry: child, address: `${at.address}/${uriOf([child.name]).slice(2)}` });
    }
  }
  return answerOf(context, items);
}

/** The parts of a serialised tree that `+Prop` or `-Prop` selects, or the code that refuses it. */
function partsOf(selected: readonly string[], features: TreeFeatures): ReadonlySet<TndsPart> | number {
  const known: readonly TndsPart[] = [...propertyNames.filter((name) => hasProperty(features, name)), "Value"];
  if (selected.length === 0) return new Set(known);
  const sign = selected[0]?.[0];
  if (selected.some((part) => part[0] !== sign)) return 400;
  const named = selected.map((part) => known.find((name) => name === part.slice(1)));
  if (named.includes(undefined)) return 406;
  return new Set(sign === "+" ? (named as TndsPart[]) : known.filter((name) => !named.includes(name)));
}

interface PlacedTop {
  readonly segments: readonly string[];
  readonly node: TreeNode;
}

/** Where the top nodes of a document go: at the target of the command, or below. */
function placesOf(target: readonly string[], tree: MgmtTree): PlacedTop[] | number {
  const places: PlacedTop[] = [];
  for (const node of tree.nodes) {
    const path = node.path ?? "";
    const name = node.nodeName === undefined || node.nodeName === "." ? "" : decodeSegment(node.nodeName);
    const relative = path === "" ? [] : segmentsOf(path);
    if (typeof relative === "number" || name === undefined || (name !== "" && !isNodeName(name))) return 400;
    // A Path from the root names the place itself; without one, the name of the target is the target.
    const isAbsolute = path.startsWith(".");
    const above = isAbsolute ? relative : [...target, ...relative];
    const isTarget = name === "" || (path === "" && name === target.at(-1));
    const segments = isTarget ? above : [...above, name];
    if (segments.length < target.length || target.some((part, index) => segments[index] !== part)) return 400;
    places.push({ segments, node });
  }
  return places;
}

/** Adds or exchanges a subtree by a serialised one. Whoever calls it undoes everything if it fails. */
function importTree(
  context: CommandContext,
  target: readonly string[],
  item: Item,
  command: "Add" | "Replace",
): ItemOutcome {
  if (!context.features.tnds) return { code: 415 };
  const tree = tndsIn(item.data);
  if (tree === undefined || tree.nodes.length === 0) return { code: 400 };
  const places = placesOf(target, tree);
  if (typeof places === "number") return { code: places };
  const { store, serverID } = context;
  if (command === "Add") {
    if (places.some(({ segments }) => store.find(segments) !== undefined)) return { code: 418 };
  } else {
    const entry = store.find(target) as TreeEntry;
    if (!isAllowed(entry, "Replace", serverID)) return { code: 425 };
  }
  return putNodes(context, places, command);
}

/** Puts serialised nodes into the tree, parents first. */
function putNodes(context: CommandContext, places: readonly PlacedTop[], command: "Add" | "Replace"): ItemOutcome {
  const { store, limits } = context;
  const open: (PlacedTop & { readonly isTop: boolean })[] = [...places]
    .reverse()
    .map((place) => ({ ...place, isTop: true }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { segments, node, isTop } = next;
    if (parsedAddress(segments, limits) !== 200) return { code: 414, failed: uriOf(segments) };
    const there = store.find(segments);
    // Only the command's own nodes need a right; those below are new, or part of what is exchanged.
    const outcome =
      there === undefined
        ? addNode(context, segments, (description) => serializedNode(node, description, limits), isTop)
        : command === "Add"
          ? { code: 418 }
          : exchange(context, there, node);
    if (outcome.code >= 300) return { code: outcome.code, failed: outcome.failed ?? uriOf(segments) };
    const known = new Set<string>();
    for (const child of [...node.nodes].reverse()) {
      const name = decodeSegment(child.nodeName ?? "");
      if (name === undefined || !isNodeName(name) || known.has(name) || child.path !== undefined)
        return { code: 400, failed: uriOf(segments) };
      known.add(name);
      open.push({ segments: [...segments, name], node: child, isTop: false });
    }
    if (there?.children === undefined) continue;
    for (const child of [...childrenOf(there)]) {
      if (known.has(child.name) || child.isPermanent) continue;
      if (!accessOf(child).includes("D")) continue;
      const refusal = refusalOfDelete(context, child);
      if (refusal !== undefined) return { code: refusal, failed: uriOf(segmentsTo(child)) };
      store.touch(there, context.now);
      store.remove(child);
    }
  }
  return { code: 200 };
}

function parsedAddress(segments: readonly string[], limits: TreeLimits): number {
  const parsed = parseUri(uriOf(segments), limits);
  return typeof parsed === "number" ? parsed : 200;
}

/** The node that a serialised one describes, or the code for what is wrong with it. */
function serializedNode(
  node: TreeNode,
  description: NodeDescription | undefined,
  limits: TreeLimits,
): NewNode | number {
  const { acl, title, type } = node.rtProperties ?? {};
  const format = serializedFormat(node, description);
  if (format === undefined) return 415;
  if (acl !== undefined && parseAcl(acl) === undefined) return 400;
  const fields = { acl: acl === undefined ? undefined : formatAcl(parseAcl(acl) ?? new Map()), title };
  if (format === "node") {
    if (node.value !== undefined) return 400;
    return { format, type: type?.ddfName ?? description?.types[0] ?? "", value: undefined, ...fields };
  }
  if (node.nodes.length > 0) return 400;
  const value = serializedValue(node, format, limits);
  return typeof value === "number"
    ? value
    : { format, type: type?.mime ?? description?.types[0] ?? "", value: value.value, ...fields };
}

function serializedFormat(node: TreeNode, description: NodeDescription | undefined): NodeFormat | undefined {
  const written = node.rtProperties?.format;
  const isLeaf = node.nodes.length === 0 && node.value !== undefined;
  const implied = node.nodes.length > 0 ? "node" : (description?.formats[0] ?? (isLeaf ? "chr" : "node"));
  const format = written === undefined ? implied : nodeFormatOf(written);
  return format !== undefined && (description === undefined || description.formats.includes(format))
    ? format
    : undefined;
}

/** Octets are base64 in a serialised tree. */
function serializedValue(node: TreeNode, format: NodeFormat, limits: TreeLimits) {
  const data = node.value ?? emptyValueOf(format);
  const item = create("Item", { data });
  return valueIn(item, format === "bin" && typeof data === "string" ? "b64" : format, format, limits);
}

/** Gives a node that exists the value and properties of a serialised one. */
function exchange(context: CommandContext, entry: TreeEntry, node: TreeNode): ItemOutcome {
  const made = serializedNode(node, { ...describedAs(entry), formats: [entry.format] }, context.limits);
  if (typeof made === "number") return { code: made };
  const { value, type, acl = entry.acl, title = entry.title } = made;
  if (entry.children === undefined) {
    if (!accessOf(entry).includes("R") && !sameValue(value, entry.value)) return { code: 405 };
    if (!isAllowed(entry, "Replace", context.serverID)) return { code: 425 };
    const segments = segmentsTo(entry);
    const refusal = context.handlers.find(segments)?.write?.(uriOf(segments), value);
    if (refusal !== undefined && refusal >= 300) return { code: refusal };
  }
  context.store.change(entry, { value, acl, title, type: type === "" ? entry.type : type }, context.now);
  return { code: 200 };
}

function describedAs({ description, name, format }: TreeEntry): NodeDescription {
  if (description !== undefined) return description;
  return {
    name,
    formats: [format],
    occurrence: "1",
    access: "",
    defaultValue: undefined,
    types: [],
    title: undefined,
    isPermanent: false,
    children: [],
  };
}

function sameValue(a: string | Uint8Array | undefined, b: string | Uint8Array | undefined): boolean {
  if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array)) return a === b;
  return equalBytes(a, b);
}

/** Puts an object that was added to the Inbox where objects of its type belong, under a name of the device's choice. */
function deliver(
  context: CommandContext,
  segments: readonly string[],
  item: Item,
  type: string | undefined,
): ItemOutcome {
  const { store, inbox, serverID, now } = context;
  const box = store.find([INBOX]);
  if (box === undefined) return { code: 404 };
  if (!isAllowed(box, "Add", serverID)) return { code: 425 };
  if (!isTndsType(type)) return { code: 415 };
  if (!context.features.tnds) return { code: 415 };
  const tree = tndsIn(item.data);
  if (tree === undefined || tree.nodes.length === 0) return { code: 400 };
  const places: PlacedTop[] = [];
  for (const node of tree.nodes) {
    const object = node.rtProperties?.type?.ddfName ?? "";
    const home = segmentsOf((Object.hasOwn(inbox, object) ? inbox[object] : undefined) ?? "");
    // Nothing of that kind has a place here.
    if (typeof home === "number")
      return { code: 405, failed: uriOf([...segments.slice(0, 1), node.nodeName ?? ""].filter(isNodeName)) };
    const wanted = decodeSegment(node.nodeName ?? "") ?? "";
    let name = isNodeName(wanted) ? wanted : "1";
    const isTaken = (one: string) =>
      store.find([...home, one]) !== undefined ||
      places.some((place) => uriOf(place.segments) === uriOf([...home, one]));
    for (let number = 1; isTaken(name); number++) name = String(number);
    places.push({ segments: [...home, name], node });
  }
  for (const { segments: place, node } of places) {
    const outcome = putDelivered(context, place, node);
    if (outcome.code >= 300) return outcome;
    const made = store.find(place) as TreeEntry;
    if (made.acl === "") store.change(made, { acl: formatAcl(aclFor(serverID, ["Delete", "Get", "Replace"])) }, now);
    for (const leaf of subtreeOf(made)) redirect(context, leaf, places);
  }
  return { code: 200 };
}

/** A value that refers to an object of the same delivery gets the address that the object has now. */
function redirect({ store, now }: CommandContext, leaf: TreeEntry, places: readonly PlacedTop[]): void {
  const { value } = leaf;
  if (typeof value !== "string" || !value.startsWith(`./${INBOX}/`)) return;
  for (const { segments, node } of places) {
    const was = `./${INBOX}/${node.nodeName ?? ""}`;
    if (value === was || value.startsWith(`${was}/`))
      store.change(leaf, { value: uriOf(segments) + value.slice(was.length) }, now);
  }
}

function putDelivered(context: CommandContext, segments: readonly string[], node: TreeNode): ItemOutcome {
  const { store } = context;
  for (let depth = 1; depth < segments.length; depth++) {
    const there = store.find(segments.slice(0, depth));
    if (there !== undefined && there.children === undefined)
      return { code: 405, failed: uriOf(segments.slice(0, depth)) };
  }
  // The right to add was that of the Inbox.
  const open = [{ segments, node }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { segments: place, node: made } = next;
    const outcome = addNode(context, place, (description) => serializedNode(made, description, context.limits), false);
    if (outcome.code >= 300) return { code: outcome.code, failed: outcome.failed ?? uriOf(place) };
    for (const child of [...made.nodes].reverse()) {
      const name = decodeSegment(child.nodeName ?? "");
      if (name === undefined || !isNodeName(name)) return { code: 400, failed: uriOf(place) };
      open.push({ segments: [...place, name], node: child });
    }
  }
  return { code: 200 };
}
