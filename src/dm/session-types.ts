import type { JsonValue } from "../ast/json-value.ts";
import type { Alert, Command, WireForm } from "../ast/nodes.ts";
import type { AuthenticationScheme } from "../authentication/scheme.ts";
import type { PackState } from "../large-object/pack-state.ts";
import type { ReassemblyState } from "../large-object/reassemble.ts";
import type { Direction } from "./account.ts";
import type { LogEvent } from "./log-event.ts";
import type { ProfileName } from "./profiles.ts";

/** How a session ended. */
export type SessionResult =
  /** Nothing was left to say. */
  | "complete"
  /** This side aborted it. */
  | "aborted-local"
  /** The peer aborted it (alert 1223). */
  | "aborted-remote"
  /** The client's credentials were refused to the limit, or no usable challenge came. */
  | "auth-client"
  /** The server's credentials were wrong or missing to the limit. */
  | "auth-server"
  /** What the peer sent could not be made sense of. */
  | "protocol"
  /** Resends were used up. */
  | "transport"
  /** Nothing came in time. */
  | "timeout"
  /** A limit of the policy was reached, or the peer's messages are too small. */
  | "limit";

/** Timers that a session asks its host for. */
export type TimerName = "replyTimeout" | "resend" | "idleTimeout" | "linger";

/** A message to send, or to send again. */
export interface OutgoingMessage {
  /** Where a client sends it. */
  readonly uri?: string | undefined;
  /** The octets of the message. */
  readonly body: Uint8Array;
  /** Its media type. */
  readonly contentType: string;
  /** Value of the header `x-syncml-hmac`, with scheme `mac`. */
  readonly hmac?: string | undefined;
}

/** What a session asks its host to do, in the order given. Execute them only after the state has been stored. */
export type Effect =
  | ({ readonly kind: "send" } & OutgoingMessage)
  /** To answer at the level of the transport: there is no message to answer with. */
  | { readonly kind: "refuse"; readonly status: 400 | 413 | 503; readonly reason: string }
  /** To execute on the tree, then hand in as `done`. With `resume`, to go on with after an answer of the user. */
  | {
      readonly kind: "execute";
      readonly commands: readonly Command[];
      readonly resume?: { readonly cursor: JsonValue; readonly answer: JsonValue } | undefined;
    }
  /** To ask the user, then hand in as `answer`. */
  | { readonly kind: "ask"; readonly alert: JsonValue }
  /** What the peer said, once. */
  | { readonly kind: "deliver"; readonly event: PeerEvent }
  /** The server wants commands: hand them in as `processed`. Only if the step was given no plan. */
  | { readonly kind: "decide"; readonly view: PlanView }
  /** To store before anything is sent. */
  | { readonly kind: "storeNonce"; readonly direction: Direction; readonly nonce: string }
  /** `ms` is `null` to cancel. */
  | { readonly kind: "timer"; readonly name: TimerName; readonly ms: number | null }
  | { readonly kind: "log"; readonly event: LogEvent }
  /** Nothing comes after it. */
  | { readonly kind: "finished"; readonly result: SessionResult; readonly reason: string };

/** What the peer said, for the application. */
export type PeerEvent =
  /** Server: an alert of the client (1224, 1226). Client: the server's code for an alert of its own. */
  | { readonly kind: "alert"; readonly alert: ReceivedAlert }
  | { readonly kind: "alertAnswered"; readonly alert: Alert; readonly code: number }
  /** Server: what the device says of itself, by address. */
  | { readonly kind: "devInfo"; readonly devInfo: Readonly<Record<string, string>> }
  /** Server: a command of the plan has its answer. */
  | { readonly kind: "answered"; readonly entry: HistoryEntry };

/** An alert of a client, as plain JSON. */
export interface ReceivedAlert {
  /** 1224, 1226 or any other. */
  readonly code: number;
  /** Correlator of the Exec whose outcome it is; `undefined` if it has none. */
  readonly correlator: string | undefined;
  /** Its items, in order. */
  readonly items: readonly ReceivedItem[];
}

