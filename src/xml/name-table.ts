import { ENTRY_COST, MAX_KEPT_COST } from "../core/document-names.ts";
import { equalBytes } from "../core/equal-bytes.ts";
import { SyncmlError } from "../core/errors.ts";
import type { AttributeName, ElementName, Locator } from "../core/sink.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { isNcName } from "../core/xml-names.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";
import { describeCharacter, firstLookAlike } from "./look-alikes.ts";
import type { Scope } from "./namespaces.ts";

/** Slots of the table of known names, for each of them. */
const SLOTS_PER_NAME = 8;
const FIRST_SLOTS = 64;
const LAST_SLOTS = 4096;
/** The attribute that declares the default namespace. */
const DECLARATION = "xmlns";

/** A name as spelt, with its latest meaning. */
export interface SpeltName {
  readonly bytes: Uint8Array;
  readonly spelling: string;
  /** Empty if there is none. */
  readonly prefix: string;
  readonly local: string;
  /** The element it names in `scope`. */
  element: ElementName | undefined;
  scope: Scope | undefined;
  /** The attribute it names, if no namespace can change that. */
  attribute: AttributeName | undefined;
  /** Number of the last start tag with an attribute of this name. */
  lastTag: number;
  /** The value it had as an attribute last: mostly it is the same again. */
  value: string;
}

/** A name that a vocabulary holds. */
interface KnownName {
  readonly bytes: Uint8Array;
  readonly spelling: string;
  /** Its number among the known ones. */
  readonly index: number;
}

/** The names that the vocabularies hold, and that of the attribute which declares them: what nearly all messages consist of. */
class KnownNames {
  readonly count: number;
  private readonly slots: (KnownName | undefined)[];

  constructor({ vocabularies }: VocabularySet) {
    const elements = vocabularies.flatMap(({ tags }) => tags.flatMap((name) => name?.local ?? []));
    const names = [...new Set([DECLARATION, ...elements])].filter(isNcName);
    this.count = names.length;
    const least = Math.max(1, names.length) * SLOTS_PER_NAME;
    const slots = new Array<KnownName | undefined>(2 ** Math.ceil(Math.log2(least))).fill(undefined);
    this.slots = slots;
    names.forEach((spelling, index) => {
      const bytes = encodeUtf8(spelling);
      let slot = sampledHash(bytes, 0, bytes.length) & (slots.length - 1);
      while (slots[slot] !== undefined) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = { bytes, spelling, index };
    });
  }

  find(chunk: Uint8Array, start: number, end: number): KnownName | undefined {
    const { slots } = this;
    let slot = sampledHash(chunk, start, end) & (slots.length - 1);
    for (;;) {
      const name = slots[slot];
      if (name === undefined || equalBytes(name.bytes, chunk, start, end)) return name;
      slot = (slot + 1) & (slots.length - 1);
    }
  }
}

/** Of four bytes, which tell the names of the standard apart. */
function sampledHash(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const first = Math.imul(bytes[start] as number, 31) + (bytes[end - 1] as number);
  return Math.imul(Math.imul(first, 31) + (bytes[start + (length >> 1)] as number), 31) + length;
}

const knownNames = new WeakMap<VocabularySet, KnownNames>();

function knownNamesOf(vocabularies: VocabularySet): KnownNames {
  let known = knownNames.get(vocabularies);
  if (known === undefined) knownNames.set(vocabularies, (known = new KnownNames(vocabularies)));
  return known;
}

/**
 * The names of one document by their bytes. Those of the vocabularies are found first. For others a small table, in which each name
 * has one slot, comes before a map, so that a name costs no string, and names chosen to collide cost no more than the string.
 */
export class NameTable {
  private readonly known: KnownNames;
  /** Those of the known names that the document has, by their numbers. */
  private readonly ofVocabularies: (SpeltName | undefined)[];
  private slots: (SpeltName | undefined)[] = [];
  private readonly bySpelling = new Map<string, SpeltName>();
  private cost = 0;

  constructor(vocabularies: VocabularySet) {
    this.known = knownNamesOf(vocabularies);
    this.ofVocabularies = new Array<SpeltName | undefined>(this.known.count).fill(undefined);
  }

  /** So many names are cached that they should be dropped at the next opportunity. */
  get isFull(): boolean {
    return this.cost > MAX_KEPT_COST;
  }

  /** Drops all names. A name that occurs again is then a different object. */
  clear(): void {
    this.ofVocabularies.fill(undefined);
    this.bySpelling.clear();
    this.slots.fill(undefined);
    this.cost = 0;
  }

  /**
   * The name spelt by these bytes.
   *
   * @throws {SyncmlError} `not-well-formed` if they are not a QName (Namespaces in XML §4).
   */
  intern(chunk: Uint8Array, start: number, end: number, at: Locator): SpeltName {
    const known = this.known.find(chunk, start, end);
    if (known !== undefined) return this.ofVocabularies[known.index] ?? this.addKnown(known);
    if (this.slots.length === 0) this.slots = emptySlots(FIRST_SLOTS);
    let hash = end - start;
    for (let pos = start; pos < end; pos++) hash = (Math.imul(hash, 31) + (chunk[pos] as number)) | 0;
    const slot = (hash ^ (hash >>> 12)) & (this.slots.length - 1);
    const name = this.slots[slot];
    if (name !== undefined && equalBytes(name.bytes, chunk, start, end)) return name;
    return this.find(chunk, start, end, slot, at);
  }

  private addKnown({ bytes, spelling, index }: KnownName): SpeltName {
    const name = spelt(bytes, spelling, "", spelling);
    this.ofVocabularies[index] = name;
    return name;
  }

  private find(chunk: Uint8Array, start: number, end: number, slot: number, at: Locator): SpeltName {
    const spelling = decodeUtf8(chunk, start, end);
    if (spelling === undefined) throw new SyncmlError("not-well-formed", "name is not valid UTF-8", at);
    let name = this.bySpelling.get(spelling);
    if (name === undefined) {
      name = spell(spelling, chunk.slice(start, end), at);
      this.bySpelling.set(spelling, name);
      this.cost += spelling.length + ENTRY_COST;
      if (this.bySpelling.size * 4 > this.slots.length && this.slots.length < LAST_SLOTS) {
        // Cheaper than moving the names: each finds its new slot when it occurs again.
        this.slots = emptySlots(this.slots.length * 4);
        return name;
      }
    }
    this.slots[slot] = name;
    return name;
  }
}

function emptySlots(count: number): (SpeltName | undefined)[] {
  return new Array<SpeltName | undefined>(count).fill(undefined);
}

function spell(spelling: string, bytes: Uint8Array, at: Locator): SpeltName {
  const colon = spelling.indexOf(":");
  const prefix = spelling.slice(0, Math.max(0, colon));
  const local = spelling.slice(colon + 1);
  if (!isNcName(local) || (colon >= 0 && !isNcName(prefix))) {
    const lookAlike = firstLookAlike(spelling);
    const why = lookAlike === undefined ? "" : `: it has ${describeCharacter(lookAlike)}`;
    throw new SyncmlError("not-well-formed", `"${spelling}" is no qualified name${why}`, at);
  }
  return spelt(bytes, spelling, prefix, local);
}

function spelt(bytes: Uint8Array, spelling: string, prefix: string, local: string): SpeltName {
  return {
    bytes,
    spelling,
    prefix,
    local,
    element: undefined,
    scope: undefined,
    attribute: undefined,
    lastTag: 0,
    value: "",
  };
}
