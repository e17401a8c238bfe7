import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Facts } from "./fixtures.ts";

/** Work to measure: one call processes all documents of a fixture. */
export interface Work {
  /** Bytes read per call, or written if the input is an object. */
  readonly bytes: number;
  /** Tokens per call, where tokens are counted. */
  readonly tokens?: number;
  /** Whether `run` returns a promise; the call ends when it settles. */
  readonly isAsync?: boolean;
  readonly run: () => unknown;
  /** Throws or rejects if `run` gives wrong results. */
  readonly check: () => void | Promise<void>;
  /** Ends what was opened for it. */
  readonly close?: () => Promise<void>;
}

/** Documents of a fixture, read on demand. */
export class LoadedFixture {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get name(): string {
    return basename(this.folder);
  }

  get wbxml(): Uint8Array[] {
    return this.files("wbxml");
  }

  get xml(): Uint8Array[] {
    return this.files("xml");
  }

  get xmlText(): string[] {
    return this.files("xml").map((bytes) => new TextDecoder().decode(bytes));
  }

  get json(): string[] {
    return this.files("json").map((bytes) => new TextDecoder().decode(bytes));
  }

  get facts(): Facts {
    return JSON.parse(readFileSync(join(this.folder, "facts"), "utf8")) as Facts;
  }

  private files(extension: string): Uint8Array[] {
    return filesOf(this.folder, extension).map((file) => {
      const bytes = readFileSync(file);
      // A Buffer where the platform has it, as sockets and files deliver.
      return "Buffer" in globalThis ? bytes : new Uint8Array(bytes);
    });
  }
}

/** The files of a fixture in one form: `wbxml`, `xml` or `json`. */
export function filesOf(folder: string, extension: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(`.${extension}`))
    .sort()
    .map((name) => join(folder, name));
}

/** Calls `each` once per input. */
export function forEach<Input>(inputs: readonly Input[], each: (input: Input) => unknown): () => unknown {
  const [first] = inputs;
  if (first !== undefined && inputs.length === 1) return () => each(first);
  return () => {
    let last: unknown;
    for (const input of inputs) last = each(input);
    return last;
  };
}

export function totalLength(inputs: readonly { readonly length: number }[]): number {
  return inputs.reduce((total, { length }) => total + length, 0);
}

/** @throws {Error} if they differ. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`);
}
