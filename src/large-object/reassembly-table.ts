import * as Code from "../ast/codes/code.ts";

// The receiver's side of large object handling (OMA DM 1.2 and SyncML DS 1.2) as a table without logic.
//
//            first ▶ 213                      last ▶ 200, commit
//   idle ─────────────────────▶ receiving ─────────────────────▶ idle
//    │                           │  ▲ │ next ▶ 213
//    │ no or too large a Size,   │  └─┘
//    │ overrun, broken           │ overrun, broken
//    └───────▶ refusing ◀────────┘
//               │  ▲ │ next ▶ the same status again
//               │  └─┘
//               └ last ▶ the same status, to idle
//
// Any other item or command, or the end of the package, drops the object, alerts 1225 or 223 if it was being received,
// and is then taken once more from idle. `aside` changes no phase.

/** What a receiver is doing. */
export type ReassemblyPhase =
  /** No object is open. */
  | "idle"
  /** An object is open, and its chunks so far were accepted. */
  | "receiving"
  /** An object was refused; its further chunks get the same status until it ends. */
  | "refusing";

/** What was received. */
export type ReassemblyEvent =
  /** An item that is not a chunk, or a command without items. */
  | "whole"
  /** An item that is not a chunk, larger than the receiver accepts. */
  | "whole-too-large"
  /** The first chunk of an object. */
  | "first"
  /** A first chunk whose Size is missing or not a number. */
  | "first-without-size"
  /** A first chunk whose Size is above what the receiver accepts. */
  | "first-too-large"
  /** A later chunk of the object, not the last. */
  | "next"
  /** The last chunk, which brings the object to the announced Size. */
  | "last"
  /** The last chunk, which leaves the object at another length than Size. */
  | "last-wrong-size"
  /** A chunk, not the last, that makes the object longer than Size. */
  | "overrun"
  /** A chunk, not the last, that is markup, or not base64 although Format is `b64`. */
  | "broken"
  /** The last chunk, if it is markup, or not base64 although Format is `b64`. */
  | "last-broken"
  /** Something allowed between two chunks: a status, a result, an alert that answers a message. */
  | "aside"
  /** The end of the package, or, while an object is open, any other item or command. */
  | "other";

/** What to do with what was received. */
export type ReassemblyEffect =
  /** Execute the command. */
  | "pass"
  /** Start an object with this chunk. */
  | "begin"
  /** Add the chunk to the object. */
  | "append"
  /** The object is complete: execute the command with it. */
  | "commit"
  /** Drop the object. */
  | "discard"
  /** Drop the object, then classify what was received again, from idle. */
  | "discard-and-repeat"
  /** Ignore it. */
  | "none";

/**
 * The status to send: a code; a pair of codes for device management and data sync; `"as-refused"` for the code the object
 * was refused with; `undefined` for none.
 */
export type DueStatus = string | { readonly dm: string; readonly ds: string } | "as-refused" | undefined;

/** One row of the table: what happens in `phase` at `event`. */
export interface ReassemblyTransition {
  /** The phase before. */
  readonly phase: ReassemblyPhase;
  /** What was received. */
  readonly event: ReassemblyEvent;
  /** The phase after. */
  readonly next: ReassemblyPhase;
  /** What to do with what was received. */
  readonly effect: ReassemblyEffect;
  /** The status to send. */
  readonly status: DueStatus;
  /** The alert to send: 1222 or 222 for the next message, 1225 or 223 for no end of data. */
  readonly alert: "next-message" | "no-end-of-data" | undefined;
}

const none = undefined;
/** OMA DM uses 413 for an object above MaxObjSize, since its 416 is about what a display can show. */
const announcedTooLarge = { dm: Code.TOO_LARGE, ds: Code.SIZE_TOO_BIG } as const;

type Row = readonly [
  ReassemblyPhase,
  ReassemblyEvent,
  ReassemblyPhase,
  ReassemblyEffect,
  DueStatus,
  ReassemblyTransition["alert"],
];

const rows: readonly Row[] = [
  ["idle", "whole", "idle", "pass", none, none],
  ["idle", "whole-too-large", "idle", "none", Code.TOO_LARGE, none],
  ["idle", "first", "receiving", "begin", Code.CHUNK_ACCEPTED, "next-message"],
  ["idle", "first-without-size", "refusing", "discard", Code.SIZE_REQUIRED, none],
  ["idle", "first-too-large", "refusing", "discard", announcedTooLarge, none],
  ["idle", "overrun", "refusing", "discard", Code.SIZE_MISMATCH, none],
  ["idle", "broken", "refusing", "discard", Code.BAD_REQUEST, none],
  ["idle", "other", "idle", "none", none, none],

  ["receiving", "next", "receiving", "append", Code.CHUNK_ACCEPTED, "next-message"],
  ["receiving", "last", "idle", "commit", Code.OK, none],
  ["receiving", "last-wrong-size", "idle", "discard", Code.SIZE_MISMATCH, none],
  ["receiving", "overrun", "refusing", "discard", Code.SIZE_MISMATCH, none],
  ["receiving", "broken", "refusing", "discard", Code.BAD_REQUEST, none],
  ["receiving", "last-broken", "idle", "discard", Code.BAD_REQUEST, none],
  ["receiving", "aside", "receiving", "pass", none, none],
  ["receiving", "other", "idle", "discard-and-repeat", none, "no-end-of-data"],

  ["refusing", "next", "refusing", "none", "as-refused", none],
  ["refusing", "last", "idle", "none", "as-refused", none],
  ["refusing", "aside", "refusing", "pass", none, none],
  ["refusing", "other", "idle", "discard-and-repeat", none, none],
];

/** All transitions. Pairs that are not listed cannot occur; the table's test proves it. */
export const reassemblyTransitions: readonly ReassemblyTransition[] = rows.map(
  ([phase, event, next, effect, status, alert]) => ({
    phase,
    event,
    next,
    effect,
    status,
    alert,
  }),
);
