import { allCommands } from "../../ast/all-commands.ts";
import { create, newItem, newMessage } from "../../ast/create.ts";
import type { Add, Item, MgmtTree, Replace, SyncML, TreeNode } from "../../ast/nodes.ts";
import { bytesOf as octetsOfItem } from "../../codec/bytes-of.ts";
import { decode } from "../../codec/decode.ts";
import { encode } from "../../codec/encode.ts";
import { textOf } from "../../codec/text-of.ts";
import { decodeBase64, encodeBase64 } from "../../core/base64.ts";
import { type Bytes, bytesOf, type Octets } from "../../core/bytes.ts";
import { anyObject, anyString, checkOptions, oneOf, optionChecks } from "../../core/options.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { allAddresses, type DmAccount, type NewDmAccount } from "./accounts.ts";
import {
  type ConnectionAddresses,
  type ConnectionReferences,
  type DmAccountRow,
  dmAccountOfRows,
  dmAccountRows,
} from "./dm-account-rows.ts";
import type { ProvisioningIssue, ProvisioningIssueCode } from "./issues.ts";
import { type ProvisioningLimits, provisioningLimits } from "./limits.ts";
import { secretText } from "./secret-text.ts";
import {
  type BootstrapSecurity,
  bootstrapMac,
  type ContentTyped,
  equalMacs,
  type ReadSecurity,
  receivedBootstrap,
} from "./security.ts";
import type { Verified } from "./verify.ts";

const MEDIA_TYPE = "application/vnd.syncml.dm+wbxml";
const TREE_TYPE = "application/vnd.syncml.dmtnds+wbxml";
const OBJECT_TYPE = "urn:oma:mo:oma-dm-dmacc:1.0";

/** How a bootstrap message of the DM profile is made. */
export interface DmBootstrapOptions extends ConnectionAddresses {
  /** One Add with an item for each node, or one Add of a serialised tree to the inbox. Default `"items"`. */
  readonly form: "items" | "tree";
  /** Where the account goes, for `"items"`; the last part is its name. Default `./DMAcc/` and the server's identifier. */
  readonly accountURI: string;
  /** Address of the device, such as `IMEI:004999010640000`. Default `./`, since nobody looks at it. */
  readonly target: string;
  /** Address of the server. Default: the first address of the account. */
  readonly source: string;
}

const encodeChecks = optionChecks({
  form: oneOf("items", "tree"),
  accountURI: anyString,
  target: anyString,
  source: anyString,
});

/**
 * Makes the bootstrap message of the DM profile that creates one account: a SyncML message in WBXML, to be signed by
 * {@link signDmBootstrap}. A device never answers it (OMA Device Management Bootstrap 1.2).
 *
 * @throws {TypeError} or a `RangeError` for an option of the wrong type or value, or an account without an address.
 */
export function encodeDmBootstrap(account: NewDmAccount, options: Partial<DmBootstrapOptions> = {}): Octets {
  checkOptions(options, encodeChecks);
  const { form = "items", accountURI = `./DMAcc/${account.serverID}`, target = "./" } = options;
  const source = options.source ?? allAddresses(account)[0]?.address;
  if (source === undefined) throw new TypeError("the account has no address, so option source must be given");
  const rows = dmAccountRows(account, options);
  const items = form === "items" ? itemsOf(accountURI, rows) : [treeItem(accountURI, rows)];
  // Some clients look for the first command by its number.
  const add = create("Add", { cmdID: "1", items });
  return encode(newMessage({ verProto: "DM/1.2", sessionID: "0", msgID: "0", target, source }, [add]));
}

/** One item for each node: interior nodes before what is in them. */
function itemsOf(root: string, rows: readonly DmAccountRow[]): Item[] {
  const items: Item[] = [nodeItem(root)];
  const made = new Set<string>();
  for (const { path, value } of rows) {
    const parts = path.split("/");
    for (let length = 1; length < parts.length; length++) {
      const node = parts.slice(0, length).join("/");
      if (made.has(node)) continue;
      made.add(node);
      items.push(nodeItem(`${root}/${node}`));
    }
    items.push(
      typeof value === "string"
        ? newItem(`${root}/${path}`, value, { format: "chr", emi: [] })
        : newItem(`${root}/${path}`, encodeBase64(value), { format: "b64", emi: [] }),
    );
  }
  return items;
}

