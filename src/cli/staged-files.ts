import { closeSync, lstatSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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

/** Several files for one folder, which all appear there or none. Until then they wait in a temporary folder inside it. */
export class StagedFiles {
  private readonly directory: string;
  private readonly options: StagingOptions;
  private readonly waiting: string;
  /** The outermost folder that had to be created. */
  private readonly firstMade: string | undefined;
  /** By name in the folder, the name it waits under. */
  private readonly names = new Map<string, string>();
  private held = 0;
  private readonly forget: () => void;

  /** @throws {OutputFailure} if the folder cannot be created. */
  constructor(environment: Environment, directory: string, options: StagingOptions) {
    this.directory = directory;
    this.options = options;
    this.waiting = temporaryNameFor(join(directory, "waiting"));
    this.forget = environment.onInterrupt(() => this.remove());
    try {
      this.firstMade = mkdirSync(directory, { recursive: true });
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
    const held = this.nextHeld();
    const file = this.guard(this.directory, () => openSync(join(this.waiting, held), "wx"));
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
    this.name(held, name);
  }

  /**
   * Puts octets by whose name in the folder is not known yet. The result is for {@link StagedFiles.name}.
   *
   * @throws {CommandFailure} if they cannot be written.
   */
  hold(bytes: Uint8Array): string {
    const held = this.nextHeld();
    this.guard(this.directory, () => writeFileSync(join(this.waiting, held), bytes, { flag: "wx" }));
    return held;
  }

  /** @throws {CommandFailure} if the file must not replace the one in its place. */
  name(held: string, name: string): void {
    this.check(join(this.directory, name));
    this.names.set(name, held);
  }

  /** Moves all of them to their places. */
  keep(): void {
    for (const [name, held] of this.names) {
      const place = join(this.directory, name);
      this.guard(place, () => renameSync(join(this.waiting, held), place));
    }
    rmSync(this.waiting, { recursive: true, force: true });
    this.forget();
  }

  /** Discards them, and the folders that were created for them. */
  drop(): void {
    this.remove();
    this.forget();
  }

  private nextHeld(): string {
    return String(++this.held);
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
      for (let made = resolve(this.directory); made.length >= outermost.length; made = dirname(made)) rmdirSync(made);
    } catch {
      // Somebody has put another file there in the meantime.
    }
  }
}
