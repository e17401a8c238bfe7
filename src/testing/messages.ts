import fc from "fast-check";
import { makeNode } from "../ast/create.ts";
import type { Command, DevInf, MetInf, MgmtTree, SyncML } from "../ast/nodes.ts";
import type { Profile, SyncmlVersion } from "../validation/profiles.ts";
import { allContent, type Content, nodeOf, scopeOf } from "./nodes.ts";
import { type Sender, usageOf } from "./usage/usage.ts";
import { usageMessages } from "./usage/usage-messages.ts";

/** Which messages. */
export interface MessageOptions {
  /**
   * Messages that a receiver accepts: commands that the profile uses, from the side that may send them, with consistent
   * CmdIDs and references and values of the right kind.
   */
  readonly profile?: Profile;
  /** Without a profile: anything the DTD of this version allows, with any text in every field. Default `"1.2"`. */
  readonly version?: SyncmlVersion;
  /** Sender of the messages of a profile. Default: either side. */
  readonly sender?: Sender;
  /** What Data may contain besides text and device information. Default: everything. */
  readonly content?: readonly Content[];
}

/** SyncML messages, valid by construction, also when shrunk. */
export function messages(options: MessageOptions = {}): fc.Arbitrary<SyncML> {
  const { profile, version = "1.2", sender, content = allContent } = options;
  if (profile === undefined) return anyMessages(version, content);
  const senders: readonly Sender[] = sender === undefined ? ["client", "server"] : [sender];
  return fc.oneof(...senders.map((side) => usageMessages(usageOf(profile, side, content))));
}

// Its header nests no deeper than its commands do.
const HEADER_DEPTH = 5;

function anyMessages(version: SyncmlVersion, content: readonly Content[]): fc.Arbitrary<SyncML> {
  const scope = scopeOf("SyncML", version, { content });
  const header = nodeOf("SyncHdr", { ...scope, depth: HEADER_DEPTH });
  return fc
    .tuple(header, nodeOf("SyncBody", scope))
    .map(([syncHdr, syncBody]) =>
      makeNode("SyncML", { syncHdr: { ...(syncHdr as object), verDTD: version }, syncBody }),
    ) as fc.Arbitrary<SyncML>;
}

/** Commands of one or several kinds, with anything the DTD of the version allows in them. */
export function commands<Kind extends Command["kind"]>(
  version: SyncmlVersion,
  ...kinds: readonly [Kind, ...Kind[]]
): fc.Arbitrary<Extract<Command, { kind: Kind }>> {
  const scope = scopeOf("SyncML", version);
  return fc.oneof(...kinds.map((kind) => nodeOf(kind, scope))) as fc.Arbitrary<Extract<Command, { kind: Kind }>>;
}

/** Documents of the other kinds: device information, meta information, management trees (in 1.2 only). */
export function documents<Kind extends "DevInf" | "MetInf" | "MgmtTree">(
  kind: Kind,
  version: SyncmlVersion = "1.2",
): fc.Arbitrary<Extract<DevInf | MetInf | MgmtTree, { kind: Kind }>> {
  return nodeOf(kind, scopeOf(kind, version)) as fc.Arbitrary<Extract<DevInf | MetInf | MgmtTree, { kind: Kind }>>;
}