/** An item that came from the peer, as plain JSON. */
export interface ReceivedItem {
  /** Source address; absent if there is none. */
  readonly uri?: string | undefined;
  /** Target address; absent if there is none. */
  readonly target?: string | undefined;
  /** Meta Type. */
  readonly type?: string | undefined;
  /** Meta Format; `chr` if absent. */
  readonly format: string;
  /** Meta Mark. */
  readonly mark?: string | undefined;
  /** Text of its data; of octets, their base64, and then `format` is `b64` or `bin`. */
  readonly text: string;
}

/** One command of a plan and what became of it, as plain JSON. */
export interface HistoryEntry {
  /** Name of the command. */
  readonly command: Command["kind"];
  /** Target of its first item. */
  readonly uri: string | undefined;
  /** The status; `undefined` if the client closed its package without one. */
  readonly code: number | undefined;
  /** Codes of its items, by target, where they differ. */
  readonly itemCodes?: Readonly<Record<string, number>> | undefined;
  /** What a Get found, and what a status carries beside its code: the user's input, versions. */
  readonly items: readonly ReceivedItem[];
  /** The entries of a group. */
  readonly members?: readonly HistoryEntry[] | undefined;
  /** The command was queued: no plan has asked for it. */
  readonly isQueued?: true | undefined;
}

/** What a plan may look at: what was asked and answered so far. */
export interface PlanView {
  /** The device, as far as it is known. */
  readonly device: DeviceView;
  /** Answered commands, in the order sent. */
  readonly history: readonly HistoryEntry[];
  /** Alerts of the client in this session. */
  readonly alerts: readonly ReceivedAlert[];
}

/** What a server knows of the device. */
export interface DeviceView {
  /** `Source/LocURI` of its messages, such as `IMEI:350000000000006`. */
  readonly id: string;
  /** The account's user. */
  readonly user: string | undefined;
  /** SessionID of the session, as the client chose it. */
  readonly sessionID: string;
  /** `DM/1.2` or `DM/1.1`. */
  readonly version: string;
  /** By address, such as `./DevInfo/Man`. */
  readonly devInfo: Readonly<Record<string, string>>;
  /** Most octets of an object that it takes; `undefined` if it has not said so. */
  readonly maxObjSize: number | undefined;
  /** Whether it takes objects in chunks; `undefined` if it has not said so. */
  readonly largeObjects: boolean | undefined;
}

/** What a verifier knows of the peer whose proofs it checks. */
export interface VerifierState {
  /** No proof yet; accepted for the message or for the session; or refused. */
  readonly state: "none" | "message" | "session" | "refused";
  /** Refused proofs so far. A message without any is not counted. */
  readonly tries: number;
  /** The nonce that was handed over last in this session, in base64. */
  readonly issued: string | null;
  /** The peer used scheme `mac`, so it must to the end. */
  readonly usesMac: boolean;
}

/** What a prover knows of its own proofs. */
export interface ProverState {
  /** No proof yet; sent and not answered; accepted for the message or for the session; or refused. */
  readonly state: "none" | "sent" | "message" | "session" | "refused";
  /** Proofs that were refused so far. */
  readonly tries: number;
  /** The scheme in use; `null` before the first proof. */
  readonly scheme: AuthenticationScheme | null;
  /** The nonce to use next, in base64. */
  readonly nonce: string | null;
  /** A nonce that waits until the peer has proved itself, before it is stored. */
  readonly pending: string | null;
}

/** What the peer accepts. */
export interface PeerLimits {
  /** MaxMsgSize, octets of a message; `null` if it has not said so. */
  readonly maxMsgSize: number | null;
  /** MaxObjSize, octets of an object; `null` if it has not said so. */
  readonly maxObjSize: number | null;
}

/** The last message that was sent, to be repeated. */
export interface StoredMessage {
  /** Base64. */
  readonly body: string;
  /** Media type of the message. */
  readonly contentType: string;
  /** Value of the header `x-syncml-hmac`; `null` without scheme `mac`. */
  readonly hmac: string | null;
}

