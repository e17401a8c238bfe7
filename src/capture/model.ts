/** Octets of a file, from `start` up to, not including, `end`. */
export interface FileRange {
  /** The first octet. */
  readonly start: number;
  /** The octet after the last. */
  readonly end: number;
}

/** Who a payload was meant for; `unknown` where neither the carrier nor the content tells. */
export type Direction = "to-server" | "to-device" | "unknown";

/** One side of a conversation: an address and a port, a telephone number, or the name of a machine. */
export interface Peer {
  /** As text: an IP address, a telephone number, a name. */
  readonly address: string;
  /** Of TCP or UDP, if it is such a peer. */
  readonly port?: number;
}

/** Octets that a payload had on the wire and that are not in its `bytes`. */
export interface Gap {
  /** Where they are missing: an index into `bytes`, at which they would be inserted. */
  readonly offset: number;
  /** How many; absent where that is not known. */
  readonly length?: number;
  /** Why: not in the capture, or replaced by the program that wrote the file. */
  readonly reason: "not-captured" | "cut" | "replaced";
  /** The other side acknowledged them, so that the capture lost them and not the network. */
  readonly acknowledged?: true;
}

/** Something about a capture that a reader should know. */
export interface CaptureDiagnostic {
  /** What kind of thing it is. */
  readonly code: CaptureDiagnosticCode;
  /** What was found, in one clause. */
  readonly message: string;
  /** Where in the file. */
  readonly offset?: number;
  /** Number of the frame, entry or line, from 1. */
  readonly frame?: number;
}

/** Diagnostics that say something was lost, and those that say what was put up with or undone. */
export type CaptureDiagnosticCode =
  | "file-cut"
  | "frame-cut"
  | "frame-damaged"
  | "frame-unread"
  | "fragment-missing"
  | "fragment-differs"
  | "not-captured"
  | "retransmitted-differently"
  | "start-not-captured"
  | "connection-cut"
  | "resynchronised"
  | "http-lenient"
  | "length-differs"
  | "content-coding"
  | "content-type-differs"
  | "text-damaged"
  | "text-repaired"
  | "part-missing"
  | "cannot-open"
  | "comment"
  | "limit-reached"
  | "not-understood";

/** The head of a request or reply of HTTP, or what another carrier has in its place. */
export interface PayloadHead {
  /** Of a request: `POST`. */
  readonly method?: string;
  /** The target of the request, as sent. */
  readonly target?: string;
  /** Of a reply: 200. */
  readonly status?: number;
  /** Of a reply, as sent: `OK`. */
  readonly reason?: string;
  /** In the order sent, names as spelt there. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** One message as it was carried: the octets of its body after all carriers and codings are undone. */
export interface Payload {
  /** What was captured of the body. */
  readonly bytes: Uint8Array;
  /** In order of their offsets. Octets on both sides of a gap are never one token. */
  readonly gaps: readonly Gap[];
  /** Whether the server or the device was to get it. */
  readonly direction: Direction;
  /** When its first octet was captured: milliseconds since 1970 in UTC, with fractions; absent if the file does not say. */
  readonly time?: number;
  /** When its last octet was captured. */
  readonly endTime?: number;
  /** Who sent it, if the carrier says. */
  readonly from?: Peer;
  /** Who was to get it, if the carrier says. */
  readonly to?: Peer;
  /** As sent. */
  readonly contentType?: string;
  /** What stood before the body, if the carrier has heads. */
  readonly head?: PayloadHead;
  /** What was undone to get at it, outermost first: `["chunked", "gzip"]`. */
  readonly undone: readonly string[];
  /** Where it was in the file, in order; empty where octets of the payload have no place there, as after gzip. */
  readonly ranges: readonly FileRange[];
  /** Number of the frame, entry, line or part in which it began, from 1. */
  readonly frame?: number;
  /** What a reader of this payload should know. */
  readonly diagnostics: readonly CaptureDiagnostic[];
}

/** A request and what answers it; or one of both, where the other was not captured or none is due. */
export interface Exchange {
  /** From 1, in order of time. */
  readonly index: number;
  /** What carried it: `http`, `wsp`, `obex`, `sms`, `file` … */
  readonly carrier: string;
  /** Which connection of the capture, from 1. */
  readonly connection?: number;
  /** Where the request went, if the carrier has such addresses. */
  readonly url?: string;
  /** What was asked or sent first. */
  readonly request?: Payload;
  /** What answered it. */
  readonly response?: Payload;
}

/** What a file was taken for. */
export interface Recognition {
  /** The name of the format, which `--from` takes. */
  readonly format: string;
  /** What the decision rests on, in one clause. */
  readonly because: string;
  /** Other formats within reach. */
  readonly alternatives: readonly string[];
}

/** What a file of captured traffic holds. */
export interface Capture extends Recognition {
  /** When its first frame was captured, which need not be one of a message: milliseconds since 1970 in UTC; absent if it has no frames with times. */
  readonly start?: number;
  /** When its last frame was captured, likewise. */
  readonly end?: number;
  /** In order of time, numbered from 1. */
  readonly exchanges: readonly Exchange[];
  /** What is said of the file as a whole; payloads have their own. */
  readonly diagnostics: readonly CaptureDiagnostic[];
  /** Counts of what was read, such as `{ frames: 54, connections: 2 }`. */
  readonly counts: Readonly<Record<string, number>>;
}
