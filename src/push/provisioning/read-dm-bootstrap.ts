import { allCommands } from "../../ast/all-commands.ts";
import type { Add, Item, MgmtTree, Replace, SyncML, TreeNode } from "../../ast/nodes.ts";
import { rootOf, unexpectedRoot } from "../../codec/as-message.ts";
import { bytesOf as octetsOfItem } from "../../codec/bytes-of.ts";
import { decodePartial } from "../../codec/decode.ts";
import { textOf } from "../../codec/text-of.ts";
import { decodeBase64 } from "../../core/base64.ts";
import type { Bytes } from "../../core/bytes.ts";
import { isSyncmlError, SyncmlError } from "../../core/errors.ts";
import { anyObject, anyString, checkOptions, optionChecks } from "../../core/options.ts";
import type { ProvisionedDmAccount } from "./accounts.ts";
import { type ConnectionReferences, type DmAccountRow, dmAccountOfRows } from "./dm-account-rows.ts";
import {
  DM_MEDIA_TYPE,
  type DmBootstrapKeys,
  type DmBootstrapMethod,
  dmKeyOctets,
  dmMethodOf,
  keysOfDmMethod,
} from "./dm-bootstrap.ts";
import type { ProvisioningIssue, ProvisioningIssueCode } from "./issues.ts";
import { MAX_EXPANSION, type ProvisioningLimits, provisioningLimits, readerLimits } from "./limits.ts";
import { type BootstrapSecurity, type ContentTyped, receivedBootstrap } from "./security.ts";
import { type SigningScheme, type Verified, verifySignature } from "./signature.ts";

/** What one bootstrap message may cost. The addresses of the leaves of its trees may take 16 times as much as itself. */
export type DmBootstrapLimits = Pick<ProvisioningLimits, "maxDocumentBytes" | "maxDepth">;

/** What came with a bootstrap message, and what its receiver knows. */
export interface ParseDmBootstrapOptions extends DmBootstrapKeys, BootstrapSecurity, ConnectionReferences {
  /** The content type as text, with its parameters SEC and MAC. Default: what the message came with. */
  readonly contentType: string | undefined;
  /** Other limits than the defaults: of a tree, `maxDepth` counts the nodes from its root to its deepest leaf. */
  readonly limits: Partial<DmBootstrapLimits>;
}

/** An account of a bootstrap message. */
export interface BootstrappedAccount {
  /** Where it is put, such as `./DMAcc/Example`; for a serialised tree below the address of its item, such as `./Inbox`. */
  readonly uri: string;
  /** The account, as in a provisioning document. */
  readonly account: ProvisionedDmAccount;
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

/** What could be read of a bootstrap message, and the fault at which that ended. */
export interface PartialDmBootstrap extends Omit<ParsedDmBootstrap, "message"> {
  /** The message up to the fault; none if it is not a message, or its root was never reached. */
  readonly message?: SyncML | undefined;
  /** Why it ends early; none if it was read to its end. */
  readonly error?: SyncmlError | undefined;
}

const parseChecks = optionChecks({ contentType: anyString, mac: anyString, limits: anyObject });

/** Elements around and inside the nodes of a serialised tree, in a message whose commands may be in others. */
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
  const { error, message, ...parsed } = parseDmBootstrapPartial(given, options);
  if (error !== undefined) throw error;
  return { message: message as SyncML, ...parsed };
}

/** Like {@link parseDmBootstrap}, but returns what was read before a fault, and the fault. */
export function parseDmBootstrapPartial(
  given: Bytes | string | ContentTyped,
  options: Partial<ParseDmBootstrapOptions> = {},
): PartialDmBootstrap {
  checkOptions(options, parseChecks);
  const { body, security } = receivedBootstrap(given, options);
  const limits = provisioningLimits(options.limits);
  const inReader = readerLimits(limits, limits.maxDepth + DEPTH_OF_MESSAGE);
  const { document, error } = decodePartial(body, { limits: inReader, mediaType: DM_MEDIA_TYPE });
  const message = document?.kind === "SyncML" ? document : undefined;
  const { rows, error: errorOfRows } = rowsOf(message, limits.maxDepth, body.length * MAX_EXPANSION);
  const { verified, method, reason } = verifySignature(scheme, body, security, options);
  const { accounts, issues } = accountsOf(rows, options);
  if (reason !== undefined) issues.push({ ...reason, path: "" });
  const fault = errorOfRows ?? error ?? (message === undefined ? unexpectedRoot(rootOf(document)) : undefined);
  return {
    ...(message === undefined ? {} : { message }),
    accounts,
    verified,
    ...(method === undefined ? {} : { method }),
    issues,
    ...(fault === undefined ? {} : { error: fault }),
  };
}

