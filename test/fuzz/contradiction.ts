/**
 * Where what was read of the beginning of a document contradicts what was read of all of it, or nothing. What was open at
 * the cut may be shorter there, or not yet be what it turns out to be.
 */
export function contradiction(partial: unknown, whole: unknown, path = ""): string | undefined {
  if (partial === undefined || Object.is(partial, whole)) return undefined;
  if (typeof partial === "string" && typeof whole === "string") return whole.startsWith(partial) ? undefined : path;
  if (partial instanceof Uint8Array && whole instanceof Uint8Array) {
    return Buffer.compare(partial, whole.subarray(0, partial.length)) === 0 ? undefined : path;
  }
  if (Array.isArray(partial) && Array.isArray(whole)) return contradictionInList(partial, whole, path);
  if (isNode(partial) && isNode(whole) && partial["kind"] === whole["kind"]) {
    for (const [key, value] of Object.entries(partial)) {
      if (formFields.includes(key)) continue;
      const found = contradiction(value, whole[key], `${path}/${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return /\/(?:data|value)$/.test(path) ? undefined : path;
}

/** They describe what is unusual about a whole node, which a part may not show. */
const formFields = ["extra", "wire"];

function contradictionInList(partial: readonly unknown[], whole: readonly unknown[], path: string): string | undefined {
  if (partial.length > whole.length) return `${path}/${whole.length}`;
  for (const [index, value] of partial.entries()) {
    const found = contradiction(value, whole[index], `${path}/${index}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
