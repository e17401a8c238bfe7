import type { Cred, SyncHdr } from "../../ast/nodes.ts";
import { readChallenge } from "../../authentication/challenge.ts";
import { checkCredentials } from "../../authentication/credentials.ts";
import { checkHmacHeader, parseHmacHeader } from "../../authentication/hmac-header.ts";
import { metaOf } from "../../authentication/meta-of.ts";
import { schemeOf } from "../../authentication/scheme.ts";
import { decodeBase64, encodeBase64 } from "../../core/base64.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import type { CommandStatus, NonceUse, Sender, SignIn, SignInProof } from "./model.ts";
import type { ReadMessage } from "./read-messages.ts";
import { type SecretValues, textValueOf } from "./secret-values.ts";

/** Nonces that a digest is tried with, newest first; older ones are as good as forgotten. */
const NONCES_TRIED = 64;

interface KnownNonce extends NonceUse {
  readonly octets: Uint8Array;
}

interface KnownSecret {
  readonly user: string;
  readonly secret: string;
  /** The exchange whose basic credentials have it; absent if it was given. */
  readonly from?: number;
}

/** What a digest was found to be made of. */
type Proof = Pick<SignIn, "proof" | "nonce" | "usesAccount" | "passwordFrom" | "user">;

/** A sign-in, and what its judgement needs to know of the time when it was made. */
export interface Attempt {
  readonly signIn: SignIn;
  /** Whether this side had been given a nonce before. */
  readonly hadNonce: boolean;
  /** The nonce it had been given last. */
  readonly last?: NonceUse;
  /** The exchange whose basic credentials have the password that the digest fits. */
  readonly passwordFrom?: number;
}

/** Follows who proves what with which nonce. */
export class SignIns {
  private readonly letters = new Map<string, string>();
  private readonly given: Record<Sender, KnownNonce[]> = { device: [], server: [] };
  private readonly secrets: KnownSecret[];
  /** By `exchange sender`. */
  private readonly proofs: ReadonlyMap<string, SignInProof>;
  private readonly hidden: SecretValues;

  constructor(
    accounts: readonly { readonly user: string; readonly secret: string }[],
    proofs: readonly SignInProof[],
    hidden: SecretValues,
  ) {
    this.secrets = [...accounts];
    this.proofs = new Map(proofs.map((one) => [`${one.exchange} ${one.sender}`, one]));
    this.hidden = hidden;
    for (const { secret } of accounts) hidden.password(secret);
  }

  /** A Chal of `by` gives the other side a nonce. */
  challenge(
    by: Sender,
    chal: Parameters<typeof readChallenge>[0],
    exchange: number,
  ): NonNullable<CommandStatus["challenge"]> {
    const { scheme, type, nonce, hasNonce } = readChallenge(chal);
    const named = scheme ?? type ?? "unknown";
    if (!hasNonce) return { scheme: named };
    const key = encodeBase64(nonce);
    const letter = this.letterOf(key);
    this.given[by === "device" ? "server" : "device"].push({ letter, from: exchange, octets: nonce });
    this.hide(key);
    return { scheme: named, nonce: letter, ...(this.hidden.hides ? {} : { revealed: key }) };
  }

  /** The nonce that a side was given last, so far. */
  known(sender: Sender): Pick<Attempt, "hadNonce" | "last"> {
    const last = this.given[sender].at(-1);
    return last === undefined
      ? { hadNonce: false }
      : { hadNonce: true, last: { letter: last.letter, from: last.from } };
  }

  /** What the header of a message proves; `undefined` without credentials. */
  of({ header, sender, exchange, payload }: ReadMessage): Attempt | undefined {
    const hmac = payload.head?.headers.find(([name]) => name.toLowerCase() === "x-syncml-hmac")?.[1];
    const { cred } = header ?? {};
    if (header === undefined || (hmac === undefined && cred === undefined)) return undefined;
    const last = this.given[sender].at(-1);
    const known = this.known(sender);
    const { type } = cred === undefined ? { type: undefined } : metaOf(cred);
    const scheme = hmac === undefined ? (type === undefined ? undefined : schemeOf(type)) : "mac";
    const sent = cred === undefined ? undefined : textValueOf(cred.data);
    if (sent !== undefined) this.hide(sent.trim());
    const revealed = this.hidden.hides ? undefined : (hmac ?? sent);
    const shown = revealed === undefined ? {} : { revealed };
    if (scheme === "basic" && cred !== undefined) {
      return { ...known, signIn: { ...this.basic(cred, header, sender, exchange), ...shown } };
    }
    if (scheme !== "md5" && scheme !== "mac") {
      const text = `${type ?? "credentials of no named scheme"}${by(sender)}`;
      return { ...known, signIn: { scheme: "other", proof: "unchecked", text, ...shown } };
    }
    const found: Proof =
      this.proofs.get(`${exchange} ${sender}`) ??
      (scheme === "md5"
        ? this.check(header, sender, (account) => checkCredentials(cred, { ...account, scheme }).ok)
        : this.check(header, sender, (account) => checkHmacHeader(hmac, payload.bytes, account).ok));
    const user = found.user ?? header.source?.locName ?? userIn(hmac);
    const { proof, nonce, usesAccount, passwordFrom } = found;
    const not = proof === "old-nonce" && last !== undefined ? `, not ${last.letter}` : "";
    const with_ =
      nonce === undefined
        ? ""
        : nonce.letter === ""
          ? " with an empty nonce"
          : ` with nonce ${nonce.letter} of #${nonce.from}`;
    const signIn: SignIn = {
      scheme,
      ...(user === undefined || this.isPassword(user) ? {} : { user }),
      ...(nonce === undefined || nonce.letter === "" ? {} : { nonce }),
      proof,
      text: `${scheme}${with_}${not}${by(sender)}`,
      ...(usesAccount === undefined ? {} : { usesAccount }),
      ...(passwordFrom === undefined ? {} : { passwordFrom }),
      ...shown,
    };
    return { ...known, signIn, ...(passwordFrom === undefined ? {} : { passwordFrom }) };
  }

