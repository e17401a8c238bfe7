import type { MarkupElement } from "./markup.ts";
import { dmProfiles } from "./profiles.ts";
import { quoted, type Rule } from "./rule.ts";

// What the address of a node must not contain: the client looks for a node with exactly that name.

const row = { severity: "error", profiles: dmProfiles, at: ["LocURI"] } as const;

/** Commands whose Items name nodes of the tree. */
const nodeCommands: ReadonlySet<string> = new Set(["Add", "Copy", "Delete", "Exec", "Get", "Replace", "Results"]);

/** C0, C1 and zero-width characters: joiners, direction marks, soft hyphens, byte order marks. */
const unseen = /(?![\t\n\r])[\p{Cc}\p{Cf}]/u;
const blank = /[\t\n\r\p{Z}]/u;
/** Windows uses names in braces for products, always GUIDs. */
const guid = /\{[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}\}/g;

/** The address of a node, without a query such as `?list=Struct`; `undefined` if it addresses something else. */
function nodePath(locURI: MarkupElement): string | undefined {
  const item = locURI.parent?.parent;
  if (item?.name !== "Item" || !nodeCommands.has(item.parent?.name ?? "")) return undefined;
  const [path = ""] = locURI.value.split("?", 1);
  return path;
}

/** `character` in printable form, such as `U+00A0`. */
function named(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A rule about one kind of fault. `fault` returns what is wrong with a path, or `undefined`. */
function addressRule(rule: Omit<Rule, "check" | "at" | "profiles">, fault: (path: string) => string | undefined): Rule {
  return {
    ...row,
    ...rule,
    check(locURI, report) {
      const path = nodePath(locURI);
      const what = path && fault(path);
      if (what) report(locURI, what);
    },
  };
}

export const addressRules: readonly Rule[] = [
  addressRule(
    {
      id: "address/backslash",
      severity: "error",
      clause: "DM TND, addressing; RFC 3986 §2",
      demands: "The segments of an address are separated by slashes, not by backslashes.",
      breaks: "the client looks for a single node with that whole name and answers 404",
    },
    (path) => (path.includes("\\") ? `the address ${quoted(path)} has a backslash` : undefined),
  ),
  addressRule(
    {
      id: "address/blank",
      severity: "warning",
      clause: "DM TND, addressing; RFC 3986 §2",
      demands: "An address contains no white space; a space in the name of a node is written as %20.",
      breaks: "the client does not find the node and answers 404, or rejects the address with 400",
    },
    (path) => {
      const [found] = blank.exec(path) ?? [];
      if (found === undefined) return undefined;
      const kind = /[\n\r]/.test(path) ? "a line break" : found === " " ? "a space" : `white space (${named(found)})`;
      return `the address ${quoted(path)} contains ${kind}`;
    },
  ),
  addressRule(
    {
      id: "address/empty-segment",
      severity: "error",
      clause: "DM TND, addressing; RFC 3986 §3.3",
      demands: "No segment of an address is empty.",
      breaks: "the client looks for a node without a name and answers 404 or 400",
    },
    (path) => (/.\/\//.test(path) ? `the address ${quoted(path)} has an empty segment` : undefined),
  ),
  addressRule(
    {
      id: "address/trailing-slash",
      severity: "warning",
      clause: "DM TND, addressing",
      demands: "An address does not end with a slash.",
      breaks: "a client that compares whole addresses answers 404",
    },
    (path) => (/(?:[^./]|[^/]\.)\/$/.test(path) ? `the address ${quoted(path)} ends with a slash` : undefined),
  ),
  addressRule(
    {
      id: "address/unseen-character",
      severity: "error",
      clause: "DM TND, addressing; RFC 3986 §2",
      demands: "An address has no control characters and no zero-width characters.",
      breaks: "the client looks for a different node from the one that people see, and answers 404",
    },
    (path) => {
      const [found] = unseen.exec(path) ?? [];
      return found && `the address ${quoted(path.replace(new RegExp(unseen, "gu"), "�"))} has ${named(found)}`;
    },
  ),
  addressRule(
    {
      id: "address/no-root",
      severity: "warning",
      clause: "DM TND, addressing; MS-MDM LocURI",
      demands: "An address begins with ./ for the root of the tree.",
      breaks: "a client that expects it does not find the node and answers 404, though the standard allows it",
    },
    (path) =>
      /^(?:\.{1,2}(?:[/\\]|$)|[/\\])/.test(path) ? undefined : `the address ${quoted(path)} does not begin with ./`,
  ),
  addressRule(
    {
      id: "address/dot-segment",
      severity: "error",
      clause: "DM TND, addressing",
      demands:
        "A dot segment appears only at the beginning of an address, for the root; a segment of two dots never appears.",
      breaks: "the client looks for a node of that name and answers 404 or 400",
    },
    (path) =>
      /\/\.{1,2}(?:\/|$)|^\.\.(?:\/|$)/.test(path) ? `the address ${quoted(path)} has a dot segment` : undefined,
  ),
  addressRule(
    {
      id: "address/escape",
      severity: "error",
      clause: "DM TND, addressing; RFC 3986 §2.1",
      demands: "A percent sign in an address is followed by two hexadecimal digits.",
      breaks: "the client cannot decode the name and answers 400 or 404",
    },
    (path) =>
      /%(?![\dA-Fa-f]{2})/.test(path) ? `the address ${quoted(path)} has a % that escapes nothing` : undefined,
  ),
  addressRule(
    {
      id: "address/template",
      severity: "error",
      clause: "DM TND, addressing; seen in published samples",
      demands: "An address has no braces left over from a template; those of a GUID are allowed.",
      breaks: "the client looks for a node named after the placeholder and answers 404, or creates one",
    },
    (path) => (/[{}]/.test(path.replace(guid, "")) ? `the address ${quoted(path)} contains a placeholder` : undefined),
  ),
];
