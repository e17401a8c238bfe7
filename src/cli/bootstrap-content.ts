import { decodeBase64 } from "../core/base64.ts";
import type { AccountCredentials, NewAccount } from "../push/provisioning/accounts.ts";
import type { Characteristic } from "../push/provisioning/document.ts";
import type { NewProvisioning } from "../push/provisioning/provisioning.ts";

/** Why JSON is not what a document can be made of, and where. */
export class ContentFault extends Error {}

type Fields = Readonly<Record<string, unknown>>;
/** Checks a value and returns it as it is to be used; `path` is where it is. */
type Read<Value> = (value: unknown, path: string) => Value;

/**
 * What a provisioning document is to say, from JSON: accounts, characteristics or both, or one message as `decode --json` prints
 * it, whose `document` is taken. Octets are base64.
 *
 * @throws {ContentFault} if it is not that. Values are not quoted.
 */
export function contentOfJson(text: string): NewProvisioning {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ContentFault("is not JSON");
  }
  const whole = Array.isArray(json) && json.length === 1 ? json[0] : json;
  const {
    document: read,
    kind,
    accounts,
  } = objectOf(whole, "") as {
    readonly document?: unknown;
    readonly kind?: unknown;
    readonly accounts?: unknown;
  };
  if (read !== undefined) return document(read, "/document");
  return kind === "dm" ? { accounts: list(bootstrapped)(accounts, "/accounts") } : document(whole, "");
}

/** An account of the DM profile with its address in the tree. */
function bootstrapped(value: unknown, path: string): NewAccount {
  const { account: inner } = objectOf(value, path) as { readonly account?: unknown };
  return account(inner, `${path}/account`);
}

function document(value: unknown, path: string): NewProvisioning {
  const read = { version: text, characteristics: list(characteristic), accounts: list(account) };
  const content = readFields<NewProvisioning>(read)(value, path);
  if (content.accounts === undefined && content.characteristics === undefined) {
    throw new ContentFault(`${path || "it"} has neither accounts nor characteristics`);
  }
  return content;
}

function objectOf(value: unknown, path: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new ContentFault(`${path || "it"} must be an object`);
}

const text: Read<string> = (value, path) => {
  if (typeof value === "string") return value;
  const reason = value === null ? "is hidden: decode shows it with --secrets show" : "must be a string";
  throw new ContentFault(`${path} ${reason}`);
};

const flag: Read<boolean> = (value, path) => {
  if (typeof value === "boolean") return value;
  throw new ContentFault(`${path} must be true or false`);
};

const octets: Read<Uint8Array> = (value, path) => {
  const decoded = decodeBase64(text(value, path));
  if (decoded !== undefined) return decoded;
  throw new ContentFault(`${path} must be base64`);
};

function list<Value>(read: Read<Value>): Read<Value[]> {
  return (value, path) => {
    if (Array.isArray(value)) return value.map((one, index) => read(one, `${path}/${index}`));
    throw new ContentFault(`${path} must be an array`);
  };
}

/** An object with no other fields than these; those in `needed` must be there. */
function readFields<Result>(
  fields: Readonly<Record<string, Read<unknown>>>,
  needed: readonly string[] = [],
): Read<Result> {
  const known = new Map(Object.entries(fields));
  return (value, path) => {
    const given = objectOf(value, path);
    const result: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(given)) {
      const read = known.get(name);
      if (read === undefined)
        throw new ContentFault(`${path}/${name} is unknown; there are ${[...known.keys()].join(", ")}`);
      result[name] = read(field, `${path}/${name}`);
    }
    for (const name of needed) if (!(name in given)) throw new ContentFault(`${path}/${name} is missing`);
    return result as Result;
  };
}

const parm = readFields<Characteristic["parms"][number]>({ name: text, value: text, secret: flag }, ["name"]);
const strings = list(text);

function characteristic(value: unknown, path: string): Characteristic {
  const read = readFields<Partial<Characteristic> & { type: string }>(
    { type: text, parms: list(parm), characteristics: list(characteristic) },
    ["type"],
  );
  return { parms: [], characteristics: [], ...read(value, path) };
}

const credentials = readFields<AccountCredentials>({ level: text, type: text, user: text, secret: text, data: octets });
const common = {
  appID: text,
  serverID: text,
  name: text,
  address: text,
  addresses: list(readFields({ address: text, type: text, ports: strings }, ["address"])),
  user: text,
  secret: text,
  credentials: list(credentials),
  connections: list(readFields({ kind: text, id: text }, ["kind", "id"])),
  other: list(parm),
};
const dmAccount = readFields<NewAccount>({ ...common, startSession: flag }, ["appID", "serverID"]);
const databases = list(readFields({ uri: text, name: text, accepts: strings, other: list(parm) }, ["uri"]));
const syncAccount = readFields<NewAccount>({ ...common, databases }, ["appID"]);

function account(value: unknown, path: string): NewAccount {
  const { appID } = objectOf(value, path);
  if (appID !== "w7" && appID !== "w5") throw new ContentFault(`${path}/appID must be "w7" or "w5"`);
  return (appID === "w7" ? dmAccount : syncAccount)(value, path);
}
