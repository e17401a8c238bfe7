import { ByteWriter } from "../core/byte-writer.ts";
import { charsetName, US_ASCII, UTF_8 } from "../core/charset.ts";
import { SyncmlError } from "../core/errors.ts";
import { writeMbUint32 } from "../core/mb-uint32.ts";
import type { DocumentInfo, ElementName, Locator } from "../core/sink.ts";
import { versionNumber } from "../vocabulary/version-number.ts";
import { TOKENS_PER_TAG_PAGE, type Vocabulary } from "../vocabulary/vocabulary.ts";
import { announcedVocabulary, MESSAGE_ROOT } from "../vocabulary/vocabulary-set.ts";
import { UNKNOWN_PUBLIC_ID } from "./header.ts";
import { StringTableBuilder } from "./string-table-builder.ts";
import { encodeTerminated, isInString, isUtf8 } from "./text-encoding.ts";
import { unnamedToken } from "./unnamed-token.ts";
import type { FixedWriteOptions, WbxmlWriteOptions } from "./write-options.ts";

const DEFAULT_VERSION = 0x02;
const versions = { "1.0": 0x00, "1.1": 0x01, "1.2": 0x02, "1.3": 0x03 } as const;

/** The options with defaults filled in; those taken from the document stay optional. */
export type HeaderOptions = Partial<Pick<WbxmlWriteOptions, "version" | "publicId" | "charset">> & FixedWriteOptions;

/** The header of a document being written (WAP-192 §5.4–5.7), and what it implies for the body. */
export class EncodedHeader {
  vocabulary: Vocabulary;
  readonly version: number;
  readonly charset: number;
  readonly strings: StringTableBuilder;
  private readonly options: HeaderOptions;
  private readonly info: DocumentInfo;
  private readonly at: Locator;
  private publicId = UNKNOWN_PUBLIC_ID;
  private publicIdIndex = -1;
  /** The document has not said which of several versions it is; its VerDTD will. */
  readonly isVersionOpen: boolean;

  /**
   * @throws {SyncmlError} `unknown-document-type` if no vocabulary has the root; `unrepresentable` for a charset that the
   *   version cannot express.
   */
  constructor(root: ElementName, info: DocumentInfo, options: HeaderOptions, at: Locator) {
    this.options = options;
    this.info = info;
    this.at = at;
    this.vocabulary = this.chooseVocabulary(root);
    this.isVersionOpen = info.format === "xml" && root.namespace !== "" && this.versions().length > 1;
    const isAgain = info.format === "wbxml";
    this.version =
      options.version === undefined ? (isAgain ? info.version : DEFAULT_VERSION) : versions[options.version];
    this.charset = this.version > 0 ? (options.charset ?? (isAgain ? info.charset : UTF_8)) : this.unannouncedCharset();
    this.strings = new StringTableBuilder((text) => this.encodeTableText(text));
    this.choosePublicId();
  }

  /** Switches to the vocabulary of the version in VerDTD, if there is one with the same root. */
  useVersion(verDTD: string): void {
    const vocabulary = this.versions().find(({ name }) => name.endsWith(` ${versionNumber(verDTD)}`));
    if (vocabulary === undefined || vocabulary === this.vocabulary || this.publicIdIndex >= 0) return;
    this.vocabulary = vocabulary;
    this.choosePublicId();
  }

  /** WBXML 1.0 has no OPAQUE (WAP-104 §7.1). */
  get hasOpaque(): boolean {
    return this.version > 0;
  }

  /**
   * The name to write as a token: one of the vocabulary, or the token it came from. `undefined` if it needs a literal. `around`
   * is the namespace of the enclosing element.
   */
  knownName(name: ElementName, around: string): ElementName | undefined {
    const { vocabulary } = this;
    if (vocabulary.has(name)) return name;
    return vocabulary.element(name.namespace, name.local) ?? (this.isTokenOnly(name, around) ? name : undefined);
  }

  /**
   * Whether a name that the vocabulary lacks is written as the token it came from: a token without a name, or one of a later
   * version on a page that the vocabulary has. A reader gives it the namespace of its page, or if there is no such page,
   * that of the enclosing element.
   */
  private isTokenOnly({ page, token, namespace, local }: ElementName, around: string): boolean {
    const { vocabulary } = this;
    if (page < 0 || token < 0 || vocabulary.tags[page * TOKENS_PER_TAG_PAGE + token] !== undefined) return false;
    const pageNamespace = vocabulary.pageNamespace(page);
    if (namespace !== (pageNamespace ?? around)) return false;
    const later = this.options.vocabularies.laterName(vocabulary, page, token);
    if (later === undefined) return local === unnamedToken(page, token);
    return pageNamespace !== undefined && local === later.local;
  }

  /** Whether an element is the root of a document that may be embedded in this one. */
  isEmbeddedRoot({ local, namespace }: ElementName): boolean {
    // Without a namespace it is someone else's element of the same name.
    if (namespace === "") return false;
    const root = this.options.vocabularies.findByRoot(local, namespace)?.definition.root;
    return root !== undefined && root !== MESSAGE_ROOT && root !== this.vocabulary.definition.root;
  }

