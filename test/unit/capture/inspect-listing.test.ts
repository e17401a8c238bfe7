import { describe, expect, test } from "vitest";
import { decodeHex } from "../../../src/capture/text/hex-text.ts";
import { readInspectListing } from "../../../src/capture/text/inspect-listing.ts";

const head = "a.wbxml · 3 bytes · WBXML 1.3\noffset  bytes                               | what it says\n";

describe("a table of syncml inspect", () => {
  test("is its octets", () => {
    const rows =
      "0x0000  03 a4                               | 0x0001  ff |\n        01                                  |\n";
    expect(decodeHex(head + rows)).toEqual({ bytes: Uint8Array.of(3, 0xa4, 1) });
    expect(readInspectListing(`${head}${rows}`.replaceAll("\n", "\r\n"))).toEqual({
      bytes: Uint8Array.of(3, 0xa4, 1),
    });
    expect(readInspectListing("03 a4 01")).toBeUndefined();
    expect(readInspectListing("bytes | what it says\n03")).toBeUndefined();
  });

  test("may say what is missing or be without octets", () => {
    const rows =
      "0x0000  03                                  | a\n0x0001                                      | vendor\n";
    const missing = "0x0001  ✗ 2 bytes did not come              | open: SyncML\n\n";
    expect(readInspectListing(head + rows + missing)).toEqual({ bytes: Uint8Array.of(3) });
  });

  test("must be whole", () => {
    const fault = (rows: string) => readInspectListing(head + rows);
    expect(fault("        ⋮ 3 bytes before\n0x0003  01 | x\n")).toEqual({
      fault: "a part of the message is left out: ⋮ 3 bytes before",
    });
    expect(fault("0x0001  01 | x\n")).toEqual({ fault: "the offsets do not match the number of bytes" });
    expect(fault("hello\n")).toEqual({ fault: "a part of the message is left out: hello" });
    expect(fault(head)).toEqual({ fault: "these are the tables of 2 messages" });
  });
});
