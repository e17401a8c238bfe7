import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "./fixtures.ts";

/** Something to measure: one call works through all documents of a fixture. */
export interface Work {
  /** Bytes that a call reads, or writes if it reads an object. */
  readonly bytes: number;
  /** Tokens of a call, where they are what is counted. */
  readonly tokens?: number;
  /** Whether `run` gives a promise, whose end is that of the call. */
  readonly isAsync?: boolean;
  readonly run: () => unknown;
  /** Throws, or rejects, if `run` does not do what it is said to do. */
  readonly check: () => void | Promise<void>;
}

/** The documents of a fixture, read when they are asked for. */
export class LoadedFixture {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
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
      // What sockets and files give: a Buffer where there is one.
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

/** One call of `each` for every input. */
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
