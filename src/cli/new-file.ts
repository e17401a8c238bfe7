import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Environment } from "./environment.ts";

/** Devices and open descriptors: such a path only leads to something, which cannot be replaced by renaming a file. */
const systemPaths = /^\/(dev|proc)\//;
const MODE_BITS = 0o777;
let made = 0;

/** A name that neither another process nor this one uses, in the same folder and hence on the same disk. */
export function temporaryNameFor(place: string): string {
  return join(dirname(place), `.syncml-${process.pid}-${++made}`);
}

/**
 * A file that appears whole or not at all: written under a temporary name in the same folder and renamed when it is complete.
 * Until then, or if the work fails or a signal ends the process, the old file stays. Devices and pipes are written directly.
 */
export class NewFile {
  readonly fd: number;
  /** Where it goes; for a link, the target. */
  private readonly place: string;
  private readonly temporary: string | undefined;
  private readonly forget: () => void;
  private isOpen = true;

  /** @throws the system's error if it cannot be created. */
  constructor(environment: Environment, file: string) {
    const before = statSync(file, { throwIfNoEntry: false });
    const isReplaced = before?.isFile() !== false && !systemPaths.test(resolve(file));
    // A read-only file must not be replaced either.
    if (before !== undefined && isReplaced) accessSync(file, constants.W_OK);
    this.place = isReplaced ? linkEnd(file, before) : file;
    this.temporary = isReplaced ? temporaryNameFor(this.place) : undefined;
    // Before the file is created, so that a signal at any moment finds someone to remove it.
    this.forget = environment.onInterrupt(() => this.remove());
    try {
      // `wx` follows no link that somebody planted there: the file is created anew, or opening fails.
      this.fd = this.temporary === undefined ? openSync(file, "w") : openSync(this.temporary, "wx");
    } catch (error) {
      this.forget();
      throw error;
    }
    if (before !== undefined && this.temporary !== undefined) chmodSync(this.temporary, before.mode & MODE_BITS);
  }

  /** Puts it in its place. If that throws, call {@link NewFile.drop}. */
  keep(): void {
    this.closeFile();
    if (this.temporary !== undefined) renameSync(this.temporary, this.place);
    this.forget();
  }

  /** Discards it. */
  drop(): void {
    this.remove();
    this.forget();
    this.closeFile();
  }

  private closeFile(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    closeSync(this.fd);
  }

  private remove(): void {
    if (this.temporary !== undefined) rmSync(this.temporary, { force: true });
  }
}

function linkEnd(file: string, before: Stats | undefined): string {
  if (before !== undefined) return realpathSync(file);
  try {
    // A link to a file that does not exist yet.
    return resolve(dirname(file), readlinkSync(file));
  } catch {
    return file;
  }
}
