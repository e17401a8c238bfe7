import { commandsIn } from "../ast/all-commands.ts";
import * as Code from "../ast/codes/code.ts";
import { codeOf, codeText } from "../ast/codes/code-of.ts";
import { copyTree } from "../ast/copy-tree.ts";
import { create } from "../ast/create.ts";
import type { Alert, Command, Item, Replace, Results, Status, SyncHdr, SyncML } from "../ast/nodes.ts";
import { type NewCommand, reply } from "../ast/reply.ts";
import { challenge } from "../authentication/challenge.ts";
import { encodeBase64 } from "../core/base64.ts";
import { type Bytes, bytesOf } from "../core/bytes.ts";
import { commandsFrom, initialPacking, type PackState } from "../large-object/pack-state.ts";
import { initialReassembly, type ReassemblyOutcome } from "../large-object/reassemble.ts";
import { type AccountScheme, type DmAccount, nonceOctets, RESYNC_NONCE, schemeFor } from "./account.ts";
import {
  alertOf,
  type Composed,
  type Content,
  compose,
  composeMost,
  endsInChunk,
  isTooLarge,
  outgoingOf,
  statusOf,
  storedOf,
  textItem,
  toPlain,
} from "./compose.ts";
import { deviceView } from "./device-view.ts";
import { withGroupCodes } from "./group-status.ts";
import { headerStatus, isOfHeader } from "./header-status.ts";
import { blankEntries, referredTo, resultItems, sentCommands, withCode, withResults, withStatus } from "./history.ts";
import { isIdle } from "./idle-message.ts";
import { sameID } from "./ids.ts";
import { receivedItem } from "./items.ts";
import { messageNumber, orderOf, requestHash } from "./message-order.ts";
import { peerLimits } from "./peer-limits.ts";
import { resolvePolicy, type SessionPolicy } from "./policy.ts";
import { detectProfile, type PeerProfile, type ProfileName, profileOf } from "./profiles.ts";
import { initialProver, macFor, type ProverContext, prove, takePending, takeProofAnswer } from "./prover.ts";
import { keyOf, type Received, receive } from "./receive.ts";
import { receiveObjects } from "./received-objects.ts";
import { describeCommands } from "./redact.ts";
import { admissionOf, type OwnProof } from "./session-guard.ts";
import { logEffect, type SessionNote } from "./session-log.ts";
import { hasToken, tokenOf } from "./session-token.ts";
import type {
  Effect,
  HistoryEntry,
  OpenPackage,
  OutgoingMessage,
  PlanView,
  ReceivedAlert,
  ServerState,
  SessionResult,
  Step,
} from "./session-types.ts";
import { millisecondsForUser, userAlerts } from "./user-alert.ts";
import { initialVerifier, isProved, type Proof, verify } from "./verifier.ts";

// The server's side of a session, as a function of its state and one input (OMA DM Protocol 1.2). States:
//
//            refused: 401, 407, Chal              commands of the plan
//            ┌──────┐                            ┌──────────────────────┐
//            ▼      │   proved, Final            │                      ▼
//   ──▶ init ───────┴──────────────▶ deciding ───┤                     wait ─── chunk 213, 1222: next part ──┐
//        │ ▲                            ▲        │ none: Status, Final   │ ▲                                │
//        │ └── no Final: 1222 ──┐       │        ▼                      │ └────────────────────────────────┘
//        └────────────────────────┘     │       end                      │
//                                       └───────── all answered, Final ──┘
//
// Two rules: nothing a client sends is taken before it has proved who it is, and a message that came already gets the octets it
// was answered with. Every reply is composed in one place, `send`; every end goes through `finish`.

/** What a server's session is given. */
export type ServerInput =
  | {
      readonly kind: "message";
      /** The request's body. */
      readonly body: Bytes;
      /** Value of its header `x-syncml-hmac`. */
      readonly hmac?: string | null | undefined;
      /** The host knows the client already, such as by its TLS certificate. Default false. */
      readonly isKnownToTransport?: boolean | undefined;
      /** The address that the request was sent to, whole or from its path on; needed where the RespURI has a token. Default: none. */
      readonly address?: string | undefined;
    }
  /** What the plan answered to the effect `decide`. */
  | { readonly kind: "processed"; readonly commands?: readonly (NewCommand | Command)[] | undefined }
  /** Commands for the next package. */
  | { readonly kind: "queue"; readonly commands: readonly (NewCommand | Command)[] }
  /** Ends the session with alert 1223, in the next reply. */
  | { readonly kind: "abort"; readonly reason: string }
  /** The time of `idleTimeout` is over. */
  | { readonly kind: "timer"; readonly name: "idleTimeout" };

/** What a server's session needs beside its state. */
export interface ServerContext {
  /** The client's account; `undefined` for a stranger, who is answered as somebody with wrong credentials is. */
  readonly account: DmAccount | undefined;
  /** Octets that nobody can guess, for each new nonce: 128 bits at least. */
  readonly nonce: () => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Values for what the standard leaves open. */
  readonly policy?: Partial<SessionPolicy> | undefined;
  /**
   * Gives the commands of the next package, by what was answered so far; the same for the same view. `"later"` asks with the effect
   * `decide`. Default: those that were queued.
   */
  readonly plan?: ((view: PlanView) => readonly (NewCommand | Command)[] | undefined) | "later" | undefined;
  /**
   * Where the client is to send its next messages; of a function, with a token of the session that nobody can guess. Messages
   * that come without the token need credentials of their own, each. Default: where it sent the first.
   */
  readonly respURI?: string | ((token: string) => string) | undefined;
  /** Which client it is, for a new session. Default: what {@link detectProfile} makes of its first message. */
  readonly profile?: ProfileName | undefined;
  /** The header `User-Agent` of the request. */
  readonly userAgent?: string | null | undefined;
  /** A notification with the resynchronisation nonce was sent to this device. Default false. */
  readonly resync?: boolean | undefined;
}

