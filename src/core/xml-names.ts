import type { AttributeName } from "./sink.ts";

// NameStartChar and NameChar of XML 1.0 fifth edition §2.3, without the colon, which namespaces reserve.
const START =
  "A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}" +
  "\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";
const ncName = new RegExp(`^[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}]*$`, "u");

/** Whether `text` is an NCName: an XML name without a colon. */
export function isNcName(text: string): boolean {
  return ncName.test(text);
}

/** Prefixes that need no declaration, and their namespaces. */
export const wellKnownPrefixes: Readonly<Record<string, string>> = {
  xml: "http://www.w3.org/XML/1998/namespace",
  // Windows writes `msft:originalerror` on Data, in WBXML as a literal that cannot declare its prefix (MS-MDM).
  msft: "http://schemas.microsoft.com/MobileDevice/MDM",
};

/** Whether a prefix may be declared. Those that begin with `xml` are reserved (Namespaces in XML §3). */
export function isUsablePrefix(prefix: string): boolean {
  return isNcName(prefix) && !/^xml/i.test(prefix);
}

/**
 * What is wrong with the name of an attribute to be written; `undefined` if nothing is. The name is added to `names`, those
 * on the element so far.
 */
export function attributeNameFault({ local, namespace }: AttributeName, names: Set<string>): string | undefined {
  if (!isNcName(local)) return `"${local}" is not an XML name`;
  if (namespace === "" && local === "xmlns") return "an attribute cannot be named xmlns, which declares a namespace";
  const before = names.size;
  names.add(`${local} ${namespace}`);
  return names.size === before ? `attribute ${local} is given twice` : undefined;
}
