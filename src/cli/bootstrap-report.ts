import { encodeBase64 } from "../core/base64.ts";
import { dmAccountRows } from "../push/provisioning/dm-account-rows.ts";
import { dmMethodOf } from "../push/provisioning/dm-bootstrap.ts";
import type { Characteristic } from "../push/provisioning/document.ts";
import { methodOf } from "../push/provisioning/methods.ts";
import type { PartialProvisioning } from "../push/provisioning/provisioning.ts";
import type { BootstrappedAccount, PartialDmBootstrap } from "../push/provisioning/read-dm-bootstrap.ts";
import type { ReadSecurity } from "../push/provisioning/security.ts";
import type { Unwrapped } from "../push/unwrap.ts";
import { carrierReport, carrierRows, type Row, rowLines } from "./carrier-report.ts";

/** What was read, with the kind of it. */
export type ReadBootstrap =
  | { readonly kind: "provisioning"; readonly parsed: PartialProvisioning }
  | { readonly kind: "dm"; readonly parsed: PartialDmBootstrap };

/** Whether passwords and nonces are printed. */
export type SecretsMode = "hide" | "show";

const HIDDEN = "(hidden)";
/** Codes of what only a check of the signature says. */
const ofSignature: ReadonlySet<string> = new Set(["not-signed", "key-missing", "mac-missing", "mac-mismatch"]);

/** What was noticed, apart from the signature. */
export function issuesOf({ parsed }: ReadBootstrap) {
  return parsed.issues.filter(({ code }) => !ofSignature.has(code));
}

/** A bootstrap message and its carriers as JSON: octets in base64, hidden values `null`. */
export function bootstrapReport(read: ReadBootstrap, security: ReadSecurity, carrier: Unwrapped, secrets: SecretsMode) {
  const { kind, parsed } = read;
  const { accounts } = parsed;
  const said =
    kind === "provisioning"
      ? { format: parsed.format, document: parsed.document, accounts, unknown: parsed.unknown.map(({ path }) => path) }
      : { accounts };
  const fields = { kind, security: { method: methodIn(kind, security), ...security }, ...said, issues: issuesOf(read) };
  return { ...(forJson(fields, secrets) as object), ...carrierReport(carrier) };
}

function forJson(value: unknown, secrets: SecretsMode): unknown {
  if (value instanceof Uint8Array) return secrets === "show" ? encodeBase64(value) : null;
  if (Array.isArray(value)) return value.map((one) => forJson(one, secrets));
  if (typeof value !== "object" || value === null) return value;
  const isSecret = "secret" in value && value.secret === true;
  const entries = Object.entries(value).map(([name, field]) => {
    const isHidden = secrets === "hide" && ((isSecret && name === "value") || (name === "secret" && field !== true));
    return [name, isHidden ? null : forJson(field, secrets)];
  });
  return Object.fromEntries(entries);
}

/** A bootstrap message and its carriers for a person; control characters that a peer sent are escaped. */
export function bootstrapLines(
  read: ReadBootstrap,
  security: ReadSecurity,
  carrier: Unwrapped,
  secrets: SecretsMode,
): string[] {
  const rows: Row[] = [
    ...carrierRows(carrier),
    ["bootstrap", kindName(read)],
    ["signature", signatureText(read, security)],
  ];
  if (read.kind === "provisioning") {
    const { document, unknown } = read.parsed;
    if (unknown.length > 0)
      rows.push(["not standard", unknown.map(({ path }) => path.replace(/^\/[^/]*/, "")).join(" ")]);
    for (const one of document.characteristics) addCharacteristic(one, 0, secrets, rows);
  } else for (const account of read.parsed.accounts) addAccount(account, secrets, rows);
  return rowLines(rows).map((line) => line.trimEnd());
}

/** The kind of a message in words. */
export function kindName(read: ReadBootstrap): string {
  if (read.kind === "dm") return "message of the DM profile";
  const { version } = read.parsed.document;
  return `client provisioning${version === undefined ? "" : ` ${version}`}, ${read.parsed.format === "xml" ? "XML" : "WBXML"}`;
}

/** The method that a message says it is signed by; `undefined` if it is not signed, or by none that is known. */
export function methodIn(kind: ReadBootstrap["kind"], { sec }: ReadSecurity): string | undefined {
  if (sec === undefined) return undefined;
  return kind === "provisioning" ? methodOf(sec) : dmMethodOf(sec);
}

function signatureText({ kind }: ReadBootstrap, security: ReadSecurity): string {
  const { sec, mac } = security;
  if (sec === undefined) return "none";
  const method = methodIn(kind, security) ?? `unknown method ${sec}`;
  return mac === undefined ? method : `${method}, MAC ${mac}`;
}

function addCharacteristic(
  { type, parms, characteristics }: Characteristic,
  depth: number,
  secrets: SecretsMode,
  rows: Row[],
): void {
  rows.push([`${"  ".repeat(depth)}${type}`, ""]);
  const inner = "  ".repeat(depth + 1);
  for (const { name, value = "", secret } of parms) {
    rows.push([inner + name, secret && secrets === "hide" && value !== "" ? HIDDEN : value]);
  }
  for (const one of characteristics) addCharacteristic(one, depth + 1, secrets, rows);
}

function addAccount({ uri, account }: BootstrappedAccount, secrets: SecretsMode, rows: Row[]): void {
  rows.push(["account", uri]);
  for (const { path, value } of dmAccountRows(account, { addressOf: ({ id }) => id })) {
    const text = typeof value === "string" ? value : encodeBase64(value);
    rows.push([`  ${path}`, secrets === "hide" && /\/AAuth(?:Secret|Data)$/.test(path) ? HIDDEN : text]);
  }
}