/** What both sides' states have. Plain JSON; octets are base64. */
export interface CommonState {
  /** Version of the form. */
  readonly v: 1;
  /** Counts the steps, for compare-and-set. */
  readonly rev: number;
  /** SessionID of the session, as the client chose it. */
  readonly sessionID: string;
  /** Number of the last message that was sent; 0 before the first. */
  readonly ownMsgID: number;
  /** Number of the last message that came; 0 before the first. */
  readonly peerMsgID: number;
  /** Form of the messages. */
  readonly wire: WireForm | null;
  /** Version of the representation, such as `1.2`. */
  readonly verDTD: string;
  /** Protocol and version, such as `DM/1.2`. */
  readonly verProto: string;
  /** The sizes that the peer accepts. */
  readonly peer: PeerLimits;
  /** What is known of the proofs of the client. */
  readonly clientAuth: VerifierState | ProverState;
  /** What is known of the proofs of the server. */
  readonly serverAuth: VerifierState | ProverState;
  /** The last message, to be repeated. */
  readonly lastSent: StoredMessage | null;
  /** An object that comes in chunks. */
  readonly incoming: ReassemblyState;
  /** An own package that is not complete. */
  readonly packing: PackState | null;
  /** Time of the first message, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Messages sent and received, and how many in a row only asked for the next. */
  readonly counters: { readonly sent: number; readonly received: number; readonly loop: number };
  /** How it ended; `null` while it runs. */
  readonly result: SessionResult | null;
}

/** One command on its way: which messages and commands it was sent as. */
export interface SentCommand {
  /** MsgID of the message that it went out in. */
  readonly msgID: string;
  /** CmdID that it had there. */
  readonly cmdID: string;
  /** Index of the command in its package, then in its group, and so on. */
  readonly at: readonly number[];
  /** A chunk with more to come. */
  readonly isChunk: boolean;
}

/** A server's package under way. */
export interface OpenPackage {
  /** Where its commands come from: the plan, asked again as of `at` and `alerts`; the queue; or the question for large objects. */
  readonly kind: "plan" | "queue" | "probe";
  /** Entries of the history that the plan saw. */
  readonly at: number;
  /** Alerts of the client that the plan saw. */
  readonly alerts: number;
  /** Commands that are done with, by index. */
  readonly dropped: readonly number[];
  /** Which commands went out, and as what. */
  readonly sent: readonly SentCommand[];
  /** What became of each command so far. */
  readonly entries: readonly HistoryEntry[];
  /** Commands that were queued, as JSON; `null` for the other kinds. */
  readonly queued: readonly JsonValue[] | null;
}

/** The state of a server's session. */
export interface ServerState extends CommonState {
  /** Tells the states of servers and clients apart. */
  readonly role: "server";
  /** The machine's state; drawn in server.ts. */
  readonly state: "init" | "deciding" | "wait" | "end";
  /** `Source/LocURI` of the client. */
  readonly device: string;
  /** Name of the account; `null` until the client has proved itself. */
  readonly user: string | null;
  /** The server's own address. */
  readonly uri: string;
  /** The token in the RespURI that the client was sent; `null` if there is none. */
  readonly token: string | null;
  /** What is known of the proofs of the client. */
  readonly clientAuth: VerifierState;
  /** What is known of the proofs of the server. */
  readonly serverAuth: ProverState;
  /** SHA-256 of the last request and its mac, in base64. */
  readonly lastRequest: string | null;
  /** What the device says of itself, by address. */
  readonly devInfo: Readonly<Record<string, string>>;
  /** Whether the client takes objects in chunks; `null` if that is not known. */
  readonly largeObjects: boolean | null;
  /** Which client it is, as far as that makes a difference. */
  readonly profile: ProfileName;
  /** Alerts of the client in this session. */
  readonly alerts: readonly ReceivedAlert[];
  /** What was asked and answered. */
  readonly history: readonly HistoryEntry[];
  /** The package under way. */
  readonly package: OpenPackage | null;
  /** Queued commands for the next package, as JSON. */
  readonly queue: readonly JsonValue[];
  /** Answers that wait for the decision, or for room in the next message, as JSON. */
  readonly owed: readonly JsonValue[];
  /** The last message that was sent closed its package; the last that came closed the client's. */
  readonly ownFinal: boolean;
  /** Whether the peer's package is closed. */
  readonly peerFinal: boolean;
  /** Why the session is to be aborted at the next chance; `null` if it is not. */
  readonly aborting: string | null;
  /** The sizes were announced to a client that had proved itself. */
  readonly isAnnounced: boolean;
  /** Time of the last message, in milliseconds since 1970. */
  readonly lastAt: number;
}

