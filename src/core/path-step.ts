/** Characters of a name that a path has. */
const MAX_NAME_LENGTH = 64;

/**
 * A name as a step of a path, without what is too long of it: each diagnostic has a path, and may be all that one byte
 * gives rise to, while a peer chooses how long names are.
 */
export function pathStep(local: string): string {
  return local.length <= MAX_NAME_LENGTH ? local : `${local.slice(0, MAX_NAME_LENGTH)}…`;
}