function nodeItem(locURI: string): Item {
  return newItem(locURI, undefined, { format: "node", emi: [] });
}

function treeItem(root: string, rows: readonly DmAccountRow[]): Item {
  const name = root.slice(root.lastIndexOf("/") + 1);
  const top = interior(name, OBJECT_TYPE);
  const nodes = new Map<string, TreeNode>([["", top]]);
  for (const { path, value } of rows) {
    const parts = path.split("/");
    let parent = top;
    for (let length = 1; length < parts.length; length++) {
      const at = parts.slice(0, length).join("/");
      let node = nodes.get(at);
      if (node === undefined) {
        node = interior(parts[length - 1] as string);
        nodes.set(at, node);
        parent.nodes.push(node);
      }
      parent = node;
    }
    const isText = typeof value === "string";
    parent.nodes.push(
      create("Node", {
        nodeName: parts.at(-1) as string,
        rtProperties: create("RTProperties", { format: isText ? "chr" : "b64" }),
        nodes: [],
        value: isText ? value : encodeBase64(value),
      }),
    );
  }
  const tree = create("MgmtTree", { verDTD: "1.2", nodes: [top] });
  return newItem("./Inbox", tree, { format: "xml", type: TREE_TYPE, emi: [] });
}

function interior(nodeName: string, type?: string): TreeNode {
  const rtProperties = create("RTProperties", {
    format: "node",
    type: type === undefined ? undefined : create("Type", { ddfName: type }),
  });
  return create("Node", { nodeName, rtProperties, nodes: [] });
}

// Signing

/** How a bootstrap message of the DM profile is signed: with a secret of the network, a PIN, or both. */
export type DmBootstrapMethod = "NETWORKID" | "USERPIN" | "USERPIN_NETWORKID";

/** All of them, in the order of their numbers in a push. */
export const dmBootstrapMethods: readonly DmBootstrapMethod[] = ["NETWORKID", "USERPIN", "USERPIN_NETWORKID"];

/** What sender and device both know. */
export interface DmBootstrapKeys {
  /** The PIN that the user enters. */
  readonly pin?: string | undefined;
  /** The secret that network and device share, such as an IMSI or MEID. */
  readonly networkID?: string | undefined;
}

/** The method that a value of SEC names. As a number, which is how a push may have it, it counts as in client provisioning. */
export function dmMethodOf(sec: string): DmBootstrapMethod | undefined {
  const word = sec.trim().toUpperCase();
  return /^[0-2]$/.test(word) ? dmBootstrapMethods[Number(word)] : dmBootstrapMethods.find((one) => one === word);
}

/** Which keys a method needs, in their order in the key of the HMAC. */
export function keysOfDmMethod(method: DmBootstrapMethod): readonly (keyof DmBootstrapKeys)[] {
  if (method === "NETWORKID") return ["networkID"];
  return method === "USERPIN" ? ["pin"] : ["pin", "networkID"];
}

function keyFor(method: DmBootstrapMethod, keys: DmBootstrapKeys): Uint8Array {
  return encodeUtf8(
    keysOfDmMethod(method)
      .map((name) => secretText(keys[name], name))
      .join(":"),
  );
}

/** A signed bootstrap message. */
export interface SignedDmBootstrap {
  /** The message, unchanged. */
  readonly body: Octets;
  /** Content type with SEC and MAC. */
  readonly contentType: string;
  /** 40 hexadecimal digits in upper case. */
  readonly mac: string;
}

const signChecks = optionChecks({ method: oneOf(...dmBootstrapMethods) });

/**
 * Signs a bootstrap message of the DM profile (OMA Device Management Bootstrap 1.2).
 *
 * @throws {TypeError} or a `RangeError` for a wrong method or a missing key; no message repeats a secret.
 */
export function signDmBootstrap(
  message: Bytes,
  options: DmBootstrapKeys & { readonly method: DmBootstrapMethod },
): SignedDmBootstrap {
  checkOptions(options, signChecks);
  if (options.method === undefined) throw new TypeError("option method is missing");
  const body = bytesOf(message).slice();
  const mac = bootstrapMac(keyFor(options.method, options), body);
  return { body, contentType: `${MEDIA_TYPE}; SEC=${options.method}; MAC=${mac}`, mac };
}

