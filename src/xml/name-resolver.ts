import { type DiagnosticListener, report } from "../core/diagnostics.ts";
import { DocumentNames } from "../core/document-names.ts";
import type { ElementName, Locator } from "../core/sink.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";

/** How the encoder spells a token without a name. */
const tokenName = /^wbxml-token-(\d{1,3})-([0-9A-F]{2})$/;
const metInfParents: ReadonlySet<string> = new Set(["Meta", "MetInf", "Anchor", "Mem"]);
const METINF_PAGE = 1;
const LAST_PAGE = 255;
const FIRST_TOKEN = 0x05;
const LAST_TOKEN = 0x3f;

/** Finds what the names of one document mean: those of a vocabulary, or names of its own. */
export class NameResolver {
  private readonly vocabularies: VocabularySet;
  private readonly onDiagnostic: DiagnosticListener | undefined;
  private vocabulary: Vocabulary | undefined;
  /** The root is a part of a message without the rest. */
  isFragment = false;
  private readonly ownNames = new DocumentNames<ElementName>();
  private readonly inferred = new Map<string, ElementName>();
  private readonly reported = new Set<ElementName>();

  constructor(vocabularies: VocabularySet, onDiagnostic: DiagnosticListener | undefined) {
    this.vocabularies = vocabularies;
    this.onDiagnostic = onDiagnostic;
  }

  /**
   * Chooses the vocabulary of the document. A root in the namespace of a vocabulary outranks the public identifier,
   * which tells the versions apart where the namespace does not.
   */
  chooseVocabulary(publicIdText: string | undefined, local: string, namespace: string): void {
    const { vocabularies } = this;
    const announced = publicIdText === undefined ? undefined : vocabularies.findByPublicIdText(publicIdText);
    const fits = (root: ElementName | undefined) =>
      root?.local === local && (namespace === "" || equalsIgnoringCase(root.namespace, namespace));
    this.vocabulary =
      announced !== undefined && fits(announced.root)
        ? announced
        : (vocabularies.findByRoot(local, namespace) ?? vocabularies.vocabularies.findLast(({ root }) => fits(root)));
    if (this.vocabulary !== undefined) return;
    // What is without namespace here takes that of the message it is put into, so the version is open, but for a DOCTYPE.
    const isAnnounced = namespace === "" && announced?.hasFragment(local) === true;
    this.vocabulary = isAnnounced ? announced : vocabularies.findByFragment(local, namespace);
    this.isFragment = this.vocabulary !== undefined;
  }

  /** Whether a root of this name is the only one. */
  isAlone(local: string): boolean {
    return this.vocabulary?.definition.fragments?.alone.includes(local) === true;
  }

  /** The name with exactly this namespace, or `undefined` where one has to be inferred. */
  findExact(namespace: string, local: string): ElementName | undefined {
    return this.vocabulary?.element(namespace, local) ?? this.vocabularies.findElement(namespace, local);
  }

  /**
   * The name that a missing or misspelt namespace stands for (field notes §10.2): that of the same page, or of a page
   * that has the name, the one of `parent` first.
   */
  infer(namespace: string, local: string, parent: ElementName | undefined, at: Locator): ElementName | undefined {
    const { vocabulary } = this;
    if (vocabulary === undefined) return undefined;
    const intended = namespace === "" ? "" : intendedNamespace(vocabulary, namespace);
    if (intended === undefined) return undefined;
    // Of words of the vocabulary, whatever a peer sends: a namespace of its own may be a megabyte, and has gone by now.
    const key = `${parent?.page} ${metInfParents.has(parent?.local ?? "")} ${local} ${intended}`;
    let name = this.inferred.get(key);
    if (name === undefined) {
      name = inferName(vocabulary, intended, local, parent);
      if (name === undefined) return undefined;
      this.inferred.set(key, name);
    }
    const isFromAround = this.isFragment && namespace === "" && name.namespace === vocabulary.root?.namespace;
    if (!isFromAround && !this.reported.has(name)) {
      this.reported.add(name);
      const spelt = namespace === "" ? "no namespace" : `the namespace ${namespace}`;
      report(this.onDiagnostic, "namespace-inferred", `${local} in ${spelt} read as of ${name.namespace}`, at);
    }
    return name;
  }

  /** A name that no vocabulary holds, interned for this document: nothing a peer sends outlives its message. */
  ownName(namespace: string, local: string): ElementName {
    const { ownNames } = this;
    let name = ownNames.find(namespace, local);
    if (name === undefined) {
      const [page, token] = this.tokenOf(local);
      name = { local, namespace, page, token, binary: false };
      if (ownNames.isFull) ownNames.clear();
      ownNames.keep(namespace, local, name);
    }
    return name;
  }

  private tokenOf(local: string): readonly [page: number, token: number] {
    const [, decimal, hexadecimal = ""] = tokenName.exec(local) ?? [];
    const page = Number(decimal);
    const token = Number.parseInt(hexadecimal, 16);
    const isToken = page <= LAST_PAGE && token >= FIRST_TOKEN && token <= LAST_TOKEN;
    return isToken ? [page, token] : [-1, -1];
  }
}

/** The namespace of a page that differs from this one in case only. */
function intendedNamespace({ definition }: Vocabulary, namespace: string): string | undefined {
  const pages = Object.values(definition.tagPages);
  return pages.find((page) => equalsIgnoringCase(page.namespace, namespace))?.namespace;
}

/** The name that is meant in a namespace of the vocabulary, or in none. */
function inferName(
  vocabulary: Vocabulary,
  intended: string,
  local: string,
  parent: ElementName | undefined,
): ElementName | undefined {
  if (intended !== "") {
    const name = vocabulary.element(intended, local);
    if (name !== undefined || intended !== vocabulary.root?.namespace) return name;
  }
  const pages = Object.keys(vocabulary.definition.tagPages).map(Number);
  const first = metInfParents.has(parent?.local ?? "") ? [parent?.page ?? -1, METINF_PAGE] : [parent?.page ?? -1];
  for (const page of [...first, ...pages]) {
    const name = vocabulary.element(vocabulary.pageNamespace(page) ?? "", local);
    if (name !== undefined) return name;
  }
  return undefined;
}

function equalsIgnoringCase(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}