  /** How to write a document that was not announced: in the version of its vocabulary that goes with this one's. */
  embeddedInfo({ local, namespace }: ElementName): DocumentInfo {
    const { vocabularies } = this.options;
    const companion = this.vocabulary.definition.embeds
      ?.map((publicIdText) => vocabularies.findByPublicIdText(publicIdText))
      .find((candidate) => candidate?.element(namespace, local) !== undefined);
    const vocabulary =
      companion ??
      vocabularies.findByRoot(local, namespace) ??
      vocabularies.vocabularies.findLast((one) => one.element(namespace, local) !== undefined);
    const { publicId = 0, publicIdText } = vocabulary?.definition ?? {};
    return {
      format: "wbxml",
      version: this.version,
      publicId,
      publicIdText: publicId === 0 ? publicIdText : undefined,
      charset: this.charset,
    };
  }

  bytes(): Uint8Array {
    const header = new ByteWriter(this.strings.byteLength + 32);
    header.byte(this.version);
    // Index 0 of an empty table was a missing id, and can be written again as long as the table stays empty.
    const isEmptyIndex = this.cameAsEmptyIndex() && this.strings.byteLength === 0;
    if (this.publicIdIndex < 0 && !isEmptyIndex) writeMbUint32(header, this.publicId);
    else {
      header.byte(0);
      writeMbUint32(header, Math.max(0, this.publicIdIndex));
    }
    if (this.version > 0) writeMbUint32(header, this.charset);
    writeMbUint32(header, this.strings.byteLength);
    header.bytes(this.strings.bytes, 0, this.strings.byteLength);
    return header.buffer.subarray(0, header.byteLength);
  }

  /** A header of WBXML 1.0 has no charset (WAP-104 §5.3), so readers take the text as UTF-8. */
  private unannouncedCharset(): number {
    const { charset = UTF_8 } = this.options;
    if (isUtf8(charset) || charset === US_ASCII) return UTF_8;
    const reason = `WBXML 1.0 cannot say that its charset is ${charsetName(charset)}`;
    throw new SyncmlError("unrepresentable", reason, this.at);
  }

  private chooseVocabulary(root: ElementName): Vocabulary {
    const { vocabularies } = this.options;
    const named = announcedVocabulary(vocabularies, this.info);
    if (named?.element(root.namespace, root.local) !== undefined) return named;
    const other = this.info.format === "xml" ? undefined : named;
    const { local, namespace } = root;
    const found = vocabularies.findByRoot(local, namespace) ?? vocabularies.findByFragment(local, namespace) ?? other;
    if (found !== undefined) return found;
    const reason = `no vocabulary has a root ${root.local} in the namespace "${root.namespace}"`;
    throw new SyncmlError("unknown-document-type", reason, this.at);
  }

  /** The vocabularies with the same root in the same namespace. */
  private versions(): Vocabulary[] {
    const { root } = this.vocabulary;
    return this.options.vocabularies.vocabularies.filter(
      (other) => other.root?.local === root?.local && other.root?.namespace === root?.namespace,
    );
  }

  private choosePublicId(): void {
    const { vocabularies } = this.options;
    const { publicId, publicIdText } = this.vocabulary.definition;
    const form = this.options.publicId ?? publicIdForm(this.info);
    if (form === "unknown") return;
    if (form === "number" && publicId !== undefined) {
      // Keep the number of the input.
      const isSame = vocabularies.findByPublicId(this.info.publicId) === this.vocabulary;
      this.publicId = isSame ? this.info.publicId : publicId;
    } else if (publicIdText !== undefined) {
      // Keep the spelling of the input.
      const came = this.info.format === "wbxml" ? this.info.publicIdText : undefined;
      const isSame = came !== undefined && vocabularies.findByPublicIdText(came) === this.vocabulary;
      this.publicIdIndex = this.strings.add(isSame ? came : publicIdText);
    }
  }

  private cameAsEmptyIndex(): boolean {
    const { format, publicId, publicIdText } = this.info;
    return this.options.publicId === undefined && format === "wbxml" && publicId === 0 && !publicIdText;
  }

  private encodeTableText(text: string): Uint8Array {
    for (const character of text) {
      if (!isInString(character.codePointAt(0) as number, this.charset)) {
        throw new SyncmlError("unrepresentable", `charset ${this.charset} cannot hold "${text}"`, this.at);
      }
    }
    return encodeTerminated(text, this.charset);
  }
}

/** The form in the input: in the string table, as a number, or none. */
function publicIdForm({ format, publicId, publicIdText }: DocumentInfo): WbxmlWriteOptions["publicId"] {
  if (format === "xml") return "number";
  if (publicIdText) return "text";
  return publicId > UNKNOWN_PUBLIC_ID ? "number" : "unknown";
}
