import { type ElementNames, namesOf } from "../../ast/element-names.ts";
import { wireFault } from "../../ast/node-faults.ts";
import type { SyncmlDocument, WireForm } from "../../ast/nodes.ts";
import type { VocabularySet } from "../../vocabulary/vocabulary-set.ts";
import type { WriteOptions } from "../options.ts";

/** The options that a header depends on. */
export type HeaderForm = Partial<Pick<WriteOptions, "version" | "publicId">>;

/** A document whose root is a node. */
export type RootNode = Exclude<SyncmlDocument, { kind: "Element" | "Fragment" }>;

/**
 * Whether a document is one element, and a message has header and body, as far as it tells: no plan is for another one, such
 * as a message that came without the one and shall go out so.
 */
export function isWhole(document: SyncmlDocument): document is RootNode {
  if (document.kind === "Element" || document.kind === "Fragment") return false;
  const sequence: unknown = document.kind === "SyncML" ? document.extra?.sequence : undefined;
  return !Array.isArray(sequence) || (sequence.includes("syncHdr") && sequence.includes("syncBody"));
}

/** What the names and the header of a document follow from. */
interface Key {
  readonly verDTD: string | undefined;
  readonly wire: WireForm | undefined;
}

interface Entry<Plan> extends Key {
  readonly kind: string;
  readonly version: HeaderForm["version"] | undefined;
  readonly publicId: HeaderForm["publicId"] | undefined;
  readonly plan: Plan | undefined;
}

// More kinds than one process meets: versions, times the headers of the peers, times two for embedded documents.
const MAX_ENTRIES = 16;

/** Recently used plans. */
export class PlanCache<Plan> {
  private readonly bySet = new WeakMap<VocabularySet, Entry<Plan>[]>();
  private readonly make: (root: RootNode, names: ElementNames, form: HeaderForm) => Plan | undefined;

  /** `make` returns nothing for a document that only the event path writes. */
  constructor(make: PlanCache<Plan>["make"]) {
    this.make = make;
  }

  /** The plan for a document, or `undefined` if the event path is to write it. */
  find(root: RootNode, vocabularies: VocabularySet, form: HeaderForm): Plan | undefined {
    const { kind, wire } = root;
    const { version, publicId } = form;
    const verDTD = verDTDOf(root);
    const entries = this.bySet.get(vocabularies) ?? [];
    for (const entry of entries) {
      if (entry.kind !== kind || entry.verDTD !== verDTD) continue;
      if (entry.version === version && entry.publicId === publicId && isSameWire(entry.wire, wire)) return entry.plan;
    }
    const key = ownKey(verDTD, wire, vocabularies);
    if (key === undefined) return undefined;
    const own: RootNode = { ...root, wire: key.wire };
    const plan = this.make(own, namesOf(own, vocabularies), {
      ...(version && { version }),
      ...(publicId && { publicId }),
    });
    if (entries.length === MAX_ENTRIES) entries.shift();
    entries.push({ kind, ...key, version, publicId, plan });
    this.bySet.set(vocabularies, entries);
    return plan;
  }
}

function verDTDOf(root: RootNode): string | undefined {
  if (root.kind === "SyncML") return root.syncHdr.verDTD;
  return root.kind === "MetInf" ? undefined : root.verDTD;
}

function isSameWire(one: WireForm | undefined, other: WireForm | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.namespace === other.namespace &&
    one.format === other.format &&
    one.version === other.version &&
    one.publicId === other.publicId &&
    one.publicIdText === other.publicIdText &&
    one.charset === other.charset
  );
}

/**
 * The same key in strings of the vocabularies, so that no text which a peer sent outlives its message; `undefined` if
 * there is one in it that no vocabulary has.
 */
function ownKey(
  verDTD: string | undefined,
  wire: WireForm | undefined,
  { vocabularies }: VocabularySet,
): Key | undefined {
  const ownVersion = vocabularies.map(({ name }) => name.slice(name.lastIndexOf(" ") + 1)).find((it) => it === verDTD);
  if (ownVersion !== verDTD) return undefined;
  if (wire === undefined) return { verDTD: ownVersion, wire };
  if (wireFault(wire) !== undefined) return undefined;
  const namespace = vocabularies.map(({ root }) => root?.namespace).find((it) => it === wire.namespace);
  const publicIdText = vocabularies
    .flatMap(({ definition }) => [definition.publicIdText, ...(definition.publicIdAliases ?? [])])
    .find((it) => it === wire.publicIdText);
  if (namespace === undefined || publicIdText !== wire.publicIdText) return undefined;
  const { format, version, publicId, charset } = wire;
  return { verDTD: ownVersion, wire: { namespace, format, version, publicId, publicIdText, charset } };
}
