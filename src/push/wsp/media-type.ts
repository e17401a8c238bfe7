import { mediaTypeCodes } from "./well-known.ts";

const names = new Map([...mediaTypeCodes].map(([name, code]) => [code, name]));

/** The media type of a code in WSP; `0x` and the code in hexadecimal if it is not known. */
export function mediaTypeName(code: number): string {
  return names.get(code) ?? `0x${code.toString(16)}`;
}

const codes = new Map([...mediaTypeCodes].map(([name, code]) => [name.toLowerCase(), code]));

/** The code of a media type, or of its `0x` form; `undefined` if it has none. */
export function mediaTypeCode(name: string): number | undefined {
  return codes.get(name.toLowerCase()) ?? codeOf(name);
}

/** The code that stands for a name that is not known, from `0x` and its hexadecimal digits; `undefined` if it is none. */
export function codeOf(name: string): number | undefined {
  return /^0x[0-9a-f]{1,8}$/i.test(name) ? Number.parseInt(name, 16) : undefined;
}
