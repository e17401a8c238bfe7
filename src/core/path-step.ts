import type { ElementName } from "./sink.ts";

/** Characters of a name that a path has. */
const MAX_NAME_LENGTH = 64;

/**
 * A name as a step of a path, without what is too long of it: each diagnostic has a path, and may be all that one byte
 * gives rise to, while a peer chooses how long names are.
 */
export function pathStep(local: string): string {
  return local.length <= MAX_NAME_LENGTH ? local : `${local.slice(0, MAX_NAME_LENGTH)}…`;
}

/** The path of the innermost open element, after the path of what contains them. */
export function pathTo(basePath: string, open: readonly ElementName[]): string {
  let path = basePath;
  for (const { local } of open) path += `/${pathStep(local)}`;
  return path;
}
