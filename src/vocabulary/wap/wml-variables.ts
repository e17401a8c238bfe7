import type { VariableSyntax } from "../definition.ts";

const BEFORE = "$(";
/** How the value of a variable goes into the text, by the number of the extension token (WAP-192 §7.1): URL-escaped, unescaped, or as it is. */
const conversions = ["escape", "unesc", "noesc"] as const;

/** A dollar sign is doubled in WML, so that two of them begin no variable. */
const reference = /\$\$|\$\(([A-Za-z_]\w*):(escape|unesc|noesc)\)/g;

/**
 * The variables of WML: `$(name:escape)`, `$(name:unesc)` and `$(name:noesc)`. A reference without conversion, such as `$name`,
 * depends on where it is; no token stands for it, and it stays text.
 */
export const wmlVariables: VariableSyntax = {
  around: [around("escape"), around("unesc"), around("noesc")],
  find(text, from) {
    reference.lastIndex = from;
    for (let found = reference.exec(text); found !== null; found = reference.exec(text)) {
      const [{ length }, name, conversion] = found;
      if (name === undefined) continue;
      const kind = conversions.indexOf(conversion as (typeof conversions)[number]) as 0 | 1 | 2;
      return { kind, name, start: found.index, end: found.index + length };
    }
    return undefined;
  },
};

function around(conversion: (typeof conversions)[number]) {
  return { before: BEFORE, after: `:${conversion})` };
}
