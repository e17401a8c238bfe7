import { decodeUtf8Lossy } from "../../core/utf8.ts";
import { octetsOfParm } from "./account-values.ts";
import type {
  AccountAddress,
  AccountConnection,
  AccountCredentials,
  NewDmAccount,
  ProvisionedDmAccount,
} from "./accounts.ts";
import { allAddresses, allCredentials } from "./accounts.ts";

/** A leaf of a DMAcc object. */
export interface DmAccountRow {
  /** Its address below the account, such as `AppAddr/1/Addr`. */
  readonly path: string;
  /** Its value; `AAuthData` is octets. */
  readonly value: string | Uint8Array;
}

/** Where the connectivity objects of an account are in the management tree. */
export interface ConnectionAddresses {
  /**
   * The address of what a connection refers to, such as `./NAP/1`; `undefined` if there is no such object, and the account
   * then goes without it. Default: none is there.
   */
  readonly addressOf?: ((connection: AccountConnection) => string | undefined) | undefined;
}

/**
 * A device management account as the leaves of a DMAcc object, in the order of its description. The children of AppAddr,
 * Port, AppAuth and ToConRef are numbers from 1. Whether to start a session has no place in it.
 */
export function dmAccountRows(account: NewDmAccount, { addressOf }: ConnectionAddresses = {}): DmAccountRow[] {
  const rows: DmAccountRow[] = [];
  const put = (path: string, value: string | Uint8Array | undefined) => {
    if (value !== undefined) rows.push({ path, value });
  };
  put("AppID", account.appID);
  put("ServerID", account.serverID);
  put("Name", account.name);
  const connections = (account.connections ?? []).map((one) => addressOf?.(one)).filter((uri) => uri !== undefined);
  put("PrefConRef", connections[0]);
  for (const [index, uri] of connections.slice(1).entries()) put(`ToConRef/${index + 1}/ConRef`, uri);
  for (const [index, { address, type = "URI", ports = [] }] of allAddresses(account).entries()) {
    const node = `AppAddr/${index + 1}`;
    put(`${node}/Addr`, address);
    put(`${node}/AddrType`, type);
    for (const [at, port] of ports.entries()) put(`${node}/Port/${at + 1}/PortNbr`, port);
  }
  for (const [index, credentials] of allCredentials(account).entries()) {
    const node = `AppAuth/${index + 1}`;
    put(`${node}/AAuthLevel`, credentials.level ?? "CLCRED");
    put(`${node}/AAuthType`, credentials.type ?? "DIGEST");
    put(`${node}/AAuthName`, credentials.user);
    put(`${node}/AAuthSecret`, credentials.secret);
    put(`${node}/AAuthData`, credentials.data);
  }
  return rows;
}

/** What the addresses of connectivity objects refer to. */
export interface ConnectionReferences {
  /** The connection that an address means; `undefined` leaves it out. Default: all are left out. */
  readonly connectionOf?: ((uri: string) => AccountConnection | undefined) | undefined;
}

/**
 * The account that the leaves of a DMAcc object describe: the reverse of {@link dmAccountRows}. Nodes may have any names, and
 * count in the order in which they first come. A value of AAuthData that is text is base64. `undefined` if there is no
 * ServerID.
 */
export function dmAccountOfRows(
  rows: readonly DmAccountRow[],
  { connectionOf }: ConnectionReferences = {},
): ProvisionedDmAccount | undefined {
  const tree = new Map<string, Map<string, DmAccountRow["value"][]>>();
  const single = new Map<string, DmAccountRow["value"]>();
  const ports = new Map<string, string[]>();
  for (const { path, value } of rows) {
    const [list, node, leaf, , port] = path.split("/");
    if (list === undefined || node === undefined || leaf === undefined) {
      if (!single.has(path)) single.set(path, value);
      continue;
    }
    const key = `${list}/${node}`;
    let leaves = tree.get(key);
    if (leaves === undefined) tree.set(key, (leaves = new Map()));
    if (leaf === "Port" && port === "PortNbr") addTo(ports, key, textOf(value));
    else addTo(leaves, leaf, value);
  }
  const serverID = textOf(single.get("ServerID") ?? "");
  if (serverID === "") return undefined;
  const addresses: AccountAddress[] = [];
  const credentials: AccountCredentials[] = [];
  const references: string[] = [];
  const preferred = single.get("PrefConRef");
  if (preferred !== undefined) references.push(textOf(preferred));
  for (const [key, leaves] of tree) {
    const leaf = (name: string) => {
      const [value] = leaves.get(name) ?? [];
      return value === undefined ? undefined : textOf(value);
    };
    if (key.startsWith("AppAddr/")) {
      const address = leaf("Addr");
      if (address !== undefined)
        addresses.push({ address, type: leaf("AddrType") || "URI", ports: ports.get(key) ?? [] });
    } else if (key.startsWith("AppAuth/")) {
      const [user, secret, [data] = []] = [leaf("AAuthName"), leaf("AAuthSecret"), leaves.get("AAuthData")];
      credentials.push({
        level: leaf("AAuthLevel") || "CLCRED",
        type: leaf("AAuthType") || "DIGEST",
        ...(user === undefined ? {} : { user }),
        ...(secret === undefined ? {} : { secret }),
        ...(data === undefined ? {} : { data: typeof data === "string" ? octetsOfParm(data) : data }),
      });
    } else if (key.startsWith("ToConRef/")) {
      const uri = leaf("ConRef");
      if (uri !== undefined) references.push(uri);
    }
  }
  const name = single.get("Name");
  const connections = references.map((uri) => connectionOf?.(uri)).filter((one) => one !== undefined);
  const fields = { addresses, credentials, connections, other: [], startSession: false };
  return { appID: "w7", serverID, ...(name === undefined ? {} : { name: textOf(name) }), ...fields };
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function textOf(value: string | Uint8Array): string {
  return typeof value === "string" ? value : decodeUtf8Lossy(value, 0, value.length);
}
