import { hexOfOctets } from "../../core/hex-digit.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { type Pair, pairsOf } from "./pairs.ts";

/** What is different at one place. */
export interface NodeDifference {
  /** Elements from the root, numbered among those of their name: `/SyncML/SyncBody/Get[2]/Item/Data`. */
  readonly path: string;
  /** `added` is in the second alone, `removed` in the first alone; `order` is a list with the same in it, in another order. */
  readonly kind: "changed" | "added" | "removed" | "order";
  /** What the first has: a value, or what an element that it alone has is about. Octets that are no text are hexadecimal digits after `0x`. */
  readonly before?: string;
  /** What the second has. */
  readonly after?: string;
}

/** Fields that differ in every run; see {@link Ignorable}. */
const ignorable: Readonly<Record<Ignorable, readonly string[]>> = {
  ids: ["cmdID", "msgID", "sessionID", "msgRef", "cmdRef"],
  nonces: ["nextNonce"],
  times: ["last", "next", "timeStamp"],
};

/** Fields that can be left out: `ids` of messages and commands; `nonces`, and the digests made with them; `times`, and anchors. */
export type Ignorable = "ids" | "nonces" | "times";

/** All of them. */
export const ignorables = Object.keys(ignorable) as readonly Ignorable[];

type Fields = Readonly<Record<string, unknown>>;

/** Says how two documents differ. How they are written, in WBXML or XML, does not count. */
export class NodeComparer {
  readonly differences: NodeDifference[] = [];
  private readonly ignored: ReadonlySet<string>;
  private readonly ignoresDigests: boolean;

  constructor(ignore: readonly Ignorable[]) {
    // How a document and its values are written is not what they say.
    this.ignored = new Set<string>(["kind", "wire", "opaque", "inline", ...ignore.flatMap((one) => ignorable[one])]);
    this.ignoresDigests = ignore.includes("nonces");
  }

  /** Compares two nodes. Depth is that of documents, which is bounded where they are read. */
  compare(a: Fields, b: Fields, path: string): void {
    if (a["kind"] !== b["kind"]) {
      this.value(String(a["kind"]), String(b["kind"]), path);
      return;
    }
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (this.ignored.has(name) || (name === "data" && a["kind"] === "Cred" && this.ignoresDigests)) continue;
      if (name === "extra") this.compare(asFields(a[name]), asFields(b[name]), `${path}/Extra`);
      else this.field(a[name], b[name], name, path);
    }
  }

  private field(a: unknown, b: unknown, name: string, path: string): void {
    if (Array.isArray(a) || Array.isArray(b)) {
      this.list(listOf(a), listOf(b), name, path);
      return;
    }
    const place = `${path}/${elementName(name)}`;
    if (isNode(a) && isNode(b)) this.compare(a, b, place);
    else
      this.value(
        a,
        b,
        isNode(a) || isNode(b)
          ? `${path}/${String((isNode(a) ? a : (b as Fields))["kind"] ?? elementName(name))}`
          : place,
      );
  }

  private list(a: readonly unknown[], b: readonly unknown[], name: string, path: string): void {
    const numbers = [numbersIn(a, name), numbersIn(b, name)] as const;
    const { pairs, isInOrder } = pairsOf(
      a.map((value, index) => ({ value, place: numbers[0][index] as string })),
      b.map((value, index) => ({ value, place: numbers[1][index] as string })),
      [({ value }) => identity(value), ({ value }) => kindOf(value)],
    );
    if (!isInOrder) this.differences.push({ path: `${path}/${elementName(name)}`, kind: "order" });
    for (const pair of pairs) this.pair(pair, path);
  }

  private pair({ a, b }: Pair<{ readonly value: unknown; readonly place: string }>, path: string): void {
    const place = `${path}/${(a ?? b)?.place}`;
    if (isNode(a?.value) && isNode(b?.value)) this.compare(a.value, b.value, place);
    else this.value(a?.value, b?.value, place);
  }

  private value(a: unknown, b: unknown, path: string): void {
    const [before, after] = [textOf(a), textOf(b)];
    if (before === after) return;
    if (before === undefined) this.differences.push({ path, kind: "added", after: after as string });
    else if (after === undefined) this.differences.push({ path, kind: "removed", before });
    else this.differences.push({ path, kind: "changed", before, after });
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** What a node has besides its fields; it may have nothing. */
function asFields(value: unknown): Fields {
  return isNode(value) ? value : {};
}

function isNode(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array) && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return isNode(value) ? String(value["kind"]) : "";
}

/** What a command or an item is about, without the numbers that a message gives it. */
function identity(value: unknown): string {
  if (!isNode(value)) return textOf(value) ?? "";
  const refs = ["cmd", "targetRefs", "sourceRefs", "targetRef", "sourceRef"].map((name) => textOf(value[name]) ?? "");
  return JSON.stringify([value["kind"], ...refs, ...addresses(value)]);
}

/** Addresses of a command, or of its items. */
function addresses(node: Fields): string[] {
  const own = ["target", "source"].flatMap((name) => {
    const one = node[name];
    return isNode(one) && one["locURI"] !== undefined ? [`${name} ${String(one["locURI"])}`] : [];
  });
  const items = node["items"];
  return [...own, ...(Array.isArray(items) ? items.flatMap((item) => (isNode(item) ? addresses(item) : [])) : [])];
}

/** `Get[2]`: the name of each element of a list, with its number if there are several of that name. */
function numbersIn(list: readonly unknown[], name: string): string[] {
  const names = list.map((one) =>
    isNode(one) && one["kind"] !== undefined ? String(one["kind"]) : elementName(name.replace(/s$/, "")),
  );
  const totals = new Map<string, number>();
  for (const one of names) totals.set(one, (totals.get(one) ?? 0) + 1);
  const seen = new Map<string, number>();
  return names.map((one) => {
    const number = (seen.get(one) ?? 0) + 1;
    seen.set(one, number);
    return totals.get(one) === 1 ? one : `${one}[${number}]`;
  });
}

/** As the element is called: `cmdID` is CmdID. */
function elementName(field: string): string {
  return `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

/** A value; of a node, what it is about: `Status Get ./DevInfo/Mod 200`. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return decodeUtf8(value, 0, value.length) ?? `0x${hexOfOctets(value)}`;
  if (Array.isArray(value)) return value.map((one) => textOf(one) ?? "").join(", ");
  if (!isNode(value)) return String(value);
  const { kind, cmd, targetRefs, data } = value;
  const about = [cmd, targetRefs, data].filter((one) => !isNode(one)).map(textOf);
  const parts = [String(kind ?? ""), ...about, ...addresses(value).map((one) => one.replace(/^\w+ /, ""))];
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}

/** Octets of which no document could be read, as text. */
export function octetsAsText(bytes: Uint8Array): string {
  return textOf(bytes) as string;
}
