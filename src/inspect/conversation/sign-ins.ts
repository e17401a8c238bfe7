import type { Cred, SyncHdr } from "../../ast/nodes.ts";
import { readChallenge } from "../../authentication/challenge.ts";
import { checkCredentials } from "../../authentication/credentials.ts";
import { metaOf } from "../../authentication/meta-of.ts";
import { schemeOf } from "../../authentication/scheme.ts";
import { textOf } from "../../codec/text-of.ts";
import { decodeBase64, encodeBase64 } from "../../core/base64.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import type { NonceUse, Sender, SignIn, SignInProof } from "./model.ts";
import type { ReadMessage } from "./read-messages.ts";

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

/** Follows who proves what with which nonce. */
export class SignIns {
  private readonly letters = new Map<string, string>();
  private readonly given: Record<Sender, KnownNonce[]> = { device: [], server: [] };
  private readonly secrets: KnownSecret[];
  /** By `exchange sender`. */
  private readonly proofs: ReadonlyMap<string, SignInProof>;

  constructor(
    accounts: readonly { readonly user: string; readonly secret: string }[],
    proofs: readonly SignInProof[] = [],
  ) {
    this.secrets = [...accounts];
    this.proofs = new Map(proofs.map((one) => [`${one.exchange} ${one.sender}`, one]));
  }

  /** Whether passwords were given, not only found. */
  get hasAccounts(): boolean {
    return this.secrets.some(({ from }) => from === undefined);
  }

  /** A Chal of `by` gives the other side a nonce. */
  challenge(
    by: Sender,
    chal: Parameters<typeof readChallenge>[0],
    exchange: number,
  ): { scheme: string; nonce?: string } {
    const { scheme, type, nonce, hasNonce } = readChallenge(chal);
    const named = scheme ?? type ?? "unknown";
    if (!hasNonce) return { scheme: named };
    const letter = this.letterOf(nonce);
    this.given[by === "device" ? "server" : "device"].push({ letter, from: exchange, octets: nonce });
    return { scheme: named, nonce: letter };
  }

  private letterOf(nonce: Uint8Array): string {
    const key = encodeBase64(nonce);
    const known = this.letters.get(key);
    if (known !== undefined) return known;
    const letter = lettersOf(this.letters.size);
    this.letters.set(key, letter);
    return letter;
  }

  /** What the header of a message proves. */
  of({ header, sender, exchange, payload }: ReadMessage): SignIn | undefined {
    const hmac = payload.head?.headers.find(([name]) => name.toLowerCase() === "x-syncml-hmac");
    if (hmac !== undefined) return { scheme: "mac", proof: "unchecked", text: "mac" };
    if (header?.cred === undefined) return undefined;
    const { type } = metaOf(header.cred);
    const scheme = type === undefined ? undefined : schemeOf(type);
    const who = sender === "server" ? ", the server to the device" : "";
    if (scheme === "basic") return this.basic(header.cred, exchange, who);
    if (scheme === "md5") return this.digest(header, sender, exchange, who);
    return { scheme: "other", proof: "unchecked", text: `${type ?? "credentials of no named scheme"}${who}` };
  }

  private basic(cred: Cred, exchange: number, who: string): SignIn {
    const clear = clearTextOf(cred);
    const colon = clear?.indexOf(":") ?? -1;
    if (clear === undefined || colon < 0) return { scheme: "basic", proof: "wrong", text: `basic, damaged${who}` };
    const [user, secret] = [clear.slice(0, colon), clear.slice(colon + 1)];
    if (!this.secrets.some((known) => known.user === user && known.secret === secret)) {
      this.secrets.push({ user, secret, from: exchange });
    }
    return { scheme: "basic", user, proof: "unchecked", text: `basic, user "${user}"${who}` };
  }

  private digest(header: SyncHdr, sender: Sender, exchange: number, who: string): SignIn {
    const found: Pick<SignIn, "proof" | "nonce" | "user"> =
      this.proofs.get(`${exchange} ${sender}`) ?? this.check(header, sender);
    const user = found.user ?? header.source?.locName;
    const { proof, nonce } = found;
    const last = this.given[sender].at(-1);
    const not = proof === "old-nonce" && last !== undefined ? `, not ${last.letter}` : "";
    const text = nonce === undefined ? `md5${who}` : `md5 with nonce ${nonce.letter} of #${nonce.from}${not}${who}`;
    return {
      scheme: "md5",
      ...(user === undefined ? {} : { user }),
      ...(nonce === undefined ? {} : { nonce }),
      proof,
      text,
    };
  }

  private check(header: SyncHdr, sender: Sender): Pick<SignIn, "proof" | "nonce" | "user"> {
    const given = this.given[sender];
    const last = given.at(-1);
    const tried = given.slice(-NONCES_TRIED).reverse();
    for (const { user, secret } of this.secrets.slice(0, NONCES_TRIED)) {
      for (const { letter, from, octets } of tried) {
        if (!checkCredentials(header.cred, { user, secret, scheme: "md5", nonce: octets }).ok) continue;
        const isOld = last !== undefined && letter !== last.letter;
        return { user, nonce: { letter, from }, proof: isOld ? "old-nonce" : "right" };
      }
    }
    return { proof: this.hasAccounts && sender === "device" ? "wrong" : "unchecked" };
  }
}

/** A, B … Z, AA, AB … */
function lettersOf(index: number): string {
  const last = String.fromCharCode(0x41 + (index % 26));
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
}

function clearTextOf({ data }: Cred): string | undefined {
  if (Array.isArray(data)) return undefined;
  const text = data instanceof Uint8Array || typeof data === "string" ? textOf(data) : undefined;
  const octets = text === undefined ? undefined : decodeBase64(text);
  return octets === undefined ? text : decodeUtf8(octets, 0, octets.length);
}
