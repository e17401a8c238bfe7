import { bytesOf } from "../core/bytes.ts";
import { isTooLarge } from "./compose.ts";
import type { ServerContext, ServerInput } from "./server/context.ts";
import { endIdle, requestAbort } from "./server/ending.ts";
import { takeOctets } from "./server/message.ts";
import { queueCommands, takeDecision } from "./server/plan-step.ts";
import { ServerTurn } from "./server/turn.ts";
import type { ServerState, Step } from "./session-types.ts";

export type { ServerContext, ServerInput } from "./server/context.ts";

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
// was answered with. The way of a message is in `server/message.ts`; every reply to a client of the session goes through
// `server/sending.ts`, every end through `server/ending.ts`.

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
  const turn = new ServerTurn(state, context);
  switch (input.kind) {
    case "message":
      try {
        takeOctets(turn, bytesOf(input.body), {
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
      takeDecision(turn, input.commands ?? []);
      break;
    case "queue":
      queueCommands(turn, input.commands);
      break;
    case "abort":
      requestAbort(turn, input.reason);
      break;
    case "timer":
      endIdle(turn);
      break;
    default:
      throw new TypeError(`there is no input ${JSON.stringify((input as { readonly kind: unknown }).kind)}`);
  }
  return turn.step();
}
