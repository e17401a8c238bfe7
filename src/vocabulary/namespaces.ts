/** Namespace of meta information, in every version. */
export const META_NAMESPACE = "syncml:metinf";

const coreNamespace = /^syncml:syncml/i;
const standardNamespace = /^syncml:/i;

/** Whether a namespace is that of SyncML messages, of whatever version; some senders write it in lower case. */
export function isCoreNamespace(namespace: string): boolean {
  return coreNamespace.test(namespace);
}

/** Whether a namespace is one of SyncML's; a name without namespace counts, since peers leave namespaces out. */
export function isStandardNamespace(namespace: string): boolean {
  return namespace === "" || standardNamespace.test(namespace);
}
