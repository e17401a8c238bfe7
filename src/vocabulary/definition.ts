/** One tag page as data: tokens 0x05–0x3F without their flag bits. */
export interface TagPage {
  /** XML namespace that the page implies. */
  readonly namespace: string;
  /** Local names by token, 0x05–0x3F. */
  readonly tags: Readonly<Record<number, string>>;
  /** Elements whose OPAQUE holds the octets of a value that is base64 in its text form. */
  readonly binary?: readonly string[];
}

/** What an attribute start token stands for: a name, and perhaps the beginning of its value. */
export interface AttributeStart {
  /** Name of the attribute. */
  readonly name: string;
  /** What its value begins with; nothing if absent. */
  readonly valuePrefix?: string;
}

/** One attribute page as data: starts 0x05–0x7F, values 0x85–0xFF. */
export interface AttributePage {
  /** Attribute start tokens, 0x05–0x7F. */
  readonly starts: Readonly<Record<number, AttributeStart>>;
  /** Attribute value tokens, 0x85–0xFF. */
  readonly values: Readonly<Record<number, string>>;
}

/** A vocabulary as a plain object: what {@link defineVocabulary} takes. */
export interface VocabularyDefinition {
  /** For people and messages, as `SyncML 1.2`. */
  readonly name: string;
  /** Numeric public identifier of the WBXML header (WAP-192 §5.5). */
  readonly publicId?: number;
  /** Formal public identifier; compared without regard to case. */
  readonly publicIdText?: string;
  /** Other spellings of it that are in use. */
  readonly publicIdAliases?: readonly string[];
  /** Local name of the root element. */
  readonly root: string;
  /** Elements that people hold without the root around them: those that are alone then, and those that may come in a row. */
  readonly fragments?: { readonly alone: readonly string[]; readonly inRow: readonly string[] };
  /** Media types it travels under, the first the preferred one. */
  readonly mediaTypes: readonly string[];
  /** Tag pages by number. */
  readonly tagPages: Readonly<Record<number, TagPage>>;
  /** Attribute pages by number; none if absent. */
  readonly attributePages?: Readonly<Record<number, AttributePage>>;
  /** Public identifiers of the documents that travel inside this one, in the versions that belong to it. */
  readonly embeds?: readonly string[];
  /** Words that the integers of EXT_T_0, EXT_T_1 and EXT_T_2 stand for. */
  readonly extensionWords?: Readonly<Record<number, Readonly<Record<number, string>>>>;
}
