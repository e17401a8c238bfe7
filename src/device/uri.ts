import type { TreeLimits } from "./options.ts";

/** A property of a node (DM TND, RTProperties). */
export type PropertyName = "ACL" | "Format" | "Name" | "Size" | "Title" | "TStamp" | "Type" | "VerNo";

/** The properties, in the order of TNDS. */
export const propertyNames: readonly PropertyName[] = [
  "ACL",
  "Format",
  "Name",
  "Size",
  "Title",
  "TStamp",
  "Type",
  "VerNo",
];

/** What follows the `?` of a URI. */
export type UriQuery =
  | { readonly kind: "prop"; readonly name: PropertyName }
  | { readonly kind: "list"; readonly form: "Struct" | "StructData" | "TNDS"; readonly parts: readonly string[] };

/** A URI in its parts. */
export interface ParsedUri {
  /** The names, decoded; none for the root. */
  readonly segments: readonly string[];
  readonly query: UriQuery | undefined;
}

/**
 * The parts of a URI that a command names, or the status code that refuses it: 404 for what cannot be an address, 400 for a bad
 * escape, 414 beyond a limit, 406 for an unknown property or list.
 */
export function parseUri(uri: string, limits: TreeLimits): ParsedUri | number {
  const mark = uri.indexOf("?");
  const address = mark < 0 ? uri : uri.slice(0, mark);
  // Before anything is split: an over-long address costs nothing.
  if (limits.maxUriLength > 0 && address.length > limits.maxUriLength) return 414;
  const segments = segmentsOf(address);
  if (typeof segments === "number") return segments;
  if (limits.maxDepth > 0 && segments.length > limits.maxDepth) return 414;
  if (segments.some((name) => isTooLong(name, limits))) return 414;
  if (mark < 0) return { segments, query: undefined };
  const query = queryOf(uri.slice(mark + 1));
  return typeof query === "number" ? query : { segments, query };
}

/** Whether a name is longer than a segment may be, in characters. */
export function isTooLong(name: string, { maxSegmentLength }: TreeLimits): boolean {
  return maxSegmentLength > 0 && name.length > maxSegmentLength && [...name].length > maxSegmentLength;
}

/** The names of an address without a query: `./A/B`, `A/B` or `.`; or the code that refuses it. */
export function segmentsOf(address: string): string[] | number {
  if (address === ".") return [];
  const relative = address.startsWith("./") ? address.slice(2) : address;
  const segments: string[] = [];
  for (const part of relative.split("/")) {
    const name = decodeSegment(part);
    if (name === undefined) return 400;
    if (!isNodeName(name)) return 404;
    segments.push(name);
  }
  return segments;
}

/** Whether a text may be the name of a node. */
export function isNodeName(name: string): boolean {
  return name !== "" && name !== "." && name !== "..";
}

/** A segment without its escapes; `undefined` if one is broken. */
export function decodeSegment(segment: string): string | undefined {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    // The platform's only way to say that the octets are not UTF-8, or not hexadecimal.
    return undefined;
  }
}

/** The address of a node, escaped only where needed. */
export function uriOf(segments: readonly string[]): string {
  return [".", ...segments.map(encodeSegment)].join("/");
}

/** A name as a segment of an address. */
export function encodeSegment(name: string): string {
  return name.replace(/[%/?#]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function queryOf(text: string): UriQuery | number {
  const [, kind, value] = /^(prop|list)=(.*)$/s.exec(text) ?? [];
  if (kind === undefined || value === undefined) return 406;
  if (kind === "prop") {
    const name = propertyNames.find((one) => one === value);
    return name === undefined ? 406 : { kind: "prop", name };
  }
  const [form, ...parts] = value.split(/(?=[+-])/);
  if (form !== "Struct" && form !== "StructData" && form !== "TNDS") return 406;
  return { kind: "list", form, parts };
}
