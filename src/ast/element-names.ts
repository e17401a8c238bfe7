import type { ElementName } from "../core/sink.ts";
import { DEVINF_NAMESPACE, isCoreNamespace, META_NAMESPACE, TREE_NAMESPACE } from "../vocabulary/namespaces.ts";
import { versionNumber } from "../vocabulary/version-number.ts";
import { TOKENS_PER_TAG_PAGE, type Vocabulary } from "../vocabulary/vocabulary.ts";
import { announcedVocabulary, type VocabularySet } from "../vocabulary/vocabulary-set.ts";
import type { GenericElement, SyncmlDocument } from "./nodes.ts";
import type { Space } from "./shape.ts";

const spaceNamespaces: Readonly<Record<Exclude<Space, "core">, string>> = {
  metinf: META_NAMESPACE,
  devinf: DEVINF_NAMESPACE,
  dmddf: TREE_NAMESPACE,
};
const DEFAULT_VERSION = "1.2";

/** The namespace of an area, in a document whose core elements are in `coreNamespace`. */
export function namespaceOf(space: Space, coreNamespace: string): string {
  return space === "core" ? coreNamespace : spaceNamespaces[space];
}

/** The element names of one document, interned where its vocabulary has them. */
export class ElementNames {
  readonly vocabularies: VocabularySet;
  readonly vocabulary: Vocabulary | undefined;
  private readonly coreNamespace: string;
  private readonly bySpace = new Map<Space, Map<string, ElementName>>();

  constructor(vocabularies: VocabularySet, vocabulary: Vocabulary | undefined, coreNamespace: string) {
    this.vocabularies = vocabularies;
    this.vocabulary = vocabulary;
    this.coreNamespace = coreNamespace;
  }

  /** The name of a standard element. */
  standard(space: Space, local: string): ElementName {
    let names = this.bySpace.get(space);
    if (names === undefined) this.bySpace.set(space, (names = new Map()));
    let name = names.get(local);
    if (name === undefined) {
      name = this.find(namespaceOf(space, this.coreNamespace), local);
      names.set(local, name);
    }
    return name;
  }

  /** The name of a generic element. */
  generic({ local, namespace, page, token }: GenericElement): ElementName {
    const known = page >= 0 && token >= 0 ? this.vocabulary?.tags[page * TOKENS_PER_TAG_PAGE + token] : undefined;
    if (known?.local === local && known.namespace === namespace) return known;
    const found = this.vocabulary?.element(namespace, local);
    return found ?? { local, namespace, page, token, binary: false };
  }

  private find(namespace: string, local: string): ElementName {
    const own = this.vocabulary?.element(namespace, local);
    if (own !== undefined) return own;
    // An element of a later version keeps its token and takes the namespace of this document.
    for (const other of this.vocabularies.vocabularies) {
      if (other.definition.root !== this.vocabulary?.definition.root) continue;
      const later = other.tags.find((name) => name?.local === local && sameSpace(name.namespace, namespace));
      if (later !== undefined) return { ...later, namespace };
    }
    return this.vocabularies.findElement(namespace, local) ?? { local, namespace, page: -1, token: -1, binary: false };
  }
}

function sameSpace(one: string, other: string): boolean {
  return one === other || (isCoreNamespace(one) && isCoreNamespace(other));
}

/** The names for a document: those of the form it came in, else of the version it states. */
export function namesOf(document: SyncmlDocument, vocabularies: VocabularySet): ElementNames {
  const { vocabulary, namespace } = choose(document, vocabularies);
  return new ElementNames(vocabularies, vocabulary, namespace);
}

function choose(
  document: SyncmlDocument,
  vocabularies: VocabularySet,
): { vocabulary: Vocabulary | undefined; namespace: string } {
  const wire = document.kind === "Element" ? undefined : document.wire;
  const root = rootOf(document);
  const candidates = vocabularies.vocabularies.filter(({ definition }) => definition.root === root);
  const byPublicId = wire && announcedVocabulary(vocabularies, wire);
  const version = versionOf(document);
  const namespace = wire?.namespace ?? (document.kind === "Element" ? document.namespace : undefined);
  const vocabulary =
    (byPublicId?.definition.root === root && byPublicId.root?.namespace === namespace ? byPublicId : undefined) ??
    candidates.find((one) => one.root?.namespace === namespace && one.name.endsWith(` ${version}`)) ??
    candidates.find((one) => one.root?.namespace === namespace) ??
    vocabularies.findVersion(root, version) ??
    candidates.at(-1);
  return { vocabulary, namespace: namespace ?? vocabulary?.root?.namespace ?? "" };
}

/** The root by which a vocabulary is found; for a fragment, that of a message. */
function rootOf(document: SyncmlDocument): string {
  if (document.kind === "Fragment") return "SyncML";
  return document.kind === "Element" ? document.local : document.kind;
}

function versionOf(document: SyncmlDocument): string {
  switch (document.kind) {
    case "SyncML":
    case "Fragment":
      return numberIn(document.syncHdr?.verDTD);
    case "DevInf":
    case "MgmtTree":
      return numberIn(document.verDTD);
    default:
      return DEFAULT_VERSION;
  }
}

function numberIn(version: unknown): string {
  // Untyped code may have put a number there, which the walker rejects.
  return typeof version === "string" ? (versionNumber(version) ?? "") : DEFAULT_VERSION;
}
