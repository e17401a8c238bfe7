import type { Format } from "../../codec/detect-format.ts";
import type { Bytes, Octets } from "../../core/bytes.ts";
import { describe } from "../../core/describe.ts";
import type { SyncmlError } from "../../core/errors.ts";
import { anyObject, anyString, checkOptions, given, oneOf, optionChecks, whiteSpace } from "../../core/options.ts";
import { pathStep } from "../../core/path-step.ts";
import type { NewAccount, ProvisionedAccount } from "./accounts.ts";
import { accountsOfDocument } from "./accounts-of-document.ts";
import { characteristicPath } from "./characteristic-path.ts";
import type { Characteristic, ProvisioningDocument } from "./document.ts";
import { characteristicOf } from "./document-of-accounts.ts";
import type { ProvisioningIssue } from "./issues.ts";
import { knownCharacteristics } from "./known-characteristics.ts";
import { type ProvisioningLimits, provisioningLimits } from "./limits.ts";
import type { ProvisioningKeys, ProvisioningMethod } from "./methods.ts";
import { readDocument } from "./read-document.ts";
import { type BootstrapSecurity, type ContentTyped, receivedBootstrap } from "./security.ts";
import type { Verified } from "./signature.ts";
import { verifyOctets } from "./verify.ts";
import { type ProvisioningWriteOptions, writeDefaults, writeDocument } from "./write-document.ts";

/** What came with a provisioning document, and what its receiver knows. */
export interface ParseProvisioningOptions extends ProvisioningKeys, BootstrapSecurity {
  /** The content type as text, with its parameters SEC and MAC. Default: what the document came with. */
  readonly contentType: string | undefined;
  /** Other limits than the defaults. */
  readonly limits: Partial<ProvisioningLimits>;
}

/** A characteristic or parm that the standard does not have where it is. */
export interface UnknownSetting {
  /** The characteristics around it and its own name, such as `/wap-provisioningdoc/APPLICATION/ROLE`. */
  readonly path: string;
}

/** What a provisioning document says. */
export interface ParsedProvisioning {
  /** Everything in it, known or not. Its secrets are marked. */
  readonly document: ProvisioningDocument;
  /** The device management and data sync accounts that it sets up, with their secrets. */
  readonly accounts: readonly ProvisionedAccount[];
  /** Characteristics and parms that the standard does not have at their place; they are in the document too. */
  readonly unknown: readonly UnknownSetting[];
  /** Whether it is from who knows the keys: only `true` says so; `"none"` if it is not signed. */
  readonly verified: Verified;
  /** The method by which it is signed, if that is known. */
  readonly method?: ProvisioningMethod | undefined;
  /** The form it came in. */
  readonly format: Format;
  /** What is wrong with it, though it could be read. */
  readonly issues: readonly ProvisioningIssue[];
}

/** What could be read of a provisioning document, and the fault at which that ended. */
export interface PartialProvisioning extends ParsedProvisioning {
  /** Why the document ends early; none if it was read to its end. */
  readonly error?: SyncmlError | undefined;
}

const parseChecks = optionChecks({ contentType: anyString, mac: anyString, limits: anyObject });

/**
 * Reads a client provisioning document, in WBXML or XML, and checks who signed it (OMA Client Provisioning, OMA Provisioning
 * Bootstrap). SEC and MAC are those of `contentType`, unless given by themselves.
 *
 * @throws {SyncmlError} for a document that is not whole, of another kind, or beyond a limit.
 * @throws {TypeError} or a `RangeError` for an option of the wrong type or value; no message repeats a secret.
 */
export function parseProvisioning(
  document: Bytes | string | ContentTyped,
  options: Partial<ParseProvisioningOptions> = {},
): ParsedProvisioning {
  const { error, ...parsed } = parseProvisioningPartial(document, options);
  if (error !== undefined) throw error;
  return parsed;
}

