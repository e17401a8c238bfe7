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

const NONE = -1;

/**
 * Follows the elements of a message, to know what Meta has said about the open `Data`. Reader and writer both use it, so that
 * the writer puts a document into an OPAQUE only where the reader opens it. Do not pass in the content of embedded documents.
 */
export class DataMeta {
  private depth = 0;
  /** By depth of the element that holds the Meta. */
  private readonly announcements: (Announcement | undefined)[] = [];
  /** By depth of a Meta, or a MetInf in it, the depth of the element that holds the Meta; {@link NONE} for other elements. */
  private readonly owners: number[] = [NONE];
  private dataDepth = 0;
  private captured: keyof Announcement = "type";
  private captureDepth = NONE;
  /** Text of the Type or Size at that depth, without that of the elements in it. */
  private readonly capturedText = new ByteWriter(64);

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
    this.owners.length = depth + 1;
    this.owners.fill(NONE);
    if (metaDepth > 0) this.owners[metaDepth] = metaDepth - 1;
    this.dataDepth = 0;
    this.captureDepth = NONE;
    this.announcements.length = 0;
    this.announcements.push(...announcements);
  }

  startElement(name: ElementName): void {
    const around = this.owners[this.depth] as number;
    const depth = ++this.depth;
    let owner = NONE;
    switch (name.local) {
      case "Meta":
        // In a message, one in a MetInf of another Meta cannot be told from one next to it.
        if (around === NONE && isCoreNamespace(name.namespace)) owner = depth - 1;
        break;
      case "MetInf":
        owner = around;
        break;
      case "Data":
        if (isCoreNamespace(name.namespace)) this.dataDepth = depth;
        break;
      default: {
        const key = around === NONE ? undefined : announcedKey(name);
        if (key === undefined) break;
        this.captured = key;
        this.captureDepth = depth;
        this.capturedText.byteLength = 0;
      }
    }
    this.owners[depth] = owner;
  }

  bytes(chunk: Uint8Array, start: number, end: number): void {
    if (this.depth === this.captureDepth) this.capturedText.bytes(chunk, start, end);
  }

  string(value: string): void {
    if (this.depth === this.captureDepth) this.capturedText.string(value);
  }

  endElement(): void {
    if (this.depth === this.captureDepth) this.takeCaptured();
    if (this.depth === this.dataDepth) this.dataDepth = 0;
    this.announcements[this.depth] = undefined;
    this.depth--;
  }

  private takeCaptured(): void {
    const { captured, capturedText } = this;
    const owner = this.owners[this.depth - 1] as number;
    const announcement = this.announcements[owner] ?? { type: undefined, size: undefined };
    // As in a message, where one that comes twice is not the field.
    announcement[captured] ??= decodeUtf8Lossy(capturedText.buffer, 0, capturedText.byteLength).trim();
    this.announcements[owner] = announcement;
    this.captureDepth = NONE;
  }

  private announced(key: keyof Announcement): string {
    const owner = this.dataDepth - 1;
    return announcedIn(key, this.announcements[owner], this.announcements[owner - 1]);
  }
}

/** What is announced by the Meta of the item, or if that lacks it, of the enclosing command; `""` if by neither. */
export function announcedIn(
  key: keyof Announcement,
  own: Announcement | undefined,
  outer: Announcement | undefined,
): string {
  return own?.[key] || outer?.[key] || "";
}

/** What an element in Meta announces. */
export function announcedKey({
  local,
  namespace,
}: Pick<ElementName, "local" | "namespace">): keyof Announcement | undefined {
  if (namespace !== META_NAMESPACE) return undefined;
  return local === "Type" ? "type" : local === "Size" ? "size" : undefined;
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
