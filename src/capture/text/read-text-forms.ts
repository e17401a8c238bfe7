import { decodeBase64Text } from "./base64-text.ts";
import { beginsDocument } from "./document-start.ts";
import { decodeHex } from "./hex-text.ts";
import { readTextForm } from "./read-text-form.ts";
import type { TextForm } from "./text-form.ts";

/** Messages that a text encodes, in the order in which they are there. */
export function readTextForms(text: string): readonly TextForm[] {
  const digits = decodeHex(text);
  if ("bytes" in digits && beginsDocument(digits.bytes)) return [{ bytes: digits.bytes, form: "hex" }];
  const base64 = decodeBase64Text(text);
  if ("bytes" in base64 && beginsDocument(base64.bytes)) return [{ bytes: base64.bytes, form: "base64" }];
  const found = readTextForm(text);
  return found === undefined ? [] : [found];
}
