import { create } from "../ast/create.ts";
import type { Data, MgmtTree, RTProperties, TreeNode } from "../ast/nodes.ts";
import { decodeDocument } from "../codec/decode.ts";
import { encodeBase64 } from "../core/base64.ts";
import { isSyncmlError } from "../core/errors.ts";
import { childrenOf, segmentsTo, sizeOf, type TreeEntry } from "./tree-node.ts";
import { encodeSegment, type PropertyName, uriOf } from "./uri.ts";

/** Which parts of a node a serialised tree has. */
export type TndsPart = PropertyName | "Value";

/**
 * A subtree as a document: the top node with its Path. Octets are written as base64 with Format `bin`.
 *
 * @param isShown leaves out a node and all below it.
 */
export function tndsOf(top: TreeEntry, parts: ReadonlySet<TndsPart>, isShown: (entry: TreeEntry) => boolean): MgmtTree {
  const path = uriOf(segmentsTo(top).slice(0, -1));
  const root = nodeOf(top, parts, top.parent === undefined ? undefined : path);
  const open: { readonly entry: TreeEntry; readonly node: TreeNode }[] = [{ entry: top, node: root }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of childrenOf(next.entry)) {
      if (!isShown(child)) continue;
      const node = nodeOf(child, parts, undefined);
      next.node.nodes.push(node);
      open.push({ entry: child, node });
    }
  }
  return create("MgmtTree", { verDTD: "1.2", nodes: [root] });
}

function nodeOf(entry: TreeEntry, parts: ReadonlySet<TndsPart>, path: string | undefined): TreeNode {
  const { name, value } = entry;
  const rtProperties = propertiesOf(entry, parts);
  const written = value instanceof Uint8Array ? encodeBase64(value) : value;
  return create("Node", {
    nodeName: encodeSegment(name === "" ? "." : name),
    path,
    rtProperties,
    nodes: [],
    value: parts.has("Value") ? written : undefined,
  });
}

function propertiesOf(entry: TreeEntry, parts: ReadonlySet<TndsPart>): RTProperties | undefined {
  const { acl, format, name, value, title, tStamp, type, verNo, children } = entry;
  const isInterior = children !== undefined;
  const of = <Value>(part: TndsPart, text: Value | undefined) => (parts.has(part) ? text : undefined);
  const fields = {
    acl: of("ACL", acl === "" ? undefined : acl),
    format: of("Format", format),
    name: of("Name", encodeSegment(name)),
    size: of("Size", isInterior ? undefined : String(sizeOf(value))),
    title: of("Title", title === "" ? undefined : title),
    tStamp: of("TStamp", tStamp === "" ? undefined : tStamp),
    type: of("Type", type === "" ? undefined : create("Type", isInterior ? { ddfName: type } : { mime: type })),
    verNo: of("VerNo", String(verNo)),
  };
  return Object.values(fields).some((field) => field !== undefined) ? create("RTProperties", fields) : undefined;
}

/** The serialised tree in the Data of an item: typed, or as a document of either format; `undefined` if it is none. */
export function tndsIn(data: Data | undefined): MgmtTree | undefined {
  if (data === undefined) return undefined;
  if (typeof data === "string" || data instanceof Uint8Array) {
    try {
      const document = decodeDocument(data);
      return document.kind === "MgmtTree" ? document : undefined;
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      return undefined;
    }
  }
  if (!Array.isArray(data)) return data.kind === "MgmtTree" ? data : undefined;
  const documents = data.filter((part) => part.kind !== "Text");
  const [first] = documents;
  return documents.length === 1 && first?.kind === "MgmtTree" ? first : undefined;
}
