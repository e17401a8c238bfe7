import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, OutputFailure } from "./failures.ts";
import { temporaryNameFor } from "./new-file.ts";
import { isSameFile } from "./same-file.ts";

/** Characters that are written at a time. */
const WRITTEN_TOGETHER = 65_536;

/** Which files may be replaced. */
export interface StagingOptions {
  /** Replace existing files, and links themselves, which are not followed. */
  readonly overwrites: boolean;
  /** Never replaced, since it is being read. */
  readonly inputFile: string;
}

/**
 * Several files for one folder, which all appear there or none. Until then they wait in a temporary folder: inside it, or beside it if
 * there is no such folder yet. Then the temporary one becomes it, which for many files is half the work.
 */
export class StagedFiles {
  private readonly directory: string;
  private readonly options: StagingOptions;
  private readonly waiting: string;
  /** There was no such folder. */
  private readonly isNew: boolean;
  /** The outermost folder that had to be created. */
  private readonly firstMade: string | undefined;
  /** By the name under which it waits, its name in the folder, if that is another. */
  private readonly renamed = new Map<string, string>();
  private held = 0;
  private readonly forget: () => void;

  /** @throws {OutputFailure} if the folder cannot be created. */
  constructor(environment: Environment, directory: string, options: StagingOptions) {
    this.directory = directory;
    this.options = options;
    const place = resolve(directory);
    this.isNew = this.guard(directory, () => lstatSync(place, { throwIfNoEntry: false })) === undefined;
    this.waiting = temporaryNameFor(this.isNew ? place : join(place, "waiting"));
    this.forget = environment.onInterrupt(() => this.remove());
    try {
      this.firstMade = mkdirSync(dirname(this.waiting), { recursive: true });
      mkdirSync(this.waiting);
    } catch (error) {
      this.forget();
      throw new OutputFailure(directory, error);
    }
  }

  /** @throws {CommandFailure} if the file cannot be written, or must not replace the one in its place. */
  write(name: string, bytes: Uint8Array): void {
    this.name(this.hold(bytes), name);
  }

  /**
   * Writes a text that comes in parts, of which few are held at a time.
   *
   * @throws {CommandFailure} if the file cannot be written, or must not replace the one in its place.
   */
  writeParts(name: string, parts: Iterable<string>): void {
    const file = this.guard(this.directory, () => openSync(this.placeOf(name), "wx"));
    try {
      let waiting = "";
      const write = () => this.guard(this.directory, () => writeFileSync(file, waiting));
      for (const part of parts) {
        waiting += part;
        if (waiting.length < WRITTEN_TOGETHER) continue;
        write();
        waiting = "";
      }
      write();
    } finally {
      closeSync(file);
    }
    this.name(name, name);
  }

  /**
   * Puts octets whose name in the folder may not be known yet. The result is for {@link StagedFiles.name}.
   *
   * @param likelyName - what they are probably called in the end, and no others here: then they need not be moved.
   * @throws {CommandFailure} if they cannot be written.
   */
  hold(bytes: Uint8Array, likelyName: string = String(++this.held)): string {
    this.guard(this.directory, () => writeFileSync(this.placeOf(likelyName), bytes, { flag: "wx" }));
    return likelyName;
  }

  /** @throws {CommandFailure} if the file must not replace the one in its place. */
  name(held: string, name: string): void {
    if (!this.isNew) this.check(join(this.directory, name));
    if (held !== name) this.renamed.set(held, name);
  }

  /** Where a file may be while the others wait. Whoever makes it removes it before they are kept. */
  get scratchPlace(): string {
    return this.placeOf("scratch");
  }

  /**
   * Moves all of them to their places.
   *
   * @throws {CommandFailure} if a folder appeared in the meantime in which a file must not be replaced.
   */
  keep(): void {
    if (!this.isNew || this.renamed.size > 0 || !this.becomesFolder()) this.moveEach();
    this.forget();
  }

  private becomesFolder(): boolean {
    try {
      renameSync(this.waiting, this.directory);
      return true;
    } catch {
      // Somebody has put a folder there in the meantime.
      return false;
    }
  }

  private moveEach(): void {
    const others = readdirSync(this.waiting).filter((held) => !this.renamed.has(held));
    const names = [...this.renamed, ...others.map((held) => [held, held] as const)];
    if (this.isNew && this.guard(this.directory, () => mkdirSync(this.directory, { recursive: true })) === undefined) {
      for (const [, name] of names) this.check(join(this.directory, name));
    }
    for (const [held, name] of names) {
      const place = join(this.directory, name);
      this.guard(place, () => renameSync(this.placeOf(held), place));
    }
    rmSync(this.waiting, { recursive: true, force: true });
  }

  /** Discards them, and the folders that were created for them. */
  drop(): void {
    this.remove();
    this.forget();
  }

  private placeOf(held: string): string {
    return `${this.waiting}${sep}${held}`;
  }

  private check(place: string): void {
    const { overwrites, inputFile } = this.options;
    const before = lstatSync(place, { throwIfNoEntry: false });
    if (before === undefined) return;
    if (isSameFile(place, inputFile)) throw new CommandFailure(ExitCode.USAGE, `${place}: is the input file`);
    if (overwrites && !before.isDirectory()) return;
    const remedy = before.isDirectory() ? "is a directory" : "already exists; --force replaces it";
    throw new CommandFailure(ExitCode.UNREADABLE, `${place}: cannot write: ${remedy}`);
  }

  private guard<Result>(place: string, action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw new OutputFailure(place, error);
    }
  }

  private remove(): void {
    rmSync(this.waiting, { recursive: true, force: true });
    if (this.firstMade === undefined) return;
    const outermost = resolve(this.firstMade);
    try {
      for (let made = dirname(this.waiting); made.length >= outermost.length; made = dirname(made)) rmdirSync(made);
    } catch {
      // Somebody has put another file there in the meantime.
    }
  }
}
