import { nestedDigest } from "../../authentication/digest.ts";
import { equalOctets } from "../../authentication/equal-octets.ts";
import { checkedNonce } from "../../authentication/identity.ts";
import { encodeBase64 } from "../../core/base64.ts";
import type { Bytes } from "../../core/bytes.ts";
import { checkOptions, oneOf, optionChecks } from "../../core/options.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { type DecodeNotificationOptions, decodeNotification } from "./decode.ts";
import { keyDigestOf, type NotificationKey } from "./encode.ts";
import type { DmNotification, DsNotification, Notification } from "./notification.ts";

/** A server that may wake this device. */
export interface NotificationAccount extends NotificationKey {
  /** Identifier of the server, as in the notification. */
  readonly serverID: string;
}

/** The accounts of a device: all of them, or a look-up by server identifier. */
export type NotificationAccounts<Account extends NotificationAccount> =
  | Iterable<Account>
  | ((serverID: string) => Account | undefined);

/** How {@link verifyNotification} reads and checks. */
export interface VerifyNotificationOptions extends DecodeNotificationOptions {
  /**
   * After the stored nonce, four zero octets, which a server of device management 1.2 uses when it has lost the nonce: allow them, or not.
   * Default `allow`.
   */
  readonly resynchronization?: "allow" | "refuse" | undefined;
  /**
   * How the nonce went into the digest: as octets, the standard's way and the default, or also as their base64 text, as some
   * servers do it.
   */
  readonly nonceForm?: "octets" | "octets-or-text" | undefined;
}

/** Whether a notification is from a server that this device knows. */
export type Verification<Account extends NotificationAccount> =
  | {
      readonly ok: true;
      readonly account: Account;
      /** It fitted with the resynchronisation nonce only: the client's credentials of package 1 use that nonce too. */
      readonly resync: boolean;
      readonly notification: DmNotification | DsNotification;
      readonly reason?: undefined;
    }
  | {
      readonly ok: false;
      readonly account?: undefined;
      readonly resync: false;
      readonly notification: Notification;
      /** No account has this server identifier; the digest fits no nonce; or the layout of 1.3, whose digest is not known. */
      readonly reason: "unknown-server" | "wrong-digest" | "unknown-layout";
    };

/** Four zero octets, in base64 `AAAAAA==` (OMA Device Management Security 1.2). */
export const RESYNCHRONIZATION_NONCE: Uint8Array = new Uint8Array(4);

const checks = optionChecks({
  resynchronization: oneOf("allow", "refuse"),
  nonceForm: oneOf("octets", "octets-or-text"),
});

/**
 * Reads a notification and checks its digest against the accounts of a device: with the stored nonce, then with the
 * resynchronisation nonce. One that does not fit is to be dropped without an answer.
 *
 * Digests are compared in constant time.
 *
 * @throws {SyncmlError} as {@link decodeNotification} does. A digest that does not fit is a result, not an error.
 * @throws {TypeError} if the account has neither secret nor stored digest, or one of the wrong type.
 * @throws {RangeError} if the account's `storedDigest` is not base64 of 16 octets.
 */
export function verifyNotification<Account extends NotificationAccount>(
  input: Bytes,
  accounts: NotificationAccounts<Account>,
  options: VerifyNotificationOptions = {},
): Verification<Account> {
  checkOptions(options, checks);
  const notification = decodeNotification(input, options);
  if (notification.kind === "dm-1.3") return { ok: false, resync: false, notification, reason: "unknown-layout" };
  const { digest, trigger, serverID } = notification;
  let isKnown = false;
  for (const account of accountsOf(accounts, serverID)) {
    isKnown = true;
    const stored = keyDigestOf(account, serverID);
    for (const { nonce, resync } of triesOf(account, options)) {
      if (equalOctets(nestedDigest(stored, nonce, trigger), digest)) return { ok: true, account, resync, notification };
    }
  }
  return { ok: false, resync: false, notification, reason: isKnown ? "wrong-digest" : "unknown-server" };
}

function accountsOf<Account extends NotificationAccount>(
  accounts: NotificationAccounts<Account>,
  serverID: string,
): readonly Account[] {
  if (typeof accounts !== "function") return [...accounts].filter((account) => account.serverID === serverID);
  const account = accounts(serverID);
  return account === undefined ? [] : [account];
}

/** The nonces to try, in the order in which clients do. */
function triesOf(key: NotificationKey, options: VerifyNotificationOptions): { nonce: Uint8Array; resync: boolean }[] {
  const stored = { nonce: checkedNonce(key.nonce), resync: false };
  const resynchronized = { nonce: RESYNCHRONIZATION_NONCE, resync: true };
  const tries = options.resynchronization === "refuse" ? [stored] : [stored, resynchronized];
  if (options.nonceForm !== "octets-or-text") return tries;
  return tries.flatMap((one) => [one, { ...one, nonce: encodeUtf8(encodeBase64(one.nonce)) }]);
}
