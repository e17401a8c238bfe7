import { describe, expect, test } from "vitest";
import { readMessageStart } from "../../../src/codec/fast-path/message-start.ts";
import { defaultLimits } from "../../../src/core/limits.ts";

describe("a message begins", () => {
  const rest = `<SyncHdr/><SyncBody/></SyncML>${" ".repeat(20)}`;
  const startOf = (start: string, isString = false, limits = {}) => {
    const bytes = new Uint8Array(Buffer.from(`${start}${rest}`, "latin1"));
    const found = readMessageStart(bytes, isString, { ...defaultLimits, ...limits });
    return found && { space: found.space, publicIdText: found.publicIdText, isAtEnd: found.end === start.length };
  };
  const root = '<SyncML xmlns="SYNCML:SYNCML1.2">';
  const plain = { space: 4, publicIdText: undefined, isAtEnd: true };
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

  test.each<[start: string, found: object]>([
    [root, plain],
    ["<SyncML xmlns='SYNCML:SYNCML1.2'>", plain],
    ['<SyncML xmlns="SYNCML:SYNCML1.1">', { ...plain, space: 3 }],
    ["<SyncML xmlns='SYNCML:SYNCML1.0'>", { ...plain, space: 2 }],
    [`${declaration}${root}`, plain],
    [`${declaration}\r\n${root}`, plain],
    [`\xef\xbb\xbf${root}`, plain],
    [`\xef\xbb\xbf${declaration}\n${root}`, plain],
    [`<?xml version="1.0"?>${root}`, plain],
    [`<?xml version="1.0" encoding="utf-8"?> ${root}`, plain],
    [`<?xml version="1.0" encoding="us-ascii" standalone="yes"?>${root}`, plain],
    [`${declaration}<!DOCTYPE SyncML>${root}`, plain],
    [
      `${declaration}<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" "http://x/y.dtd">${root}`,
      { ...plain, publicIdText: "-//SYNCML//DTD SyncML 1.2//EN" },
    ],
  ])("with %s", (start, found) => {
    expect(startOf(start)).toEqual(found);
    expect(startOf(start, true)).toEqual(found);
  });

  test.each([
    "",
    " ",
    "<SyncM",
    "<SyncMK xmlns='SYNCML:SYNCML1.2'>",
    "<SyncML>",
    "<SyncML >",
    '<SyncML xmlns="SYNCML:SYNCML1.3">',
    '<SyncML xmlns="SYNCML:SYNCML1./">',
    '<SyncML xmlns="SYNCML:SYNCML2.2">',
    "<SyncML xmlns=\"SYNCML:SYNCML1.2'>",
    '<SyncML xmlns="SYNCML:SYNCML1.2"/>',
    '<SyncML xmlns="SYNCML:SYNCML1.2" >',
    '<SyncML  xmlns="SYNCML:SYNCML1.2">',
    '<SyncML xmlns="syncml:metinf">',
    '<S:SyncML xmlns:S="SYNCML:SYNCML1.2">',
    `<?xml version="2.0"?>${root}`,
    `<?xml version="1.0" encoding="utf-16"?${root}`,
    `<!-- -->${root}`,
    `<!DOCTYPE SyncML [ ]>${root}`,
    `<!DOCTYPE SyncML SYSTEM "a">${root}`,
    `x${root}`,
    `${" ".repeat(600)}${root}`,
  ])("but not with %j", (start) => {
    expect(startOf(start)).toBeUndefined();
  });

  test("with an encoding that a string need not have", () => {
    const start = `<?xml version="1.0" encoding="iso-8859-1"?>${root}`;
    expect([startOf(start), startOf(start, true)]).toEqual([undefined, plain]);
  });

  test("within its limits", () => {
    const { length } = `${root}${rest}`;
    expect(startOf(root, false, { maxDocumentBytes: length })).toEqual(plain);
    expect(startOf(root, false, { maxDocumentBytes: length - 1 })).toBeUndefined();
    expect([63, 64].map((maxTextBytes) => startOf(root, false, { maxTextBytes }))).toEqual([undefined, plain]);
    expect([0, 1].map((maxAttributes) => startOf(root, false, { maxAttributes }))).toEqual([undefined, plain]);
    const long = `<!DOCTYPE SyncML PUBLIC "${"x".repeat(70)}" "">${root}`;
    expect([69, 70].map((maxTextBytes) => startOf(long, false, { maxTextBytes }) !== undefined)).toEqual([false, true]);
  });

  test("with every byte of its namespace in place", () => {
    for (let place = 0; place < root.length - 1; place++) {
      expect([place, startOf(`${root.slice(0, place)}~${root.slice(place + 1)}`)]).toEqual([place, undefined]);
    }
  });
});
