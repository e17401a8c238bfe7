import { findCharset, US_ASCII, UTF_8 } from "../../core/charset.ts";
import { latin1 } from "../../core/latin1.ts";
import type { Limits } from "../../core/limits.ts";
import { declarationFault } from "../../xml/namespaces.ts";
import { parseXmlDeclaration } from "../../xml/xml-declaration.ts";
import { declarationBytes, declaredNamespace, FIRST_CORE, LAST_CORE, METINF, namespaces } from "./xml-tags.ts";

/** The beginning of a message. */
export interface MessageStart {
  readonly view: DataView;
  readonly publicIdText: string | undefined;
  /** Number of the namespace of the message. */
  readonly space: number;
  /** The version that VerDTD states where the root declares no namespace; `undefined` if it declares one. */
  readonly version: string | undefined;
  /** The prefixes that the root declares, with their namespaces. */
  readonly prefixes: readonly Prefix[];
  /** Behind the start tag of the root. */
  readonly end: number;
}

/** A prefix, and the namespace that it is declared for. */
type Prefix = readonly [prefix: string, namespace: string];

const noPrefixes: readonly Prefix[] = [];

export const ROOT = "SyncML";
const ROOT_START = `<${ROOT}`;
/** A lower limit for texts would be one for names and namespaces as well. */
const MIN_TEXT_LIMIT = 64;

/** More than the attributes of any root in use need. */
const ROOT_BYTES = 1024;
const rootAttributes = /^(?:[ \t\r\n]+xmlns(?::[A-Za-z][\w.-]*)?=(?:"[ !#-%'-;=-~]*"|'[ -%(-;=-~]*'))*[ \t\r\n]*>/;
const declaration = /xmlns(?::([A-Za-z][\w.-]*))?=(?:"([^"]*)"|'([^']*)')/g;
const statedVersion = /^[ \t\r\n]*<SyncHdr>[ \t\r\n]*<VerDTD>(1\.[012])<\/VerDTD>/;

/** More than any declaration and document type in use need. */
const PROLOG_BYTES = 512;
const GREATER = 0x3e;
const COMMON_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

// A byte order mark, the XML declaration, and a document type without internal subset, each of which may be missing;
// then the root.
const prolog =
  /^(?:\xef\xbb\xbf)?(<\?xml[^<>]*>)?[ \t\r\n]*(?:<!DOCTYPE[ \t\r\n]+[A-Za-z]{1,32}(?:[ \t\r\n]+PUBLIC[ \t\r\n]+"([ a-zA-Z0-9\-'()+,./:=?;!*#@$_%]*)"[ \t\r\n]+"[ !#-;=?-~]*")?[ \t\r\n]*>[ \t\r\n]*)?<SyncML/;

/**
 * Reads up to the content of the root: of a message in UTF-8, or in a string whatever encoding it declares. `undefined`
 * for a document that begins unlike most, or is beyond a limit already.
 */
export function readMessageStart(bytes: Uint8Array, isString: boolean, limits: Limits): MessageStart | undefined {
  const { maxDocumentBytes, maxTextBytes, maxAttributes } = limits;
  if (bytes.length > maxDocumentBytes || maxTextBytes < MIN_TEXT_LIMIT || maxAttributes === 0) return undefined;
  let nameEnd = endOfCommonProlog(bytes);
  let publicIdText: string | undefined;
  if (nameEnd === 0) {
    const head = readHead(bytes, isString, maxTextBytes);
    if (head === undefined) return undefined;
    ({ nameEnd, publicIdText } = head);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const space = declaredNamespace(view, nameEnd);
  const end = nameEnd + (declarationBytes[space] as number) + 1;
  return space > METINF && space <= LAST_CORE && bytes[end - 1] === GREATER
    ? { view, publicIdText, space, version: undefined, prefixes: noPrefixes, end }
    : undefined;
}

/**
 * Likewise of a message whose root declares prefixes, or nothing: its header then has to begin with VerDTD, since that names
 * the namespace.
 */
export function readOtherRoot(
  bytes: Uint8Array,
  isString: boolean,
  { maxDocumentBytes, maxTextBytes, maxAttributes }: Limits,
): MessageStart | undefined {
  if (bytes.length > maxDocumentBytes || maxTextBytes < MIN_TEXT_LIMIT) return undefined;
  const head = readHead(bytes, isString, maxTextBytes);
  if (head === undefined) return undefined;
  const { nameEnd, publicIdText } = head;
  const after = latin1(bytes, nameEnd, Math.min(bytes.length, nameEnd + ROOT_BYTES));
  const [attributes] = rootAttributes.exec(after) ?? [];
  if (attributes === undefined) return undefined;
  const declared = new Map<string, string>();
  let count = 0;
  for (const [, prefix = "", inDouble, inSingle] of attributes.matchAll(declaration)) {
    const namespace = (inDouble ?? inSingle) as string;
    if (namespace.length > maxTextBytes || declarationFault(prefix, namespace) !== undefined) return undefined;
    declared.set(prefix, namespace);
    count++;
  }
  if (declared.size < count || count > maxAttributes) return undefined;
  const given = declared.get("");
  declared.delete("");
  // A document type names a version too.
  const version =
    given === undefined && publicIdText === undefined
      ? statedVersion.exec(after.slice(attributes.length))?.[1]
      : undefined;
  const space = version === undefined ? namespaces.indexOf(given ?? "") : FIRST_CORE + Number(version.slice(2));
  if (space <= METINF || space > LAST_CORE) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, publicIdText, space, version, prefixes: [...declared], end: nameEnd + attributes.length };
}

/** Up to the name of the root. */
function readHead(
  bytes: Uint8Array,
  isString: boolean,
  maxTextBytes: number,
): { readonly nameEnd: number; readonly publicIdText: string | undefined } | undefined {
  const found = prolog.exec(latin1(bytes, 0, Math.min(bytes.length, PROLOG_BYTES)));
  if (found === null) return undefined;
  const [{ length: nameEnd }, declaration, publicIdText] = found;
  if (publicIdText !== undefined && publicIdText.length > maxTextBytes) return undefined;
  if (declaration !== undefined && declaration !== COMMON_DECLARATION) {
    const { encoding, fault } = parseXmlDeclaration(declaration);
    if (fault !== undefined || !(isString || encoding === "" || isLikeUtf8(encoding))) return undefined;
  }
  return { nameEnd, publicIdText };
}

/**
 * Where the name of the root ends if nothing is in front of it, or the common declaration; 0 for any other beginning. To
 * make a string for the regular expression takes 0.2 µs (convert/xml/small, 10 %).
 */
function endOfCommonProlog(bytes: Uint8Array): number {
  const start = isAt(bytes, 0, COMMON_DECLARATION) ? COMMON_DECLARATION.length : 0;
  return isAt(bytes, start, ROOT_START) ? start + ROOT_START.length : 0;
}

/** Whether these characters, all ASCII, are at `start`. */
export function isAt(bytes: Uint8Array, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[start + index] !== text.charCodeAt(index)) return false;
  return true;
}

function isLikeUtf8(encoding: string): boolean {
  const charset = findCharset(encoding);
  return charset === UTF_8 || charset === US_ASCII;
}