const LARGE_OBJECTS = "./DevDetail/LrgObj";
/** Milliseconds that a client has to answer in, after its user has had all the time there is. */
const TIME_TO_ANSWER = 60_000;
/** Alerts of the session itself. */
const sessionAlerts: readonly string[] = [
  Code.SERVER_INITIATED,
  Code.CLIENT_INITIATED,
  Code.NEXT_MESSAGE,
  Code.NO_END_OF_DATA,
];

/**
 * One step of a server's session. `state` is `null` before the first message, and after it if no session came of it.
 *
 * Execute the effects only after the state is stored. Nothing of what the peer sends throws.
 *
 * @throws {TypeError} if the input is of a wrong kind for the state, or an argument of a wrong type.
 * @throws {RangeError} if a policy is outside its range.
 */
export function serverInput(
  state: ServerState | null,
  input: ServerInput,
  context: ServerContext,
): Step<ServerState | null> {
  const turn = new Turn(state, context);
  switch (input.kind) {
    case "message":
      try {
        turn.message(bytesOf(input.body), {
          hmac: input.hmac ?? undefined,
          isKnownToTransport: input.isKnownToTransport ?? false,
          address: input.address ?? "",
        });
      } catch (error) {
        // The client's limit leaves no room for an answer, not even for its header: nothing has happened.
        if (!isTooLarge(error)) throw error;
        return {
          state,
          effects: [{ kind: "refuse", status: 400, reason: "the client takes no message of this size" }],
        };
      }
      break;
    case "processed":
      turn.processed(input.commands ?? []);
      break;
    case "queue":
      turn.queue(input.commands);
      break;
    case "abort":
      turn.abort(input.reason);
      break;
    case "timer":
      turn.timer();
      break;
    default:
      throw new TypeError(`there is no input ${JSON.stringify((input as { readonly kind: unknown }).kind)}`);
  }
  return turn.step();
}

type Writable<Value> = { -readonly [Name in keyof Value]: Value[Name] };

/** How a message came. */
interface Circumstances {
  readonly hmac: string | undefined;
  readonly isKnownToTransport: boolean;
  readonly address: string;
}

/** A message whose client has proved itself, being answered. */
interface Taken {
  readonly message: SyncML;
  readonly statuses: Command[];
}

class Turn {
  private readonly effects: Effect[] = [];
  private readonly policy: SessionPolicy;
  private readonly context: ServerContext;
  private readonly account: DmAccount;
  private readonly before: ServerState["state"] | "new";
  private state: Writable<ServerState> | null;

  constructor(state: ServerState | null, context: ServerContext) {
    if (state !== null && (state.v !== 1 || state.role !== "server")) {
      throw new TypeError("the state is not one of a server's session in this version");
    }
    this.state = state === null ? null : { ...state };
    this.before = state?.state ?? "new";
    this.context = context;
    this.policy = resolvePolicy(context.policy);
    this.account = context.account ?? strangerOf(context);
  }

  step(): Step<ServerState | null> {
    if (this.state !== null) this.state.rev++;
    return { state: this.state, effects: this.effects };
  }

  // ── Inputs ────────────────────────────────────────────────────────────────────────────────────────────────────────

