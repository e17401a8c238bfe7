/** Namespaces up to this length are not counted: a reference to one is not much shorter. */
const SHORT_NAMESPACE = 64;

/**
 * What a name adds to `maxReferencedBytes` whose tag has `declared` characters of namespaces in it: its namespace may be a
 * megabyte that was declared once, and is written out with every element in JSON, and with some in XML.
 */
export function inheritedCharacters(namespace: string, declared: number): number {
  return Math.max(0, namespace.length - SHORT_NAMESPACE - declared);
}