// Reading

/** What came with a bootstrap message, and what its receiver knows. */
export interface ParseDmBootstrapOptions extends DmBootstrapKeys, BootstrapSecurity, ConnectionReferences {
  /** The content type as text, with its parameters SEC and MAC. Default: what the message came with. */
  readonly contentType: string | undefined;
  /** Other limits than the defaults: `maxDocumentBytes` of the message, `maxDepth` of the nodes of a tree. `maxParms` is not used. */
  readonly limits: Partial<ProvisioningLimits>;
}

/** An account of a bootstrap message. */
export interface BootstrappedAccount {
  /** Where it is put, such as `./DMAcc/Example`; for a serialised tree below the address of its item, such as `./Inbox`. */
  readonly uri: string;
  /** The account, as in a provisioning document. */
  readonly account: DmAccount;
}

/** What a bootstrap message says. */
export interface ParsedDmBootstrap {
  /** The whole message. */
  readonly message: SyncML;
  /** The DM accounts that the message adds. */
  readonly accounts: readonly BootstrappedAccount[];
  /** Whether it is from who knows the keys: only `true` says so; `"none"` if it is not signed. */
  readonly verified: Verified;
  /** The method by which it is signed, if that is known. */
  readonly method?: DmBootstrapMethod | undefined;
  /** What is wrong or was passed over. */
  readonly issues: readonly ProvisioningIssue[];
}

const parseChecks = optionChecks({ contentType: anyString, mac: anyString, limits: anyObject });

/** Elements around the deepest ones of a serialised tree, in a message. */
const DEPTH_OF_MESSAGE = 16;

/**
 * Reads a bootstrap message of the DM profile, in either form, and checks who signed it. Given what `decodePush`,
 * `unwrapCarriers` or `signDmBootstrap` returned, it finds SEC and MAC there; bare octets need `contentType`, or `sec` and `mac`.
 *
 * @throws {SyncmlError} for a message that is not whole, of another kind, or beyond a limit.
 * @throws {TypeError} or a `RangeError` for an option of the wrong type or value; no message repeats a secret.
 */
export function parseDmBootstrap(
  given: Bytes | string | ContentTyped,
  options: Partial<ParseDmBootstrapOptions> = {},
): ParsedDmBootstrap {
  checkOptions(options, parseChecks);
  const { body, security } = receivedBootstrap(given, options);
  const { maxDocumentBytes, maxDepth } = provisioningLimits(options.limits);
  const limits = { maxDocumentBytes, maxDepth: maxDepth + DEPTH_OF_MESSAGE };
  const message = decode(body, { limits, mediaType: MEDIA_TYPE });
  const rows: PlacedRow[] = [];
  for (const command of allCommands(message)) {
    if (command.kind !== "Add" && command.kind !== "Replace") continue;
    for (const item of command.items) addRows(item, command, rows);
  }
  const { verified, method, reason } = verify(body, security, options);
  const { accounts, issues } = accountsOf(rows, options);
  if (reason !== undefined) issues.push({ ...reason, path: "" });
  return { message, accounts, verified, ...(method === undefined ? {} : { method }), issues };
}

/** A leaf of the tree, by its whole address. */
interface PlacedRow {
  readonly uri: string;
  readonly value: string | Uint8Array;
}

function addRows(item: Item, command: Add | Replace, rows: PlacedRow[]): void {
  const uri = item.target?.locURI;
  if (uri === undefined || item.data === undefined) return;
  const { data } = item;
  if (typeof data === "object" && "kind" in data && data.kind === "MgmtTree") addTree(data, uri, rows);
  else if (isLeafOfOctets(uri)) rows.push({ uri, value: octetsOfData(item, command) });
  else rows.push({ uri, value: textOf(data) });
}

function isLeafOfOctets(uri: string): boolean {
  return uri.endsWith("/AAuthData");
}

