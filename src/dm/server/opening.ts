import type { SyncHdr, SyncML } from "../../ast/nodes.ts";
import { initialReassembly } from "../../large-object/reassemble.ts";
import { schemeFor } from "../account.ts";
import { detectProfile } from "../profiles.ts";
import { initialProver } from "../prover.ts";
import { keyOf } from "../receive.ts";
import type { ServerState } from "../session-types.ts";
import { initialVerifier } from "../verifier.ts";
import type { Writable } from "../writable.ts";
import type { ServerTurn } from "./turn.ts";

// A session before its first message.

export function openedSession(turn: ServerTurn, header: SyncHdr, hash: string): Writable<ServerState> {
  if (turn.state !== null) return turn.state;
  const key = keyOf(header);
  turn.state = {
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
    startedAt: turn.context.now,
    lastAt: turn.context.now,
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
  return turn.state;
}

export function settleProfile(turn: ServerTurn, message: SyncML | undefined): void {
  const s = turn.session("message");
  const { profile, userAgent } = turn.context;
  s.profile = profile ?? (message === undefined ? "standard" : detectProfile(message, userAgent));
  const { name, largeObjects, clientSchemes, serverSchemes } = turn.profile;
  s.largeObjects = largeObjects;
  for (const [direction, schemes] of [["client", clientSchemes] as const, ["server", serverSchemes] as const]) {
    const scheme = schemeFor(turn.account, direction);
    if (turn.context.account === undefined || schemes.includes(scheme)) continue;
    turn.log({ event: "authentication", detail: `${name} does not know ${scheme} as the proof of the ${direction}` });
  }
}

/** A new session with the SessionID of another, by a client that has proved itself. */
export function beginAgain(turn: ServerTurn, old: ServerState, header: SyncHdr, hash: string, number: number): void {
  if (old.state !== "end") turn.log({ event: "finished", result: "transport", detail: "the client began anew" });
  turn.state = null;
  const s = openedSession(turn, header, hash);
  // Its first messages were refused without a trace: some clients say only there what they are.
  if (number > 1) s.devInfo = old.devInfo;
  s.ownMsgID = number - 1;
}
