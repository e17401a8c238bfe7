/** One tag page as data: tokens 0x05–0x3F without their flag bits. */
export interface TagPage {
  /** XML namespace that the page implies. */
  readonly namespace: string;
  /** Namespaces of the elements of the page that are in another one, by local name. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** Local names by token, 0x05–0x3F. */
  readonly tags: Readonly<Record<number, string>>;
  /** Elements whose OPAQUE holds octets where XML has base64, and WBXML may have base64 too. */
  readonly binary?: readonly string[];
  /** What an OPAQUE in these elements stands for: text of that kind is written as OPAQUE, all other as text. */
  readonly opaque?: Readonly<Record<string, OpaqueKind>>;
}

/** What the octets of an OPAQUE stand for, in a form that XML can have. */
export interface OpaqueKind {
  /** The text of the octets, or `undefined` if they are not of this kind. */
  read(octets: Uint8Array): string | undefined;
  /** The octets of a text, or `undefined` if it is to be written as text. */
  write(text: string): Uint8Array | undefined;
  /**
   * What must say that a value is of this kind, with which text. For an element, one that comes before it: next to it, or in
   * an element next to it. For an attribute, one that comes before it. If absent, nothing need say so.
   */
  readonly announcedBy?: { readonly name: string; readonly text: string };
}

/** A variable in a text: what is from `start` to `end` of it. */
export interface VariableReference {
  /** Number of its extension tokens. */
  readonly kind: 0 | 1 | 2;
  /** The string that follows EXT_I, or that EXT_T refers to. */
  readonly name: string;
  /** Index of its first character. */
  readonly start: number;
  /** Index after its last one. */
  readonly end: number;
}

/** How texts spell the variables that the extension tokens EXT_I and EXT_T stand for. */
export interface VariableSyntax {
  /** What is before and after the name, by the number of the token. */
  readonly around: readonly [VariableAround, VariableAround, VariableAround];
  /** The first variable that begins at `from` or after it. Calls that go on at the end of the last find all of them. */
  find(text: string, from: number): VariableReference | undefined;
}

/** What is before and after the name of a variable. */
export interface VariableAround {
  /** As in `$(`. */
  readonly before: string;
  /** As in `:escape)`. */
  readonly after: string;
}

/** What an attribute start token stands for: a name, and perhaps the beginning of its value. */
export interface AttributeStart {
  /** Name of the attribute. */
  readonly name: string;
  /** Beginning of its value; none if absent. */
  readonly valuePrefix?: string;
  /** What an OPAQUE as its value stands for: text, or octets given as base64, if absent. */
  readonly opaque?: OpaqueKind;
}

/** One attribute page as data: starts 0x05–0x7F, values 0x85–0xFF. */
export interface AttributePage {
  /** Attribute start tokens, 0x05–0x7F. */
  readonly starts: Readonly<Record<number, AttributeStart>>;
  /** Attribute value tokens, 0x85–0xFF. */
  readonly values: Readonly<Record<number, string>>;
  /** Tokens that are read but not written, since readers differ about their meaning. */
  readonly readOnly?: readonly number[];
}

/** A vocabulary as a plain object: what {@link defineVocabulary} takes. */
export interface VocabularyDefinition {
  /** Display name, such as `SyncML 1.2`. */
  readonly name: string;
  /** Numeric public identifier of the WBXML header (WAP-192 §5.5). */
  readonly publicId?: number;
  /** Other numbers in use. */
  readonly otherPublicIds?: readonly number[];
  /** Formal public identifier; case is ignored. */
  readonly publicIdText?: string;
  /** Other spellings in use. */
  readonly publicIdAliases?: readonly string[];
  /** Local name of the root element. */
  readonly root: string;
  /** Elements that are the root of other documents in the same language. */
  readonly otherRoots?: readonly string[];
  /** Elements that occur without the root around them: those that are then alone, and those that may come several in a row. */
  readonly fragments?: { readonly alone: readonly string[]; readonly inRow: readonly string[] };
  /** Attributes that declare namespaces in the root element of WBXML, where tokens imply the namespaces of the names. */
  readonly declares?: Readonly<Record<string, string>>;
  /**
   * Namespaces of elements besides those of the pages, each with the pages where a name is looked for first. In WBXML, an
   * attribute `xmlns` then tells the namespace of an element and of all in it, as in XML.
   */
  readonly scopedNamespaces?: Readonly<Record<string, readonly number[]>>;
  /** No element contains text besides elements, so that white space next to the tags of a child means nothing. */
  readonly neverMixes?: true;
  /** Its media types, the preferred one first. */
  readonly mediaTypes: readonly string[];
  /** Tag pages by number. */
  readonly tagPages: Readonly<Record<number, TagPage>>;
  /** Attribute pages by number; none if absent. */
  readonly attributePages?: Readonly<Record<number, AttributePage>>;
  /** Public identifiers of the documents embedded in this one, in the versions that go with it. */
  readonly embeds?: readonly string[];
  /**
   * Words that the integers of EXT_T_0, EXT_T_1 and EXT_T_2 stand for. Text that is such a word is written as its integer, and
   * so is the start of a text if it is a word that ends with a slash, such as `text/`.
   */
  readonly extensionWords?: Readonly<Record<number, Readonly<Record<number, string>>>>;
  /** Variables that EXT_I, and EXT_T with a string of the string table, stand for. */
  readonly variables?: VariableSyntax;
}
