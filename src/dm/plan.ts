import type { NewCommand } from "../ast/reply.ts";
import type { MaybePromise } from "./session-store.ts";
import type { PlanView } from "./session-types.ts";

/**
 * What a server wants of a device: the commands of the next package, given all that was asked and answered so far in the
 * session; `undefined` or none if there is nothing left to ask. It is called again for the same history whenever a package
 * takes several messages, or two processes receive the same message, and has to give the same commands then: nothing but the
 * history is stored.
 */
export type Plan = (view: PlanView) => MaybePromise<readonly NewCommand[] | undefined>;
