import type { Item } from "../ast/nodes.ts";
import { segmentsOf } from "./uri.ts";

/** An Exec that a device is asked to perform. */
export interface ExecRequest {
  /** The operation node. */
  readonly uri: string;
  /** Identifier of the server. */
  readonly serverID: string;
  /** Ties a later Alert to this Exec, if the server gave one. */
  readonly correlator: string | undefined;
  /** Its item, with parameters as Data. */
  readonly item: Item;
}

/** What a device does when a command reaches one of its nodes. All answer with status codes; one that throws is a 500. */
export interface NodeHandler {
  /** The value to report instead of the stored one, or a status code of 300 and above that refuses the Get. */
  readonly get?: ((uri: string) => string | Uint8Array | number | undefined) | undefined;
  /** Called before a value is replaced, or a node added. A status code of 300 and above refuses it; `undefined` is consent. */
  readonly write?: ((uri: string, value: string | Uint8Array | undefined) => number | undefined) | undefined;
  /** Called before a node is deleted, such as to say 403 because it is in use. */
  readonly delete?: ((uri: string) => number | undefined) | undefined;
  /**
   * Runs an operation: 200 if it is done, 202 if its outcome will come as an alert, or a refusal; `undefined` if it is none that
   * the handler knows.
   */
  readonly exec?: ((request: ExecRequest) => number | undefined) | undefined;
}

/** Handlers by the address of their node, such as `./FwUpdate/Pkg1/Download`; a segment `*` is any name. */
export type NodeHandlers = Readonly<Record<string, NodeHandler>>;

interface Level {
  handler: NodeHandler | undefined;
  readonly below: Map<string, Level>;
}

/** Handlers by the names of their node. */
export interface Handlers {
  find(segments: readonly string[]): NodeHandler | undefined;
}

/** Looks handlers up by address: exact names before `*`. */
export class HandlerTable implements Handlers {
  readonly #root: Level = { handler: undefined, below: new Map() };

  /** @throws {RangeError} for a pattern that is not an address. */
  constructor(handlers: NodeHandlers) {
    for (const [pattern, handler] of Object.entries(handlers)) {
      const segments = segmentsOf(pattern);
      if (typeof segments === "number") throw new RangeError(`${JSON.stringify(pattern)} is not the address of a node`);
      let level = this.#root;
      for (const name of segments) {
        let next = level.below.get(name);
        if (next === undefined) level.below.set(name, (next = { handler: undefined, below: new Map() }));
        level = next;
      }
      level.handler = handler;
    }
  }

  find(segments: readonly string[]): NodeHandler | undefined {
    let levels = [this.#root];
    for (const name of segments) {
      levels = levels.flatMap(({ below }) => [below.get(name), below.get("*")].filter((one) => one !== undefined));
      if (levels.length === 0) return undefined;
    }
    return levels.find(({ handler }) => handler !== undefined)?.handler;
  }
}

/** The same with what is done at every node, unless its own handler says otherwise. */
export function withCommonHandler(handlers: Handlers, common: NodeHandler | undefined): Handlers {
  return common === undefined ? handlers : { find: (segments) => ({ ...common, ...handlers.find(segments) }) };
}
