import type { AttributeName, ElementName } from "../core/sink.ts";
import type { OpaqueKind, TagPage, VocabularyDefinition } from "./definition.ts";

/** An attribute start token, ready for use. */
export interface AttributeStartToken {
  /** Name of the attribute. */
  readonly name: AttributeName;
  /** Beginning of its value, or `""`. */
  readonly valuePrefix: string;
  /** What an OPAQUE as its value stands for. */
  readonly opaque: OpaqueKind | undefined;
  /** It is read but not written. */
  readonly isReadOnly: boolean;
}

/** Entries of a tag page in {@link Vocabulary.tags}. */
export const TOKENS_PER_TAG_PAGE = 64;
/** Entries of an attribute page in {@link Vocabulary.attributeStarts} and {@link Vocabulary.attributeValues}. */
export const TOKENS_PER_ATTRIBUTE_PAGE = 128;
/** The highest code page. */
export const LAST_PAGE = 255;
/** The tokens of a page that a vocabulary may give a meaning to: below them are the global ones (WAP-192 §7.1). */
export const FIRST_TOKEN = 0x05;
export const LAST_TAG_TOKEN: number = TOKENS_PER_TAG_PAGE - 1;

/** A vocabulary with lookups in both directions, derived from one definition. */
export class Vocabulary {
  /** The object it was made from. */
  readonly definition: VocabularyDefinition;
  /** Interned names by `page * 64 + token`. */
  readonly tags: readonly (ElementName | undefined)[];
  /** Interned attribute starts by `page * 128 + token`. */
  readonly attributeStarts: readonly (AttributeStartToken | undefined)[];
  /** Attribute values by `page * 128 + token - 128`. */
  readonly attributeValues: readonly (string | undefined)[];
  /** Those of them that are read but not written. */
  readonly readOnlyValues: ReadonlySet<number>;
  /** What an OPAQUE in some elements stands for. */
  readonly opaqueKinds: ReadonlyMap<ElementName, OpaqueKind>;
  /** Whether content of its elements has other forms than strings and octets as they are. */
  readonly hasContentForms: boolean;
  /** Whether its documents are tags, strings and octets as they are: only the event path knows anything else. */
  readonly isPlain: boolean;
  /** Where `xmlns` tells the namespace of a token: tables like {@link Vocabulary.tags} by namespace. Otherwise absent. */
  readonly scopedTags: ReadonlyMap<string, readonly (ElementName | undefined)[]> | undefined;
  private readonly byNamespace = new Map<string, Map<string, ElementName>>();

  constructor(definition: VocabularyDefinition) {
    this.definition = definition;
    this.tags = this.internTags();
    this.scopedTags = definition.scopedNamespaces && this.internScopedTags(definition.scopedNamespaces);
    this.opaqueKinds = this.listOpaqueKinds();
    const { extensionWords, variables } = definition;
    this.hasContentForms = this.opaqueKinds.size > 0 || extensionWords !== undefined || variables !== undefined;
    this.isPlain = !this.hasContentForms && this.scopedTags === undefined;
    this.attributeStarts = internAttributeStarts(definition);
    this.attributeValues = listAttributeValues(definition);
    this.readOnlyValues = listReadOnlyValues(definition);
  }

  /** Its name, such as `SyncML 1.2`. */
  get name(): string {
    return this.definition.name;
  }

  /** Whether an element of this name may occur without the root around it. */
  hasFragment(local: string): boolean {
    const { fragments } = this.definition;
    return fragments !== undefined && (fragments.alone.includes(local) || fragments.inRow.includes(local));
  }

  /** The interned name of an element, or `undefined` if the vocabulary has none. */
  element(namespace: string, local: string): ElementName | undefined {
    return this.byNamespace.get(namespace)?.get(local);
  }

  /** The namespaces of its elements. */
  get namespaces(): Iterable<string> {
    return this.byNamespace.keys();
  }

  /** Whether this is a name of the vocabulary itself, and not another with the same token. */
  has(name: ElementName): boolean {
    const { page, token, namespace } = name;
    if (token < 0) return false;
    const index = page * TOKENS_PER_TAG_PAGE + token;
    return this.tags[index] === name || this.scopedTags?.get(namespace)?.[index] === name;
  }

  /** The namespace that a tag page implies, or `undefined` if the vocabulary lacks the page. */
  pageNamespace(page: number): string | undefined {
    return this.definition.tagPages[page]?.namespace;
  }

  /** The root element as this vocabulary names it. */
  get root(): ElementName | undefined {
    return this.rootNamed(this.definition.root);
  }

  /** Whether this is the local name of a root element. */
  isRoot(local: string): boolean {
    const { root, otherRoots } = this.definition;
    return local === root || otherRoots?.includes(local) === true;
  }

  /** The root element of this local name, or `undefined` if it is none. */
  rootNamed(local: string): ElementName | undefined {
    if (!this.isRoot(local)) return undefined;
    for (const names of this.byNamespace.values()) {
      const root = names.get(local);
      if (root !== undefined) return root;
    }
    return undefined;
  }

