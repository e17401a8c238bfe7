import { expect, test } from "vitest";
import { hexOffset } from "../../../src/inspect/report/numbers.ts";
import { asC, asHex, octetsOfValue } from "../../../src/page/octet-forms.ts";

const octets = Uint8Array.from({ length: 14 }, (_, index) => index * 17);

test("octets as hex and C", () => {
  expect(asHex(octets.subarray(0, 3))).toBe("00 11 22");
  expect(asC(octets)).toBe(
    "static const unsigned char message[14] = {\n" +
      "  0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb,\n  0xcc, 0xdd,\n};\n",
  );
  expect(hexOffset(0x12c)).toBe("0x012c");
  expect(hexOffset(0x12345)).toBe("0x12345");
});

test("a value is decoded if it is said to be base64, or surely is", () => {
  expect(octetsOfValue("bm9uY2UtMDAwMQ==", true)).toEqual(new TextEncoder().encode("nonce-0001"));
  expect(octetsOfValue("addressb", false)).toEqual(new TextEncoder().encode("addressb"));
  expect(octetsOfValue("<a/>", true)).toEqual(new TextEncoder().encode("<a/>"));
  expect(octetsOfValue(`${"QUJD".repeat(6)}\n`, false)).toEqual(new TextEncoder().encode("ABC".repeat(6)));
});
