/** Namespaces up to this length are not counted: a reference to one is hardly shorter. */
const SHORT_NAMESPACE = 64;

/**
 * What an element name adds to `maxReferencedBytes`, if its tag declares `declared` characters of namespaces. A namespace of
 * a megabyte that was declared once is written out with every element in JSON, and with some in XML.
 */
export function inheritedCharacters(namespace: string, declared: number): number {
  return Math.max(0, namespace.length - SHORT_NAMESPACE - declared);
}
