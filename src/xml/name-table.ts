import { ENTRY_COST, MAX_KEPT_COST } from "../core/document-names.ts";
import { SyncmlError } from "../core/errors.ts";
import type { AttributeName, ElementName, Locator } from "../core/sink.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { isNcName } from "../core/xml-names.ts";
import { describeCharacter, firstLookAlike } from "./look-alikes.ts";
import type { Scope } from "./namespaces.ts";

const FIRST_SLOTS = 64;
const LAST_SLOTS = 4096;

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
}

/**
 * The names of one document by their bytes. A small table, in which each name has one slot, comes before a map,
 * so that a name costs no string, and names chosen to collide cost no more than the string.
 */
export class NameTable {
  private slots: (SpeltName | undefined)[] = new Array<SpeltName | undefined>(FIRST_SLOTS).fill(undefined);
  private readonly bySpelling = new Map<string, SpeltName>();
  private cost = 0;

  /** So many names are cached that they should be dropped at the next opportunity. */
  get isFull(): boolean {
    return this.cost > MAX_KEPT_COST;
  }

  /** Drops all names. A name that occurs again is then a different object. */
  clear(): void {
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
    let hash = end - start;
    for (let pos = start; pos < end; pos++) hash = (Math.imul(hash, 31) + (chunk[pos] as number)) | 0;
    const slot = (hash ^ (hash >>> 12)) & (this.slots.length - 1);
    const name = this.slots[slot];
    if (name !== undefined && equalBytes(name.bytes, chunk, start, end)) return name;
    return this.find(chunk, start, end, slot, at);
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
        this.slots = new Array<SpeltName | undefined>(this.slots.length * 4).fill(undefined);
        return name;
      }
    }
    this.slots[slot] = name;
    return name;
  }
}

/** Whether a name is spelt by these bytes. */
export function equalBytes(bytes: Uint8Array, chunk: Uint8Array, start: number, end: number): boolean {
  const { length } = bytes;
  if (length !== end - start) return false;
  for (let index = 0; index < length; index++) if (bytes[index] !== chunk[start + index]) return false;
  return true;
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
  return {
    bytes,
    spelling,
    prefix,
    local,
    element: undefined,
    scope: undefined,
    attribute: undefined,
    lastTag: 0,
  };
}
