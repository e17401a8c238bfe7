import type { ElementName } from "./sink.ts";

/** Most characters of a name in a path. */
const MAX_NAME_LENGTH = 64;

/**
 * A name as a step of a path, shortened if it is long: a single byte can cause a diagnostic with a path, and the peer chooses
 * the length of names. An empty literal in WBXML is refused only after its attributes, and is `?` until then.
 */
export function pathStep(local: string): string {
  if (local === "") return "?";
  return local.length <= MAX_NAME_LENGTH ? local : `${local.slice(0, MAX_NAME_LENGTH)}…`;
}

/** The path of the innermost open element, below `basePath`. */
export function pathTo(basePath: string, open: readonly ElementName[]): string {
  let path = basePath;
  for (const { local } of open) path += `/${pathStep(local)}`;
  return path;
}