/** The state of a client's session. */
export interface ClientState extends CommonState {
  /** Tells the states of servers and clients apart. */
  readonly role: "client";
  /** The machine's state; drawn in client.ts. */
  readonly state: "init" | "authServer" | "busy" | "reply" | "more" | "end";
  /** What is known of the proofs of the client. */
  readonly clientAuth: ProverState;
  /** What is known of the proofs of the server. */
  readonly serverAuth: VerifierState;
  /** Addresses of the server. */
  readonly uri: {
    /** Where the session began. */
    readonly base: string;
    /** Where the next message goes. */
    readonly current: string;
  };
  /** `Source/LocURI` of its messages. */
  readonly device: string;
  /** Whether the client began it, or a notification. */
  readonly reason: "client" | "notification";
  /** The notification fitted only the resynchronisation nonce. */
  readonly resync: boolean;
  /** Format of the messages. */
  readonly format: "xml" | "wbxml";
  /** The package that is being sent: the one that opens the session, or answers. */
  readonly pkg: 1 | 3;
  /** The last message that was sent closed its package; the last that came closed the server's. */
  readonly ownFinal: boolean;
  /** Whether the peer's package is closed. */
  readonly peerFinal: boolean;
  /** Commands of package 1, as JSON. */
  readonly opening: readonly JsonValue[];
  /** Alerts to send at the next chance, as JSON. */
  readonly queue: readonly JsonValue[];
  /** Commands in the hands of the device. */
  readonly executing: ExecutingCommands | null;
  /** What the last message was made of, where the server may refuse its proof; `null` if it cannot. */
  readonly repeatable: RepeatableMessage | null;
  /** Own alerts that wait for their status. */
  readonly sentAlerts: readonly SentAlert[];
  /** Resends of the last message so far. */
  readonly attempts: number;
  /** Messages without a readable header so far. */
  readonly garbled: number;
  /** Commands of servers that were executed, for the host's own books. */
  readonly executed: number;
}

/** Commands of a message in the hands of the device. */
export interface ExecutingCommands {
  /** MsgID of their message. */
  readonly msgID: string;
  /** The Status for its header, as JSON: a list of one. */
  readonly headerStatus: readonly JsonValue[];
  /** What each top-level command of the message is answered with, as JSON; `null` for those that the device has. */
  readonly answers: readonly (readonly JsonValue[] | null)[];
  /** Those, as JSON. */
  readonly commands: readonly JsonValue[];
  /** Where to go on after the user's answer; `null` while the device works. */
  readonly cursor: JsonValue | null;
  /** The question that is open; `null` if there is none. */
  readonly ask: JsonValue | null;
}

/** What a message of package 3 was made of. */
export interface RepeatableMessage {
  /** Its package before it. */
  readonly packing: PackState | null;
  /** The Status for the server's header and what came after it, as JSON. */
  readonly answers: readonly JsonValue[];
}

/** An alert that a client has sent. */
export interface SentAlert {
  /** MsgID of the message that it went out in. */
  readonly msgID: string;
  /** CmdID that it had there. */
  readonly cmdID: string;
  /** As JSON. */
  readonly alert: JsonValue;
}

/** A state and what is to be done now. */
export interface Step<State> {
  /** The state after the step, to be stored. */
  readonly state: State;
  /** What is to be done now, in order. */
  readonly effects: readonly Effect[];
}
