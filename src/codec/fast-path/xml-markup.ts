import { documentShape } from "../../ast/document-shapes.ts";
import type { GenericContent, GenericElement } from "../../ast/nodes.ts";
import { GREATER, LESS, SLASH } from "../../core/ascii.ts";
import type { StringWindow } from "../../core/string-window.ts";
import { META_NAMESPACE } from "../../vocabulary/namespaces.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { messagePlan } from "./message-plan.ts";
import { ROOT } from "./message-start.ts";
import { declarationBytes, declaredNamespace, elementNames, METINF, namespaces, TAG_BYTES } from "./xml-tags.ts";
import { endOfPlainText } from "./xml-text.ts";

/** Peers put an Anchor there, with two elements in it; deeper markup is left to the event path. */
export const MAX_LEVELS = 4;
/** Of an end tag, without its name. */
const END_BYTES = 3;

/** Markup that is the whole content of Data, as anchors of synchronisation are: elements of meta information with plain text. */
export class XmlMarkup {
  /** Where it ends, at the end tag of the Data, and how many elements it has. */
  end = 0;
  elements = 0;
  private levels = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly window: StringWindow;
  private readonly vocabulary: Vocabulary;
  private readonly maxTextBytes: number;

  /** `space` is the number of the namespace of the message. */
  constructor(bytes: Uint8Array, view: DataView, window: StringWindow, space: number, maxTextBytes: number) {
    this.bytes = bytes;
    this.view = view;
    this.window = window;
    this.vocabulary = standardVocabularies.findByRoot(ROOT, namespaces[space] as string) as Vocabulary;
    this.maxTextBytes = maxTextBytes;
  }

  /** The markup whose first tag is at `start`; `undefined` for any other. */
  read(start: number): GenericContent[] | undefined {
    this.end = start;
    this.elements = 0;
    this.levels = 0;
    const content: GenericContent[] = [];
    while (this.bytes[this.end] === LESS && this.bytes[this.end + 1] !== SLASH) {
      const element = this.element(true);
      if (element === undefined) return undefined;
      content.push(element);
    }
    return content;
  }

  private element(isOutermost: boolean): GenericElement | undefined {
    const { bytes, view } = this;
    const names = elementNames();
    const tag = this.end;
    if (tag + TAG_BYTES > bytes.length || this.levels === MAX_LEVELS) return undefined;
    const number = names.find(view, tag + 1);
    const nameBytes = names.lengths[number] as number;
    let pos = tag + 1 + nameBytes;
    const isDeclared = bytes[pos] !== GREATER;
    if (isDeclared) {
      if (declaredNamespace(view, pos) !== METINF) return undefined;
      pos += declarationBytes[METINF] as number;
    }
    const local = messagePlan().names[number] as string;
    const name = number === 0 ? undefined : this.vocabulary.element(META_NAMESPACE, local);
    const isKnown = name !== undefined && documentShape(local, META_NAMESPACE) === undefined;
    if (!isKnown || bytes[pos] !== GREATER || (isOutermost && !isDeclared)) return undefined;
    this.end = pos + 1;
    this.elements++;
    this.levels++;
    const children = this.children();
    this.levels--;
    if (children === undefined || this.end + END_BYTES + nameBytes > bytes.length) return undefined;
    if (!names.closesAt(view, this.end, number)) return undefined;
    this.end += END_BYTES + nameBytes;
    const { page, token } = name;
    return { kind: "Element", local, namespace: META_NAMESPACE, page, token, attributes: [], children };
  }

  /** One plain text, or elements without anything between them. */
  private children(): GenericContent[] | undefined {
    const { bytes, view, window } = this;
    const start = this.end;
    if (bytes[start] !== LESS) {
      const end = endOfPlainText(view, start, bytes.length);
      if (end === start || bytes[end] !== LESS || bytes[end + 1] !== SLASH || end - start > this.maxTextBytes)
        return undefined;
      this.end = end;
      return [{ kind: "Text", value: window.ascii(start, end), opaque: false }];
    }
    const children: GenericContent[] = [];
    while (bytes[this.end] === LESS && bytes[this.end + 1] !== SLASH) {
      const element = this.element(false);
      if (element === undefined) return undefined;
      children.push(element);
    }
    return children;
  }
}
