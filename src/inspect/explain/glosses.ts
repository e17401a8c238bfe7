import { alertCodes } from "../../ast/codes/alert-codes.ts";
import { statusCodes } from "../../ast/codes/status-codes.ts";
import { decodeBase64 } from "../../core/base64.ts";
import { decodeUtf8 } from "../../core/utf8.ts";

/** Words for a status where its name in the standard says less. */
const statusWords: Readonly<Record<string, string>> = { 401: "unauthorised" };

/** What a status code means, in a few words. */
export function statusGloss(code: string): string | undefined {
  return statusWords[code] ?? statusCodes[code]?.name.toLowerCase();
}

/** What an alert code means, in a few words. */
export function alertGloss(code: string): string | undefined {
  return alertCodes[code]?.name.toLowerCase();
}

/** What base64 stands for: its text, if it is text, and its length. */
export function base64Gloss(value: string): string | undefined {
  const bytes = decodeBase64(value);
  if (bytes === undefined || bytes.length === 0) return undefined;
  const size = `${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}`;
  const text = decodeUtf8(bytes, 0, bytes.length);
  return text === undefined || /\p{C}/u.test(text) ? `base64 of ${size}` : `base64 of "${text}", ${size}`;
}
