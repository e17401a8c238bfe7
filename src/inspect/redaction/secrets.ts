import { octetString } from "../../core/latin1.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { standIn } from "./stand-in.ts";

/**
 * What is replaced: `credential`, digests, MACs and Authorization; `nonce`; `secret`, passwords, keys and PINs of nodes and of basic credentials;
 * `user`, names of accounts; `device`, identifiers of a device, all but their last four characters; `subscriber`, IMSI and telephone numbers; `token`, cookies and what
 * identifies a session in an address.
 */
export type SecretClass = "credential" | "nonce" | "secret" | "user" | "device" | "subscriber" | "token";

/** All classes. */
export const secretClasses: readonly SecretClass[] = [
  "credential",
  "nonce",
  "secret",
  "user",
  "device",
  "subscriber",
  "token",
];

/** Shorter values are not looked for: they appear by chance. */
const MIN_OCTETS = 4;
/** What is kept of a device's identifier. */
const LAST = 4;

/** A value to be replaced wherever it appears. */
export interface Secret {
  readonly class: SecretClass;
  readonly octets: Uint8Array;
  /** As long as `octets`, of the same kinds of characters. */
  readonly standIn: Uint8Array;
}

/** The values that are secret, each with what it is replaced by. */
export class Secrets {
  private readonly classes: ReadonlySet<SecretClass>;
  private readonly byOctets = new Map<string, Secret>();

  constructor(classes: ReadonlySet<SecretClass>) {
    this.classes = classes;
  }

  get all(): Iterable<Secret> {
    return this.byOctets.values();
  }

  get size(): number {
    return this.byOctets.size;
  }

  /** The first class that a value is found in is its class. */
  add(of: SecretClass, value: string | Uint8Array): void {
    const octets = typeof value === "string" ? encodeUtf8(value.trim()) : value;
    if (octets.length < MIN_OCTETS || !this.classes.has(of)) return;
    const key = octetString(octets, 0, octets.length);
    if (this.byOctets.has(key)) return;
    const replaced = standIn(octets, this.byOctets.size);
    const kept = of === "device" && octets.length > LAST ? octets.length - LAST : octets.length;
    replaced.set(octets.subarray(kept), kept);
    this.byOctets.set(key, { class: of, octets: octets.slice(), standIn: replaced });
  }
}
