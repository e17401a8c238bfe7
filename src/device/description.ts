import type { AccessType, DFProperties, MgmtTree, Occurrence, TreeNode } from "../ast/nodes.ts";
import { type NodeFormat, nodeFormatOf } from "./node-format.ts";
import { segmentsOf } from "./uri.ts";

/** How often a node occurs: once, at most once, at least once, or any number of times. */
export type NodeOccurrence = "1" | "?" | "+" | "*";

/**
 * A node of an object as a row: path, format, occurrence, access, default value, meaning. `%` in a path is a name chosen at run
 * time. The access is letters: Add, Copy, Delete, Exec, Get, Replace; `-` for none.
 */
export type ObjectRow = readonly [
  path: string,
  format: NodeFormat,
  occurrence: NodeOccurrence,
  access: string,
  defaultValue: string | null,
  meaning: string,
];

/** What a description says of a node: which commands are possible at all, and which values. */
export interface NodeDescription {
  /** The name; `""` for any. */
  readonly name: string;
  /** The formats that a value may have, the first being the default. */
  readonly formats: readonly NodeFormat[];
  readonly occurrence: NodeOccurrence;
  /** Letters of the commands that are possible: `A`, `C`, `D`, `E`, `G`, `R`. */
  readonly access: string;
  readonly defaultValue: string | undefined;
  /** Media types of the value, the first being the default; of an interior node, the name of its object. */
  readonly types: readonly string[];
  readonly title: string | undefined;
  /** The node exists by the device's design: it cannot be deleted or renamed. */
  readonly isPermanent: boolean;
  readonly children: readonly NodeDescription[];
}

/** Any node may be added below an interior node without described children, such as `Ext`. */
export function childDescription(parent: NodeDescription | undefined, name: string): NodeDescription | undefined {
  if (parent === undefined) return undefined;
  return parent.children.find((child) => child.name === name) ?? parent.children.find((child) => child.name === "");
}

/** Whether nodes that a description does not know may be added. */
export function isOpen(description: NodeDescription | undefined): boolean {
  return description === undefined || description.children.length === 0;
}

interface Draft extends NodeDescription {
  readonly children: Draft[];
}

/** An object's place in the tree, and its rows. */
export interface PlacedRows {
  /** Where the first row is, such as `./FwUpdate/Pkg1`; a segment `%` is any name. Default: the path of the first row. */
  readonly at?: string | undefined;
  /** The nodes of the object. */
  readonly rows: readonly ObjectRow[];
  /** What the object is, such as `urn:oma:mo:oma-fumo:1.0`. */
  readonly type?: string | undefined;
}

/** The description of a root with objects in their places. */
export function descriptionOfRows(objects: readonly PlacedRows[]): NodeDescription {
  const root = draft("", "node", "1", "G", undefined, true);
  for (const { at, rows, type } of objects) {
    const [first] = rows;
    if (first === undefined) continue;
    const place = pathOf(at ?? first[0]);
    const skipped = pathOf(first[0]).length;
    for (const [path, format, occurrence, access, defaultValue] of rows) {
      const full = [...place, ...pathOf(path).slice(skipped)];
      const isObject = path === first[0];
      let parent = root;
      for (const [index, segment] of full.entries()) {
        const name = segment === "%" ? "" : segment;
        const isLast = index === full.length - 1;
        const isFixed = !full.slice(0, index + 1).includes("%");
        let child = parent.children.find((one) => one.name === name);
        if (child === undefined) {
          const letters = isLast ? access.replace("-", "") : "G";
          child = isLast
            ? draft(
                name,
                format,
                isFixed && occurrence !== "?" ? "1" : occurrence,
                letters,
                defaultValue ?? undefined,
                isFixed,
              )
            : draft(name, "node", "1", letters, undefined, isFixed);
          parent.children.push(isLast && isObject && type !== undefined ? { ...child, types: [type] } : child);
          child = parent.children.at(-1) as Draft;
        }
        parent = child;
      }
    }
  }
  return root;
}

function draft(
  name: string,
  format: NodeFormat,
  occurrence: NodeOccurrence,
  access: string,
  defaultValue: string | undefined,
  isPermanent: boolean,
): Draft {
  const common = { name, formats: [format], occurrence, access, defaultValue, types: [], title: undefined };
  return { ...common, isPermanent, children: [] };
}

function pathOf(path: string): string[] {
  const segments =
    path === "%" || path.includes("%/") || path.endsWith("/%")
      ? path.replace(/^\.\//, "").split("/")
      : segmentsOf(path);
  if (typeof segments === "number") throw new RangeError(`${JSON.stringify(path)} is not the path of a node`);
  return segments;
}

/**
 * The description of a root as a DDF file has it: a `MgmtTree` whose nodes have `DFProperties`.
 *
 * @throws {RangeError} if a node's path is none, or its format unknown.
 */
export function descriptionOfDdf(ddf: MgmtTree): NodeDescription {
  const root = draft("", "node", "1", "G", undefined, true);
  // Not recursive: documents nest deeper than an engine's stack allows.
  const open: { readonly node: TreeNode; readonly parent: Draft; readonly isFixed: boolean }[] = [];
  for (const node of [...ddf.nodes].reverse()) {
    let parent = root;
    for (const segment of node.path === undefined || node.path === "" ? [] : pathOf(node.path)) {
      const name = segment === "%" ? "" : segment;
      let child = parent.children.find((one) => one.name === name);
      if (child === undefined) parent.children.push((child = draft(name, "node", "1", "G", undefined, true)));
      parent = child;
    }
    open.push({ node, parent, isFixed: true });
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, parent, isFixed } = next;
    const made = describe(node, isFixed);
    parent.children.push(made);
    for (const child of [...node.nodes].reverse()) open.push({ node: child, parent: made, isFixed: made.isPermanent });
  }
  return root;
}

function describe(node: TreeNode, isFixed: boolean): Draft {
  const name = node.nodeName ?? "";
  const df: Partial<DFProperties> = node.dfProperties ?? {};
  const written = df.dfFormat ?? (node.nodes.length > 0 ? "node" : "chr");
  const format = nodeFormatOf(written);
  if (format === undefined) throw new RangeError(`the node ${JSON.stringify(name)} has the unknown format ${written}`);
  // Without a Scope a node is dynamic (DM DDF Scope); children of a dynamic node are so whatever they say.
  const isPermanent = isFixed && name !== "" && df.scope?.trim() === "Permanent";
  const { ddfName, mimes = [] } = df.dfType ?? {};
  const types = format === "node" ? (ddfName === undefined || ddfName === "" ? [] : [ddfName]) : mimes;
  return {
    name,
    formats: [format],
    occurrence: occurrenceOf(df.occurrence, name),
    access: lettersOf(df.accessType),
    defaultValue: df.defaultValue,
    types,
    title: df.dfTitle,
    isPermanent,
    children: [],
  };
}

function occurrenceOf(occurrence: Occurrence | undefined, name: string): NodeOccurrence {
  if (occurrence === undefined) return name === "" ? "*" : "1";
  if (occurrence.zeroOrOne) return "?";
  if (occurrence.one) return "1";
  return occurrence.oneOrMore || occurrence.oneOrN !== undefined ? "+" : "*";
}

function lettersOf(access: AccessType | undefined): string {
  // A description without AccessType is of a node that can only be read.
  if (access === undefined) return "G";
  const { add, copy, delete: remove, exec, get, replace } = access;
  return `${add ? "A" : ""}${copy ? "C" : ""}${remove ? "D" : ""}${exec ? "E" : ""}${get ? "G" : ""}${replace ? "R" : ""}`;
}
