import type { CaptureDiagnostic, Gap } from "../../capture/model.ts";

/** Who sent a message, as far as the capture tells. */
export type Sender = "device" | "server";

/** How something ended: `ok`, done; `look`, a step that asks for a look; `refused`; `consequence`, refused because of something else that is told elsewhere; `unanswered`; `none`, nothing is due. */
export type Outcome = "ok" | "look" | "refused" | "consequence" | "unanswered" | "none";

/** A conversation of a device and a server, in words and in order. Plain data: it goes through JSON unchanged. */
export interface Conversation {
  /** One sentence: what happened, or what went wrong. */
  readonly verdict: string;
  readonly counts: ConversationCounts;
  /** The form of the messages: `"SyncML 1.2 in WBXML over HTTP"`. */
  readonly form: string;
  readonly protocol: "OMA DM" | "SyncML" | "unknown";
  /** As the first message says it, such as `1.2`. */
  readonly version: string | undefined;
  readonly device: PeerName;
  readonly server: PeerName;
  /** Errors, then warnings, then notes. */
  readonly problems: readonly Problem[];
  readonly sessions: readonly SessionSummary[];
  readonly exchanges: readonly ConversationExchange[];
  readonly runs: readonly Run[];
  readonly largeObjects: readonly LargeObject[];
  /** Nodes of the management tree, in order of their first use; empty for data sync. */
  readonly tree: readonly TouchedNode[];
  /** Commands for which no Status came although one was due. */
  readonly unanswered: readonly CommandReference[];
  readonly strayStatuses: readonly StrayStatus[];
  /** Octets that were not captured. */
  readonly bytesNotCaptured: number;
  readonly diagnostics: readonly CaptureDiagnostic[];
}

interface ConversationCounts {
  readonly exchanges: number;
  readonly sessions: number;
  /** 0 where the capture does not tell. */
  readonly connections: number;
  /** From the first octet to the last, in milliseconds; absent without times. */
  readonly duration?: number;
  readonly messages: number;
  readonly undecoded: number;
}

export interface PeerName {
  /** `Source` of its messages, or `Target` of the other's. */
  readonly address: string | undefined;
  /** The user it signs in as. */
  readonly user?: string;
}

/** Something to look at: a cause once, with all exchanges in which it appears. */
export interface Problem {
  readonly severity: "error" | "warning" | "note";
  /** Stable, such as `sign-in/wrong-password`. */
  readonly code: string;
  /** Indices of the exchanges, in order. */
  readonly exchanges: readonly number[];
  /** What is the matter, in a few words. */
  readonly text: string;
  /** What was seen. */
  readonly detail: string;
  readonly evidence: readonly string[];
  /** How to mend it; empty if there is nothing to do. */
  readonly remedy: string;
  /** What the statement rests on. */
  readonly checked: string;
}

export interface SessionSummary {
  /** From 1. */
  readonly number: number;
  /** SessionID as sent. */
  readonly id: string;
  readonly gist: string;
  readonly exchanges: readonly number[];
  readonly outcome: Outcome;
}

/** A request with its reply. */
export interface ConversationExchange {
  /** That of the capture. */
  readonly index: number;
  /** Number of its session, from 1; absent if no message of it could be read. */
  readonly session?: number;
  /** In milliseconds since the first octet; absent without times. */
  readonly start?: number;
  /** From the request to the reply, in milliseconds. */
  readonly wait?: number;
  readonly gist: string;
  readonly outcome: Outcome;
  readonly request?: ConversationMessage;
  readonly response?: ConversationMessage;
}

