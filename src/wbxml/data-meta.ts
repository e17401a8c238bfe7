import { ByteWriter } from "../core/byte-writer.ts";
import type { ElementName } from "../core/sink.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";
import { isCoreNamespace, META_NAMESPACE } from "../vocabulary/namespaces.ts";
import { MESSAGE_ROOT, normalizeMediaType, type VocabularySet } from "../vocabulary/vocabulary-set.ts";

/** What the Meta of one element says about the data below it. */
export interface Announcement {
  type: string | undefined;
  size: string | undefined;
}

/**
 * Follows the elements of a message, to know what Meta has said about the open `Data`. Reader and writer both use it, so that
 * the writer puts a document into an OPAQUE only where the reader opens it. Do not pass in the content of embedded documents.
 */
export class DataMeta {
  private depth = 0;
  /** By depth of the element that holds the Meta. */
  private readonly announcements: (Announcement | undefined)[] = [];
  private metaDepth = 0;
  /** Depth of the MetInf that is open in that Meta; 0 if there is none. */
  private metInfDepth = 0;
  private dataDepth = 0;
  private capture: keyof Announcement | undefined;
  private readonly captured = new ByteWriter(64);

  /** The innermost element is a Data. */
  get isInData(): boolean {
    return this.dataDepth > 0 && this.depth === this.dataDepth;
  }

  /** Its Meta Type, `""` if there is none. */
  get type(): string {
    return this.announced("type");
  }

  /** Its Meta Size, `""` if there is none. */
  get size(): string {
    return this.announced("size");
  }

  /** Continues inside `depth` elements, the innermost Meta at `metaDepth` or 0, with what was announced so far. */
  resume(depth: number, metaDepth: number, announcements: readonly (Announcement | undefined)[]): void {
    this.depth = depth;
    this.metaDepth = metaDepth;
    this.metInfDepth = 0;
    this.dataDepth = 0;
    this.capture = undefined;
    this.announcements.length = 0;
    this.announcements.push(...announcements);
  }

  startElement(name: ElementName): void {
    this.depth++;
    switch (name.local) {
      case "Meta":
        if (isCoreNamespace(name.namespace)) this.metaDepth = this.depth;
        break;
      case "Data":
        if (isCoreNamespace(name.namespace)) this.dataDepth = this.depth;
        break;
      case "MetInf":
        if (this.isDirectlyInMeta) this.metInfDepth = this.depth;
        break;
      case "Type":
      case "Size":
        if (name.namespace === META_NAMESPACE && this.isDirectlyInMeta) {
          this.capture = name.local === "Type" ? "type" : "size";
          this.captured.byteLength = 0;
        }
        break;
    }
  }

  bytes(chunk: Uint8Array, start: number, end: number): void {
    if (this.capture !== undefined) this.captured.bytes(chunk, start, end);
  }

  string(value: string): void {
    if (this.capture !== undefined) this.captured.string(value);
  }

  endElement(): void {
    if (this.capture !== undefined) this.takeCaptured(this.capture);
    if (this.depth === this.metaDepth) this.metaDepth = 0;
    if (this.depth === this.metInfDepth) this.metInfDepth = 0;
    if (this.depth === this.dataDepth) this.dataDepth = 0;
    this.announcements[this.depth] = undefined;
    this.depth--;
  }

  /** The parent of the innermost element is the Meta, or the MetInf in it. */
  private get isDirectlyInMeta(): boolean {
    const parent = this.depth - 1;
    return parent > 0 && (parent === this.metaDepth || parent === this.metInfDepth);
  }

  private takeCaptured(key: keyof Announcement): void {
    const owner = this.metaDepth - 1;
    const announcement = this.announcements[owner] ?? { type: undefined, size: undefined };
    // As in a message, where one that comes twice is not the field.
    announcement[key] ??= decodeUtf8Lossy(this.captured.buffer, 0, this.captured.byteLength).trim();
    this.announcements[owner] = announcement;
    this.capture = undefined;
  }

  /** From the Meta of the item, or if that lacks it, of the enclosing command. */
  private announced(key: keyof Announcement): string {
    const owner = this.dataDepth - 1;
    return this.announcements[owner]?.[key] || this.announcements[owner - 1]?.[key] || "";
  }
}

/** Whether data of this Meta Type can be a document that readers open; `""` means no Type. */
export function mayBeDocument(type: string, vocabularies: VocabularySet): boolean {
  return type === "" || vocabularies.findByMediaType(type).some(({ definition }) => definition.root !== MESSAGE_ROOT);
}

/** Whether readers take data of this Meta Type for the document that begins with `root`; WBXML is read by its Type. */
export function isDocumentOfType(type: string, root: ElementName, vocabularies: VocabularySet): boolean {
  if (!isAnnounced(type)) return mayBeDocument(type, vocabularies);
  return vocabularies
    .findByMediaType(type)
    .some((one) => one.definition.root !== MESSAGE_ROOT && one.element(root.namespace, root.local) !== undefined);
}

/** Whether Meta says that the data is a document in WBXML, so that the document need not identify itself. */
export function isAnnounced(type: string): boolean {
  return normalizeMediaType(type).endsWith("+wbxml");
}
