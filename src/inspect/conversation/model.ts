import type { CaptureDiagnostic, Gap } from "../../capture/model.ts";

/** Who sent a message, as far as the capture tells. */
export type Sender = "device" | "server";

/** How something ended: `ok`, done; `look`, a step that asks for a look; `refused`; `consequence`, refused because of something else that is told elsewhere; `unanswered`; `none`, nothing is due. */
export type Outcome = "ok" | "look" | "refused" | "consequence" | "unanswered" | "none";

/** A conversation of a device and a server, in words and in order. Plain data: it goes through JSON unchanged. */
export interface Conversation {
  /** One sentence: what happened, or what went wrong. */
  readonly verdict: string;
  /** How much there is. */
  readonly counts: ConversationCounts;
  /** The form of the messages: `"SyncML 1.2 in WBXML over HTTP"`. */
  readonly form: string;
  /** Device management, or data synchronisation. */
  readonly protocol: "OMA DM" | "SyncML" | "unknown";
  /** As the first message says it, such as `1.2`. */
  readonly version: string | undefined;
  /** The device. */
  readonly device: PeerName;
  /** The server. */
  readonly server: PeerName;
  /** Errors, then warnings, then notes. */
  readonly problems: readonly Problem[];
  /** What validation says: each rule and cause once, the most frequent of the most severe first. None of it is in {@link problems}. */
  readonly findings?: readonly RuleFinding[];
  /** The sessions, in order of their first message. */
  readonly sessions: readonly SessionSummary[];
  /** The exchanges, in order. */
  readonly exchanges: readonly ConversationExchange[];
  /** Exchanges in a row that are alike. */
  readonly runs: readonly Run[];
  /** Objects that came in chunks. */
  readonly largeObjects: readonly LargeObject[];
  /** Nodes of the management tree, in order of their first use; empty for data sync. */
  readonly tree: readonly TouchedNode[];
  /** Commands for which no Status came although one was due. */
  readonly unanswered: readonly CommandReference[];
  /** Statuses whose command is not in the capture. */
  readonly strayStatuses: readonly StrayStatus[];
  /** Results whose command is not in the capture. */
  readonly strayResults?: readonly StrayResult[];
  /** Octets that were not captured. */
  readonly bytesNotCaptured: number;
  /** What the reader of the capture said. */
  readonly diagnostics: readonly CaptureDiagnostic[];
}

/** How much there was. */
export interface ConversationCounts {
  /** Requests with their replies. */
  readonly exchanges: number;
  /** Sessions. */
  readonly sessions: number;
  /** 0 where the capture does not tell. */
  readonly connections: number;
  /** From the first octet to the last, in milliseconds; absent without times. */
  readonly duration?: number;
  /** Messages of all exchanges. */
  readonly messages: number;
  /** Messages that could not be read to their end. */
  readonly undecoded: number;
}

/** One of the two sides. */
export interface PeerName {
  /** `Source` of its messages, or `Target` of the other's. */
  readonly address: string | undefined;
  /** The user it signs in as. */
  readonly user?: string;
}

/** Something to look at: a cause once, with all exchanges in which it appears. */
export interface Problem {
  /** How grave it is. */
  readonly severity: "error" | "warning" | "note";
  /** Stable, such as `sign-in/wrong-password`. */
  readonly code: string;
  /** Indices of the exchanges, in order. */
  readonly exchanges: readonly number[];
  /** What is the matter, in a few words. */
  readonly text: string;
  /** What was seen. */
  readonly detail: string;
  /** How to mend it; empty if there is nothing to do. */
  readonly remedy: string;
  /** What the statement rests on. */
  readonly checked: string;
  /** It was proved with a password that was given, not with what the capture has. */
  readonly usesAccount?: true;
  /** The tries of a sign-in, if it is about one. */
  readonly tries?: readonly SignInTry[];
}

/** One try of a sign-in, as a row of evidence. */
export interface SignInTry {
  /** Index of the exchange, as in the capture. */
  readonly exchange: number;
  /** That the digest was made with; absent if that is not known. */
  readonly nonce?: NonceUse;
  /** Whether the digest fits the password and the nonce. */
  readonly proof: SignIn["proof"];
  /** Code of the answer. */
  readonly code: string;
  /** Letter of the nonce that the answer gives. */
  readonly given?: string;
}

/** What validation says of a message, once for each rule and cause. */
export interface RuleFinding {
  /** The rule, such as `dtd/order`. */
  readonly rule: string;
  /** How grave it is. */
  readonly severity: "error" | "warning";
  /** Of the first place. */
  readonly text: string;
  /** Of the first place. */
  readonly path: string;
  /** Indices of the exchanges, in order. */
  readonly exchanges: readonly number[];
  /** In how many places. */
  readonly count: number;
}

/** A session: exchanges with one SessionID. */
export interface SessionSummary {
  /** From 1. */
  readonly number: number;
  /** SessionID as sent. */
  readonly id: string;
  /** What it is, in a few words. */
  readonly gist: string;
  /** Indices of its exchanges. */
  readonly exchanges: readonly number[];
  /** How it ended. */
  readonly outcome: Outcome;
}

