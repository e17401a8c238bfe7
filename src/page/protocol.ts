import type { Finding, Leaf } from "../inspect/explain/leaf.ts";

// What the page asks of its worker, and what it gets. All of it is plain data.

/** Which side of an exchange. */
export type Side = "request" | "response";

/** How something ended, as signs and colours show it. */
export type Mark = "ok" | "warn" | "bad" | "none" | "plain";

/** One message in the list of exchanges. */
export interface MessageRow {
  readonly isFromDevice: boolean;
  /** What it has in it: `Cred, Get, Alert 201`. */
  readonly gist: string;
  readonly size: number;
  /** A status code, or a word such as `cut`. */
  readonly outcome?: { readonly mark: Mark; readonly text: string };
}

export interface ExchangeRow {
  readonly index: number;
  /** As sent; absent if no message of the exchange could be read. */
  readonly session?: string;
  readonly request?: MessageRow;
  readonly response?: MessageRow;
}

/** A problem of the conversation, or what is wrong with the capture. */
export interface FindingRow {
  readonly mark: Mark;
  readonly text: string;
  /** The exchanges in which it appears. */
  readonly exchanges: readonly number[];
  /** What was seen, and how to mend it. */
  readonly detail: string;
  /** The element that it is about, such as `/SyncML/SyncHdr/Cred`; the message as a whole if absent. */
  readonly path?: string;
}

/** An input that was opened. */
export interface OpenedInput {
  readonly document: number;
  readonly name: string;
  /** The format it was taken for. */
  readonly format: string;
  readonly because: string;
  readonly alternatives: readonly string[];
  /** What carried the messages, outermost first: `pcapng`, `HTTP`. */
  readonly chain: readonly string[];
  readonly verdict: string;
  readonly exchanges: readonly ExchangeRow[];
  readonly findings: readonly FindingRow[];
}

/** Every octet of one message, and what it says. */
export interface OpenedMessage {
  readonly title: string;
  /** `MsgID 1 · 359 B · frame 12`. */
  readonly about: string;
  readonly summary: readonly string[];
  readonly bytes: Uint8Array;
  readonly leaves: readonly Leaf[];
  readonly findings: readonly Finding[];
  /** Octets that were not captured, where they are known, after the last one. */
  readonly missing: number;
}

/** What the page asks for, by kind. */
export interface Requests {
  open: {
    readonly ask: { readonly name: string; readonly bytes: Uint8Array; readonly format?: string };
    readonly answer: OpenedInput;
  };
  message: {
    readonly ask: {
      readonly document: number;
      readonly exchange: number;
      readonly side: Side;
      readonly isHidden: boolean;
    };
    readonly answer: OpenedMessage;
  };
  value: { readonly ask: { readonly title: string; readonly bytes: Uint8Array }; readonly answer: OpenedMessage };
  report: {
    readonly ask: { readonly document: number };
    readonly answer: { readonly html: string };
  };
  redact: {
    readonly ask: { readonly document: number };
    readonly answer: { readonly name: string; readonly text: string; readonly replaced: number };
  };
  close: { readonly ask: { readonly document: number }; readonly answer: null };
}

export type RequestKind = keyof Requests;

/** A question with its number. */
export type Question = {
  [Kind in RequestKind]: { readonly id: number; readonly kind: Kind; readonly ask: Requests[Kind]["ask"] };
}[RequestKind];

/** The answer to the question of the same number. */
export type Answer =
  | { readonly id: number; readonly isDone: true; readonly answer: unknown }
  | { readonly id: number; readonly isDone: false; readonly reason: string };