export interface ConversationMessage {
  readonly sender: Sender;
  readonly bytes: number;
  readonly encoding: "wbxml" | "xml" | "unknown";
  readonly sessionID: string | undefined;
  readonly msgID: string | undefined;
  readonly isFinal: boolean;
  readonly signIn?: SignIn;
  /** Without Status and Results, which are at the commands they answer. */
  readonly commands: readonly ConversationCommand[];
  /** How many Status elements it has, all of them shown elsewhere. */
  readonly statuses: number;
  readonly gaps: readonly Gap[];
  /** Why it could not be read to its end. */
  readonly fault?: { readonly code: string; readonly text: string; readonly offset: number };
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: "error" | "warning";
    readonly text: string;
    readonly path: string;
  }[];
}

/** What a header proves, and the answer to the header. */
export interface SignIn {
  readonly scheme: "basic" | "md5" | "mac" | "other" | "none";
  readonly user?: string;
  /** The nonce that the digest was made with, and where it came from; only if it could be checked. */
  readonly nonce?: NonceUse;
  /** Whether password and nonce fit, as far as that could be checked. */
  readonly proof: "right" | "old-nonce" | "wrong" | "unchecked";
  readonly text: string;
  readonly status?: CommandStatus;
}

export interface NonceUse {
  /** `A`, `B`, `C`. */
  readonly letter: string;
  /** Index of the exchange in which it was given. */
  readonly from: number;
}

/** A command with what answers it. */
export interface ConversationCommand {
  readonly name: string;
  readonly id: string;
  /** Where it is: the exchange, and the side. */
  readonly exchange: number;
  readonly sender: Sender;
  readonly text: string;
  readonly uri?: string;
  /** The value, if it is text and no secret; shortened nowhere. */
  readonly value?: string;
  /** Number in {@link Conversation.largeObjects}, from 0, if the command has a chunk of one. */
  readonly largeObject?: number;
  readonly status?: CommandStatus;
  readonly results: readonly CommandResult[];
  readonly outcome: Outcome;
  readonly commands: readonly ConversationCommand[];
}

export interface CommandStatus {
  /** CmdID of the Status. */
  readonly id?: string;
  /** MsgRef and CmdRef, as sent. */
  readonly msgRef?: string;
  readonly cmdRef?: string;
  /** As sent. */
  readonly code: string;
  readonly text: string;
  /** The exchange whose message has it, and that message's sender. */
  readonly exchange: number;
  readonly sender: Sender;
  /** Whether that is another message than the one that answers first. */
  readonly isLater: boolean;
  readonly challenge?: { readonly scheme: string; readonly nonce?: string };
  /** Items of the Status, such as an acceptable version or what a user typed. */
  readonly data: readonly string[];
}

/** A Results, which is shown at the command it answers. */
export interface CommandResult {
  readonly id: string;
  readonly exchange: number;
  readonly text: string;
  readonly uri?: string;
  readonly value?: string;
  /** What the other side said of it. */
  readonly status?: CommandStatus;
}

export interface CommandReference {
  readonly exchange: number;
  readonly name: string;
  readonly id: string;
}

/** A Status whose command is not in the capture. */
export interface StrayStatus {
  readonly exchange: number;
  readonly msgRef: string;
  readonly cmdRef: string;
  readonly command: string;
  readonly code: string;
}

/** Exchanges in a row that differ in nothing but their number and size. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

export interface LargeObject {
  readonly name: string;
  readonly sender: Sender;
  /** As announced; absent if it was not. */
  readonly size?: number;
  /** Octets, or characters where the value is text. */
  readonly received: number;
  /** Its last chunk came; whether `received` is the announced `size` is another question. */
  readonly isComplete: boolean;
  readonly chunks: readonly { readonly exchange: number; readonly size: number; readonly status?: string }[];
}

export interface TouchedNode {
  readonly uri: string;
  readonly lastValue?: string;
  readonly commands: readonly {
    readonly name: string;
    readonly exchange: number;
    readonly outcome: Outcome;
    readonly code?: string;
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
}

/** What could be checked of a sign-in. */
export interface SignInProof extends Pick<SignIn, "proof" | "nonce"> {
  readonly exchange: number;
  readonly sender: Sender;
}
