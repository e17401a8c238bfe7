import { create } from "../ast/create.ts";
import { adaptedType } from "../ast/embedded-types.ts";
import { isBase64, isBinary } from "../ast/format.ts";
import type { Extra, GenericContent, GenericElement, GenericText, Meta } from "../ast/nodes.ts";
import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import { ByteWriter } from "../core/byte-writer.ts";
import { decodeUtf8, decodeUtf8Lossy, encodeUtf8 } from "../core/utf8.ts";
import { isCoreNamespace, META_NAMESPACE } from "../vocabulary/namespaces.ts";
import { endOfXmlText } from "../xml/characters.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A copy of a document as it would be written in XML, whatever form it came in: octets of items and credentials as base64
 * with Meta Format `b64`, and the Meta Type of embedded documents with `+xml`. Not recursive, since documents nest deeper
 * than an engine's stack allows. An object that occurs in several places, or even in itself, is copied once for binary and
 * once for other enclosing Formats.
 */
export function inCommonForm(document: unknown): unknown {
  const copies: Readonly<Record<string, Map<object, object>>> = { true: new Map(), false: new Map() };
  const pending: { readonly copy: Record<string, unknown>; readonly isBinary: boolean }[] = [];
  /** `inBinary` is whether the Meta of the enclosing node says that its data is binary. */
  const copyOf = (value: unknown, inBinary: boolean): unknown => {
    if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
    const known = copies[`${inBinary}`] as Map<object, object>;
    let copy = known.get(value);
    if (copy === undefined) {
      const isList = Array.isArray(value);
      copy = isList ? [...value] : nodeInCommonForm(value as Fields, inBinary);
      known.set(value, copy);
      const ofParts = isList ? inBinary : isBinary(formatOf(value as Fields));
      pending.push({ copy: copy as Record<string, unknown>, isBinary: ofParts });
    }
    return copy;
  };
  const whole = copyOf(document, false);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [key, field] of Object.entries(next.copy)) next.copy[key] = copyOf(field, next.isBinary);
  }
  return whole;
}

function formatOf(node: Fields): string | undefined {
  return (node["meta"] as Meta | undefined)?.format;
}

/** A shallow copy of the node. */
function nodeInCommonForm(node: Fields, inBinary: boolean): Fields {
  const { kind, data, type } = node;
  if (kind === "Element") return elementInCommonForm(node as unknown as GenericElement);
  if ((kind === "Meta" || kind === "MetInf") && typeof type === "string") {
    return { ...node, type: adaptedType(type, "xml") };
  }
  if (kind !== "Item" && kind !== "Cred") return { ...node };
  const format = formatOf(node);
  // The Meta of a command applies to its items, not to its credentials.
  const saysOctets = format === undefined ? inBinary && kind === "Item" : isBinary(format);
  if (Array.isArray(data)) return mixedInCommonForm(node, data as GenericContent[], saysOctets);
  const wasOpaque = (node["extra"] as Extra | undefined)?.opaque?.includes("data");
  const bytes = typeof data === "string" && wasOpaque ? encodeUtf8(data) : data;
  return bytes instanceof Uint8Array ? announced(node, bytes, saysOctets, (value) => value) : { ...node };
}

/** A copy of a node whose data has elements: octets before the first of them are announced like octets alone. */
function mixedInCommonForm(node: Fields, data: readonly GenericContent[], saysOctets: boolean): Fields {
  const texts = leadingTexts(data);
  if (!cameAsOctets(texts)) return { ...node };
  const rest = data.slice(texts.length);
  return announced(node, octetsOf(texts), saysOctets, (value) => [textNode(encodeUtf8(value ?? "")), ...rest]);
}

function announced(
  node: Fields,
  data: Uint8Array,
  isBinary: boolean,
  dataOf: (value: string | undefined) => unknown,
): Fields {
  const isOctets = isBinary || !isXmlText(data);
  if (!isOctets || data.length === 0) return { ...node, data: dataOf(decodeUtf8(data, 0, data.length)) };
  const meta = (node["meta"] ?? create("Meta", {})) as Meta;
  return { ...node, meta: { ...meta, format: "b64" }, data: dataOf(encodeBase64(data)) };
}

