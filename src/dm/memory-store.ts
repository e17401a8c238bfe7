import { checkOptions, integer, optionChecks } from "../core/options.ts";
import { decodeUtf8Lossy, encodeUtf8 } from "../core/utf8.ts";
import type { SessionStore } from "./session-store.ts";

/** How much a store in memory takes. */
export interface MemoryStoreOptions {
  /**
   * Keys at a time. A new key beyond them is refused by an error, so that a flood of made-up sessions does not push out those
   * that run. Default 1,000,000, range 1–16,000,000.
   */
  readonly maxEntries: number;
}

/** A store in the memory of one process. */
export interface MemoryStore extends SessionStore {
  /** Keys that it holds, those included whose time is over and that have not been removed yet. */
  readonly size: number;
}

interface Entry {
  /** Octets where an engine would take two bytes for each character. */
  readonly value: string | Uint8Array;
  readonly rev: string;
  readonly expires: number;
}

const checks = optionChecks({ maxEntries: integer(1, 16_000_000) });

/** Entries that are looked at with each `set`: two, so that the dead are removed faster than they can be added. */
const SWEPT_EACH_TIME = 2;

/**
 * A store in the memory of one process, gone when it ends. It has no clock and no timer: what is over is removed in passing,
 * by the times handed in.
 *
 * @throws {TypeError} if an option is of the wrong type.
 * @throws {RangeError} if an option is out of range.
 */
export function memoryStore(options: Partial<MemoryStoreOptions> = {}): MemoryStore {
  checkOptions(options, checks);
  const maxEntries = options.maxEntries ?? 1_000_000;
  const entries = new Map<string, Entry>();
  // Never the same twice, even for a key that was removed and set again: a late writer must not take it for what he has read.
  let revisions = 0;
  let sweep = entries.entries();

  const alive = (key: string, now: number): Entry | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.expires > now) return entry;
    entries.delete(key);
    return undefined;
  };
  const removeDead = (now: number): void => {
    for (let looked = 0; looked < SWEPT_EACH_TIME; looked++) {
      const next = sweep.next();
      if (next.done === true) {
        sweep = entries.entries();
        return;
      }
      const [key, { expires }] = next.value;
      if (expires <= now) entries.delete(key);
    }
  };

  return {
    get size() {
      return entries.size;
    },
    get(key, now) {
      const entry = alive(key, now);
      return entry && { value: textOf(entry.value), rev: entry.rev };
    },
    set(key, value, { expected, ttlMs, now }) {
      removeDead(now);
      const held = alive(key, now);
      if ((held?.rev ?? null) !== expected) return undefined;
      if (held === undefined && entries.size >= maxEntries) {
        throw new RangeError(`the store is full: it holds ${maxEntries} entries`);
      }
      const rev = String(++revisions);
      entries.set(key, {
        value: compact(value),
        rev,
        expires: ttlMs === null ? Number.POSITIVE_INFINITY : now + ttlMs,
      });
      return rev;
    },
    delete(key) {
      entries.delete(key);
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that an engine keeps in one byte
const beyondOneByte = /[^\x00-\xff]/;

/** One name in Greek doubles a whole session in memory, unless it is kept as UTF-8. */
function compact(value: string): string | Uint8Array {
  return beyondOneByte.test(value) ? encodeUtf8(value) : value;
}

function textOf(value: string | Uint8Array): string {
  return typeof value === "string" ? value : decodeUtf8Lossy(value, 0, value.length);
}
