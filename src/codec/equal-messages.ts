import { ElementContent } from "../ast/element-content.ts";
import type { SyncmlDocument } from "../ast/nodes.ts";
import { walkDocument } from "../ast/walker.ts";
import { ByteWriter } from "../core/byte-writer.ts";
import { describe } from "../core/describe.ts";
import { isSyncmlError } from "../core/errors.ts";
import { octetString } from "../core/latin1.ts";
import type { AttributeName, ElementName, EventSink } from "../core/sink.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { isCoreNamespace } from "../vocabulary/namespaces.ts";
import { inCommonForm } from "./common-form.ts";
import { openDocument } from "./open-document.ts";

const whiteSpace = /^[\t\n\r ]*$/;

/** An element with its attributes sorted, and its content. Text is UTF-8 as a string of characters below U+0100. */
interface Comparable {
  readonly name: string;
  readonly attributes: string[];
  readonly content: (Comparable | string)[];
}

/**
 * Whether two documents mean the same: the same elements and values, whatever form they came in. Markup in Data equals the
 * same markup as text, escaped or in CDATA; octets equal their base64 with Format `b64`. The order of fields and the form of
 * a value do not count; the order of commands, items and other lists does.
 *
 * @throws {SyncmlError} `invalid-message` or `limit-exceeded` for a document that `encode` cannot write either.
 * @throws {TypeError} if one of them is not an object.
 */
export function equalMessages(one: SyncmlDocument, other: SyncmlDocument): boolean {
  return isSame(comparable(one), comparable(other));
}

function isSame(one: Comparable | undefined, other: Comparable | undefined): boolean {
  const pending: [Comparable | string | undefined, Comparable | string | undefined][] = [[one, other]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [left, right] = pair;
    if (left === right) continue;
    if (typeof left !== "object" || typeof right !== "object" || left.name !== right.name) return false;
    if (left.attributes.length !== right.attributes.length || left.content.length !== right.content.length)
      return false;
    if (left.attributes.some((attribute, index) => attribute !== right.attributes[index])) return false;
    for (const [index, part] of left.content.entries()) pending.push([part, right.content[index]]);
  }
  return true;
}

function comparable(document: SyncmlDocument): Comparable | undefined {
  if (typeof document !== "object" || document === null) {
    throw new TypeError(`expected a document, as decode returns it, not ${describe(document)}`);
  }
  const sink = new ComparableSink();
  walkDocument(withoutForm(inCommonForm(document)) as SyncmlDocument, new ElementContent(sink));
  return sink.root;
}

/** A copy of a document without notes on its form. Generic content in the received order is kept. */
function withoutForm(document: unknown): unknown {
  const root: Record<string, unknown> = { document };
  const holders: Record<string, unknown>[] = [root];
  // An object that occurs in several places, or even in itself, is copied once.
  const copies = new Map<object, unknown>();
  for (let holder = holders.pop(); holder !== undefined; holder = holders.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      if (value instanceof Uint8Array || typeof value !== "object" || value === null) continue;
      let copy = copies.get(value);
      if (copy === undefined) {
        copy = Array.isArray(value) ? [...value] : copyWithoutForm(value as Record<string, unknown>);
        copies.set(value, copy);
        holders.push(copy as Record<string, unknown>);
      }
      holder[key] = copy;
    }
  }
  return root["document"];
}

function copyWithoutForm(node: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(node)) {
    if (key === "opaque" || key === "inline" || key === "wire") continue;
    copy[key] = key === "sequence" && Array.isArray(field) ? field.filter((entry) => typeof entry !== "string") : field;
  }
  // The namespace is kept: without it, the names would be those of the version that the document states.
  const { wire } = node as { wire?: { namespace: string } };
  if (wire !== undefined && wire !== null) {
    copy["wire"] = { format: "xml", version: 0, publicId: 0, charset: 0, namespace: wire.namespace };
  }
  return copy;
}

/** Builds {@link Comparable} elements from events. `open` is the stack of open elements, `value` the text since the last tag. */
class ComparableSink implements EventSink {
  root: Comparable | undefined;
  private readonly open: Comparable[] = [];
  private readonly value = new ByteWriter();

  startDocument(): void {}

  startElement({ local, namespace }: ElementName): void {
    this.endText();
    const element: Comparable = { name: `${namespace} ${local}`, attributes: [], content: [] };
    this.open.at(-1)?.content.push(element);
    this.root ??= element;
    this.open.push(element);
  }

  attribute({ local, namespace }: AttributeName, value: string): void {
    const { attributes } = this.open.at(-1) as Comparable;
    attributes.push(`${namespace} ${local}=${value}`);
    attributes.sort();
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    this.value.bytes(chunk, start, end);
  }

  string(value: string): void {
    this.value.string(value);
  }

  opaque(chunk: Uint8Array, start: number, end: number): void {
    this.value.bytes(chunk, start, end);
  }

  endElement(): void {
    const element = this.open.at(-1) as Comparable;
    const isData = element.name.endsWith(" Data") && isCoreNamespace(element.name);
    if (isData && element.content.length === 0) this.readMarkup(element);
    this.endText();
    this.open.pop();
    const hasElements = element.content.some((part) => typeof part !== "string");
    const kept = element.content.filter((part) => !hasElements || typeof part !== "string" || !whiteSpace.test(part));
    element.content.splice(0, element.content.length, ...kept);
  }

  endDocument(): void {}

  private endText(): void {
    const { buffer, byteLength } = this.value;
    if (byteLength === 0) return;
    this.open.at(-1)?.content.push(octetString(buffer, 0, byteLength));
    this.value.byteLength = 0;
  }

  /** Text that is markup equals that markup; text that only looks like markup stays text. */
  private readMarkup(data: Comparable): void {
    const { buffer, byteLength } = this.value;
    const text = decodeUtf8(buffer, 0, byteLength)?.trim();
    if (!text?.startsWith("<")) return;
    const inner = new ComparableSink();
    const [namespace] = data.name.split(" ");
    try {
      const source = openDocument(inner, { from: "xml", embedded: "keep" });
      source.write(`<Data xmlns="${namespace}">${text.replace(/^<\?xml[^>]*\?>/, "")}</Data>`);
      source.end();
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      return;
    }
    data.content.push(...(inner.root?.content ?? []));
    this.value.byteLength = 0;
  }
}
