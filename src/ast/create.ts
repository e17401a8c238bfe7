import { SyncmlError } from "../core/errors.ts";
import { checkOptions, flag, optionChecks } from "../core/options.ts";
import { documentShapes } from "./document-shapes.ts";
import { fragmentShape } from "./message-shapes.ts";
import type { AnyNode, RequiredFields } from "./node-kinds.ts";
import type * as Node from "./nodes.ts";
import type { Shape, Slots } from "./shape.ts";

/** Names of all kinds of node, as in `kind`. */
export type NodeKind = AnyNode["kind"];
/** The node of a kind. */
export type NodeOf<Kind extends NodeKind> = Extract<AnyNode, { kind: Kind }>;

/** Names of the fields that a kind requires. */
export type RequiredOf<Kind extends NodeKind> = Kind extends keyof RequiredFields ? RequiredFields[Kind] : never;

/** The fields of a new node: those the DTD requires, and any others. */
export type FieldsOf<Kind extends NodeKind> = {
  readonly [Name in Extract<RequiredOf<Kind>, keyof NodeOf<Kind>>]: Exclude<NodeOf<Kind>[Name], undefined>;
} & { readonly [Name in Exclude<keyof NodeOf<Kind>, "kind" | RequiredOf<Kind>>]?: NodeOf<Kind>[Name] };

/**
 * Creates a node of a kind, complete with absent fields: `create("Get", { cmdID: "1", items: [newItem("./DevInfo")] })`.
 *
 * @throws {SyncmlError} `invalid-message` for a kind that does not exist, which only untyped code can pass.
 */
export function create<Kind extends NodeKind>(kind: Kind, fields: FieldsOf<Kind>): NodeOf<Kind> {
  return makeNode(kind, fields as Readonly<Record<string, unknown>>) as NodeOf<Kind>;
}

/** The target of an item or a message. */
export function newTarget(locURI: string, locName?: string): Node.Target {
  return create("Target", { locURI, locName });
}

/** The source of an item or a message. */
export function newSource(locURI: string, locName?: string): Node.Source {
  return create("Source", { locURI, locName });
}

/** An item for an address at the peer, with the data to put there, if any. */
export function newItem(locURI: string, data?: Node.Data, meta?: FieldsOf<"Meta">): Node.Item {
  return create("Item", { target: newTarget(locURI), data, meta: meta && create("Meta", meta) });
}

/** The header of a new message. VerDTD follows from `verProto`. */
export interface NewHeader extends Omit<FieldsOf<"SyncHdr">, "verDTD" | "target" | "source"> {
  /** Protocol and version. */
  readonly verProto: "SyncML/1.0" | "SyncML/1.1" | "SyncML/1.2" | "DM/1.1" | "DM/1.2";
  /** Address of the receiver, or a node with more than the address. */
  readonly target: string | Node.Target;
  /** Address of the sender, or a node with more than the address. */
  readonly source: string | Node.Source;
}

/** Properties of a new message besides its header and commands. */
export interface NewMessageOptions {
  /** Whether the message is the last of its package and has `Final`. Default true. */
  readonly final: boolean;
}

const messageChecks = optionChecks({ final: flag });

/**
 * Creates a message of a header and commands.
 *
 * @throws {TypeError} if an option is of the wrong type.
 */
export function newMessage(
  header: NewHeader,
  commands: readonly Node.Command[],
  options: Partial<NewMessageOptions> = {},
): Node.SyncML {
  checkOptions(options, messageChecks);
  const to = typeof header.target === "string" ? newTarget(header.target) : header.target;
  const from = typeof header.source === "string" ? newSource(header.source) : header.source;
  const verDTD = header.verProto.slice(header.verProto.indexOf("/") + 1);
  return create("SyncML", {
    syncHdr: create("SyncHdr", { ...header, verDTD, target: to, source: from }),
    syncBody: create("SyncBody", { commands: [...commands], final: (options.final ?? true) ? true : undefined }),
  });
}

let shapesByKind: Map<string, Shape> | undefined;

/** The shape of a kind of node. */
export function shapeOfKind(kind: string): Shape | undefined {
  shapesByKind ??= collectShapes();
  return shapesByKind.get(kind);
}

/** Makes a node of untyped fields. All nodes of a kind have the same object shape. */
export function makeNode(kind: string, fields: Readonly<Record<string, unknown>>): unknown {
  const shape = shapeOfKind(kind);
  if (shape === undefined) throw new SyncmlError("invalid-message", `there is no kind of node called ${kind}`);
  const values: unknown[] = [];
  for (const row of shape.rows) values.push(fields[row.name]);
  const { extra, wire } = fields as { extra?: Node.Extra; wire?: Node.WireForm };
  return shape.make(values as unknown as Slots, 0, extra, wire);
}

function collectShapes(): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  const pending: Shape[] = [...documentShapes, fragmentShape];
  for (let shape = pending.pop(); shape !== undefined; shape = pending.pop()) {
    if (shapes.has(shape.kind)) continue;
    shapes.set(shape.kind, shape);
    for (const row of shape.rows) pending.push(...Object.values(row.shapes()));
  }
  return shapes;
}
