import { statSync } from "node:fs";

/** Whether two paths lead to the same regular file, hard and symbolic links included. */
export function isSameFile(one: string, other: string): boolean {
  const a = statSync(one, { bigint: true, throwIfNoEntry: false });
  const b = statSync(other, { bigint: true, throwIfNoEntry: false });
  return a?.isFile() === true && a.dev === b?.dev && a.ino === b.ino;
}
