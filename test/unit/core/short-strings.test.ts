import { expect, test } from "vitest";
import { forgetShortStrings, shortString } from "../../../src/core/short-strings.ts";
import { StringWindow } from "../../../src/core/string-window.ts";
import { encodeUtf8 } from "../../../src/core/utf8.ts";

test("a short string is cut once for a document, and forgotten with it", () => {
  const bytes = encodeUtf8("secret and what follows");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let cuts = 0;
  class CountingWindow extends StringWindow {
    override cut(start: number, end: number): string {
      cuts++;
      return super.cut(start, end);
    }
  }
  const read = () => shortString(view, 0, 6, new CountingWindow(bytes, view));
  expect([read(), read(), cuts]).toEqual(["secret", "secret", 1]);
  forgetShortStrings();
  expect([read(), cuts]).toEqual(["secret", 2]);
  forgetShortStrings();
});