/** A request with its reply. */
export interface ConversationExchange {
  /** That of the capture. */
  readonly index: number;
  /** Number of its session, from 1; absent if no message of it could be read. */
  readonly session?: number;
  /** When its request was whole, in milliseconds since the first frame of the capture; absent without times. */
  readonly start?: number;
  /** How long the device waited: from the last octet of the request to the last of the reply, in milliseconds. */
  readonly wait?: number;
  /** An exchange before it whose request has the same commands, with the same outcome: only the sign-in differs, if anything. */
  readonly sameAs?: number;
  /** What it is, in a few words. */
  readonly gist: string;
  /** How it ended. */
  readonly outcome: Outcome;
  /** The request. */
  readonly request?: ConversationMessage;
  /** What answered it. */
  readonly response?: ConversationMessage;
}

/** A message, with the commands that it asks for. */
export interface ConversationMessage {
  /** Who sent it. */
  readonly sender: Sender;
  /** Octets of its body. */
  readonly bytes: number;
  /** How it is written. */
  readonly encoding: "wbxml" | "xml" | "unknown";
  /** SessionID, as sent. */
  readonly sessionID: string | undefined;
  /** MsgID, as sent. */
  readonly msgID: string | undefined;
  /** Whether it has Final. */
  readonly isFinal: boolean;
  /** Who proves what in its header. */
  readonly signIn?: SignIn;
  /** Without Status and Results, which are at the commands they answer. */
  readonly commands: readonly ConversationCommand[];
  /** How many Status elements it has, all of them shown elsewhere. */
  readonly statuses: number;
  /** How many Results it has, likewise. */
  readonly results?: number;
  /** The exchange in which the same message, with the same MsgID, was sent before. */
  readonly repeats?: number;
  /** Octets that were not captured. */
  readonly gaps: readonly Gap[];
  /** Why it could not be read to its end. */
  readonly fault?: { readonly code: string; readonly text: string; readonly offset: number };
  /** What validation says of it. */
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: "error" | "warning";
    readonly text: string;
    readonly path: string;
  }[];
}

/** What a header proves, and the answer to the header. */
export interface SignIn {
  /** How it is proved. */
  readonly scheme: "basic" | "md5" | "mac" | "other" | "none";
  /** The name that is given. */
  readonly user?: string;
  /** The nonce that the digest was made with, and where it came from; only if it could be checked. */
  readonly nonce?: NonceUse;
  /** Whether password and nonce fit, as far as that could be checked. */
  readonly proof: "right" | "old-nonce" | "wrong" | "unchecked";
  /** In words, in one line. */
  readonly text: string;
  /** The first Status that answers it. */
  readonly status?: CommandStatus;
  /** More than one Status answers the header: the others. */
  readonly otherStatuses?: readonly CommandStatus[];
  /** How the sign-in ended; `none` without credentials, unless they were asked for. */
  readonly outcome?: Outcome;
  /** The password given was what proved it. */
  readonly usesAccount?: true;
  /** The exchange whose basic credentials have the password that was checked with. */
  readonly passwordFrom?: number;
  /** The credentials as sent; only if secrets are to be shown. */
  readonly revealed?: string;
}

/** A nonce, by the letter that it has everywhere. */
export interface NonceUse {
  /** `A`, `B`, `C`. */
  readonly letter: string;
  /** Index of the exchange in which it was given. */
  readonly from: number;
}

/** A command with what answers it. */
export interface ConversationCommand {
  /** Name of the command, such as `Get`. */
  readonly name: string;
  /** CmdID, as sent. */
  readonly id: string;
  /** Where it is: the exchange, and the side. */
  readonly exchange: number;
  /** Who sent it. */
  readonly sender: Sender;
  /** In words, in one line. */
  readonly text: string;
  /** The node or store that it is about. */
  readonly uri?: string;
  /** The value, if it is text and no secret; shortened nowhere. */
  readonly value?: string;
  /** Number in {@link Conversation.largeObjects}, from 0, if the command has a chunk of one. */
  readonly largeObject?: number;
  /** The first Status that answers it. */
  readonly status?: CommandStatus;
  /** More than one Status answers the command, such as one for each item: all but the one that counts. */
  readonly otherStatuses?: readonly CommandStatus[];
  /** The value is that of a node or a text that holds a secret, and is not in the model. */
  readonly isHidden?: true;
  /** Its Results, joined. */
  readonly results: readonly CommandResult[];
  /** How it ended. */
  readonly outcome: Outcome;
  /** Commands inside it. */
  readonly commands: readonly ConversationCommand[];
}

/** A Status, at the command that it answers. */
export interface CommandStatus {
  /** CmdID of the Status. */
  readonly id?: string;
  /** MsgRef and CmdRef, as sent. */
  readonly msgRef?: string;
  /** CmdRef, as sent. */
  readonly cmdRef?: string;
  /** As sent. */
  readonly code: string;
  /** In words, in one line. */
  readonly text: string;
  /** The exchange whose message has it, and that message's sender. */
  readonly exchange: number;
  /** Who sent it. */
  readonly sender: Sender;
  /** Whether that is another message than the one that answers first. */
  readonly isLater: boolean;
  /** What it asks for: the scheme, the letter of the nonce, and the nonce in base64 if secrets are to be shown. */
  readonly challenge?: { readonly scheme: string; readonly nonce?: string; readonly revealed?: string };
  /** Items of the Status, such as an acceptable version or what a user typed. */
  readonly data: readonly string[];
}

