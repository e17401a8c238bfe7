import { type DiagnosticListener, report } from "../core/diagnostics.ts";
import { DocumentNames } from "../core/document-names.ts";
import type { ElementName, Locator } from "../core/sink.ts";
import { NameInference, type Place } from "../vocabulary/inference.ts";
import { intendedSpace } from "../vocabulary/namespaces.ts";
import { FIRST_TOKEN, LAST_PAGE, LAST_TAG_TOKEN } from "../vocabulary/vocabulary.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";

/** How the encoder spells a token without a name. */
const tokenName = /^wbxml-token-(\d{1,3})-([0-9A-F]{2})$/;

/** Resolves the names of one document: to names of a vocabulary, or to names of its own. */
export class NameResolver {
  private readonly vocabularies: VocabularySet;
  private readonly onDiagnostic: DiagnosticListener | undefined;
  /** The root is a part of a message, such as a command, without the rest. */
  isFragment = false;
  /** Absent for a document of no known vocabulary, where nothing is inferred. */
  inference: NameInference | undefined;
  private readonly ownNames = new DocumentNames<ElementName>();
  /** Why namespaces were inferred so far. */
  private readonly causes = new Set<string>();

  constructor(vocabularies: VocabularySet, onDiagnostic: DiagnosticListener | undefined) {
    this.vocabularies = vocabularies;
    this.onDiagnostic = onDiagnostic;
  }

  /**
   * Chooses the vocabulary of the document. A root in the namespace of a vocabulary outranks the public identifier,
   * which distinguishes the versions where the namespace does not.
   *
   * @returns whether the version is still open, to be named by the header of the message.
   */
  chooseVocabulary(publicIdText: string | undefined, local: string, namespace: string): boolean {
    const { vocabularies } = this;
    const announced = publicIdText === undefined ? undefined : vocabularies.findByPublicIdText(publicIdText);
    const isAnnounced = announced?.isRoot(local) === true;
    const exact = namespace === "" ? undefined : vocabularies.findByRoot(local, namespace);
    if (exact !== undefined) {
      const fits = isAnnounced && exact.root?.namespace === announced.root?.namespace;
      this.inference = new NameInference(vocabularies, fits ? announced : exact);
      return false;
    }
    // The namespace is missing or misspelt.
    const isNear = namespace === "" || intendedSpace(namespace) !== undefined;
    const spelt = vocabularies.vocabularies.findLast((vocabulary) => {
      const root = vocabulary.rootNamed(local);
      return root !== undefined && equalsIgnoringCase(root.namespace, namespace);
    });
    const fits = isAnnounced && (spelt ?? announced).root?.namespace === announced.root?.namespace;
    const said = isNear ? vocabularies.findVersion(local, namespace) : undefined;
    const any = isNear ? vocabularies.findByRoot(local, "") : undefined;
    const known = (fits ? announced : undefined) ?? spelt ?? said;
    let vocabulary = known ?? any;
    if (vocabulary === undefined) {
      // A part without namespace takes that of the message it is put into, so its version is open unless a DOCTYPE names it.
      const isPart = namespace === "" && announced?.hasFragment(local) === true;
      vocabulary = isPart ? announced : vocabularies.findByFragment(local, namespace);
      this.isFragment = vocabulary !== undefined;
    }
    this.inference = vocabulary && new NameInference(vocabularies, vocabulary);
    return known === undefined && any !== undefined && vocabularies.hasNamespacesByVersion(local);
  }

  /** Whether a root of this name is the only one. */
  isAlone(local: string): boolean {
    return this.inference?.vocabulary.definition.fragments?.alone.includes(local) === true;
  }

  /** Switches to the version that a message without namespace names in its header. */
  useVersion(version: string | undefined): NameInference {
    const { vocabulary } = this.inference as NameInference;
    const said = version === undefined ? undefined : this.vocabularies.findVersion(vocabulary.definition.root, version);
    this.inference = new NameInference(this.vocabularies, said ?? vocabulary);
    return this.inference;
  }

  /** The name with exactly this namespace, or `undefined` where one has to be inferred. */
  findExact(namespace: string, local: string): ElementName | undefined {
    const { inference } = this;
    return inference === undefined
      ? this.vocabularies.findElement(namespace, local)
      : inference.exact(namespace, local);
  }

  /** The name meant by a missing or misspelt namespace at a place. */
  infer(place: Place, namespace: string, local: string): ElementName | undefined {
    return this.inference?.infer(place, namespace, local);
  }

  /** Reports once for each cause that a namespace was inferred; `isInherited` if the element just has that of its parent. */
  reportInferred(name: ElementName, namespace: string, isInherited: boolean, at: Locator): void {
    // A fragment takes the namespace it lacks from the message it is put into.
    if (this.isFragment && namespace === "" && name.namespace === this.inference?.core) return;
    const cause = `${namespace === "" ? "missing" : isInherited ? "inherited" : "misspelt"} ${name.namespace}`;
    if (this.causes.has(cause)) return;
    this.causes.add(cause);
    const spelt = namespace === "" ? "no namespace" : `the namespace ${namespace}`;
    report(this.onDiagnostic, "namespace-inferred", `${name.local} in ${spelt} read as of ${name.namespace}`, at);
  }

  /** A name outside the vocabularies, interned for this document: nothing a peer sends outlives its message. */
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
    const isToken = page <= LAST_PAGE && token >= FIRST_TOKEN && token <= LAST_TAG_TOKEN;
    return isToken ? [page, token] : [-1, -1];
  }
}

function equalsIgnoringCase(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}
