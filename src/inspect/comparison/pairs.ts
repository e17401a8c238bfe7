/** What is at one place of two lists: both, or one of them alone. */
export interface Pair<Element> {
  readonly a?: Element;
  readonly b?: Element;
}

/** Two lists, brought together. */
export interface Pairs<Element> {
  /** In the order of `a`; what `b` alone has comes last. */
  readonly pairs: readonly Pair<Element>[];
  /** The order of what both have is the same. */
  readonly isInOrder: boolean;
}

/**
 * Brings the elements of two lists together: the first of a name in one with the first of that name in the other, and so on; then, of
 * those that are left, by each looser name in turn. Takes time in proportion to the lists.
 */
export function pairsOf<Element>(
  a: readonly Element[],
  b: readonly Element[],
  names: readonly ((element: Element) => string)[],
): Pairs<Element> {
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  for (const nameOf of names) {
    const waiting = new Map<string, number[]>();
    for (const [index, element] of b.entries()) {
      if (taken.has(index)) continue;
      const name = nameOf(element);
      const list = waiting.get(name);
      if (list === undefined) waiting.set(name, [index]);
      else list.push(index);
    }
    for (const list of waiting.values()) list.reverse();
    for (const [index, element] of a.entries()) {
      if (partner.has(index)) continue;
      const found = waiting.get(nameOf(element))?.pop();
      if (found === undefined) continue;
      partner.set(index, found);
      taken.add(found);
    }
  }
  let last = -1;
  let isInOrder = true;
  const pairs: Pair<Element>[] = a.map((element, index) => {
    const found = partner.get(index);
    if (found === undefined) return { a: element };
    if (found < last) isInOrder = false;
    last = found;
    return { a: element, b: b[found] as Element };
  });
  for (const [index, element] of b.entries()) if (!taken.has(index)) pairs.push({ b: element });
  return { pairs, isInOrder };
}
