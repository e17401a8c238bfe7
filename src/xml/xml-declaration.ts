import { describeCharacter, firstLookAlike } from "./look-alikes.ts";

/** The content of an XML declaration, or where it is wrong. */
export interface XmlDeclaration {
  /** The encoding as spelt; empty if the declaration has none. */
  readonly encoding: string;
  /** Index of the encoding in the text. */
  readonly encodingIndex: number;
  readonly fault: string | undefined;
  /** Index of the fault. */
  readonly faultIndex: number;
}

// XML 1.0 §2.8 and §4.3.3, matched piece by piece, so that a fault has an index.
const start = /<\?xml/y;
const version = /[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')/y;
const encoding = /[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)')/y;
const standalone = /[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)')/y;
const end = /[ \t\r\n]*\?>$/y;

/** Reads an XML declaration, `<?xml` and `?>` included. */
export function parseXmlDeclaration(text: string): XmlDeclaration {
  let index = 0;
  const take = (piece: RegExp): RegExpExecArray | null => {
    piece.lastIndex = index;
    const found = piece.exec(text);
    if (found !== null) index = piece.lastIndex;
    return found;
  };
  take(start);
  const versionFound = take(version);
  const encodingFound = versionFound === null ? null : take(encoding);
  const name = encodingFound?.[1] ?? encodingFound?.[2] ?? "";
  const encodingIndex = index - name.length - 1;
  if (versionFound !== null) take(standalone);
  const faultIndex = index;
  const fault =
    versionFound === null
      ? "XML declaration does not begin with a version 1.x"
      : take(end) === null
        ? "XML declaration has more or other than version, encoding and standalone"
        : undefined;
  const lookAlike = fault === undefined ? undefined : firstLookAlike(text.slice(faultIndex));
  const found = lookAlike === undefined ? "" : `, and holds ${describeCharacter(lookAlike)}`;
  return { encoding: name, encodingIndex, fault: fault && `${fault}${found}`, faultIndex };
}
