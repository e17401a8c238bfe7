/** A content type as text, taken apart. */
export interface ContentType {
  /** Type and subtype, as given. */
  readonly mediaType: string;
  /** Its parameters in order, without quotation marks. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

const parameter = /;\s*([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/gs;

/** Takes apart a content type as HTTP spells it: `type/subtype; NAME=value; NAME="value"`. What is no parameter is skipped. */
export function parseContentType(text: string): ContentType {
  const end = text.indexOf(";");
  if (end < 0) return { mediaType: text.trim(), parameters: [] };
  const parameters = Array.from(text.slice(end).matchAll(parameter), ([, name = "", quoted, plain = ""]) => ({
    name,
    value: quoted === undefined ? plain.trim() : quoted.replace(/\\(.)/gs, "$1"),
  }));
  return { mediaType: text.slice(0, end).trim(), parameters };
}
