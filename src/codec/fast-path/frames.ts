// Stack of enclosing nodes. In a file without imports for its constants, as in action-bits.ts.

// The innermost node is in local variables; its frame is written when a node opens inside it.
//
//   frames  | not used | shape base action note tag namespace | shape base … | …
//   depth   0          1: root                               2: the node inside it
/**
 * For each node its shape, base and note, the action that leads to the node inside it, the tag or name of its element and,
 * in XML, the default namespace in it.
 */
export const FRAME_FIELDS = 6;
/** Documents of the standard are never as deep. */
export const MAX_OPEN_NODES = 256;

// The note of a node, on how its fields came: nothing to say, its Data is an OPAQUE, or that and more in a list of notes,
// of which the first has this number.
export const PLAIN = 0;
export const DATA_OPAQUE = 1;
export const FIRST_NOTE = 2;

/** Above every slot: each further field of the node is noted in its sequence. */
export const ANY_ORDER = 0x100;

// Why a reader on the fast path stops between two tokens: the document has ended, or what is asked for of it; the next token
// is for the event path; there is more to read.
export const ENDED = 0;
export const NOT_KNOWN = 1;
export const GOES_ON = 2;

/**
 * How many tags are read at a time. A loop over a whole document is compiled during its first call, when nothing is known yet
 * of how it begins and ends, and may be stuck in the form that replaces a running loop (ast/xml with one oddity, 30 % in two
 * of three runs).
 */
export const TAGS_AT_ONCE = 64;

/** By `depth * FRAME_FIELDS`. Made once, not for each message (ast/wbxml/small, 4 %). */
export const frames: Int32Array = new Int32Array(MAX_OPEN_NODES * FRAME_FIELDS);

/**
 * Room for what an item with its Meta needs in a command, to be copied: an array that is new would be one for small integers
 * until the first value, and what is compiled for it thrown away (ast/wbxml on recorded traffic, 30 % in every other run).
 */
export const noValues: readonly unknown[] = new Array<unknown>(30).fill(undefined);