/** Nonces come as octets, as base64 with Format b64, and as base64 with Format chr. */
function octetsOfData(item: Item, command: Add | Replace): string | Uint8Array {
  const octets = octetsOfItem(item, command) ?? new Uint8Array(0);
  const format = item.meta?.format ?? command.meta?.format;
  return format === undefined || format === "chr" ? textOf(octets) : octets;
}

function addTree({ nodes }: MgmtTree, root: string, rows: PlacedRow[]): void {
  const waiting = nodes.map((node) => ({ node, parent: root })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent } = next;
    const above = node.path === undefined || node.path === "" ? parent : node.path;
    const uri = `${above}/${node.nodeName ?? ""}`;
    if (node.value !== undefined) rows.push({ uri, value: valueOfNode(node, uri) });
    for (let at = node.nodes.length - 1; at >= 0; at--) waiting.push({ node: node.nodes[at] as TreeNode, parent: uri });
  }
}

function valueOfNode({ value, rtProperties }: TreeNode, uri: string): string | Uint8Array {
  if (value instanceof Uint8Array) return isLeafOfOctets(uri) ? value : textOf(value);
  const text = textOf(value ?? "");
  return rtProperties?.format === "b64" ? (decodeBase64(text) ?? text) : text;
}

function accountsOf(
  rows: readonly PlacedRow[],
  references: ConnectionReferences,
): { readonly accounts: BootstrappedAccount[]; readonly issues: ProvisioningIssue[] } {
  const accounts: BootstrappedAccount[] = [];
  const issues: ProvisioningIssue[] = [];
  const roots = new Map<string, DmAccountRow[]>();
  for (const { uri } of rows) {
    const found = /^(.+)\/(?:ServerID|AppID)$/.exec(uri)?.[1];
    if (found !== undefined && !roots.has(found)) roots.set(found, []);
  }
  for (const { uri, value } of rows) {
    const root = rootOf(uri, roots);
    if (root !== undefined) roots.get(root)?.push({ path: uri.slice(root.length + 1), value });
  }
  for (const [uri, leaves] of roots) {
    const account = dmAccountOfRows(leaves, references);
    const miss = (code: ProvisioningIssueCode, what: string) =>
      issues.push({ code, message: `the account has no ${what}, so it is left out`, path: uri });
    if (account === undefined) miss("missing-server-id", "ServerID");
    else if (account.addresses.length === 0) miss("missing-address", "address");
    else accounts.push({ uri, account });
  }
  return { accounts, issues };
}

/** Leaves are at most this many nodes below their account: AppAddr/X/Port/X/PortNbr. */
const MAX_LEAF_DEPTH = 5;

function rootOf(uri: string, roots: ReadonlyMap<string, unknown>): string | undefined {
  let end = uri.length;
  for (let depth = 0; depth < MAX_LEAF_DEPTH; depth++) {
    end = uri.lastIndexOf("/", end - 1);
    if (end <= 0) return undefined;
    const root = uri.slice(0, end);
    if (roots.has(root)) return root;
  }
  return undefined;
}

interface DmVerification {
  readonly verified: Verified;
  readonly method?: DmBootstrapMethod | undefined;
  readonly reason?: { readonly code: ProvisioningIssueCode; readonly message: string } | undefined;
}

function verify(body: Uint8Array, { sec, mac }: ReadSecurity, keys: DmBootstrapKeys): DmVerification {
  if (sec === undefined) {
    return { verified: "none", reason: { code: "not-signed", message: "the message is not signed" } };
  }
  const method = dmMethodOf(sec);
  const refuse = (code: ProvisioningIssueCode, message: string): DmVerification => ({
    verified: false,
    ...(method === undefined ? {} : { method }),
    reason: { code, message },
  });
  if (method === undefined) return refuse("not-signed", "SEC names no known method");
  if (mac === undefined) return refuse("mac-missing", `${method} needs a MAC, and there is none`);
  if (keysOfDmMethod(method).some((name) => keys[name] === undefined))
    return refuse("key-missing", `${method} needs a PIN, a secret of the network, or both`);
  if (equalMacs(mac, bootstrapMac(keyFor(method, keys), body))) return { verified: true, method };
  return refuse("mac-mismatch", "the MAC does not fit the message and the keys");
}