/** A copy of a generic element, with the octets of an Item or Cred and the Type of an embedded document converted. */
function elementInCommonForm(element: GenericElement): Fields {
  const { local, namespace, children } = element;
  if (local === "Type" && namespace === META_NAMESPACE) return { ...element, children: typeContent(children) };
  if (local === "NextNonce" && namespace === META_NAMESPACE) return { ...element, children: nonceContent(children) };
  const data = childOf(element, "Data");
  if ((local !== "Item" && local !== "Cred") || !isCoreNamespace(namespace)) return { ...element };
  if (data === undefined) return { ...element };
  const texts = leadingTexts(data.children);
  if (texts.length === 0 && data.children.length > 0) return { ...element };
  const meta = childOf(element, "Meta");
  const wrapper = meta && (childOf(meta, "MetInf") ?? meta);
  const format = wrapper && childOf(wrapper, "Format");
  const said = format && isText(format.children) ? lossy(octetsOf(format.children)) : undefined;
  const written = octetsOf(texts);
  const octets = isBase64(said) ? (decodeBase64(lossy(written)) ?? written) : written;
  const isAnnounced = isBase64(said) || isBinary(said) || (cameAsOctets(texts) && !isXmlText(written));
  const left = children.flatMap((child) => {
    if (child === data) return [{ ...data, children: [textNode(octets), ...data.children.slice(texts.length)] }];
    return child === meta && format !== undefined && isAnnounced ? without(meta, format) : [child];
  });
  return { ...element, children: left };
}

/** The content of a generic Type: the text before its first element is the type. */
function typeContent(children: readonly GenericContent[]): readonly GenericContent[] {
  const texts = leadingTexts(children);
  if (texts.length === 0) return children;
  return [textNode(encodeUtf8(adaptedType(lossy(octetsOf(texts)), "xml"))), ...children.slice(texts.length)];
}

/** The content of a generic NextNonce: octets as base64. */
function nonceContent(children: readonly GenericContent[]): readonly GenericContent[] {
  const texts = leadingTexts(children);
  const octets = octetsOf(texts);
  const isText = !texts.some(({ opaque }) => opaque) && decodeUtf8(octets, 0, octets.length) !== undefined;
  return isText ? children : [textNode(encodeUtf8(encodeBase64(octets))), ...children.slice(texts.length)];
}

/** The element without one of its descendants; empty if nothing else is left in it. */
function without(element: GenericElement, gone: GenericElement): GenericElement[] {
  const children = element.children
    .filter((child) => child !== gone)
    .flatMap((child) => (child.kind === "Element" && child.children.includes(gone) ? without(child, gone) : [child]));
  return children.length === 0 ? [] : [{ ...element, children }];
}

function childOf({ children }: GenericElement, local: string): GenericElement | undefined {
  return children.find((child): child is GenericElement => child.kind === "Element" && child.local === local);
}

function isText(children: readonly GenericContent[]): children is readonly GenericText[] {
  return children.every(({ kind }) => kind === "Text");
}

/** The text before the first element. */
function leadingTexts(children: readonly GenericContent[]): readonly GenericText[] {
  const end = children.findIndex(({ kind }) => kind !== "Text");
  const texts = end < 0 ? children : children.slice(0, end);
  return isText(texts) ? texts : [];
}

/** Whether the text begins with octets, so that the writer may announce them. */
function cameAsOctets([first]: readonly GenericText[]): boolean {
  return first !== undefined && (first.opaque || first.value instanceof Uint8Array);
}

function isXmlText(octets: Uint8Array): boolean {
  return endOfXmlText(octets, 0, octets.length) === octets.length;
}

function octetsOf(texts: readonly GenericText[]): Uint8Array {
  const writer = new ByteWriter();
  for (const { value } of texts) {
    if (typeof value === "string") writer.string(value);
    else writer.bytes(value, 0, value.length);
  }
  return writer.take();
}

function lossy(octets: Uint8Array): string {
  return decodeUtf8Lossy(octets, 0, octets.length);
}

function textNode(value: Uint8Array): GenericText {
  return { kind: "Text", value, opaque: false };
}