  private internTags(): (ElementName | undefined)[] {
    const pages = Object.entries(this.definition.tagPages);
    const tags = emptyTable<ElementName>(pages, TOKENS_PER_TAG_PAGE);
    for (const [key, { namespace: pageNamespace, namespaces, tags: locals, binary }] of pages as [string, TagPage][]) {
      const page = pageNumber(this.definition, key);
      for (const [tokenKey, local] of Object.entries(locals)) {
        const namespace = namespaces?.[local] ?? pageNamespace;
        let names = this.byNamespace.get(namespace);
        if (names === undefined) this.byNamespace.set(namespace, (names = new Map()));
        const token = tokenNumber(this.definition, tokenKey, FIRST_TOKEN, LAST_TAG_TOKEN);
        const name = { local, namespace, page, token, binary: binary?.includes(local) ?? false };
        tags[page * TOKENS_PER_TAG_PAGE + token] = name;
        // Of a name on several pages the first one is written.
        if (!names.has(local)) names.set(local, name);
      }
    }
    return tags;
  }

  private internScopedTags(
    namespaces: Readonly<Record<string, readonly number[]>>,
  ): Map<string, readonly (ElementName | undefined)[]> {
    const tables = new Map(Object.values(this.definition.tagPages).map(({ namespace }) => [namespace, this.tags]));
    for (const [namespace, firstPages] of Object.entries(namespaces)) {
      const table = this.tags.map((name) => name && { ...name, namespace });
      tables.set(namespace, table);
      const found = table.filter((name) => name !== undefined).reverse();
      const first = found.filter(({ page }) => firstPages.includes(page));
      this.byNamespace.set(namespace, new Map([...found, ...first].map((name) => [name.local, name])));
    }
    return tables;
  }

  private listOpaqueKinds(): Map<ElementName, OpaqueKind> {
    const kinds = new Map<ElementName, OpaqueKind>();
    for (const name of [this.tags, ...(this.scopedTags?.values() ?? [])].flat()) {
      if (name === undefined) continue;
      const kind = this.definition.tagPages[name.page]?.opaque?.[name.local];
      if (kind !== undefined) kinds.set(name, kind);
    }
    return kinds;
  }
}

function emptyTable<Entry>(pages: [string, unknown][], tokensPerPage: number): (Entry | undefined)[] {
  const last = Math.max(-1, ...pages.map(([page]) => Number(page)));
  return new Array<Entry | undefined>((last + 1) * tokensPerPage).fill(undefined);
}

function internAttributeStarts(definition: VocabularyDefinition): (AttributeStartToken | undefined)[] {
  const pages = Object.entries(definition.attributePages ?? {});
  const starts = emptyTable<AttributeStartToken>(pages, TOKENS_PER_ATTRIBUTE_PAGE);
  const names = new Map<string, AttributeName>();
  for (const [key, page] of pages) {
    for (const [tokenKey, { name: local, valuePrefix = "", opaque }] of Object.entries(page.starts)) {
      const token = tokenNumber(definition, tokenKey, FIRST_TOKEN, TOKENS_PER_ATTRIBUTE_PAGE - 1);
      let name = names.get(local);
      if (name === undefined) names.set(local, (name = { local, namespace: "", prefix: "" }));
      const isReadOnly = page.readOnly?.includes(token) === true;
      starts[pageNumber(definition, key) * TOKENS_PER_ATTRIBUTE_PAGE + token] = {
        name,
        valuePrefix,
        opaque,
        isReadOnly,
      };
    }
  }
  return starts;
}

function listAttributeValues(definition: VocabularyDefinition): (string | undefined)[] {
  const pages = Object.entries(definition.attributePages ?? {});
  const values = emptyTable<string>(pages, TOKENS_PER_ATTRIBUTE_PAGE);
  for (const [key, page] of pages) {
    for (const [tokenKey, value] of Object.entries(page.values)) {
      const token = tokenNumber(definition, tokenKey, 0x80 + FIRST_TOKEN, 0xff);
      values[pageNumber(definition, key) * TOKENS_PER_ATTRIBUTE_PAGE + token - 0x80] = value;
    }
  }
  return values;
}

function listReadOnlyValues({ attributePages = {} }: VocabularyDefinition): Set<number> {
  const values = Object.entries(attributePages).flatMap(([page, { readOnly = [] }]) =>
    readOnly.map((token) => Number(page) * TOKENS_PER_ATTRIBUTE_PAGE + token - 0x80),
  );
  return new Set(values);
}

function pageNumber(definition: VocabularyDefinition, key: string): number {
  const page = Number(key);
  if (!Number.isInteger(page) || page < 0 || page > 255) {
    throw new RangeError(`${definition.name}: page ${key} is outside 0–255`);
  }
  return page;
}

function tokenNumber(definition: VocabularyDefinition, key: string, min: number, max: number): number {
  const token = Number(key);
  // 0–4 are global tokens whatever the two flag bits (WAP-192 §7.1).
  if (!Number.isInteger(token) || token < min || token > max || (token & 0x3f) < FIRST_TOKEN) {
    throw new RangeError(`${definition.name}: 0x${token.toString(16)} is no application token`);
  }
  return token;
}

/**
 * Makes a vocabulary from a plain object. The standard ones are made by the same call.
 *
 * @throws {RangeError} if a page is outside 0–255, or a token is a global one.
 */
export function defineVocabulary(definition: VocabularyDefinition): Vocabulary {
  return new Vocabulary(definition);
}