/** Like {@link parseProvisioning}, but returns what was read before a fault, and the fault. */
export function parseProvisioningPartial(
  given: Bytes | string | ContentTyped,
  options: Partial<ParseProvisioningOptions> = {},
): PartialProvisioning {
  checkOptions(options, parseChecks);
  const { body, security } = receivedBootstrap(given, options);
  const { document, format, issues, places, error } = readDocument(body, provisioningLimits(options.limits));
  const { verified, method, reason } = verifyOctets(body, security, options);
  const found = accountsOfDocument(document, (at) => places.get(at) ?? { path: "" });
  const all = [...issues, ...found.issues];
  if (reason !== undefined) all.push({ ...reason, path: "" });
  return {
    document,
    accounts: found.accounts,
    unknown: unknownIn(document),
    verified,
    ...(method === undefined ? {} : { method }),
    format,
    issues: all,
    ...(error === undefined ? {} : { error }),
  };
}

function unknownIn({ characteristics }: ProvisioningDocument): UnknownSetting[] {
  const found: UnknownSetting[] = [];
  for (const one of characteristics) addUnknown(one, "", characteristicPath([]), found);
  return found;
}

function addUnknown(
  { type, parms, characteristics }: Characteristic,
  parent: string,
  path: string,
  found: UnknownSetting[],
) {
  const upper = type.toUpperCase();
  const known = knownCharacteristics.get(upper);
  const here = `${path}/${pathStep(type)}`;
  if (known === undefined || !known.parents.includes(parent)) found.push({ path: here });
  if (known !== undefined && known.isOpen !== true) {
    for (const { name } of parms) {
      if (!known.parms.includes(name.toUpperCase())) found.push({ path: `${here}/${pathStep(name)}` });
    }
  }
  for (const one of characteristics) addUnknown(one, upper, here, found);
}

/** What a provisioning document is to say. */
export interface NewProvisioning {
  /** Its version attribute. Default `"1.0"`. */
  readonly version?: string | undefined;
  /** Characteristics of the document, such as access points; they come before the accounts. */
  readonly characteristics?: readonly Characteristic[] | undefined;
  /** Accounts that it is to set up. */
  readonly accounts?: readonly NewAccount[] | undefined;
}

const writeChecks = optionChecks({
  format: oneOf("wbxml", "xml"),
  wbxmlVersion: oneOf("1.0", "1.1", "1.2", "1.3"),
  stringTable: oneOf("none", "auto"),
  indent: whiteSpace,
});

/**
 * Writes a client provisioning document: accounts, any characteristics, or both. A document that was parsed is written by
 * giving it as it is; without a version it then has none.
 *
 * @throws {TypeError} or a `RangeError` for an option or a field of the wrong type or value.
 * @throws {SyncmlError} `unrepresentable` or `invalid-name` for a text that the format cannot hold; `limit-exceeded` for
 *   characteristics nested deeper than 62 levels, which no reader here is allowed to follow.
 */
export function encodeProvisioning(content: NewProvisioning, options: Partial<ProvisioningWriteOptions> = {}): Octets {
  checkOptions(options, writeChecks);
  if (typeof content !== "object" || content === null) {
    throw new TypeError(`expected accounts or a provisioning document, not ${describe(content)}`);
  }
  const { characteristics = [], accounts = [] } = content;
  const version = "version" in content || accounts.length === 0 ? content.version : "1.0";
  if (version !== undefined && typeof version !== "string") {
    throw new TypeError(`version must be a string, not ${describe(version)}`);
  }
  for (const account of accounts) checkAccount(account);
  const document = { version, characteristics: [...characteristics, ...accounts.map(characteristicOf)] };
  return writeDocument(document, { ...writeDefaults, ...given(options) });
}

function checkAccount(account: NewAccount): void {
  const { appID, serverID } = account;
  if (appID !== "w7" && appID !== "w5") throw new RangeError(`appID must be "w7" or "w5", not ${describe(appID)}`);
  if (appID === "w7" && (typeof serverID !== "string" || serverID === "")) {
    throw new TypeError("serverID must be a string that is not empty: it is the key of the account");
  }
}
