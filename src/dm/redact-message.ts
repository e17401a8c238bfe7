import { sha256 } from "@noble/hashes/sha2.js";
import { copyTree } from "../ast/copy-tree.ts";
import { formatOf, isBase64, isBinary } from "../ast/format.ts";
import type { Command, Cred, Data, GenericContent, Item, Meta, MgmtTree, SyncML, TreeNode } from "../ast/nodes.ts";
import { metaOf } from "../authentication/meta-of.ts";
import { decodeBase64 } from "../core/base64.ts";
import { hexOfOctets } from "../core/hex-digit.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { deviceIDs, shortDevice, shortUri, withoutDevice } from "./redact.ts";
import { isIdentityUri, isSecretUri, namesSecret } from "./secret-uri.ts";

// What remains of a message in a log:
//
//  credentials                            scheme and the first four hexadecimal digits of their SHA-256
//  nonces, LocNames, octets, base64       length
//  data at a secret address               length; also of items without an address, and of nodes of a tree
//  texts shown to the user, user's input  length
//  chunks of objects                      length: what they are a piece of is not known
//  documents in text, markup              length, if they name anything secret or are not whole
//  what no standard has (extra)           nothing
//  the device's identifier                last four characters
//  addresses with a host                  all but user information, query and fragment
//  anything else                          as it is

/** What the fields of a node are redacted by. */
interface Scope {
  readonly deviceIDs: readonly string[];
  /** Whose data of a command's items is secret: of none, of those without an address, of all. */
  readonly hiddenItems: "none" | "unaddressed" | "all";
  /** Meta of the command around. */
  readonly meta: Meta | undefined;
  /** Its data is secret. */
  readonly hidesData: boolean;
  /** Its data identifies the device. */
  readonly isIdentity: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type Redactor = (value: never, scope: Scope) => unknown;

/**
 * A copy of a message for logs, without secrets; the message itself remains as it is. The values of nodes with unsuspicious names
 * are kept, if they are text.
 */
export function redactMessage(message: SyncML): SyncML {
  const { syncHdr, syncBody, wire } = message;
  const scope: Scope = {
    deviceIDs: deviceIDs(message),
    hiddenItems: "none",
    meta: undefined,
    hidesData: false,
    isIdentity: false,
  };
  const { roots } = copyTree(syncBody.commands, (command) => redactCommand(command, scope));
  return {
    kind: "SyncML",
    syncHdr: redactNode(syncHdr as unknown as Fields, scope) as unknown as SyncML["syncHdr"],
    syncBody: { kind: "SyncBody", commands: roots, final: syncBody.final },
    wire,
  };
}

function redactCommand(command: Command, outer: Scope): Command {
  const meta = "meta" in command ? command.meta : undefined;
  const scope = { ...outer, meta, hiddenItems: hiddenItems(command) };
  return redactNode(command as unknown as Fields, scope) as unknown as Command;
}

/** Whose data is secret by what the command is. */
function hiddenItems(command: Command): Scope["hiddenItems"] {
  switch (command.kind) {
    case "Alert":
      return isUserAlert(command.data) ? "all" : "none";
    case "Status": {
      // For an alert it has what the user entered, which may be a PIN.
      const refs = [...command.targetRefs, ...command.sourceRefs];
      return command.cmd?.trim() === "Alert" || refs.some(isSecretUri) ? "all" : "none";
    }
    case "Results": {
      const refs = [command.targetRef, command.sourceRef];
      return refs.some((uri) => uri !== undefined && isSecretUri(uri)) ? "all" : "unaddressed";
    }
    default:
      return "unaddressed";
  }
}

/** Alerts 1100 to 1104: texts for the user, who may be asked to confirm a wipe or to enter a password. */
function isUserAlert(code: Data | undefined): boolean {
  return typeof code !== "string" || /^\s*110\d\s*$/.test(code);
}

/** By the name of a field, what remains of it. Fields that are not here are kept, nodes in them likewise redacted. */
const redactors: Readonly<Record<string, Redactor>> = {
  extra: () => undefined,
  // The commands of a container are copied by who walks the tree.
  commands: () => [],
  cred: redactCred,
  nextNonce: (nonce: string) => redacted(decodedLength(nonce)),
  emi: (texts: readonly string[]) => texts.map(hide),
  locName: hide,
  locURI: address,
  respURI: address,
  targetRef: address,
  sourceRef: address,
  targetRefs: (uris: readonly string[], scope) => uris.map((uri) => address(uri, scope)),
  sourceRefs: (uris: readonly string[], scope) => uris.map((uri) => address(uri, scope)),
  items: (items: readonly Item[], scope) => items.map((item) => redactItem(item, scope)),
  item: redactItem,
  data: redactData,
  devID: shortDevice,
};

function redactNode(node: Fields, scope: Scope): Fields {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node)) {
    copy[name] = value === undefined ? undefined : redactField(name, value, scope);
  }
  return copy;
}

function redactField(name: string, value: unknown, scope: Scope): unknown {
  const redactor = Object.hasOwn(redactors, name) ? redactors[name] : undefined;
  if (redactor !== undefined) return redactor(value as never, scope);
  if (typeof value === "string") return withoutDevice(value, scope.deviceIDs);
  if (Array.isArray(value)) return value.map((member) => redactField("", member, scope));
  return typeof value === "object" && value !== null ? redactNode(value as Fields, scope) : value;
}

function redactCred(cred: Cred): Cred {
  const { type } = metaOf(cred);
  const { data } = cred;
  const octets = typeof data === "string" ? encodeUtf8(data) : data instanceof Uint8Array ? data : undefined;
  const digest = octets === undefined ? "" : ` ${hexOfOctets(sha256(octets).subarray(0, 2))}`;
  return {
    kind: "Cred",
    meta: { kind: "Meta", type, format: cred.meta?.format, emi: [] },
    data: `[${type ?? "no scheme"}${digest}]`,
  };
}