/** A Results, which is shown at the command it answers. */
export interface CommandResult {
  /** CmdID, as sent. */
  readonly id: string;
  /** Index of the exchange, as in the capture. */
  readonly exchange: number;
  /** In words, in one line. */
  readonly text: string;
  /** The node or store that it is about. */
  readonly uri?: string;
  /** The value, if it is text and no secret. */
  readonly value?: string;
  /** Octets or characters of the value. */
  readonly size?: number;
  /** Number in {@link Conversation.largeObjects}, from 0, if it has a chunk of one. */
  readonly largeObject?: number;
  /** What the other side said of it. */
  readonly status?: CommandStatus;
  /** Further statuses of it; the first one counts. */
  readonly otherStatuses?: readonly CommandStatus[];
  /** The value is a secret, and is not in the model. */
  readonly isHidden?: true;
}

/** Results whose command is not in the capture. */
export interface StrayResult extends CommandResult {
  /** Who sent it. */
  readonly sender: Sender;
  /** MsgRef, as sent. */
  readonly msgRef: string;
  /** CmdRef, as sent. */
  readonly cmdRef: string;
}

/** Names a command. */
export interface CommandReference {
  /** Index of the exchange, as in the capture. */
  readonly exchange: number;
  /** Name of the command, such as `Get`. */
  readonly name: string;
  /** CmdID, as sent. */
  readonly id: string;
}

/** A Status whose command is not in the capture. */
export interface StrayStatus {
  /** Index of the exchange, as in the capture. */
  readonly exchange: number;
  /** MsgRef, as sent. */
  readonly msgRef: string;
  /** CmdRef, as sent. */
  readonly cmdRef: string;
  /** Cmd, as sent. */
  readonly command: string;
  /** The code, as sent. */
  readonly code: string;
  /** CmdID of the Status. */
  readonly id?: string;
  /** Who sent it. */
  readonly sender?: Sender;
}

/** Exchanges in a row that differ in nothing but their number and size. */
export interface Run {
  /** The first of them. */
  readonly first: number;
  /** The last of them. */
  readonly last: number;
  /** In words, in one line. */
  readonly text: string;
  /** How many exchanges it has. */
  readonly count?: number;
  /** From the first request to the last reply, in milliseconds; absent without times. */
  readonly duration?: number;
}

/** An object that came in chunks. */
export interface LargeObject {
  /** The node or item that it is. */
  readonly name: string;
  /** Who sent it. */
  readonly sender: Sender;
  /** As announced; absent if it was not. */
  readonly size?: number;
  /** Octets, or characters where the value is text. */
  readonly received: number;
  /** Its last chunk came; whether `received` is the announced `size` is another question. */
  readonly isComplete: boolean;
  /** Media type, if it is said. */
  readonly type?: string;
  /** Whether `received` is `size`; absent if no size was announced, or it counts something else. */
  readonly fits?: boolean;
  /** Its chunks, in order. */
  readonly chunks: readonly { readonly exchange: number; readonly size: number; readonly status?: string }[];
}

/** A node of the management tree; in the order of the tree, so that children follow their parent. */
export interface TouchedNode {
  /** Without the part after the question mark. */
  readonly uri: string;
  /** What is left of `uri` below the nearest node that is also here. */
  readonly name?: string;
  /** How many of the nodes above it are also here. */
  readonly depth?: number;
  /** The last value that was seen. */
  readonly lastValue?: string;
  /** What was done with it, in order. */
  readonly commands: readonly {
    readonly name: string;
    readonly exchange: number;
    readonly outcome: Outcome;
    readonly code?: string;
    /** What follows the address, from the question mark on: `?list=StructData`. */
    readonly query?: string;
  }[];
}

/** What is looked at. Credentials and nonces are never in the model as they are. */
export interface ConversationOptions {
  /** Names and passwords to check digests with. Default: none; a password of basic credentials in the capture is used in any case. */
  readonly accounts?: readonly { readonly user: string; readonly secret: string }[];
  /** Check each message against the rules. Default: `true`. */
  readonly validate?: boolean;
  /** What was found of sign-ins before the capture was redacted, which leaves digests that fit nothing. Default: none. */
  readonly proofs?: readonly SignInProof[];
  /** Leave credentials, nonces and values known as secrets out, or show them. Default: `"hide"`. */
  readonly secrets?: "hide" | "show";
}

/** What could be checked of a sign-in. */
export interface SignInProof extends Pick<SignIn, "proof" | "nonce" | "usesAccount" | "passwordFrom"> {
  /** Index of the exchange, as in the capture. */
  readonly exchange: number;
  /** Who sent it. */
  readonly sender: Sender;
}
