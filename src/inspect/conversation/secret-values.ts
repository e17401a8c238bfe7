import type { Data } from "../../ast/nodes.ts";
import { textOf } from "../../codec/text-of.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { isSecretUri, namesSecret } from "../../dm/secret-uri.ts";

/** Passwords up to this length are not looked for inside other texts. */
const SHORT_SECRET = 3;
/** Passwords that are looked for; a capture with more of them is no capture of a device. */
const MOST_SECRETS = 64;
const HIDDEN = "[hidden]";

/** Data as text; `undefined` if there is none, or a document or markup that cannot be written. */
export function textValueOf(data: Data | undefined): string | undefined {
  try {
    return data === undefined || (typeof data === "object" && "kind" in data) ? undefined : textOf(data);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return undefined;
  }
}

/** Knows what must not be shown: values at addresses of secrets, and the passwords that were seen or given, wherever they appear. */
export class SecretValues {
  readonly hides: boolean;
  private readonly passwords = new Set<string>();
  /** Credentials and nonces, as sent and decoded. */
  private readonly proofs = new Set<string>();

  constructor(hides: boolean) {
    this.hides = hides;
  }

  password(text: string): void {
    if (text.length > SHORT_SECRET && this.passwords.size < MOST_SECRETS) this.passwords.add(text);
  }

  proof(text: string): void {
    if (text.length > SHORT_SECRET) this.proofs.add(text);
  }

  /** The value at an address, as far as it may be shown. */
  value(uri: string | undefined, data: Data | undefined): { readonly value?: string; readonly isHidden?: true } {
    if (this.hides && data !== undefined && uri !== undefined && isSecretUri(uri)) return { isHidden: true };
    const value = textValueOf(data);
    if (value === undefined) return {};
    return this.isSecret(value) ? { isHidden: true } : { value };
  }

  /** A text of a peer, with what is secret in it replaced. */
  text(text: string): string {
    if (!this.hides) return text;
    if (this.proofs.has(text.trim())) return HIDDEN;
    let shown = text;
    for (const password of this.passwords) shown = shown.replaceAll(password, HIDDEN);
    return shown;
  }

  /** A text of a rule or a fault at a path, which may quote what is there. */
  remark(text: string, path: string): string {
    const isRisky =
      /\/(?:Cred|Chal|NextNonce|Data)\b/.test(path) && !/\/(?:Status|Alert)(?:\[\d+\])?\/Data$/.test(path);
    return this.hides && isRisky ? text.replace(/"(?:[^"\\]|\\.)*"/g, '"…"') : this.text(text);
  }

  private isSecret(text: string): boolean {
    // A serialised tree or a provisioning document: not to be taken apart here.
    return this.hides && ((text.includes("<") && namesSecret(text)) || this.text(text) !== text);
  }
}
