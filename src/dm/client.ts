import * as Code from "../ast/codes/code.ts";
import { create } from "../ast/create.ts";
import type { Command } from "../ast/nodes.ts";
import { bytesOf } from "../core/bytes.ts";
import { initialReassembly } from "../large-object/reassemble.ts";
import { RESYNC_NONCE } from "./account.ts";
import type { ClientBeginning, ClientContext, ClientInput } from "./client/context.ts";
import { abortByUser } from "./client/ending.ts";
import { goOnAfterRestart, takeOutcome, takeUserAnswer } from "./client/executing.ts";
import { takeFailure, takeTimer } from "./client/failures.ts";
import { takeOctets } from "./client/message.ts";
import { queueAlerts } from "./client/next-message.ts";
import { sendOpening } from "./client/package.ts";
import { ClientTurn } from "./client/turn.ts";
import { alertOf, toPlain } from "./compose.ts";
import { initialProver } from "./prover.ts";
import type { ClientState, Step } from "./session-types.ts";
import { initialVerifier } from "./verifier.ts";

export type { ClientBeginning, ClientContext, ClientInput } from "./client/context.ts";

// The client's side of a session, as a function of its state and one input (OMA DM Protocol 1.2). States:
//
//           401, 407 with Chal: package 1 again
//           ┌──────┐
//           ▼      │      commands              done           server's commands
//   ──▶ init ──────┴─────────────────▶ busy ──────────▶ reply ──────────────────▶ busy
//        │  ▲                           ▲  │             │
//        │  └──────┐                    │  └─ not all ──▶ more ── 1222, 213: next part ──▶ more, reply
//        ▼         │ wrong again        │     fits
//      authServer ─┴────────────────────┘ proved
//
//   Nothing owed and no commands: end.
//
// Two rules: nothing of a server's is executed before the server has proved who it is, if it has to; and the device has the
// commands of one message at a time, between the effects `execute` and the input `done`. The way of a message is in
// `client/message.ts`.

/**
 * Begins a session: the first effects hold package 1.
 *
 * @throws {TypeError} if an argument is of a wrong type.
 * @throws {RangeError} if a policy is outside its range, or the SessionID has more than four characters.
 */
export function startClient(begin: ClientBeginning, context: ClientContext): Step<ClientState> {
  const { reason = "client", sessionID, serverURI, device, devInfo, alerts = [], resync = false } = begin;
  const { format = "wbxml", version = "1.2" } = begin;
  if (sessionID.length < 1 || sessionID.length > 4) throw new RangeError("a SessionID has one to four characters");
  const opening: Command[] = [
    alertOf(reason === "client" ? Code.CLIENT_INITIATED : Code.SERVER_INITIATED),
    create("Replace", { cmdID: "", items: [...devInfo] }),
    ...alerts,
  ];
  const turn = new ClientTurn(
    {
      v: 1,
      rev: 0,
      role: "client",
      state: "init",
      sessionID,
      ownMsgID: 0,
      peerMsgID: 0,
      wire: null,
      verDTD: version,
      verProto: `DM/${version}`,
      peer: { maxMsgSize: null, maxObjSize: null },
      clientAuth: resync ? { ...initialProver, nonce: RESYNC_NONCE } : initialProver,
      serverAuth: initialVerifier,
      lastSent: null,
      incoming: initialReassembly,
      packing: null,
      repeatable: null,
      startedAt: context.now,
      counters: { sent: 0, received: 0, loop: 0 },
      result: null,
      uri: { base: serverURI, current: serverURI },
      device,
      reason,
      resync,
      format,
      pkg: 1,
      ownFinal: false,
      peerFinal: true,
      opening: toPlain(opening),
      queue: [],
      executing: null,
      sentAlerts: [],
      attempts: 0,
      garbled: 0,
      executed: 0,
    },
    context,
  );
  sendOpening(turn, [], opening);
  return turn.step();
}

/**
 * One step of a client's session. Nothing of what the peer sends throws.
 *
 * @throws {TypeError} if the input is of a wrong kind for the state, or an argument of a wrong type.
 * @throws {RangeError} if a policy is outside its range.
 */
export function clientInput(state: ClientState, input: ClientInput, context: ClientContext): Step<ClientState> {
  if (state.v !== 1 || state.role !== "client") {
    throw new TypeError("the state is not one of a client's session in this version");
  }
  const turn = new ClientTurn(state, context);
  // What has ended is never answered.
  if (state.state === "end") return { state, effects: [] };
  switch (input.kind) {
    case "message":
      takeOctets(turn, bytesOf(input.body), input.hmac ?? undefined, input.isKnownToTransport ?? false);
      break;
    case "done":
      takeOutcome(turn, input.outcome);
      break;
    case "answer":
      takeUserAnswer(turn, input.answer);
      break;
    case "queue":
      queueAlerts(turn, input.alerts);
      break;
    case "timer":
      takeTimer(turn, input.name);
      break;
    case "transportFailed":
      takeFailure(turn, input.retryable);
      break;
    case "resumed":
      goOnAfterRestart(turn);
      break;
    case "abort":
      abortByUser(turn, input.reason);
      break;
    default:
      throw new TypeError(`there is no input ${JSON.stringify((input as { readonly kind: unknown }).kind)}`);
  }
  return turn.step();
}