const scheme: SigningScheme<DmBootstrapMethod, DmBootstrapKeys> = {
  subject: "message",
  methodOf: dmMethodOf,
  keysOf: keysOfDmMethod,
  keyNames: { pin: "the PIN", networkID: "the secret of the network" },
  keyOctets: dmKeyOctets,
};

/** A leaf of the tree, by its whole address. */
interface PlacedRow {
  readonly uri: string;
  readonly value: string | Uint8Array;
}

/** What the trees of a message may cost. A long name is in the address of each leaf below it, hence `room` for all characters. */
interface TreeBudget {
  readonly maxDepth: number;
  room: number;
}

/** The leaves that a message adds, up to a limit that it exceeds. */
function rowsOf(
  message: SyncML | undefined,
  maxDepth: number,
  room: number,
): { readonly rows: readonly PlacedRow[]; readonly error: SyncmlError | undefined } {
  const rows: PlacedRow[] = [];
  const budget = { maxDepth, room };
  try {
    for (const command of message === undefined ? [] : allCommands(message)) {
      if (command.kind !== "Add" && command.kind !== "Replace") continue;
      for (const item of command.items) addRows(item, command, rows, budget);
    }
    return { rows, error: undefined };
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return { rows, error };
  }
}

function addRows(item: Item, command: Add | Replace, rows: PlacedRow[], budget: TreeBudget): void {
  const uri = item.target?.locURI;
  if (uri === undefined || item.data === undefined) return;
  const { data } = item;
  if (typeof data === "object" && "kind" in data && data.kind === "MgmtTree") addTree(data, uri, rows, budget);
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

function addTree({ nodes }: MgmtTree, root: string, rows: PlacedRow[], budget: TreeBudget): void {
  const { maxDepth } = budget;
  const waiting = nodes.map((node) => ({ node, parent: root, depth: 1 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent, depth } = next;
    if (depth > maxDepth) {
      throw new SyncmlError("limit-exceeded", `nodes are nested deeper than maxDepth (${maxDepth})`);
    }
    const above = node.path === undefined || node.path === "" ? parent : node.path;
    const uri = `${above}/${node.nodeName ?? ""}`;
    if (node.value !== undefined) {
      budget.room -= uri.length;
      if (budget.room < 0) {
        const reason = `the addresses of leaves are more than ${MAX_EXPANSION} times as long as the message`;
        throw new SyncmlError("limit-exceeded", reason);
      }
      rows.push({ uri, value: valueOfNode(node, uri) });
    }
    for (let at = node.nodes.length - 1; at >= 0; at--) {
      waiting.push({ node: node.nodes[at] as TreeNode, parent: uri, depth: depth + 1 });
    }
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
    const root = accountRootOf(uri, roots);
    if (root !== undefined) roots.get(root)?.push({ path: uri.slice(root.length + 1), value });
  }
  for (const [uri, leaves] of roots) {
    // An account of another kind, such as data sync.
    if (leaves.some(({ path, value }) => path === "AppID" && value !== "w7")) continue;
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

function accountRootOf(uri: string, roots: ReadonlyMap<string, unknown>): string | undefined {
  let end = uri.length;
  for (let depth = 0; depth < MAX_LEAF_DEPTH; depth++) {
    end = uri.lastIndexOf("/", end - 1);
    if (end <= 0) return undefined;
    const root = uri.slice(0, end);
    if (roots.has(root)) return root;
  }
  return undefined;
}