  message(body: Uint8Array, { hmac, isKnownToTransport, address }: Circumstances): void {
    const hash = requestHash(body, hmac);
    if (this.repeats(hash)) return;
    const received = receive(body, this.policy);
    const { header } = received;
    if (header === undefined) {
      this.refuse(received.ok ? "" : received.reason, received.ok ? 400 : statusOfFault(received.fault));
      return;
    }
    const key = keyOf(header, hmac);
    if (key.sessionID === "" || key.source === "") {
      this.refuse("the header has no SessionID or no source", 400);
      return;
    }
    const proof: Proof = { cred: header.cred, hmac, body, name: key.locName, isKnownToTransport };
    if (!this.isAdmitted(received, header, hash, proof, key.user, address)) return;
    const isNew = this.state === null;
    const s = this.opened(header, hash);
    if (isNew) this.settleProfile(received.ok ? received.message : undefined);
    s.counters = { ...s.counters, received: s.counters.received + 1 };
    s.peerMsgID = messageNumber(header.msgID) ?? s.peerMsgID + 1;
    s.lastRequest = hash;
    s.lastAt = this.context.now;
    this.log({
      event: "received",
      msgID: header.msgID?.trim(),
      octets: body.length,
      ...(received.ok && { commands: describeCommands(received.message) }),
    });
    if (!received.ok) {
      this.refuseHeader(header, received.code, received.acceptable, received.reason);
      return;
    }
    if (s.counters.received > this.policy.maxMessages) {
      this.abortSession(header, [], "limit", "too many messages");
      return;
    }
    if (this.context.now - s.startedAt > this.policy.maxSessionTime) {
      this.abortSession(header, [], "limit", "the session takes too long");
      return;
    }
    const { message } = received;
    const verdict = verify(s.clientAuth, proof, {
      account: this.account,
      direction: "client",
      policy: this.policy,
      nonces: this.noncesOf(s),
      freshNonce: this.context.nonce,
    });
    // A client that proves itself with the nonce of four zero octets expects the same of the server.
    if (verdict.nonce === RESYNC_NONCE && s.counters.received === 1)
      s.serverAuth = { ...initialProver, nonce: RESYNC_NONCE };
    const wasRefused = s.clientAuth.state === "refused";
    s.clientAuth = verdict.state;
    if (verdict.issued !== undefined) this.effect({ kind: "storeNonce", direction: "client", nonce: verdict.issued });
    if (verdict.verdict !== "not-wanted") {
      this.log({
        event: "authentication",
        detail: verdict.reason === "" ? "the client has proved who it is" : verdict.reason,
      });
    }
    if (!isProved(s.clientAuth, schemeFor(this.account, "client"))) {
      this.refuseClient(message, verdict);
      return;
    }
    s.user = this.context.account?.user ?? s.user;
    if (typeof this.context.respURI === "function") s.token ??= tokenOf(this.context.nonce());
    if (wasRefused) s.isAnnounced = false;
    const status = statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal });
    this.take({ message, statuses: [status] });
  }

  processed(commands: readonly (NewCommand | Command)[]): void {
    const s = this.session("processed");
    if (s.state !== "deciding") throw new TypeError("no commands were asked for");
    this.proceed(commands, commandsFrom(s.owed));
  }

  queue(commands: readonly (NewCommand | Command)[]): void {
    const s = this.session("queue");
    s.queue = [...s.queue, ...toPlain(this.numbered(commands))];
  }

  abort(reason: string): void {
    const s = this.session("abort");
    if (s.state === "end") return;
    s.aborting = reason;
    if (s.state === "deciding") this.sendAbort(commandsFrom(s.owed), "aborted-local", reason);
  }

  timer(): void {
    if (this.state === null || this.state.state === "end") return;
    this.finish("timeout", "no message came in time");
  }

  // ── Order ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A copy of the last request gets the stored reply, or the question to the plan again. True if it was one. */
  private repeats(hash: string): boolean {
    const s = this.state;
    if (s === null || s.lastRequest !== hash) return false;
    if (s.state === "deciding") {
      this.effect({ kind: "decide", view: this.view() });
      return true;
    }
    if (s.lastSent === null) return false;
    this.log({ event: "repeated", msgID: String(s.peerMsgID) });
    this.effect({ kind: "send", ...outgoingOf(s.lastSent) });
    return true;
  }

  /** Whether a message is taken. If not, it is answered here. */
  private isAdmitted(
    received: Received,
    header: SyncHdr,
    hash: string,
    proof: Proof,
    claimedUser: string | undefined,
    address: string,
  ): boolean {
    const s = this.state;
    const scheme = schemeFor(this.account, "client");
    const isSame = s !== null && sameID(s.sessionID, header.sessionID);
    // A session is guarded once its client has proved itself, or was given a token.
    if (!isSame || s.user === null) return this.isInOrder(header, hash);
    const { account } = this.context;
    const isOther = account === undefined ? claimedUser !== undefined : account.user !== s.user;
    if (scheme === "none" && s.token === null && !isOther) return this.isInOrder(header, hash);
    const order = orderOf(header.msgID, s.peerMsgID, s.lastRequest === hash);
    const number = messageNumber(header.msgID);
    const admission = admissionOf(
      {
        scheme,
        state: s.state,
        isLasting: s.clientAuth.state === "session",
        usesToken: s.token !== null,
        acceptsGaps: this.policy.acceptGaps === "accept",
      },
      {
        order,
        isFirst: number === 1,
        proof: isOther && s.state !== "end" ? "wrong" : this.ownProof(s, scheme, proof),
        hasToken: s.token !== null && hasToken(address, s.token),
        isReadable: received.ok,
        isOpening: received.ok && isOpening(received.message),
      },
    );
    switch (admission) {
      case "by-number":
        return this.isInOrder(header, hash);
      case "take":
        this.log({ event: "ignored", detail: "the MsgID skips numbers, those of refused messages" });
        return true;
      case "begin":
        this.beginAgain(s, header, hash, number ?? 1);
        return true;
      case "challenge":
        this.challenge(s, received, header, number === 1, proof);
        return false;
      case "turn-away": {
        const code = received.ok ? (order === "rebuilt" ? Code.OK : Code.BAD_REQUEST) : received.code;
        const reason = received.ok ? "the message does not prove that it belongs to the session" : received.reason;
        this.answerUnknown(header, code, [alertOf(Code.SESSION_ABORT)], undefined, reason);
        return false;
      }
    }
  }

  /** How a message proves itself by its own credentials. A nonce that was replaced counts no more: it may have been overheard. */
  private ownProof(s: ServerState, scheme: AccountScheme, proof: Proof): OwnProof {
    if (scheme === "none") return "missing";
    const nonces = [this.account.nonces?.client ?? ""];
    if (s.clientAuth.issued !== null) nonces.push(s.clientAuth.issued);
    if (this.takesResync()) nonces.push(RESYNC_NONCE);
    const { verdict } = verify({ ...initialVerifier, usesMac: s.clientAuth.usesMac }, proof, {
      account: this.account,
      direction: "client",
      policy: this.policy,
      nonces,
      freshNonce: () => new Uint8Array(0),
    });
    return verdict === "accepted" ? "right" : verdict === "wrong" ? "wrong" : "missing";
  }

  private takesResync(): boolean {
    return this.policy.acceptResync || this.context.resync === true;
  }

  /** A new session with the SessionID of another, by a client that has proved itself. */
  private beginAgain(old: ServerState, header: SyncHdr, hash: string, number: number): void {
    if (old.state !== "end") this.log({ event: "finished", result: "transport", detail: "the client began anew" });
    this.state = null;
    const s = this.opened(header, hash);
    // Its first messages were refused without a trace: some clients say only there what they are.
    if (number > 1) s.devInfo = old.devInfo;
    s.ownMsgID = number - 1;
  }

  /** Asks for credentials, with the nonce in force, so that nobody can put the client's own out of step. */
  private challenge(s: ServerState, received: Received, header: SyncHdr, isFirst: boolean, proof: Proof): void {
    const scheme = schemeFor(this.account, "client");
    const code =
      proof.cred === undefined && proof.hmac === undefined ? Code.CREDENTIALS_MISSING : Code.INVALID_CREDENTIALS;
    const inForce = s.clientAuth.issued ?? this.account.nonces?.client ?? "";
    const nonce = scheme === "basic" ? undefined : nonceOctets(inForce);
    const chal = scheme === "none" || scheme === "transport" ? undefined : challenge({ scheme, nonce });
    const statuses: Command[] = [statusOf(header, "SyncHdr", code, { chal })];
    if (received.ok) {
      for (const command of commandsIn(received.message.syncBody.commands)) {
        if (command.kind !== "Status") statuses.push(statusOf(received.message, command, code));
      }
    }
    const number = isFirst ? 1 : s.ownMsgID + 1;
    const { made } = composeMost(statuses, [], (answers) => this.composedReply(answers, true, false, number));
    this.log({ event: "refused", detail: "the message does not prove that it belongs to the session" });
    this.effect({ kind: "send", body: made.body, contentType: made.contentType });
  }

  private isInOrder(header: SyncHdr, hash: string): boolean {
    const s = this.state;
    const number = messageNumber(header.msgID);
    if (s === null) {
      if (number === 1 || (number !== undefined && this.policy.acceptGaps === "accept")) return true;
      if (number === undefined)
        this.answerUnknown(header, Code.BAD_REQUEST, [], "protocol", "the MsgID is not a number");
      else
        this.answerUnknown(
          header,
          Code.BAD_REQUEST,
          [alertOf(Code.SESSION_ABORT)],
          "protocol",
          "the session is not known",
        );
      return false;
    }
    if (!sameID(s.sessionID, header.sessionID)) {
      this.refuse("the SessionID is that of another session", 400);
      return false;
    }
    const order = orderOf(header.msgID, s.peerMsgID, s.lastRequest === hash);
    if (s.state === "end" && order !== "late" && order !== "repeat") return this.beginsAnew(header, number);
    switch (order) {
      case "next":
        break;
      case "restart":
        this.log({ event: "finished", result: "transport", detail: "the client began anew" });
        this.state = null;
        return true;
      case "rebuilt":
        if (s.state === "init") return true;
        this.abortSession(header, [], "protocol", "a message came again with other content");
        return false;
      case "gap":
        if (this.policy.acceptGaps === "accept") {
          this.log({ event: "ignored", detail: "the MsgID skips numbers" });
          break;
        }
        this.abortSession(header, [], "protocol", "the MsgID skips numbers", Code.BAD_REQUEST);
        return false;
      case "late":
        this.refuse("the message is a late copy", 400);
        return false;
      case "invalid":
        this.abortSession(header, [], "protocol", "the MsgID is not a number", Code.BAD_REQUEST);
        return false;
      case "repeat":
        this.refuse("the message came already, and its reply is not known any more", 400);
        return false;
    }
    return true;
  }

  /** A message to a session that has ended. True if it is the first of a new one with the same SessionID. */
  private beginsAnew(header: SyncHdr, number: number | undefined): boolean {
    if (number === 1) {
      this.state = null;
      return true;
    }
    // The answer to a session that is over changes nothing of how it ended.
    const answer = this.policy.afterEnd === "abort" ? [alertOf(Code.SESSION_ABORT)] : [];
    this.answerUnknown(header, Code.OK, answer, undefined, "the session has ended");
    return false;
  }

  private opened(header: SyncHdr, hash: string): Writable<ServerState> {
    if (this.state !== null) return this.state;
    const key = keyOf(header);
    this.state = {
      v: 1,
      rev: 0,
      role: "server",
      state: "init",
      sessionID: key.sessionID,
      device: key.source,
      user: null,
      uri: header.target?.locURI?.trim() ?? "",
      token: null,
      ownMsgID: 0,
      peerMsgID: 0,
      lastRequest: hash,
      wire: null,
      verDTD: header.verDTD?.trim() ?? "1.2",
      verProto: header.verProto?.trim() ?? "DM/1.2",
      peer: { maxMsgSize: null, maxObjSize: null },
      clientAuth: initialVerifier,
      serverAuth: initialProver,
      lastSent: null,
      incoming: initialReassembly,
      packing: null,
      startedAt: this.context.now,
      lastAt: this.context.now,
      counters: { sent: 0, received: 0, loop: 0 },
      result: null,
      devInfo: {},
      largeObjects: null,
      alerts: [],
      history: [],
      package: null,
      queue: [],
      owed: [],
      ownFinal: true,
      peerFinal: false,
      aborting: null,
      isAnnounced: false,
      profile: "standard",
    };
    return this.state;
  }

  private get profile(): PeerProfile {
    return profileOf(this.state?.profile ?? "standard");
  }

  private settleProfile(message: SyncML | undefined): void {
    const s = this.session("message");
    const { profile, userAgent } = this.context;
    s.profile = profile ?? (message === undefined ? "standard" : detectProfile(message, userAgent));
    const { name, largeObjects, clientSchemes, serverSchemes } = this.profile;
    s.largeObjects = largeObjects;
    for (const [direction, schemes] of [["client", clientSchemes] as const, ["server", serverSchemes] as const]) {
      const scheme = schemeFor(this.account, direction);
      if (this.context.account === undefined || schemes.includes(scheme)) continue;
      this.log({ event: "authentication", detail: `${name} does not know ${scheme} as the proof of the ${direction}` });
    }
  }

  /** Nonces that a proof of the client may be made with. */
  private noncesOf({ clientAuth, counters }: ServerState): string[] {
    const { client = "", clientPrevious } = this.account.nonces ?? {};
    const nonces = new Set<string>();
    if (clientAuth.issued !== null) nonces.add(clientAuth.issued);
    if (clientAuth.issued === null || clientAuth.state === "session") {
      nonces.add(client);
      if (clientPrevious !== undefined) nonces.add(clientPrevious);
    }
    const isFirst = counters.received === 1;
    if (isFirst && this.takesResync()) nonces.add(RESYNC_NONCE);
    return [...nonces];
  }

  // ── Refusals ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private refuse(reason: string, status: 400 | 413): void {
    if (this.state !== null) this.log({ event: "refused", detail: reason });
    this.effect({ kind: "refuse", status, reason });
  }

  /** One Status for each command, and nothing else: the client has not proved who it is. */
  private refuseClient(message: SyncML, verdict: ReturnType<typeof verify>): void {
    const s = this.session("message");
    s.devInfo = { ...devInfoOf(message), ...s.devInfo };
    const header = statusOf(message, "SyncHdr", verdict.code, { chal: verdict.chal });
    if (schemeFor(this.account, "client") === "mac" && s.state !== "init") {
      this.sendAbort([header], "auth-client", verdict.reason);
      return;
    }
    const statuses: Command[] = [header];
    for (const command of commandsIn(message.syncBody.commands)) {
      if (command.kind !== "Status") statuses.push(statusOf(message, command, verdict.code));
    }
    // Where they do not all fit, nothing is lost: none of the commands is executed.
    const { made } = composeMost(statuses, [], (answers) => this.composedReply(answers, true, false));
    this.send(made, true);
    if (verdict.isLast) this.finish("auth-client", verdict.reason);
  }

  private refuseHeader(header: SyncHdr, code: string, acceptable: readonly string[], reason: string): void {
    const items = acceptable.map(textItem);
    if (acceptable.length === 0) {
      this.abortSession(header, [], "protocol", reason, code);
      return;
    }
    this.reply([statusOf(header, "SyncHdr", code, { items })], [], "over");
    this.finish("protocol", reason);
  }

  private abortSession(
    header: SyncHdr,
    statuses: readonly Command[],
    result: SessionResult,
    reason: string,
    code: string = Code.OK,
  ): void {
    const own = statuses.length > 0 ? statuses : [statusOf(header, "SyncHdr", code)];
    this.sendAbort(own, result, reason);
  }

  private sendAbort(statuses: readonly Command[], result: SessionResult, reason: string): void {
    const s = this.session("abort");
    // The end is told even to a client that takes no message as large as that.
    s.peer = { ...s.peer, maxMsgSize: null };
    this.reply(statuses, [alertOf(Code.SESSION_ABORT)], "over");
    this.finish(result, reason);
  }

  /** Answers a message of no session that is known, or of one that has ended, without a state of its own. */
  private answerUnknown(
    header: SyncHdr,
    code: string,
    more: readonly Command[],
    result: SessionResult | undefined,
    reason: string,
  ): void {
    const kept = this.state;
    if (kept === null) this.opened(header, "");
    const answer = this.composedReply([statusOf(header, "SyncHdr", code), ...more], true, false);
    this.log({ event: "refused", detail: reason });
    this.state = kept;
    this.effect({ kind: "send", body: answer.body, contentType: answer.contentType });
    if (kept === null && result !== undefined) this.effect({ kind: "finished", result, reason });
  }

  // ── Messages of a client that has proved itself ───────────────────────────────────────────────────────────────────

  private take(taken: Taken): void {
    const s = this.session("message");
    const { message, statuses } = taken;
    const { syncHdr, syncBody } = message;
    s.wire = message.wire ?? null;
    s.verDTD = syncHdr.verDTD?.trim() ?? s.verDTD;
    s.verProto = syncHdr.verProto?.trim() ?? s.verProto;
    const owed = commandsFrom(s.owed);
    s.owed = [];
    statuses.push(...owed);
    // While answers are left, the client only asks for them, which closes nothing.
    s.peerFinal = syncBody.final === true || (owed.length > 0 && s.peerFinal);
    const isAborted = syncBody.commands.some((one) => one.kind === "Alert" && codeText(one) === Code.SESSION_ABORT);
    if (isAborted) {
      for (const one of syncBody.commands) if (one.kind === "Alert") statuses.push(statusOf(message, one, Code.OK));
      this.reply(statuses, [], "over");
      this.finish("aborted-remote", "the client aborted the session");
      return;
    }
    s.peer = peerLimits(syncHdr, s.peer);
    if (s.peer.maxMsgSize !== null && s.peer.maxMsgSize < this.policy.minUsableMsgSize) {
      this.abortSession(syncHdr, statuses, "limit", `the client takes messages of ${s.peer.maxMsgSize} octets only`);
      return;
    }
    if (!this.takeProofAnswer(message, statuses)) return;
    this.takeCommands(taken);
    s.counters = { ...s.counters, loop: isIdle(message) && owed.length === 0 ? s.counters.loop + 1 : 0 };
    if (s.counters.loop > this.policy.nextMessageLoop) {
      this.abortSession(syncHdr, statuses, "limit", "both sides only ask for the next message");
      return;
    }
    if (s.aborting !== null) {
      this.sendAbort(statuses, "aborted-local", s.aborting);
      return;
    }
    this.goOn(statuses);
  }

  /** What the client says of the server's own proof. False if the session has ended over it. */
  private takeProofAnswer(message: SyncML, statuses: readonly Command[]): boolean {
    const s = this.session("message");
    const answer = headerStatus(message);
    if (answer === undefined || !sameID(answer.msgRef, String(s.ownMsgID))) return true;
    const step = takeProofAnswer(s.serverAuth, { code: codeText(answer), chal: answer.chal }, this.proverContext());
    const { state, store } = takePending(step.state, true);
    s.serverAuth = state;
    if (store !== undefined) this.effect({ kind: "storeNonce", direction: "server", nonce: store });
    switch (step.outcome) {
      case "again":
        // The client has executed none of the commands: the package is sent again from its start.
        if (s.package !== null) s.package = { ...s.package, sent: [] };
        s.packing = s.package === null ? null : fromStart(s.packing);
        s.ownFinal = false;
        return true;
      case "failed":
        this.abortSession(message.syncHdr, statuses, "auth-server", step.reason);
        return false;
      case "refused":
        this.abortSession(message.syncHdr, statuses, "protocol", step.reason);
        return false;
      case "unknown":
        this.log({ event: "ignored", detail: step.reason });
        return true;
      default:
        return true;
    }
  }

  /** Statuses for the client's commands, and its answers to the server's. */
  private takeCommands({ message, statuses }: Taken): void {
    const s = this.session("message");
    const { state, outcomes, alerts } = receiveObjects(s.incoming, message, this.policy);
    s.incoming = state;
    statuses.push(...alerts);
    for (const command of message.syncBody.commands) {
      const parts = outcomes.get(command) ?? [];
      const refused = parts.find(
        ({ effect, status }) => effect !== "pass" && effect !== "commit" && status !== undefined,
      );
      if (command.kind === "Status") this.takeStatus(command);
      else if (command.kind === "Results") this.takeResults(message, command, parts, statuses);
      else if (refused?.status !== undefined) statuses.push(statusOf(message, command, refused.status));
      else if (parts.some(({ effect }) => effect === "none")) continue;
      else if (command.kind === "Alert") {
        this.takeAlert(message, command, parts, statuses);
      } else if (command.kind === "Replace" && isDevInfo(command)) {
        this.takeDevInfo(command);
        statuses.push(statusOf(message, command, Code.OK));
      } else {
        for (const one of commandsIn([command])) statuses.push(statusOf(message, one, Code.NOT_SUPPORTED));
      }
    }
  }

  private takeStatus(status: Status): void {
    const s = this.session("message");
    if (isOfHeader(status)) return;
    const sent = s.package === null ? undefined : referredTo(status, s.package.sent);
    if (s.package === null || sent === undefined) {
      this.log({
        event: "unmatched",
        detail: `Status for command ${status.cmdRef} of message ${status.msgRef}`,
      });
      return;
    }
    const code = codeText(status);
    if (sent.isChunk && code === Code.CHUNK_ACCEPTED) return;
    s.package = { ...s.package, entries: withStatus(s.package.entries, sent.at, status) };
    if (sent.isChunk) this.drop([sent.at[0] as number]);
  }

  private takeResults(
    message: SyncML,
    results: Results,
    parts: readonly ReassemblyOutcome[],
    statuses: Command[],
  ): void {
    const s = this.session("message");
    const refused = parts.find(({ status }) => status !== undefined && status !== Code.OK);
    if (refused?.status !== undefined) statuses.push(statusOf(message, results, refused.status));
    const sent = s.package === null ? undefined : referredTo(results, s.package.sent);
    if (s.package === null || sent === undefined) {
      this.log({
        event: "unmatched",
        detail: `Results for command ${results.cmdRef} of message ${results.msgRef}`,
      });
      return;
    }
    const items = parts.flatMap(({ effect, item, data }) => {
      if (item === undefined) return [];
      if (effect === "pass") return resultItems([item], results.meta);
      return effect === "commit" ? [receivedItem(item, results.meta, data)] : [];
    });
    s.package = { ...s.package, entries: withResults(s.package.entries, sent.at, items) };
  }

  private takeAlert(message: SyncML, alert: Alert, parts: readonly ReassemblyOutcome[], statuses: Command[]): void {
    const s = this.session("message");
    const code = codeText(alert);
    const isEvent = code === Code.CLIENT_EVENT || code === Code.GENERIC_ALERT;
    statuses.push(statusOf(message, alert, isEvent || sessionAlerts.includes(code) ? Code.OK : Code.NOT_SUPPORTED));
    if (!isEvent) {
      if (userAlerts.includes(code))
        this.log({ event: "ignored", detail: `alert ${code} is for users, not for servers` });
      return;
    }
    const items = alert.items.map((item) =>
      receivedItem(item, undefined, parts.find((one) => one.item === item)?.data),
    );
    const received: ReceivedAlert = { code: codeOf(alert), correlator: alert.correlator?.trim(), items };
    s.alerts = [...s.alerts, received];
    this.effect({ kind: "deliver", event: { kind: "alert", alert: received } });
  }

  private takeDevInfo(replace: Replace): void {
    const s = this.session("message");
    s.devInfo = { ...s.devInfo, ...devInfoIn(replace) };
    this.effect({ kind: "deliver", event: { kind: "devInfo", devInfo: s.devInfo } });
  }

  // ── The next message ──────────────────────────────────────────────────────────────────────────────────────────────

  private goOn(statuses: readonly Command[]): void {
    const s = this.session("message");
    const isOpen = s.package !== null && s.packing !== null && !s.packing.isDone;
    // A chunk is followed at once; after a message that closed its package, the client must close its own first.
    if (isOpen && (!s.ownFinal || s.peerFinal)) {
      this.ask(statuses);
      return;
    }
    if (!s.peerFinal) {
      s.state = s.state === "init" ? "init" : "wait";
      this.reply(statuses, [alertOf(Code.NEXT_MESSAGE)], "more");
      return;
    }
    this.closePackage();
    this.ask(statuses);
  }

  private closePackage(): void {
    const s = this.session("message");
    if (s.package === null) return;
    const { kind } = s.package;
    const entries = this.profile.groupStatus === "members" ? withGroupCodes(s.package.entries) : s.package.entries;
    if (kind === "probe") {
      s.largeObjects = entries[0]?.items[0]?.text.trim().toLowerCase() === "true";
      s.package = null;
      s.packing = null;
      return;
    }
    for (const entry of entries) {
      if (entry.uri === LARGE_OBJECTS && entry.items[0] !== undefined) {
        s.largeObjects = entry.items[0].text.trim().toLowerCase() === "true";
      }
      this.effect({ kind: "deliver", event: { kind: "answered", entry } });
    }
    s.history = [...s.history, ...(kind === "queue" ? entries.map(asQueued) : entries)];
    s.package = null;
    s.packing = null;
  }

  /** Asks the plan for the commands of the next package, or for those of the open one again. */
  private ask(statuses: readonly Command[]): void {
    const s = this.session("message");
    const open = s.package;
    if (open?.kind === "queue") {
      this.sendPart(commandsFrom(open.queued ?? []), statuses);
      return;
    }
    if (open?.kind === "probe") {
      this.sendPart(this.numbered([{ kind: "Get", items: [LARGE_OBJECTS] }]), statuses);
      return;
    }
    if (open === null && s.queue.length > 0) {
      const commands = commandsFrom(s.queue);
      s.package = packageOf("queue", s, commands);
      s.queue = [];
      s.packing = initialPacking;
      this.leaveOutMissing(commands);
      this.sendPart(commands, statuses);
      return;
    }
    const { plan } = this.context;
    s.owed = toPlain(statuses);
    s.state = "deciding";
    if (plan === "later") {
      this.effect({ kind: "decide", view: this.view() });
      return;
    }
    this.proceed(plan?.(this.view()) ?? [], statuses);
  }

  private view(): PlanView {
    const s = this.session("decide");
    const { at = s.history.length, alerts = s.alerts.length } = s.package ?? {};
    return {
      device: deviceView(s),
      history: s.history.slice(0, at),
      alerts: s.alerts.slice(0, alerts),
    };
  }

  private proceed(given: readonly (NewCommand | Command)[], statuses: readonly Command[]): void {
    const s = this.session("processed");
    s.owed = [];
    const commands = this.numbered(given);
    if (s.package === null) {
      if (commands.length === 0) {
        // A client that has not had all its answers asks for the rest, since nothing has closed this package.
        if (this.reply(statuses, [], "complete")) this.finish("complete", "nothing is left to do");
        else s.state = "wait";
        return;
      }
      s.package = packageOf("plan", s, commands);
      s.packing = initialPacking;
      this.leaveOutMissing(commands);
    }
    this.sendPart(commands, statuses);
  }

  /** Sends the next message of the open package. */
  private sendPart(commands: readonly Command[], statuses: readonly Command[]): void {
    const s = this.session("processed");
    for (;;) {
      const open = s.package as OpenPackage;
      const left = commands.filter((_, index) => !open.dropped.includes(index));
      if (left.length === 0) {
        const unsent = commandsFrom(s.packing?.answers ?? []);
        this.closePackage();
        this.ask([...statuses, ...unsent]);
        return;
      }
      const content: Content = {
        answers: statuses,
        commands: left,
        packing: s.packing ?? initialPacking,
        msgID: s.ownMsgID + 1,
        final: "each",
      };
      const made = this.fitting(content, commands);
      if (made === undefined) continue;
      const { message } = made;
      if (endsInChunk(message) && !this.mayChunk()) {
        this.withoutChunks(commands, statuses, made);
        if (s.package?.kind === "probe" || s.state === "end") return;
        continue;
      }
      s.packing = made.packing;
      s.package = { ...open, sent: [...open.sent, ...sentCommands(message, made.origins, commands)] };
      s.state = "wait";
      this.send(made, message.syncBody.final === true);
      return;
    }
  }

  /** The message; `undefined` if commands had to be left out first, since they can never fit. */
  private fitting(content: Content, commands: readonly Command[]): Composed | undefined {
    try {
      return this.composed(content, true);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      const tooLarge = content.commands.filter((command) => !this.fitsAlone(command));
      if (tooLarge.length === 0) throw error;
      this.log({ event: "ignored", detail: `${tooLarge.length} commands are larger than the client takes` });
      this.leaveOut(
        tooLarge.map((command) => commands.indexOf(command)),
        Code.TOO_LARGE,
      );
      return undefined;
    }
  }

  private fitsAlone(command: Command): boolean {
    try {
      const { ownMsgID } = this.session("processed");
      this.composed(
        { answers: [], commands: [command], packing: initialPacking, msgID: ownMsgID + 1, final: "each" },
        true,
      );
      return true;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      return false;
    }
  }

  private mayChunk(): boolean {
    const { largeObjects, peer } = this.session("processed");
    if (largeObjects !== null) return largeObjects;
    return this.policy.assumeLargeObjects || peer.maxObjSize !== null;
  }

  /** An object needs chunks, which the client has not said that it takes: asks it, or leaves the command out. */
  private withoutChunks(commands: readonly Command[], statuses: readonly Command[], made: Composed): void {
    const s = this.session("processed");
    const chunk = made.message.syncBody.commands.at(-1) as Command;
    const index = commands.indexOf(made.origins.get(chunk) ?? chunk);
    if (s.largeObjects === null && s.package?.sent.length === 0) {
      const probe = this.numbered([{ kind: "Get", items: [LARGE_OBJECTS] }]);
      // What was planned is planned again once the answer is here.
      if (s.package.kind === "queue") s.queue = [...(s.package.queued ?? []), ...s.queue];
      s.package = { ...packageOf("probe", s, probe), at: s.package.at, alerts: s.package.alerts };
      s.packing = fromStart(s.packing);
      this.sendPart(probe, statuses);
      return;
    }
    this.log({ event: "ignored", detail: "the client does not take large objects" });
    this.leaveOut([index], Code.TOO_LARGE);
  }

  /** Takes out of a new package what the client does not have. */
  private leaveOutMissing(commands: readonly Command[]): void {
    const { name, missingCommands } = this.profile;
    const missing = commands.filter((command) =>
      [...commandsIn([command])].some(({ kind }) => missingCommands.includes(kind)),
    );
    if (missing.length === 0) return;
    const kinds = missing.map(({ kind }) => kind).join(", ");
    this.log({ event: "ignored", detail: `not sent, since ${name} has only a part of the commands: ${kinds}` });
    this.leaveOut(
      missing.map((command) => commands.indexOf(command)),
      Code.NOT_SUPPORTED,
    );
  }

  /** Takes commands out of the open package that do not go out, each with a code that this side gives. */
  private leaveOut(indexes: readonly number[], code: string): void {
    const s = this.session("processed");
    if (s.package === null) return;
    let { entries } = s.package;
    for (const index of indexes) entries = withCode(entries, index, Number(code));
    s.package = { ...s.package, entries };
    this.drop(indexes);
  }

  /** Takes commands out of the open package, with all that went out already, and packs the rest anew. */
  private drop(indexes: readonly number[]): void {
    const s = this.session("processed");
    if (s.package === null) return;
    const { dropped, sent } = s.package;
    s.package = {
      ...s.package,
      dropped: [...new Set([...dropped, ...indexes, ...sent.map(({ at }) => at[0] as number)])],
    };
    s.packing = fromStart(s.packing);
  }

  // ── Sending and ending ────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Replies with answers, and what the message has to end with; answers that do not fit wait for the client's next message,
   * unless the session is over with this one. True if all went out.
   */
  private reply(answers: readonly Command[], last: readonly Command[], ending: "more" | "complete" | "over"): boolean {
    const s = this.session("message");
    const closes = (isWhole: boolean) =>
      this.profile.needsFinal || ending === "over" || (ending === "complete" && isWhole);
    const { made, count } = composeMost(answers, last, (some, isWhole) =>
      this.composedReply(some, closes(isWhole), true),
    );
    const left = answers.slice(count);
    s.owed = ending === "over" ? [] : toPlain(left);
    this.send(made, closes(left.length === 0));
    return left.length === 0;
  }

  private composedReply(
    answers: readonly Command[],
    final: boolean,
    isOwnProofDue: boolean,
    msgID = this.session("message").ownMsgID + 1,
  ): Composed {
    return this.composed({ answers, commands: [], packing: initialPacking, msgID, final }, isOwnProofDue);
  }

  private composed(content: Content, isOwnProofDue: boolean): Composed {
    const s = this.session("message");
    const { cred } = isOwnProofDue ? prove(s.serverAuth, this.proverContext()) : { cred: undefined };
    const announces = isOwnProofDue && !s.isAnnounced;
    return compose(
      {
        verDTD: s.verDTD,
        verProto: s.verProto,
        sessionID: s.sessionID,
        target: s.device,
        source: s.uri,
        sourceName: this.account.serverID,
        respURI: this.respURI(isOwnProofDue),
        cred,
        maxMsgSize: announces ? this.policy.ownMaxMsgSize : 0,
        maxObjSize: announces ? this.policy.ownMaxObjSize : 0,
        wire: s.wire ?? undefined,
        format: "xml",
      },
      content,
      s.peer,
      this.policy,
    );
  }

  /** No stranger is told the token. */
  private respURI(isForClient: boolean): string | undefined {
    const { respURI } = this.context;
    if (typeof respURI !== "function") return respURI;
    const { token } = this.session("message");
    return isForClient && token !== null ? respURI(token) : undefined;
  }

  private send(made: Composed, final: boolean): void {
    const s = this.session("message");
    const context = this.proverContext();
    if (made.message.syncHdr.cred !== undefined || isProved(s.clientAuth, schemeFor(this.account, "client"))) {
      s.serverAuth = prove(s.serverAuth, context).state;
    }
    const hmac = macFor(made.body, s.serverAuth, context);
    const message: OutgoingMessage = { body: made.body, contentType: made.contentType, hmac };
    if (made.message.syncHdr.meta !== undefined) s.isAnnounced = true;
    s.ownMsgID++;
    s.ownFinal = final;
    s.counters = { ...s.counters, sent: s.counters.sent + 1 };
    s.lastSent = storedOf(message);
    this.log({
      event: "sent",
      msgID: String(s.ownMsgID),
      octets: made.body.length,
      contentType: made.contentType,
      commands: describeCommands(made.message),
    });
    const thinking = millisecondsForUser(made.message.syncBody.commands);
    const idle = Math.max(this.policy.idleTimeout, thinking === 0 ? 0 : thinking + TIME_TO_ANSWER);
    this.effect({ kind: "timer", name: "idleTimeout", ms: idle });
    this.effect({ kind: "send", ...message });
  }

  private finish(result: SessionResult, reason: string): void {
    const s = this.session("message");
    s.state = "end";
    s.result = result;
    s.package = null;
    s.packing = null;
    s.incoming = initialReassembly;
    this.log({ event: "finished", result, detail: reason });
    this.effect({ kind: "timer", name: "idleTimeout", ms: null });
    this.effect({ kind: "timer", name: "linger", ms: this.policy.lingerMs });
    this.effect({ kind: "finished", result, reason });
  }

  // ── Small things ──────────────────────────────────────────────────────────────────────────────────────────────────

  private session(input: string): Writable<ServerState> {
    if (this.state === null) throw new TypeError(`the input ${input} is for a session, and there is none`);
    return this.state;
  }

  private proverContext(): ProverContext {
    return { account: this.account, direction: "server", policy: this.policy, mayUseBasic: true };
  }

  /** Commands complete with all their fields; the numbers are those of the message that they go into. */
  private numbered(commands: readonly (NewCommand | Command)[]): Command[] {
    const { syncBody } = reply(
      create("SyncML", { syncHdr: create("SyncHdr", emptyHeader), syncBody: create("SyncBody", { commands: [] }) }),
      commands,
    );
    return this.profile.takesCorrelator ? syncBody.commands : withoutCorrelators(syncBody.commands);
  }

  private effect(effect: Effect): void {
    this.effects.push(effect);
  }

  private log(note: SessionNote): void {
    const { sessionID = "", device = "", state = "end" } = this.state ?? {};
    this.effects.push(logEffect("server", this.before, { sessionID, device, state }, note));
  }
}

