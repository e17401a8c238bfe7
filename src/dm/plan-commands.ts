import { create, type FieldsOf, newItem, newSource } from "../ast/create.ts";
import type { Data, Item } from "../ast/nodes.ts";
import type { NewCommand, NewCommandOf } from "../ast/reply.ts";
import { type Bytes, bytesOf } from "../core/bytes.ts";
import { describe } from "../core/describe.ts";
import {
  type ChooseOptions,
  type ConfirmOptions,
  chooseAlert,
  confirmAlert,
  type DisplayOptions,
  displayAlert,
  type InputOptions,
  inputAlert,
} from "./user-alert.ts";

/** What a node is set to: its format follows from its type (`chr`, `int` or `float`, `bool`, `bin`) unless one is given. */
export type NodeValue = string | number | boolean | Uint8Array;

/** What a value is, where that does not follow from its type. */
export interface ValueOptions {
  /** Meta Format, such as `node`, `b64`, `xml` or `date`. */
  readonly format?: string | undefined;
  /** Meta Type, the media type. */
  readonly type?: string | undefined;
}

/** What an Exec carries. */
export interface ExecOptions extends ValueOptions {
  /** Comes back in the alert with the outcome, if the device works on it for longer than the session. */
  readonly correlator?: string | undefined;
  /** Its argument. */
  readonly data?: NodeValue | undefined;
}

/** Makes the commands of plans. All addresses are those of nodes, such as `./DevDetail/SwV`. */
export interface PlanCommands {
  /** Reads one node or several, with one command. An interior node gives the names of its children. */
  get(uri: string | readonly string[]): NewCommandOf<"Get">;
  /** Sets a node that is there. */
  replace(uri: string, value: NodeValue, options?: ValueOptions): NewCommandOf<"Replace">;
  /** Creates a node; without a value, an interior one. */
  add(uri: string, value?: NodeValue, options?: ValueOptions): NewCommandOf<"Add">;
  /** Deletes one node or several, with all below them. */
  delete(uri: string | readonly string[]): NewCommandOf<"Delete">;
  /** Copies a node to another address. */
  copy(from: string, to: string): NewCommandOf<"Copy">;
  /** Starts an operation. With 202 its outcome comes as an alert, in this session or a later one. */
  exec(uri: string, options?: ExecOptions): NewCommandOf<"Exec">;
  /** Shows the user a text. */
  display(text: string, options?: DisplayOptions): NewCommandOf<"Alert">;
  /** Asks the user: yes is 200, no is 304. */
  confirm(text: string, options?: ConfirmOptions): NewCommandOf<"Alert">;
  /** Asks the user for a text. */
  input(text: string, options?: InputOptions): NewCommandOf<"Alert">;
  /** Asks the user for one of several choices, or for any number of them. */
  choose(title: string, choices: readonly string[], options?: ChooseOptions): NewCommandOf<"Alert">;
  /** All or nothing. A Get or an Exec may not be inside. */
  atomic(commands: readonly NewCommand[]): NewCommandOf<"Atomic">;
  /** One after the other. After the user's "no" inside, the rest is skipped. */
  sequence(commands: readonly NewCommand[]): NewCommandOf<"Sequence">;
  /** Octets as a value, however many: what the device does not take at once is sent in chunks. */
  bytes(octets: Bytes): Uint8Array;
}

/** Makes the commands of plans. */
export const planCommands: PlanCommands = Object.freeze({
  get: (uri) => ({ kind: "Get", items: addresses(uri) }),
  replace: (uri, value, options = {}) => ({ kind: "Replace", items: [itemWith(address(uri), value, options)] }),
  add: (uri, value, options = {}) => ({ kind: "Add", items: [itemWith(address(uri), value, options)] }),
  delete: (uri) => ({ kind: "Delete", items: addresses(uri) }),
  copy: (from, to) => {
    const item = create("Item", { ...newItem(address(to)), source: newSource(address(from)) });
    return { kind: "Copy", items: [item] };
  },
  exec: (uri, { correlator, data, ...options } = {}) => {
    const item = data === undefined ? newItem(address(uri)) : itemWith(address(uri), data, options);
    return { kind: "Exec", correlator, items: [item] };
  },
  display: displayAlert,
  confirm: confirmAlert,
  input: inputAlert,
  choose: chooseAlert,
  atomic: (commands) => ({ kind: "Atomic", commands: [...commands] }),
  sequence: (commands) => ({ kind: "Sequence", commands: [...commands] }),
  bytes: bytesOf,
} satisfies PlanCommands);

function address(uri: unknown): string {
  if (typeof uri === "string" && uri !== "") return uri;
  throw new TypeError(`expected the address of a node, such as "./DevDetail/SwV", not ${describe(uri)}`);
}

function addresses(uri: string | readonly string[]): string[] {
  const all = Array.isArray(uri) ? uri : [uri];
  if (all.length === 0) throw new TypeError("expected the address of at least one node");
  return all.map(address);
}

function itemWith(uri: string, value: NodeValue | undefined, { format, type }: ValueOptions): Item {
  const [data, usual] = written(value);
  const meta: FieldsOf<"Meta"> = { format: format ?? usual, type, emi: [] };
  return newItem(uri, data, meta.format === undefined && type === undefined ? undefined : meta);
}

/** A value as data, and the format that goes without saying; `chr` is not said at all. */
function written(value: NodeValue | undefined): readonly [data: Data | undefined, format: string | undefined] {
  switch (typeof value) {
    case "undefined":
      return [undefined, "node"];
    case "string":
      return [value, undefined];
    case "boolean":
      return [String(value), "bool"];
    case "number":
      if (!Number.isFinite(value)) throw new RangeError(`a node cannot be set to ${value}`);
      return [String(value), Number.isInteger(value) ? "int" : "float"];
    default:
      return [bytesOf(value), "bin"];
  }
}
