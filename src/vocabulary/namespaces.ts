/** Namespace of meta information, in every version. */
export const META_NAMESPACE = "syncml:metinf";
/** Namespace of device information, in every version. */
export const DEVINF_NAMESPACE = "syncml:devinf";
/** Namespace of management trees. */
export const TREE_NAMESPACE = "syncml:dmddf1.2";

const coreNamespace = /^syncml:syncml/i;
const exactCoreNamespace = /^SYNCML:SYNCML\d+\.\d+$/;
const nearMiss = /^\s*syncml:(syncml|meta?inf|devinf|dmddf|dmtnds)[\s._-]*[\d.]*\s*$/i;

const MAX_NEAR_MISS = 64;

/** The standards with a namespace of their own; the one for messages has a namespace for each version. */
export type StandardSpace = "core" | "metinf" | "devinf" | "dmddf";

const spacesByWord: Readonly<Record<string, StandardSpace>> = {
  syncml: "core",
  metinf: "metinf",
  metainf: "metinf",
  devinf: "devinf",
  dmddf: "dmddf",
  dmtnds: "dmddf",
};

/** Whether a namespace is that of SyncML messages of any version; some senders write it in lower case. */
export function isCoreNamespace(namespace: string): boolean {
  return coreNamespace.test(namespace);
}

/** The standard with exactly this namespace. */
export function spaceOf(namespace: string): StandardSpace | undefined {
  switch (namespace) {
    case META_NAMESPACE:
      return "metinf";
    case DEVINF_NAMESPACE:
      return "devinf";
    case TREE_NAMESPACE:
      return "dmddf";
    default:
      return exactCoreNamespace.test(namespace) ? "core" : undefined;
  }
}

/** The standard that a namespace means, spelt exactly or nearly: in another case, with or without a version. */
export function intendedSpace(namespace: string): StandardSpace | undefined {
  // No near miss is longer, and the search takes more than linear time.
  if (namespace.length > MAX_NEAR_MISS) return undefined;
  const [, word] = nearMiss.exec(namespace) ?? [];
  return word === undefined ? undefined : spacesByWord[word.toLowerCase()];
}
