import * as Code from "../ast/codes/code.ts";

// The protocol of a receiver of large objects (large object handling of OMA DM 1.2 and SyncML DS 1.2) as a table, with no logic.

/** What a receiver is in the midst of. */
export type ReassemblyPhase =
  /** Nothing. */
  | "idle"
  /** An object of which chunks were accepted. */
  | "receiving"
  /** An object that was refused; whoever goes on sending it gets the same answer until it ends. */
  | "refusing";

/** What comes in. */
export type ReassemblyEvent =
  /** An item that is no chunk, or a command without items. */
  | "whole"
  /** The same, larger than the receiver takes. */
  | "whole-too-large"
  /** The first chunk of an object. */
  | "first"
  /** A first chunk without a Size that is a number. */
  | "first-without-size"
  /** A first chunk with a Size above what the receiver takes. */
  | "first-too-large"
  /** Another chunk of the object, not the last. */
  | "next"
  /** The last chunk, with which the object has the length that Size said. */
  | "last"
  /** The last chunk, with which the object has another length. */
  | "last-wrong-size"
  /** A chunk, not the last, after which the object is longer than Size said. */
  | "overrun"
  /** A chunk, not the last, that is markup, or no base64 where Format says so. */
  | "broken"
  /** The last chunk, and the object is no base64 where Format says so. */
  | "last-broken"
  /** Something that may stand between two chunks: a status, a result, an alert that answers a message. */
  | "aside"
  /** The end of the package, and while an object is not finished any other item or command. */
  | "other";

/** What is done with what came in. */
export type ReassemblyEffect =
  /** Hand it to whoever executes commands. */
  | "pass"
  /** Forget any object, and keep the chunk as the beginning of one. */
  | "begin"
  /** Keep the chunk. */
  | "append"
  /** The object is whole: hand it on. */
  | "commit"
  /** Drop the object. */
  | "discard"
  /** Drop the object, then look at what came in once more. */
  | "discard-and-repeat"
  /** Nothing. */
  | "none";

/** The status that is due: a code, one for device management and one for data sync, or that of the refusal before. */
export type DueStatus = string | { readonly dm: string; readonly ds: string } | "as-refused" | undefined;

/** One row: in this phase, at this event. */
export interface ReassemblyTransition {
  readonly phase: ReassemblyPhase;
  readonly event: ReassemblyEvent;
  readonly next: ReassemblyPhase;
  readonly effect: ReassemblyEffect;
  readonly status: DueStatus;
  /** An alert that is due: 1222 or 222, 1225 or 223. */
  readonly alert: "next-message" | "no-end-of-data" | undefined;
}

const none = undefined;
/** For device management 413 is the one that lists an object above MaxObjSize; 416 is there what a display cannot show. */
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

/** All transitions; what is not here cannot happen, as the test of the table shows. */
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
