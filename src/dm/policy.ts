/** Whose sessions a policy is for. */
export type PolicySide = "client" | "server" | "both";

/** One row of {@link policyTable}. */
export interface PolicyRow {
  /** The value's name in {@link SessionPolicy}. */
  readonly name: keyof SessionPolicy;
  /** Whose sessions it is for. */
  readonly side: PolicySide;
  /** Default value. */
  readonly default: number | boolean | string;
  /** Least value of a number. */
  readonly min?: number | undefined;
  /** Greatest value of a number. */
  readonly max?: number | undefined;
  /** The words that a value may be. */
  readonly words?: readonly string[] | undefined;
  /** What it decides, in one sentence. */
  readonly meaning: string;
}

/** What the standard leaves open, with a name for each question. Times are in milliseconds, sizes in octets. */
export interface SessionPolicy {
  /** Time to wait for the response to one request. */
  readonly replyTimeout: number;
  /** Identical resends of one message after a failure or timeout. */
  readonly resendAttempts: number;
  /** Wait before the first resend. */
  readonly backoffInitial: number;
  /** What each further wait is multiplied by. */
  readonly backoffFactor: number;
  /** Longest wait. */
  readonly backoffMax: number;
  /** Sessions begun anew after one that failed in transport. */
  readonly sessionAttempts: number;
  /** Messages with refused credentials, in each direction, before the session ends. */
  readonly authAttempts: number;
  /** Whether a client begins again as DM 1.1 when a server refuses the version of its first message. */
  readonly versionFallback: boolean;
  /** Time without a request after which a server ends the session; longer while a question to the user runs. */
  readonly idleTimeout: number;
  /** Time that a server keeps its last reply after the end, for a client that lost it. */
  readonly lingerMs: number;
  /** Messages of one session in one direction. */
  readonly maxMessages: number;
  /** Time from the first message to the last. */
  readonly maxSessionTime: number;
  /** Consecutive messages that hold nothing but the status of the header and alert 1222. */
  readonly nextMessageLoop: number;
  /** Commands of one received message. */
  readonly maxCommandsPerMessage: number;
  /** Octets of one received object. */
  readonly maxObjectSize: number;
  /** The MaxMsgSize that is announced; 0 announces none. */
  readonly ownMaxMsgSize: number;
  /** The MaxObjSize that is announced; 0 announces none. */
  readonly ownMaxObjSize: number;
  /** Octets by which a received message may exceed the announced MaxMsgSize. */
  readonly receiveTolerance: number;
  /** The MaxMsgSize of a peer that has not announced any. */
  readonly defaultPeerMaxMsgSize: number;
  /** The least MaxMsgSize of a peer that a session goes on with. */
  readonly minUsableMsgSize: number;
  /** A MsgID that skips numbers: refuse it, or go on. `"side"`: a server refuses, a client goes on. */
  readonly acceptGaps: "side" | "reject" | "accept";
  /** Whether a server accepts the nonce of four zero octets although it sent no notification with it. */
  readonly acceptResync: boolean;
  /** Whether a client sends a password in clear text to a URI other than `https:`. */
  readonly allowBasicPlain: boolean;
  /** Whether a server sends objects in chunks to a client that has not said that it takes them. */
  readonly assumeLargeObjects: boolean;
  /** Whether a client sends credentials with its first message, or waits for a challenge. */
  readonly credentialsFirst: boolean;
  /** For how long accepted credentials hold: the session (212), or the message (200). */
  readonly authenticationLasts: "session" | "message";
  /** A client's message with nothing but a status for the header, which carries a challenge: when to send it. */
  readonly chalOnlyReply: "resync" | "never" | "always";
  /** Whether a server takes the digits of the mac in hexadecimal, as the standard's example prints it. */
  readonly hmacHeaderForms: "base64" | "base64-or-hex";
  /** What a server answers to a new message for a session that has ended: abort it, or its status alone. */
  readonly afterEnd: "abort" | "status";
  /** User alerts of one received message. */
  readonly maxUiAlertsPerMessage: number;
  /** Characters of the text of a user alert. */
  readonly maxUiText: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const MIB = 1024 * 1024;

/**
 * Every policy with its default and range. Numbers follow what deployed engines do where they agree: the back-off is that of
 * Windows, the sizes those of phones.
 */
export const policyTable: readonly PolicyRow[] = [
  row("replyTimeout", "client", MINUTE, 1, DAY, "how long to wait for the response to one request"),
  row("resendAttempts", "client", 3, 0, 1000, "identical resends of one message after a failure or timeout"),
  row("backoffInitial", "client", 16_000, 0, DAY, "wait before the first resend"),
  row("backoffFactor", "client", 2, 1, 10, "what each further wait is multiplied by"),
  row("backoffMax", "client", DAY, 0, 365 * DAY, "longest wait between two resends"),
  row(
    "sessionAttempts",
    "client",
    3,
    1,
    1000,
    "sessions begun because one before failed in transport, that one included",
  ),
  row(
    "authAttempts",
    "both",
    3,
    1,
    100,
    "messages with refused credentials, in each direction, before the session ends",
  ),
  row("versionFallback", "client", false, "begin again as DM 1.1 after 505, 513, 400 or 501 for the first message"),
  row("idleTimeout", "server", 15 * MINUTE, 1000, 365 * DAY, "time without a request after which the session ends"),
  row("lingerMs", "server", 5 * MINUTE, 0, 365 * DAY, "how long the last reply is kept after the end, to be repeated"),
  row("maxMessages", "both", 500, 1, 1_000_000, "messages of one session in one direction"),
  row("maxSessionTime", "both", DAY, 1000, 365 * DAY, "time from the first message to the last"),
  row("nextMessageLoop", "both", 10, 1, 1_000_000, "consecutive messages with nothing but a header status and 1222"),
  row(
    "maxCommandsPerMessage",
    "both",
    1000,
    1,
    1_000_000,
    "commands of one received message; more are refused with 413",
  ),
  row("maxObjectSize", "both", 10 * MIB, 0, 2 ** 40, "octets of one received object; more are refused with 413"),
  row("ownMaxMsgSize", "both", 16_384, 0, 2 ** 32 - 1, "the MaxMsgSize that is announced; 0 announces none"),
  row("ownMaxObjSize", "both", MIB, 0, 2 ** 40, "the MaxObjSize that is announced; 0 announces none"),
  row(
    "receiveTolerance",
    "both",
    4096,
    0,
    2 ** 32 - 1,
    "octets by which a received message may exceed the announced MaxMsgSize",
  ),
  row("defaultPeerMaxMsgSize", "both", 16_384, 512, 2 ** 32 - 1, "the MaxMsgSize of a peer that announced none"),
  row("minUsableMsgSize", "both", 512, 1, 65_536, "the least MaxMsgSize of a peer; below it the session is aborted"),
  row(
    "acceptGaps",
    "both",
    "side",
    ["side", "reject", "accept"],
    "a MsgID that skips numbers; `side`: a server refuses it, a client goes on",
  ),
  row(
    "acceptResync",
    "server",
    false,
    "take credentials with the nonce 00000000 although no notification with it was sent",
  ),
  row("allowBasicPlain", "client", false, "send a password in clear text without TLS"),
  row("assumeLargeObjects", "server", false, "send chunks to a client that has not said that it takes them"),
  row("credentialsFirst", "client", true, "send credentials with the first message, not after a challenge"),
  row(
    "authenticationLasts",
    "both",
    "session",
    ["session", "message"],
    "for how long accepted credentials hold: 212 or 200",
  ),
  row(
    "chalOnlyReply",
    "client",
    "resync",
    ["resync", "never", "always"],
    "send a message with only a challenge in it, where the texts contradict each other",
  ),
  row(
    "hmacHeaderForms",
    "both",
    "base64",
    ["base64", "base64-or-hex"],
    "forms of the mac that are read in `x-syncml-hmac`",
  ),
  row(
    "afterEnd",
    "server",
    "abort",
    ["abort", "status"],
    "answer to a new message for a session that has ended: 1223, or its status alone",
  ),
  row("maxUiAlertsPerMessage", "client", 20, 0, 1000, "user alerts of one received message; more are refused with 413"),
  row("maxUiText", "client", 1000, 1, 1_000_000, "characters of a user alert; longer ones are refused with 413"),
];

function row(
  name: keyof SessionPolicy,
  side: PolicySide,
  value: number,
  min: number,
  max: number,
  meaning: string,
): PolicyRow;
function row(name: keyof SessionPolicy, side: PolicySide, value: boolean, meaning: string): PolicyRow;
function row(
  name: keyof SessionPolicy,
  side: PolicySide,
  value: string,
  words: readonly string[],
  meaning: string,
): PolicyRow;
function row(
  name: keyof SessionPolicy,
  side: PolicySide,
  value: number | boolean | string,
  ...rest: readonly unknown[]
): PolicyRow {
  const meaning = rest.at(-1) as string;
  if (typeof value === "number")
    return { name, side, default: value, min: rest[0] as number, max: rest[1] as number, meaning };
  if (typeof value === "boolean") return { name, side, default: value, meaning };
  return { name, side, default: value, words: rest[0] as readonly string[], meaning };
}

/** The default of each policy. */
export const defaultPolicy: SessionPolicy = Object.freeze(
  Object.fromEntries(policyTable.map((one) => [one.name, one.default])),
) as unknown as SessionPolicy;

/** Policies that this module has resolved. They are frozen. */
const known = new WeakSet<object>();

/**
 * The policies in force: those given, else the defaults.
 *
 * @throws {TypeError} if a value is of the wrong type, or there is no such policy.
 * @throws {RangeError} if a value is outside its range.
 */
export function resolvePolicy(policy: Partial<SessionPolicy> = {}): SessionPolicy {
  if (typeof policy !== "object" || policy === null) throw new TypeError("policy must be an object");
  // A driver resolves its policy once, and hands it to every step.
  if (known.has(policy)) return policy as SessionPolicy;
  const resolved: Record<string, unknown> = { ...defaultPolicy };
  for (const [name, value] of Object.entries(policy)) {
    if (value === undefined) continue;
    const row = policyTable.find((one) => one.name === name);
    if (row === undefined) throw new TypeError(`there is no policy called ${name}`);
    if (typeof value !== typeof row.default) {
      throw new TypeError(`policy ${name} must be a ${typeof row.default}, not a ${typeof value}`);
    }
    const { words, min = 0, max = 0 } = row;
    if (words !== undefined && !words.includes(value as string)) {
      throw new RangeError(`policy ${name} must be one of ${words.map((word) => JSON.stringify(word)).join(", ")}`);
    }
    if (typeof value === "number" && !(value >= min && value <= max)) {
      throw new RangeError(`policy ${name} must be in ${min}–${max}`);
    }
    resolved[name] = value;
  }
  known.add(Object.freeze(resolved));
  return resolved as unknown as SessionPolicy;
}
