import { describe, expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { decode, decodePartial } from "../../../src/codec/decode.ts";
import { byteByByte } from "../../support/chunks.ts";
import { errorOf } from "../../support/error-of.ts";
import { readChunks } from "../../support/event-log.ts";

const message = '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody/></SyncML>';
const bytes = (text: string) => Buffer.from(text);

describe("zero octets after the root of XML", () => {
  test("are read with one diagnostic", () => {
    const { diagnostics, error } = decodePartial(bytes(`${message}\0\0 \0`));
    expect(error).toBeUndefined();
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "trailing-bytes: 3 zero octets after the root element ignored",
    ]);
  });

  test("change nothing, on either path and in any pieces", () => {
    const padded = bytes(`${message}\0`);
    expect(decode(padded)).toEqual(decode(bytes(message)));
    expect(convert(padded, { to: "wbxml" })).toEqual(convert(bytes(message), { to: "wbxml" }));
    expect(readChunks(byteByByte(padded))).toEqual(readChunks([padded]));
  });

  test("before the root, or with text after them, are none", () => {
    expect(errorOf(() => decode(bytes(`${message}\0x`)))).toMatchObject({ code: "not-well-formed", offset: 64 });
    expect(errorOf(() => decode(bytes(`<!-- -->\0${message}`)))).toMatchObject({ code: "not-well-formed", offset: 8 });
  });
});
