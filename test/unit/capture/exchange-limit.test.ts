import { expect, test } from "vitest";
import {
  type Capture,
  captureOfFolder,
  captureReader,
  mergeCaptures,
  readCapture,
} from "../../../src/capture/index.ts";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import { conversation, reportHtml } from "../../../src/inspect/index.ts";
import { archiveOf } from "../../support/http-archive.ts";

const three = archiveOf(3);
const read = (exchanges: number) => readCapture(three, { limits: { exchanges } });
const said = ({ exchanges, diagnostics }: Capture) => [
  exchanges.length,
  diagnostics.map(({ code, message }) => `${code}: ${message}`),
];
const cut = [2, ["limit-reached: more exchanges than limits.exchanges allows: 1 of 3 left out"]];

test("a capture has as many exchanges as its limit, and says how many are left out", () => {
  expect([4, 3].map((limit) => said(read(limit)))).toEqual([
    [3, []],
    [3, []],
  ]);
  expect(said(read(2))).toEqual(cut);
  expect(read(2).exchanges.map(({ url }) => url)).toEqual(["http://a.example/1", "http://a.example/2"]);
  expect(said(read(0))[0]).toBe(0);
});

test("the limit holds for streams and for all files of a folder together", async () => {
  const chunks = async function* () {
    yield three;
  };
  expect(said(await readCapture(chunks(), { limits: { exchanges: 2 } }))).toEqual(cut);
  const files = [1, 2].map((count) => ({ name: `${count}.har`, bytes: archiveOf(count) }));
  expect(said(captureOfFolder(files, { limits: { exchanges: 3 } }))[0]).toBe(3);
  expect(said(captureOfFolder(files, { limits: { exchanges: 2 } }))).toEqual(cut);
});

test("captures that are joined, and a sink of one's own, keep what they get", () => {
  expect(said(mergeCaptures([read(3), read(2)]))).toEqual([5, cut[1]]);
  let count = 0;
  const sink = { exchange: () => count++, diagnostic: () => {}, count: () => {} };
  const reader = captureReader(sink, { limits: { exchanges: 2 } });
  reader.write(three);
  reader.end();
  expect(count).toBe(3);
});

test("a conversation that is not whole says so, and does not say that all went well", () => {
  const problemsOf = (capture: Capture) => conversation(capture).problems.map(({ code }) => code);
  expect(problemsOf(read(3))).not.toContain("capture/limit");
  const { problems, verdict } = conversation(read(2));
  expect(problems.find(({ code }) => code === "capture/limit")).toMatchObject({
    severity: "warning",
    exchanges: [2],
    detail: "more exchanges than limits.exchanges allows: 1 of 3 left out.",
  });
  expect(conversation(read(3)).verdict).toContain("verything succeeded");
  expect(verdict).not.toContain("verything succeeded");
});

test("a file that is no archive is as before", () => {
  expect(said(readCapture(encodeUtf8("<SyncML/>"), { limits: { exchanges: 1 } }))).toEqual([1, []]);
});

test("a report shows as many exchanges as its limit, and says how many it leaves out", () => {
  const shownIn = (page: string) => page.match(/ id="x\d+"/g)?.length;
  for (const maxExchanges of [4, 3]) {
    const page = reportHtml(read(3), { maxExchanges });
    expect(shownIn(page)).toBe(3);
    expect(page).not.toContain("left out");
  }
  const page = reportHtml(read(3), { maxExchanges: 2 });
  expect(shownIn(page)).toBe(2);
  expect(page).toContain("more exchanges than a report shows (maxExchanges): 1 of 3 left out");
  expect(() => reportHtml(read(3), { maxExchanges: 0 })).toThrow(RangeError);
});
