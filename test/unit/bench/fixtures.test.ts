import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { dmOperations } from "../../../bench/dm-operations.ts";
import { sessionFixtures } from "../../../bench/dm-session.ts";
import { documentsOf, gateSeed, writeFixture } from "../../../bench/fixtures.ts";
import { oddities } from "../../../bench/oddities.ts";
import { operations } from "../../../bench/operations.ts";
import { javascriptPeers } from "../../../bench/peers/javascript.ts";
import { LoadedFixture } from "../../../bench/work.ts";
import { decode, decodePartial } from "../../../src/codec/decode.ts";
import { equalMessages } from "../../../src/codec/equal-messages.ts";

const folder = mkdtempSync(join(tmpdir(), "syncml-fixtures-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string): LoadedFixture {
  writeFixture(join(folder, name), name, gateSeed);
  return new LoadedFixture(join(folder, name));
}

test.each([
  ["small", 900, 1300],
  ["medium", 20_000, 20_500],
  ["large", 2_000_000, 2_000_500],
  ["object", 4_194_304, 4_196_000],
  ["octets", 4_194_304, 4_196_000],
  ["1KB", 1000, 1500],
  ["200KB", 200_000, 200_500],
])("%s has between %i and %i bytes of XML", (name, least, most) => {
  const [xml] = documentsOf(name, gateSeed).xml;
  expect(xml?.length).toBeGreaterThanOrEqual(least);
  expect(xml?.length).toBeLessThanOrEqual(most);
});

test("large has about ten thousand commands", () => {
  const [wbxml = new Uint8Array()] = documentsOf("large", gateSeed).wbxml;
  expect(decode(wbxml).syncBody?.commands?.length).toBeGreaterThan(9000);
});

test.each(["sync", "management", "oddities", "small", "medium", "octets", "text", "string-table"])(
  "both forms of %s are the same messages",
  (name) => {
    const { wbxml, xml } = documentsOf(name, gateSeed);
    expect(wbxml.length).toBe(xml.length);
    wbxml.forEach((document, index) => {
      expect(equalMessages(decode(document), decode(xml[index] ?? ""))).toBe(true);
    });
  },
);

test.each([
  ["sync", 252],
  ["management", 137],
])("%s holds each of the %i recorded messages that are well-formed", (name, count) => {
  const { wbxml, xml } = documentsOf(name, gateSeed);
  expect([wbxml.length, xml.length]).toEqual([count, count]);
});

describe("oddities", () => {
  const none = documentsOf("oddity-none", gateSeed);
  const message = decode(none.xml[0] ?? "");
  const odd = Object.entries(oddities).filter(([name]) => name !== "none");

  test("the message has 41 commands and gives no diagnostics", () => {
    expect(message.syncBody?.commands).toHaveLength(41);
    for (const [document = ""] of [none.wbxml, none.xml]) expect(decodePartial(document).diagnostics).toEqual([]);
  });

  test.each(odd)("%s is there once, in the forms that have it", (name, { inWbxml }) => {
    const { wbxml, xml } = documentsOf(`oddity-${name}`, gateSeed);
    expect(xml).not.toEqual(none.xml);
    if (inWbxml) expect(wbxml).not.toEqual(none.wbxml);
    else expect(wbxml).toEqual(none.wbxml);
    expect(decode(xml[0] ?? "").syncBody?.commands).toHaveLength(41);
  });

  test("those that are but another order or spelling are the same message", () => {
    const same = odd.filter(([name]) => {
      const [document = ""] = documentsOf(`oddity-${name}`, gateSeed).xml;
      return equalMessages(decode(document), message);
    });
    expect(same.map(([name]) => name)).toEqual([
      "order",
      "data-before-meta",
      "refs-after-data",
      "comment",
      "prefix",
      "root-declaration",
      "no-namespace",
    ]);
  });

  test("one that does not exist is named in the error", () => {
    expect(() => documentsOf("oddity-new", gateSeed)).toThrow(/no oddity new/);
  });

  test("all are in one fixture", () => {
    expect(documentsOf("oddities", gateSeed).xml).toEqual(
      odd.flatMap(([name]) => documentsOf(`oddity-${name}`, gateSeed).xml),
    );
  });
});

test("a fixture is made from its seed alone", () => {
  expect(documentsOf("medium", 7)).toEqual(documentsOf("medium", 7));
  expect(documentsOf("medium", 7)).not.toEqual(documentsOf("medium", 8));
});

test("a fixture that does not exist is named", () => {
  expect(() => documentsOf("contacts", 1)).toThrow(/no fixture contacts/);
});

describe.each(["sync", "management", "oddities", "small", "medium", "text", "string-table"])("work on %s", (name) => {
  const fixture = written(name);
  const able = Object.entries(operations).filter(([operation]) => !operation.startsWith("refuse"));

  test.each(able)("%s gives the right results", async (_operation, prepare) => {
    const work = prepare(fixture);
    expect(work.bytes).toBeGreaterThan(0);
    await work.check();
    expect(await work.run()).toBeDefined();
  });
});

describe.each(sessionFixtures)("work on %s", (name) => {
  const fixture = written(name);
  // The others need a bundle: the test of a run has them.
  const able = Object.entries(dmOperations).filter(([operation]) => !operation.startsWith("http"));

  test.each(able)("%s gives the right results", async (_operation, prepare) => {
    const work = prepare(fixture);
    expect(work.bytes).toBeGreaterThan(0);
    await work.check();
    expect(work.run()).toBeDefined();
  });
});

test.each(Object.keys(javascriptPeers))("%s gives the right results", async (peer) => {
  const work = await javascriptPeers[peer]?.prepare(written("text"));
  expect(work?.bytes).toBeGreaterThan(0);
  expect(() => work?.check()).not.toThrow();
});

test.each(["truncated", "deep", "long"])("%s is refused in both forms", (name) => {
  const fixture = written(name);
  for (const operation of ["refuse/wbxml", "refuse/xml"])
    expect(() => operations[operation]?.(fixture).check()).not.toThrow();
});

test("a check fails where another message comes out", () => {
  const fixture = written("small");
  const other = {
    ...written("medium"),
    wbxml: fixture.wbxml,
    json: written("medium").json,
  } as unknown as LoadedFixture;
  expect(() => operations["ast/wbxml"]?.(other).check()).toThrow(/message 0 is equal: false/);
});
