import type { ElementName } from "../core/sink.ts";
import {
  DEVINF_NAMESPACE,
  intendedSpace,
  META_NAMESPACE,
  type StandardSpace,
  spaceOf,
  TREE_NAMESPACE,
} from "./namespaces.ts";
import type { Vocabulary } from "./vocabulary.ts";
import type { VocabularySet } from "./vocabulary-set.ts";

// Senders leave namespaces out, misspell them, or let that of the message extend to its contents (field notes §10.2).
// What such an element means follows from the enclosing element alone. A place is the state that the path from the root
// leads to, and says what the next element may be:
//
//   <SyncML> <SyncBody> <Put> <Item> <Meta> <Type>        CORE … CORE, META below Meta and all meta information
//   … <Item> <Data> <DevInf> <Man>                        DATA, where documents open a place of their own: DEVINF, TREE
//   … <Item> <Data> <config> <Type>                       CLOSED from config on: what is no document is a payload
//
// FIELD and FIELD_ITEM lead to the Data of a Filter's Field, which holds a Property of device information.

/** What can be inferred about a child: one of the constants below. */
export type Place = number;

const CLOSED = 0;
const CORE = 1;
const META = 2;
const FIELD = 3;
const FIELD_ITEM = 4;
const DATA = 5;
const FIELD_DATA = 6;
const DEVINF = 7;
const TREE = 8;
/** In documents of a custom vocabulary. */
const OTHER = 9;
/** Around the root. */
const OUTSIDE = 10;

/** The namespaces a child may be in, the likeliest first. Outside Data these are all that the parent can contain. */
const candidates: Readonly<Record<Place, readonly StandardSpace[]>> = {
  [CORE]: ["core", "metinf"],
  [FIELD]: ["core", "metinf"],
  [FIELD_ITEM]: ["core", "metinf"],
  [META]: ["metinf"],
  [DEVINF]: ["devinf"],
  [TREE]: ["dmddf"],
};

/** Elements that the standard allows as markup in Data. */
const inData: ReadonlyMap<string, StandardSpace> = new Map([
  ["DevInf", "devinf"],
  ["MgmtTree", "dmddf"],
  ["MetInf", "metinf"],
  ["Anchor", "metinf"],
]);
/** Elements that the standard allows in the Data of a Filter's Field. */
const PROPERTY = "Property";

/** Whether an element in the Data of a Filter's Field is the device information that the standard puts there. */
export function isFieldProperty({ local, namespace }: ElementName): boolean {
  return local === PROPERTY && namespace === DEVINF_NAMESPACE;
}

/** Infers what names in a document of one vocabulary mean. */
export class NameInference {
  readonly vocabulary: Vocabulary;
  private readonly vocabularies: VocabularySet;
  /** Namespace of the messages of this version. */
  readonly core: string;
  private readonly later = new Map<string, ElementName | undefined>();

  constructor(vocabularies: VocabularySet, vocabulary: Vocabulary) {
    this.vocabularies = vocabularies;
    this.vocabulary = vocabulary;
    this.core = vocabulary.root?.namespace ?? "";
  }

  /** The name with exactly this namespace: of this version, of a later one by its token, or of another vocabulary. */
  exact(namespace: string, local: string): ElementName | undefined {
    const name = this.vocabulary.element(namespace, local);
    if (name !== undefined || !this.vocabularies.hasName(local)) return name;
    return (
      (namespace === this.core ? this.laterElement(local) : undefined) ??
      this.vocabularies.findElement(namespace, local)
    );
  }

  /** The place inside an element at `place`. */
  inside(place: Place, { namespace, local, token }: ElementName): Place {
    if (place === CLOSED || place === OTHER) return place;
    const space = spaceOf(namespace);
    if (place === OUTSIDE && space === undefined && this.vocabulary.rootNamed(local)?.namespace === namespace)
      return OTHER;
    if (place === OUTSIDE && space === "core" && namespace === this.core) return insideCore(CORE, local);
    // An unknown element may contain anything.
    if (space === undefined || token < 0 || this.exact(namespace, local) === undefined) return CLOSED;
    switch (place) {
      case DATA:
      case FIELD_DATA:
        return dataSpace(place, local) === space ? placeOf(space) : CLOSED;
      case META:
      case DEVINF:
      case TREE:
        return placeOf(space) === place ? place : CLOSED;
      default:
        return space === "core" ? insideCore(place, local) : placeOf(space);
    }
  }