  private letterOf(key: string): string {
    const known = this.letters.get(key);
    if (known !== undefined) return known;
    const letter = lettersOf(this.letters.size);
    this.letters.set(key, letter);
    return letter;
  }

  /** Neither what is sent nor what it means is shown anywhere. */
  private hide(sent: string): void {
    this.hidden.proof(sent);
    const octets = decodeBase64(sent);
    const text = octets === undefined ? undefined : decodeUtf8(octets, 0, octets.length);
    if (text !== undefined) this.hidden.proof(text);
  }

  private isPassword(user: string): boolean {
    return this.hidden.hides && this.secrets.some(({ secret }) => secret === user);
  }

  private basic(cred: Cred, header: SyncHdr, sender: Sender, exchange: number): SignIn {
    const clear = clearTextOf(cred);
    const colon = clear?.indexOf(":") ?? -1;
    if (clear === undefined || colon < 0)
      return { scheme: "basic", proof: "wrong", text: `basic, damaged${by(sender)}` };
    const [user, secret] = [clear.slice(0, colon), clear.slice(colon + 1)];
    if (!this.secrets.some((known) => known.user === user && known.secret === secret)) {
      this.secrets.push({ user, secret, from: exchange });
      this.hidden.password(secret);
    }
    if (!this.hidden.hides) return { scheme: "basic", user, proof: "unchecked", text: `basic, ${clear}${by(sender)}` };
    // A name that is the password too is as secret as it.
    const name = this.isPassword(user) ? header.source?.locName : user;
    if (name === undefined || this.isPassword(name))
      return { scheme: "basic", proof: "unchecked", text: `basic${by(sender)}` };
    return { scheme: "basic", user: name, proof: "unchecked", text: `basic, user "${name}"${by(sender)}` };
  }

  /** Tries what is known: passwords of earlier basic credentials and those given, with the nonces given to this side. */
  private check(
    header: SyncHdr,
    sender: Sender,
    fits: (account: { user: string; secret: string; nonce: Uint8Array }) => boolean,
  ): Proof {
    const given = this.given[sender];
    const last = given.at(-1);
    const tried = given.slice(-NONCES_TRIED).reverse();
    const name = header.source?.locName;
    let isTried = false;
    for (const { user, secret, from } of this.secrets.slice(0, NONCES_TRIED)) {
      const how = from === undefined ? { user, usesAccount: true as const } : { user, passwordFrom: from };
      for (const { letter, from: giver, octets } of tried) {
        if (!fits({ user, secret, nonce: octets })) continue;
        const isOld = last !== undefined && letter !== last.letter;
        return { ...how, nonce: { letter, from: giver }, proof: isOld ? "old-nonce" : "right" };
      }
      if (fits({ user, secret, nonce: new Uint8Array(0) })) {
        return { ...how, nonce: { letter: "", from: 0 }, proof: last === undefined ? "right" : "old-nonce" };
      }
      // Of another name it says nothing.
      if (from === undefined && sender === "device" && (name === undefined || name === user)) isTried = true;
    }
    return isTried && last !== undefined ? { proof: "wrong", usesAccount: true } : { proof: "unchecked" };
  }
}

function by(sender: Sender): string {
  return sender === "server" ? ", the server to the device" : "";
}

function userIn(hmac: string | undefined): string | undefined {
  const parsed = parseHmacHeader(hmac);
  return parsed.username;
}

/** A, B … Z, AA, AB … */
function lettersOf(index: number): string {
  const last = String.fromCharCode(0x41 + (index % 26));
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
}

function clearTextOf(cred: Cred): string | undefined {
  const text = textValueOf(cred.data);
  const octets = text === undefined ? undefined : decodeBase64(text);
  return (octets && decodeUtf8(octets, 0, octets.length)) ?? text;
}
