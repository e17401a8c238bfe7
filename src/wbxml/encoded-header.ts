import { ByteWriter } from "../core/byte-writer.ts";
import { UTF_8 } from "../core/charset.ts";
import { SyncmlError } from "../core/errors.ts";
import { writeMbUint32 } from "../core/mb-uint32.ts";
import type { DocumentInfo, ElementName, Locator } from "../core/sink.ts";
import { TOKENS_PER_TAG_PAGE, type Vocabulary } from "../vocabulary/vocabulary.ts";
import { UNKNOWN_PUBLIC_ID } from "./header.ts";
import { StringTableBuilder } from "./string-table-builder.ts";
import { encodeTerminated, isInString } from "./text-encoding.ts";
import type { FixedWriteOptions, WbxmlWriteOptions } from "./write-options.ts";

const DEFAULT_VERSION = 0x02;
const versions = { "1.0": 0x00, "1.1": 0x01, "1.2": 0x02, "1.3": 0x03 } as const;

/** The options, those without a default left open where they follow the document that is written again. */
export type HeaderOptions = Partial<Pick<WbxmlWriteOptions, "version" | "publicId" | "charset">> & FixedWriteOptions;

/** The header of a document that is being written (WAP-192 §5.4–5.7), and what follows from it for the body. */
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
  /** The document did not say which of several versions it is; its VerDTD will. */
  readonly isVersionOpen: boolean;

  /** @throws {SyncmlError} `unknown-document-type` if no vocabulary has the root. */
  constructor(root: ElementName, info: DocumentInfo, options: HeaderOptions, at: Locator) {
    this.options = options;
    this.info = info;
    this.at = at;
    this.vocabulary = this.chooseVocabulary(root);
    this.isVersionOpen = info.format === "xml" && this.versions().length > 1;
    const isAgain = info.format === "wbxml";
    this.version =
      options.version === undefined ? (isAgain ? info.version : DEFAULT_VERSION) : versions[options.version];
    this.charset = options.charset ?? (isAgain ? info.charset : UTF_8);
    this.strings = new StringTableBuilder((text) => this.encodeTableText(text));
    this.choosePublicId();
  }

  /** Turns to the vocabulary of the version that VerDTD says, if there is one with the same root. */
  useVersion(verDTD: string): void {
    const vocabulary = this.versions().find(({ name }) => name.endsWith(` ${verDTD.trim()}`));
    if (vocabulary === undefined || vocabulary === this.vocabulary || this.publicIdIndex >= 0) return;
    this.vocabulary = vocabulary;
    this.choosePublicId();
  }

  /** WBXML 1.0 has no OPAQUE (WAP-104 §7.1). */
  get hasOpaque(): boolean {
    return this.version > 0;
  }

  /** A name as the vocabulary has it, or as a token it does not have; `undefined` if it needs a literal. */
  knownName(name: ElementName): ElementName | undefined {
    const { vocabulary } = this;
    const { page, token, namespace, local } = name;
    if (token >= 0 && vocabulary.tags[page * TOKENS_PER_TAG_PAGE + token] === name) return name;
    const own = vocabulary.element(namespace, local);
    if (own !== undefined) return own;
    // A token that no vocabulary knows is written back as it came, and so is one of a later version of this one.
    const pageNamespace = vocabulary.pageNamespace(page);
    const isOwnPage = pageNamespace === undefined || pageNamespace === namespace;
    const isFree = token >= 0 && isOwnPage && vocabulary.tags[page * TOKENS_PER_TAG_PAGE + token] === undefined;
    return isFree && !this.isEmbeddedRoot(name) ? name : undefined;
  }

  /** Whether an element is the root of another kind of document. */
  isEmbeddedRoot({ local, namespace }: ElementName): boolean {
    const found = this.options.vocabularies.findByRoot(local, namespace);
    return found !== undefined && found.definition.root !== this.vocabulary.definition.root;
  }

  /** How a document goes in that was not announced: in the version of its vocabulary that belongs to this one's. */
  embeddedInfo({ local, namespace }: ElementName): DocumentInfo {
    const { vocabularies } = this.options;
    const companion = this.vocabulary.definition.embeds
      ?.map((publicIdText) => vocabularies.findByPublicIdText(publicIdText))
      .find((candidate) => candidate?.element(namespace, local) !== undefined);
    const { publicId = 0, publicIdText } = (companion ?? vocabularies.findByRoot(local, namespace))?.definition ?? {};
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
    // Index 0 of an empty table came for a missing id, and can say so again as long as the table is empty.
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

  private chooseVocabulary(root: ElementName): Vocabulary {
    const { vocabularies } = this.options;
    const { format, publicId, publicIdText } = this.info;
    const named =
      format === "xml"
        ? undefined
        : publicIdText
          ? vocabularies.findByPublicIdText(publicIdText)
          : vocabularies.findByPublicId(publicId);
    if (named?.element(root.namespace, root.local) !== undefined) return named;
    const found = vocabularies.findByRoot(root.local, root.namespace) ?? named;
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
    if (form === "number" && publicId !== undefined) this.publicId = publicId;
    else if (publicIdText !== undefined) {
      // The spelling that came goes out again.
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

/** As it came: in the string table, as a number, or not at all. */
function publicIdForm({ format, publicId, publicIdText }: DocumentInfo): WbxmlWriteOptions["publicId"] {
  if (format === "xml") return "number";
  if (publicIdText) return "text";
  return publicId > UNKNOWN_PUBLIC_ID ? "number" : "unknown";
}