const emptyHeader = {
  verDTD: "1.2",
  verProto: "DM/1.2",
  sessionID: "1",
  msgID: "1",
  target: create("Target", { locURI: "" }),
  source: create("Source", { locURI: "" }),
};

/** An account that nothing fits, so that a stranger cannot tell from the answer whether a name is known. */
function strangerOf({ nonce }: ServerContext): DmAccount {
  return { auth: "md5", user: "", secret: encodeBase64(nonce()) };
}

function statusOfFault(fault: string): 400 | 413 {
  return fault === "too-large" ? 413 : 400;
}

/** Whether a message begins a session: with alert 1200 or 1201. */
function isOpening({ syncBody: { commands } }: SyncML): boolean {
  return commands.some(
    (one) =>
      one.kind === "Alert" && [Code.SERVER_INITIATED, Code.CLIENT_INITIATED].some((code) => code === codeText(one)),
  );
}

/** Marked, so that a script does not take it for an answer to what it has asked. */
function asQueued(entry: HistoryEntry): HistoryEntry {
  return { ...entry, isQueued: true };
}

function packageOf(kind: OpenPackage["kind"], s: ServerState, commands: readonly Command[]): OpenPackage {
  return {
    kind,
    at: s.history.length,
    alerts: s.alerts.length,
    dropped: [],
    sent: [],
    entries: blankEntries(commands),
    queued: kind === "queue" ? toPlain(commands) : null,
  };
}

/** A package that is packed anew, with the answers that have not gone out yet. */
function fromStart(packing: PackState | null): PackState {
  return { ...initialPacking, answers: packing?.answers ?? [] };
}

/** Copies of the commands, each Exec without its Correlator. */
function withoutCorrelators(commands: readonly Command[]): Command[] {
  const { roots, all } = copyTree(commands);
  for (const command of all) if (command.kind === "Exec") command.correlator = undefined;
  return roots;
}

function isDevInfo({ items }: Replace): boolean {
  return items.every((item) => /^\.?\/?DevInfo(\/|$)/i.test(devInfoUri(item)));
}

function devInfoUri({ source, target }: Item): string {
  return (source?.locURI ?? target?.locURI ?? "").trim();
}

function devInfoIn({ items }: Replace): Record<string, string> {
  return Object.fromEntries(items.map((item) => [devInfoUri(item), receivedItem(item).text]));
}

function devInfoOf({ syncBody: { commands } }: SyncML): Record<string, string> {
  const replaces = commands.filter((command) => command.kind === "Replace").filter(isDevInfo);
  return Object.assign({}, ...replaces.map(devInfoIn));
}
