import type { DocumentInfo, ElementName } from "../core/sink.ts";
import { versionNumber } from "./version-number.ts";
import { TOKENS_PER_TAG_PAGE, type Vocabulary } from "./vocabulary.ts";

/** Root of a message, which is never embedded in another document. */
export const MESSAGE_ROOT = "SyncML";

/** Vocabularies that a reader knows, and the ways to find one. If several match, the last one listed wins. */
export class VocabularySet {
  /** All of them, in the order given. */
  readonly vocabularies: readonly Vocabulary[];
  private readonly byPublicId = new Map<number, Vocabulary>();
  private readonly byPublicIdText = new Map<string, Vocabulary>();
  private locals: ReadonlySet<string> | undefined = undefined;

  constructor(vocabularies: Iterable<Vocabulary>) {
    this.vocabularies = [...vocabularies];
    for (const vocabulary of this.vocabularies) {
      const { publicId, otherPublicIds = [], publicIdText, publicIdAliases = [] } = vocabulary.definition;
      for (const number of publicId === undefined ? otherPublicIds : [publicId, ...otherPublicIds]) {
        this.byPublicId.set(number, vocabulary);
      }
      for (const text of publicIdText === undefined ? publicIdAliases : [publicIdText, ...publicIdAliases]) {
        this.byPublicIdText.set(normalizePublicId(text), vocabulary);
      }
    }
  }

  /** By the number of a WBXML header. */
  findByPublicId(publicId: number): Vocabulary | undefined {
    return this.byPublicId.get(publicId);
  }

  /** By formal public identifier, ignoring case, surrounding blanks and trailing NULs. */
  findByPublicIdText(publicIdText: string): Vocabulary | undefined {
    return this.byPublicIdText.get(normalizePublicId(publicIdText));
  }

  /** All vocabularies that a media type may mean, in the order of the set; its parameters are ignored. */
  findByMediaType(mediaType: string): Vocabulary[] {
    const wanted = normalizeMediaType(mediaType);
    return this.vocabularies.filter(({ definition }) => definition.mediaTypes.includes(wanted));
  }

  /** By page and token of the root element. */
  findByRootToken(page: number, token: number): Vocabulary | undefined {
    return this.vocabularies.findLast((vocabulary) => {
      const name = vocabulary.tags[page * TOKENS_PER_TAG_PAGE + token];
      return name !== undefined && vocabulary.isRoot(name.local);
    });
  }

  /** By the name of the root element; an empty namespace matches any. */
  findByRoot(local: string, namespace: string): Vocabulary | undefined {
    return this.vocabularies.findLast((vocabulary) => {
      const root = vocabulary.rootNamed(local);
      return root !== undefined && (namespace === "" || root.namespace === namespace);
    });
  }

  /** By the name of an element without the root around it; an empty namespace matches any. */
  findByFragment(local: string, namespace: string): Vocabulary | undefined {
    const wanted = namespace.toLowerCase();
    return this.vocabularies.findLast(
      (one) => one.hasFragment(local) && (namespace === "" || one.root?.namespace.toLowerCase() === wanted),
    );
  }

  /** The name of an element in the last vocabulary that has it. */
  findElement(namespace: string, local: string): ElementName | undefined {
    for (let index = this.vocabularies.length - 1; index >= 0; index--) {
      const name = this.vocabularies[index]?.element(namespace, local);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /**
   * Whether any vocabulary has an element of this name, in whatever namespace: what is known of the elements of vendors without
   * a search for each namespace that they might be of (ast/wbxml/oddity-vendor-element, 7 %).
   *
   * @internal
   */
  hasName(local: string): boolean {
    this.locals ??= new Set(this.vocabularies.flatMap(({ tags }) => tags.flatMap((name) => name?.local ?? [])));
    return this.locals.has(local);
  }

  /** All versions of the vocabulary with this root element, older ones first. */
  versions(root: string): Vocabulary[] {
    return this.vocabularies.filter(({ definition }) => definition.root === root);
  }

  /** Whether each version of the vocabulary with this root has its own namespace, so that a version must be chosen first. */
  hasNamespacesByVersion(root: string): boolean {
    return new Set(this.versions(root).map((version) => version.root?.namespace)).size > 1;
  }

  /** The version, named by a VerDTD or VerProto, of the vocabulary with this root element. */
  findVersion(root: string, said: string): Vocabulary | undefined {
    const version = versionNumber(said);
    return this.versions(root).find(({ name }) => name.endsWith(` ${version}`));
  }

  /** An element of the message itself, in another version of a vocabulary. */
  laterElement(vocabulary: Vocabulary, local: string): ElementName | undefined {
    for (const other of this.vocabularies) {
      if (other === vocabulary || other.definition.root !== vocabulary.definition.root) continue;
      const name = other.element(other.root?.namespace ?? "", local);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** What a token means in another vocabulary with the same root: a later version of this one. */
  laterName(vocabulary: Vocabulary, page: number, token: number): ElementName | undefined {
    for (const other of this.vocabularies) {
      if (other === vocabulary || other.definition.root !== vocabulary.definition.root) continue;
      const name = other.tags[page * TOKENS_PER_TAG_PAGE + token];
      if (name !== undefined) return name;
    }
    return undefined;
  }
}

/** The vocabulary that a document announces by its public identifier: by the text if there is one, else by the number. */
export function announcedVocabulary(
  vocabularies: VocabularySet,
  { publicId, publicIdText }: Pick<DocumentInfo, "publicId" | "publicIdText">,
): Vocabulary | undefined {
  return publicIdText ? vocabularies.findByPublicIdText(publicIdText) : vocabularies.findByPublicId(publicId);
}

function normalizePublicId(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end).trim().toLowerCase();
}

/** A media type without parameters, in lower case. */
export function normalizeMediaType(mediaType: string): string {
  const semicolon = mediaType.indexOf(";");
  return (semicolon < 0 ? mediaType : mediaType.slice(0, semicolon)).trim().toLowerCase();
}
