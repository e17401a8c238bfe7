import { create, newSource, newTarget } from "../ast/create.ts";
import type { JsonValue } from "../ast/json-value.ts";
import { mediaTypeOf } from "../ast/media-type.ts";
import type { Alert, Command, Cred, Item, Meta, Status, SyncHdr, SyncML, WireForm } from "../ast/nodes.ts";
import { encode } from "../codec/encode.ts";
import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import { isSyncmlError, type SyncmlError } from "../core/errors.ts";
import { packMessage } from "../large-object/pack.ts";
import { type PackState, plainCommands } from "../large-object/pack-state.ts";
import { packAtOnce } from "./pack-at-once.ts";
import type { SessionPolicy } from "./policy.ts";
import type { OutgoingMessage, PeerLimits, StoredMessage } from "./session-types.ts";

// Composes a message: measured, so that it never exceeds what the peer takes, and numbered here alone.

/** Octets that `Final` takes in a message whose packing did not foresee it. */
const FINAL_OCTETS = 8;

/** What every message of a session has in its header. */
export interface Envelope {
  /** Version of the representation, such as `1.2`. */
  readonly verDTD: string;
  /** Protocol and version, such as `DM/1.2`. */
  readonly verProto: string;
  /** SessionID of its messages. */
  readonly sessionID: string;
  /** Address and name of the peer. */
  readonly target: string;
  /** Own address and name. */
  readonly source: string;
  readonly sourceName: string | undefined;
  readonly respURI: string | undefined;
  readonly cred: Cred | undefined;
  /** Sizes to announce; 0 for none. */
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
  readonly wire: WireForm | undefined;
  /** The format of a session that has had no message yet. */
  readonly format: "xml" | "wbxml";
}

/** What goes into the next message. */
export interface Content {
  /** Statuses, Results and alerts: they are kept in the packing if they do not fit. */
  readonly answers: readonly Command[];
  /** The package that the packing is of. */
  readonly commands: readonly Command[];
  readonly packing: PackState;
  /** MsgID of the next message. */
  readonly msgID: number;
  /**
   * Whether the last message of the package closes it. `"each"`: every message with commands does, save one that ends in a chunk,
   * as a server's do.
   */
  readonly final: boolean | "each";
}

/** A message, and what is left of its package. */
export interface Composed {
  readonly message: SyncML;
  readonly packing: PackState;
  /** For each command that was sent, the command of the package or answer that it is all or part of. */
  readonly origins: ReadonlyMap<Command, Command>;
  /** The octets of the message. */
  readonly body: Uint8Array;
  /** Media type of the message. */
  readonly contentType: string;
}

/**
 * Composes and encodes one message.
 *
 * @throws {SyncmlError} `limit-exceeded` if a command can never fit.
 */
export function compose(
  envelope: Envelope,
  { answers, commands, packing, msgID, final }: Content,
  limits: PeerLimits,
  policy: Pick<SessionPolicy, "defaultPeerMaxMsgSize">,
): Composed {
  const start = startOf(envelope, commands, msgID - packing.messages, final !== false);
  const origins = new Map<Command, Command>();
  const maxMsgSize = (limits.maxMsgSize ?? policy.defaultPeerMaxMsgSize) - (final === "each" ? FINAL_OCTETS : 0);
  const format = envelope.wire?.format ?? envelope.format;
  const sizes = { maxMsgSize, maxObjSize: limits.maxObjSize ?? undefined };
  const header = (usual: SyncHdr): SyncHdr => ({ ...usual, cred: envelope.cred });
  const isFresh = packing.messages === 0 && packing.answers.length === 0;
  const whole = { ...start, syncHdr: header(start.syncHdr) };
  const atOnce = isFresh ? packAtOnce(whole, answers, origins, format, sizes) : undefined;
  const { message, state } = atOnce ?? packMessage(packing, start, { answers, origins, format, header, ...sizes });
  // Without a command the client would take it for the end: the answers have left no room, so it is to ask for more.
  const isUnclosed = message.syncBody.final !== true;
  const closes = final === "each" && isUnclosed && hasCommands(message) && !endsInChunk(message);
  if (closes) message.syncBody.final = true;
  return {
    message,
    packing: state,
    origins,
    body: closes || atOnce === undefined ? encode(message, { format }) : atOnce.body,
    contentType: mediaTypeOf(message, { format }),
  };
}

