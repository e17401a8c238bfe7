import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FolderFile } from "../capture/archives/folder-file.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, InputFailure } from "./failures.ts";

/** Whether an argument names a folder. */
export function isFolder(name: string): boolean {
  return name !== "-" && statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @throws {CommandFailure} if a format was asked for, which a folder has not. */
export function refuseFormatOfFolder(name: string, from: string | undefined): void {
  if (from === undefined) return;
  const what = "is a folder, whose files are recognised each by itself; --from is for a file";
  throw new CommandFailure(ExitCode.USAGE, `${name}: ${what}`);
}

/** Whether two paths lead to the same folder. */
export function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return a?.isDirectory() === true && a.dev === b?.dev && a.ino === b.ino;
}

/**
 * The files of a folder and of the folders in it, by name. Links to folders are not followed, and what begins with a dot is left out.
 *
 * @throws {InputFailure} if a folder cannot be read, and for a file when its octets are asked for.
 */
export function* folderFiles(folder: string, inside = ""): Generator<FolderFile> {
  for (const entry of entriesOf(join(folder, inside))) {
    const name = `${inside}${entry.name}`;
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* folderFiles(folder, `${name}/`);
    else if (entry.isFile() || isLinkToFile(join(folder, name))) yield new FileInFolder(folder, name);
  }
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new InputFailure(path, error);
  }
}

function isLinkToFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

class FileInFolder implements FolderFile {
  readonly name: string;
  private readonly folder: string;

  constructor(folder: string, name: string) {
    this.folder = folder;
    this.name = name;
  }

  get bytes(): Uint8Array {
    const path = join(this.folder, this.name);
    try {
      return readFileSync(path);
    } catch (error) {
      throw new InputFailure(path, error);
    }
  }
}
