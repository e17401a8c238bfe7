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

/** Devices, and what is open already: there the path is only a way to it, and nothing can be put in its place. */
const systemPaths = /^\/(dev|proc)\//;
const MODE_BITS = 0o777;
let made = 0;

/** A name that no other process and no other file of this one has, in the same folder and so on the same disk. */
export function nameBeside(place: string): string {
  return join(dirname(place), `.syncml-${process.pid}-${++made}`);
}

/**
 * A file on its way: written beside its place, and put there when it is whole. Until then, and for good if the work fails
 * or the process is told to end, there is what was there before. A device or a pipe is written as it is.
 */
export class NewFile {
  readonly fd: number;
  /** Where it goes; of a link, where that leads. */
  private readonly place: string;
  private readonly temporary: string | undefined;
  private readonly forget: () => void;
  private isOpen = true;

  /** @throws the system's error if it cannot be made. */
  constructor(environment: Environment, file: string) {
    const before = statSync(file, { throwIfNoEntry: false });
    const isReplaced = before?.isFile() !== false && !systemPaths.test(resolve(file));
    // A file that may not be written may not be replaced either.
    if (before !== undefined && isReplaced) accessSync(file, constants.W_OK);
    this.place = isReplaced ? linkEnd(file, before) : file;
    this.temporary = isReplaced ? nameBeside(this.place) : undefined;
    // Before the file is there, so that no signal finds it and nobody to remove it.
    this.forget = environment.onInterrupt(() => this.remove());
    try {
      // A link that somebody has put there is not followed: the name is new or nothing is written.
      this.fd = this.temporary === undefined ? openSync(file, "w") : openSync(this.temporary, "wx");
    } catch (error) {
      this.forget();
      throw error;
    }
    if (before !== undefined && this.temporary !== undefined) chmodSync(this.temporary, before.mode & MODE_BITS);
  }

  /** Puts it in its place; if that fails, it is to be dropped. */
  keep(): void {
    this.closeFile();
    if (this.temporary !== undefined) renameSync(this.temporary, this.place);
    this.forget();
  }

  /** Leaves nothing of it. */
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
    // A link to a file that is to be made.
    return resolve(dirname(file), readlinkSync(file));
  } catch {
    return file;
  }
}