/**
 * Composes a message of as many of these answers as fit, in order, with what it has to end with: `composed` is given fewer and
 * fewer of them. Returns how many went in as well.
 */
export function composeMost(
  answers: readonly Command[],
  last: readonly Command[],
  composed: (answers: readonly Command[], isWhole: boolean) => Composed,
): { readonly made: Composed; readonly count: number } {
  let count = answers.length;
  for (;;) {
    const made = composed([...answers.slice(0, count), ...last], count === answers.length);
    if (made.packing.isDone || count === 0) return { made, count };
    count = Math.min(count - 1, made.message.syncBody.commands.length);
  }
}

function startOf(envelope: Envelope, commands: readonly Command[], msgID: number, final: boolean): SyncML {
  const { verDTD, verProto, sessionID, target, source, sourceName, respURI } = envelope;
  const syncHdr: SyncHdr = create("SyncHdr", {
    verDTD,
    verProto,
    sessionID,
    msgID: String(msgID),
    target: newTarget(target),
    source: newSource(source, sourceName),
    respURI,
    meta: sizesOf(envelope),
  });
  const syncBody = create("SyncBody", { commands: [...commands], final: final ? true : undefined });
  return create("SyncML", { syncHdr, syncBody, wire: envelope.wire });
}

function sizesOf({ maxMsgSize, maxObjSize }: Envelope): Meta | undefined {
  if (maxMsgSize === 0 && maxObjSize === 0) return undefined;
  return create("Meta", {
    maxMsgSize: maxMsgSize === 0 ? undefined : String(maxMsgSize),
    maxObjSize: maxObjSize === 0 ? undefined : String(maxObjSize),
    emi: [],
  });
}

function hasCommands({ syncBody: { commands } }: SyncML): boolean {
  return commands.some(({ kind }) => kind !== "Status");
}

/** Whether the last command of a message is a chunk with more to come. */
export function endsInChunk({ syncBody: { commands } }: SyncML): boolean {
  const last = commands.at(-1);
  return last !== undefined && "items" in last && last.items.some(({ moreData }) => moreData === true);
}

/** A message to send, as JSON. */
export function storedOf(message: OutgoingMessage): StoredMessage {
  return { body: encodeBase64(message.body), contentType: message.contentType, hmac: message.hmac ?? null };
}

/** The message that {@link storedOf} stored. */
export function outgoingOf({ body, contentType, hmac }: StoredMessage): OutgoingMessage {
  return { body: decodeBase64(body) ?? new Uint8Array(0), contentType, hmac: hmac ?? undefined };
}

/** Whether {@link compose} failed because a command can never fit. */
export function isTooLarge(error: unknown): error is SyncmlError {
  return isSyncmlError(error) && error.code === "limit-exceeded";
}

/** A Status, before it has its CmdID. */
export function statusOf(
  message: SyncML | SyncHdr,
  command: Command | "SyncHdr",
  code: string,
  more: Partial<Pick<Status, "items" | "targetRefs" | "sourceRefs" | "chal">> = {},
): Status {
  const header = message.kind === "SyncML" ? message.syncHdr : message;
  const isOfHeader = command === "SyncHdr";
  return create("Status", {
    cmdID: "",
    msgRef: header.msgID?.trim() ?? "1",
    cmdRef: isOfHeader ? "0" : (command.cmdID?.trim() ?? ""),
    cmd: isOfHeader ? "SyncHdr" : command.kind,
    targetRefs: more.targetRefs ?? (isOfHeader ? addressOf(header.target) : []),
    sourceRefs: more.sourceRefs ?? (isOfHeader ? addressOf(header.source) : []),
    chal: more.chal,
    items: more.items ?? [],
    data: code,
  });
}

function addressOf(end: { readonly locURI?: string | undefined } | undefined): string[] {
  return end?.locURI === undefined ? [] : [end.locURI.trim()];
}

/** An alert without anything but its code. */
export function alertOf(code: string, items: readonly Item[] = []): Alert {
  return create("Alert", { cmdID: "", data: code, items: [...items] });
}

/** An item with nothing but text. */
export function textItem(text: string): Item {
  return create("Item", { data: text });
}

/** Commands as JSON. */
export function toPlain(commands: readonly Command[]): readonly JsonValue[] {
  return plainCommands([...commands]);
}
