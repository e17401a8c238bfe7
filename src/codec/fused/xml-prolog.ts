import { findCharset, UTF_8 } from "../../core/charset.ts";
import { latin1 } from "../../core/latin1.ts";
import { parseXmlDeclaration } from "../../xml/xml-declaration.ts";

/** What stands in front of the root element. */
export interface XmlProlog {
  /** Where the root's tag begins. */
  readonly end: number;
  readonly publicIdText: string | undefined;
}

/** More than any declaration and document type in use need. */
const PROLOG_BYTES = 512;
const US_ASCII = 3;
const COMMON_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

// A byte order mark, the XML declaration, and a document type without internal subset, each of which may be missing.
const prolog =
  /^(?:\xef\xbb\xbf)?(<\?xml[^<>]*>)?[ \t\r\n]*(?:<!DOCTYPE[ \t\r\n]+[A-Za-z]{1,32}(?:[ \t\r\n]+PUBLIC[ \t\r\n]+"([ a-zA-Z0-9\-'()+,./:=?;!*#@$_%]*)"[ \t\r\n]+"[ !#-;=?-~]*")?[ \t\r\n]*>[ \t\r\n]*)?(?=<[A-Za-z])/;

/** The prolog of a document in UTF-8, or of a string whatever encoding it declares; `undefined` for one unlike most. */
export function readXmlProlog(bytes: Uint8Array, isString: boolean): XmlProlog | undefined {
  const found = prolog.exec(latin1(bytes, 0, Math.min(bytes.length, PROLOG_BYTES)));
  if (found === null) return undefined;
  const [{ length }, declaration, publicIdText] = found;
  if (declaration !== undefined && declaration !== COMMON_DECLARATION) {
    const { encoding, fault } = parseXmlDeclaration(declaration);
    if (fault !== undefined || !(isString || encoding === "" || isLikeUtf8(encoding))) return undefined;
  }
  return { end: length, publicIdText };
}

function isLikeUtf8(encoding: string): boolean {
  const charset = findCharset(encoding);
  return charset === UTF_8 || charset === US_ASCII;
}
