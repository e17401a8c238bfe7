import { create, newItem, newMessage } from "../../ast/create.ts";
import type { Item, TreeNode } from "../../ast/nodes.ts";
import { encode } from "../../codec/encode.ts";
import { encodeBase64 } from "../../core/base64.ts";
import { type Bytes, bytesOf, type Octets } from "../../core/bytes.ts";
import { anyString, checkOptions, oneOf, optionChecks } from "../../core/options.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { allAddresses, type NewDmAccount } from "./accounts.ts";
import { type ConnectionAddresses, type DmAccountRow, dmAccountRows } from "./dm-account-rows.ts";
import { secretText } from "./secret-text.ts";
import { bootstrapMac } from "./security.ts";

/** The media type of a bootstrap message, without SEC and MAC. */
export const DM_MEDIA_TYPE = "application/vnd.syncml.dm+wbxml";
const TREE_TYPE = "application/vnd.syncml.dmtnds+wbxml";
const OBJECT_TYPE = "urn:oma:mo:oma-dm-dmacc:1.0";

/** How a bootstrap message of the DM profile is made. */
export interface DmBootstrapOptions extends ConnectionAddresses {
  /** One Add with an item for each node, or one Add of a serialised tree to the inbox. Default `"items"`. */
  readonly form: "items" | "tree";
  /** Where the account goes, for `"items"`; the last part is its name. Default `./DMAcc/` and the server's identifier, with `%2F` for a slash. */
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
  const { form = "items", accountURI = `./DMAcc/${nodeName(account.serverID)}`, target = "./" } = options;
  const source = options.source ?? allAddresses(account)[0]?.address;
  if (source === undefined) throw new TypeError("the account has no address, so option source must be given");
  if (accountURI.split("/").includes("")) throw new RangeError("option accountURI must not have an empty part");
  const rows = dmAccountRows(account, options);
  const items = form === "items" ? itemsOf(accountURI, rows) : [treeItem(accountURI, rows)];
  // Some clients look for the first command by its number.
  const add = create("Add", { cmdID: "1", items });
  return encode(newMessage({ verProto: "DM/1.2", sessionID: "0", msgID: "0", target, source }, [add]));
}

/** A name as a part of an address: a slash would begin another node. */
function nodeName(text: string): string {
  return text.replace(/[%/]/g, encodeURIComponent);
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

/** The key of the HMAC. */
export function dmKeyOctets(method: DmBootstrapMethod, keys: DmBootstrapKeys): Uint8Array {
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
  const mac = bootstrapMac(dmKeyOctets(options.method, options), body);
  return { body, contentType: `${DM_MEDIA_TYPE}; SEC=${options.method}; MAC=${mac}`, mac };
}