  /** The name meant by a missing or misspelt namespace at a place, or `undefined` if none can be inferred. */
  infer(place: Place, namespace: string, local: string): ElementName | undefined {
    if (place === CLOSED) return undefined;
    if (place === OTHER) return this.inferOther(namespace, local);
    const intended = intendedSpace(namespace);
    if (intended === undefined && namespace !== "") return undefined;
    if (place === DATA || place === FIELD_DATA) {
      const space = dataSpace(place, local);
      if (space === undefined || !(intended === undefined || intended === "core" || intended === space))
        return undefined;
      return this.exact(this.namespaceOf(space), local);
    }
    if (intended !== undefined && intended !== "core") {
      const name = this.exact(this.namespaceOf(intended), local);
      if (name !== undefined) return name;
    }
    for (const space of candidates[place] ?? []) {
      const name = this.exact(this.namespaceOf(space), local);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** The name in this version of an element that was taken for one of another version. */
  inThisVersion(name: ElementName): ElementName {
    if (name.token < 0) return name;
    const namespace = spaceOf(name.namespace) === "core" ? this.core : name.namespace;
    return this.exact(namespace, name.local) ?? name;
  }

  private namespaceOf(space: StandardSpace): string {
    switch (space) {
      case "core":
        return this.core;
      case "metinf":
        return META_NAMESPACE;
      case "devinf":
        return DEVINF_NAMESPACE;
      default:
        return TREE_NAMESPACE;
    }
  }

  private inferOther(namespace: string, local: string): ElementName | undefined {
    for (const own of this.vocabulary.namespaces) {
      if (namespace !== "" && own.toLowerCase() !== namespace.toLowerCase()) continue;
      const name = this.vocabulary.element(own, local);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** An element of a later version keeps its token, and is in the namespace of this document. */
  private laterElement(local: string): ElementName | undefined {
    const { later, core } = this;
    if (spaceOf(core) !== "core") return undefined;
    if (later.has(local)) return later.get(local);
    const found = this.vocabularies.laterElement(this.vocabulary, local);
    const name = found && { ...found, namespace: core };
    // An element that no version has may be anything, and large.
    if (name !== undefined) later.set(local, name);
    return name;
  }
}

function insideCore(place: Place, local: string): Place {
  switch (local) {
    case "Data":
      return place === FIELD_ITEM ? FIELD_DATA : DATA;
    case "Meta":
      return META;
    case "Field":
      return FIELD;
    case "Item":
      return place === FIELD ? FIELD_ITEM : CORE;
    default:
      return CORE;
  }
}

function placeOf(space: StandardSpace): Place {
  switch (space) {
    case "core":
      return CORE;
    case "metinf":
      return META;
    case "devinf":
      return DEVINF;
    default:
      return TREE;
  }
}

function dataSpace(place: Place, local: string): StandardSpace | undefined {
  return place === FIELD_DATA && local === PROPERTY ? "devinf" : inData.get(local);
}

/** The places of the open elements of a document, each determined once, on demand. */
export class OpenPlaces {
  private readonly places: Place[] = [];

  /** The place in the innermost of the elements that are `open`. */
  innermost(open: readonly ElementName[], inference: NameInference): Place {
    const { places } = this;
    for (let depth = places.length; depth < open.length; depth++) {
      places.push(inference.inside(places[depth - 1] ?? OUTSIDE, open[depth] as ElementName));
    }
    return places[open.length - 1] ?? OUTSIDE;
  }

  /** Sets the number of open elements: those beyond it have ended. */
  end(open: number): void {
    if (this.places.length > open) this.places.length = open;
  }
}