function redactItem(item: Item, outer: Scope): Item {
  const uris = [item.target, item.source, item.targetParent, item.sourceParent]
    .map((place) => place?.locURI)
    .filter((uri) => uri !== undefined);
  const format = formatOf(item, outer.meta);
  const hidesData =
    outer.hiddenItems === "all" ||
    (outer.hiddenItems === "unaddressed" && uris.length === 0) ||
    item.moreData === true ||
    isBinary(format) ||
    isBase64(format) ||
    uris.some(isSecretUri);
  const scope = { ...outer, hidesData, isIdentity: uris.some(isIdentityUri) };
  return redactNode(item as unknown as Fields, scope) as unknown as Item;
}

function redactData(data: Data, scope: Scope): Data {
  if (data instanceof Uint8Array) return redacted(data.length);
  if (typeof data === "string") return redactText(data, scope);
  if (scope.hidesData) return redacted();
  if (Array.isArray(data)) return isHarmless(data, scope) ? data : redacted();
  return data.kind === "MgmtTree"
    ? redactTree(data, scope)
    : (redactNode(data as unknown as Fields, scope) as unknown as Data);
}

function redactText(text: string, { hidesData, isIdentity, deviceIDs }: Scope): string {
  if (hidesData || namesSecret(text) || isEncoded(text) || isBrokenMarkup(text)) return hide(text);
  return isIdentity ? shortDevice(text) : shortUri(withoutDevice(text, deviceIDs));
}

/** Whether a text may be base64 or hexadecimal digits of something. */
function isEncoded(text: string): boolean {
  const digits = text.split(/[\r\n]/).map((line) => line.trim());
  return /^[\w+/=-]{24,}$/.test(digits.join(""));
}

/** Whether a text is a piece of a document, or one that may spell names by character references. */
function isBrokenMarkup(text: string): boolean {
  if (!/[<>]/.test(text)) return false;
  const trimmed = text.trim();
  const count = (pattern: RegExp) => trimmed.match(pattern)?.length ?? 0;
  const isBalanced = count(/<[^/!?]/g) === count(/<\//g) + count(/\/>/g);
  return !isBalanced || !trimmed.startsWith("<") || !trimmed.endsWith(">") || trimmed.includes("&#");
}

/** Whether nothing in markup would be redacted, neither text nor names nor attributes. */
function isHarmless(content: readonly GenericContent[], scope: Scope): boolean {
  const isKept = (text: string) => redactText(text, scope) === text;
  const rest: GenericContent[] = [...content];
  for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
    if (one.kind === "Text") {
      if (typeof one.value !== "string" || !isKept(one.value)) return false;
    } else if (one.kind === "Element") {
      if (!isKept(one.local) || !one.attributes.every(({ name, value }) => isKept(name) && isKept(value))) return false;
      for (const child of one.children) rest.push(child);
    } else {
      return false;
    }
  }
  return true;
}

/** A copy of a tree, level by level: its depth is the sender's choice. */
function redactTree(tree: MgmtTree, scope: Scope): MgmtTree {
  const copy: MgmtTree = { ...tree, nodes: [], extra: undefined };
  const open = [{ nodes: tree.nodes, into: copy.nodes, around: scope }];
  for (let level = open.pop(); level !== undefined; level = open.pop()) {
    for (const node of level.nodes) {
      const { fields, around } = redactTreeNode(node, level.around);
      level.into.push(fields);
      open.push({ nodes: node.nodes, into: fields.nodes, around });
    }
  }
  return copy;
}

function redactTreeNode(node: TreeNode, outer: Scope): { readonly fields: TreeNode; readonly around: Scope } {
  const address = `${node.path ?? ""}/${node.nodeName ?? ""}`;
  const format = node.rtProperties?.format ?? node.dfProperties?.dfFormat;
  // Whatever is below a secret node is secret as well.
  const hidesData = outer.hidesData || isSecretUri(address);
  const around = { ...outer, isIdentity: isIdentityUri(address), hidesData };
  const isOctets = isBinary(format) || isBase64(format);
  const value = node.value === undefined || isWritten(node.value) ? node.value : redacted();
  const ownScope = { ...around, hidesData: hidesData || isOctets };
  const { nodes: _, value: __, dfProperties, ...fields } = node;
  const redactedFields = redactNode(fields as unknown as Fields, ownScope) as unknown as TreeNode;
  const properties = dfProperties && {
    ...(redactNode(dfProperties as unknown as Fields, ownScope) as unknown as typeof dfProperties),
    defaultValue: dfProperties.defaultValue && redactText(dfProperties.defaultValue, ownScope),
  };
  return {
    around,
    fields: {
      ...redactedFields,
      dfProperties: properties,
      nodes: [],
      value: value === undefined ? undefined : redactData(value, ownScope),
    },
  };
}

/** Whether data is text, octets or markup, and not a document within the document. */
function isWritten(data: Data): boolean {
  return typeof data === "string" || data instanceof Uint8Array || Array.isArray(data);
}

function address(uri: string, { deviceIDs }: Scope): string {
  return shortUri(withoutDevice(uri, deviceIDs));
}

function hide(text: string): string {
  return redacted(encodeUtf8(text).length);
}

function redacted(octets?: number): string {
  return octets === undefined ? "[redacted]" : `[redacted, ${octets} octets]`;
}

function decodedLength(base64: string): number | undefined {
  return decodeBase64(base64)?.length;
}
