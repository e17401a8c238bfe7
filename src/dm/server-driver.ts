import { type FetchRequest, fromFetch, type HttpRequest, toFetch } from "./http.ts";
import { resolvePolicy } from "./policy.ts";
import { ServerDriver } from "./server-driver/exchange.ts";
import { checkServerOptions, type DmServer, type DmServerOptions } from "./server-driver/options.ts";

export type { Claim, DmServer, DmServerOptions, EndedSession, ServerEvents } from "./server-driver/options.ts";

// A server around the state machine. A request goes through these steps, and whatever ends between two of them is made good
// by the client's retry, at this process or another:
//
//   read ─▶ look up account, state, nonces ─▶ machine ⇄ plan ─▶ store nonces ─▶ compare-and-set ─▶ tell the host ─▶ answer
//                    ▲                                                               │
//                    └── somebody else was first: again, three times at most ────────┘
//
// Nothing is told or answered before the state is stored: a second copy of a request meets the stored reply.

/**
 * A server of OMA DM over HTTP. Clock and random octets are handed in, so that tests can repeat a session octet for octet.
 *
 * @throws {TypeError} if a required option is missing, or one is of a wrong type.
 * @throws {RangeError} if an option or a policy is out of range.
 */
export function dmServer(options: DmServerOptions): DmServer {
  checkServerOptions(options);
  const driver = new ServerDriver(options, resolvePolicy(options.policy));
  const answer = (request: HttpRequest) => driver.answer(request);
  return Object.assign(async (request: FetchRequest) => toFetch(await answer(fromFetch(request))), {
    answer,
    expire: (session: { readonly address: string; readonly sessionID: string }) => driver.expire(session),
    nonces: (client: { readonly address: string; readonly user: string }) => driver.nonces(client),
  });
}
