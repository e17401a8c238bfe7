import { describe, expect, test } from "vitest";
import type { Payload } from "../../../src/capture/model.ts";
import { readCapture } from "../../../src/capture/read-capture.ts";
import { encodeBase64 } from "../../../src/core/base64.ts";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import { message } from "../../support/message.ts";

const octets = message(["Alert", ["CmdID", "1"], ["Data", "1201"]]);
const pairs = [...octets].map((octet) => octet.toString(16).padStart(2, "0"));
const hex = pairs.join("");
const base64 = encodeBase64(octets);
const xml = '<SyncML><SyncHdr><VerDTD>1.2</VerDTD></SyncHdr><SyncBody><Alert attr="ü"/></SyncBody></SyncML>';
const dump = [0, 16, 32]
  .map((at) => `${at.toString(16).padStart(4, "0")}  ${pairs.slice(at, at + 16).join(" ")}`)
  .filter((line) => line.length > 6);

const payloads = (text: string | Uint8Array): Payload[] =>
  readCapture(typeof text === "string" ? encodeUtf8(text) : text).exchanges.map(({ request }) => request as Payload);
/** The parts of a file in which payloads are. */
const parts = (text: string): string[][] =>
  payloads(text).map(({ ranges }) =>
    ranges.map(({ start, end }) => new TextDecoder().decode(encodeUtf8(text).subarray(start, end))),
  );
const logcat = (rows: readonly string[], year = "") =>
  rows.map((row, index) => `${year}11-02 12:34:56.00${index}  100  200 D Dm: ${row}`).join("\n");

describe("a payload of a text is placed where its characters are", () => {
  test.each<[form: string, text: string, expected: string[][]]>([
    ["hex alone", `\n  ${hex}\n`, [[hex]]],
    ["hex in a line of a log, after characters of several octets", `größe: ${hex} fin`, [[hex]]],
    ["hex in lines", `${hex}\r\n\r\n ${hex}\n`, [[hex], [hex]]],
    ["base64", base64, [[base64]]],
    ["base64 in lines of a log", `a: ${base64}\nü: ${base64}\n`, [[base64], [base64]]],
    ["a list of numbers", `x = new byte[] {${[...octets].join(", ")}};`, [[`{${[...octets].join(", ")}}`]]],
    ["a string with escapes", `m = b'\\x${pairs.join("\\x")}'`, [[`\\x${pairs.join("\\x")}`]]],
    ["percent-encoding", `m=%${pairs.join("%")}&b=1`, [[`%${pairs.join("%")}`]]],
    ["XML in a log", `ü in: ${xml} ok\nout: ${xml}`, [[xml], [xml]]],
    ["a dump", `first\n${dump.join("\n")}\nlast`, [[dump.join("\n")]]],
  ])("%s", (_form, text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  test("XML is there as it is", () => {
    const text = encodeUtf8(`\ufefflog: ${xml} ok`);
    const [{ bytes, ranges } = {} as Payload] = payloads(text);
    expect(ranges.map(({ start, end }) => text.subarray(start, end))).toEqual([bytes]);
  });

  test("of a message that a logger split, each piece", () => {
    const [a, b, c] = [xml.slice(0, 30), xml.slice(30, 60), xml.slice(60)];
    expect(parts(logcat([a, b, c]))).toEqual([[a, b, c]]);
    expect(parts(`${logcat([a, b, c]).replaceAll("\n", "\r\n")}\r\n`)).toEqual([[a, b, c]]);
  });

  test("messages of several threads are in the order in which they begin", () => {
    const text = [`200 D Dm: ${hex}`, `300 D Dm: ${hex.replace("31", "32")}`, `200 D Dm: ${hex.replace("31", "33")}`]
      .map((row, index) => `11-02 12:34:56.00${index}  100  ${row}`)
      .join("\n");
    const starts = payloads(text).map(({ ranges }) => ranges[0]?.start as number);
    expect(starts).toHaveLength(3);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  test.each([
    ["what was undone first", `m = &lt;${xml.slice(1)}`.replaceAll("<", "&lt;")],
    ["UTF-16", `\ufeffin: ${xml}`],
  ])("but not after %s", (what, text) => {
    const units = Uint16Array.from(text, (one) => one.charCodeAt(0));
    const [{ bytes, ranges } = {} as Payload] = payloads(what === "UTF-16" ? new Uint8Array(units.buffer) : text);
    expect(new TextDecoder().decode(bytes)).toBe(xml);
    expect(ranges).toEqual([]);
  });
});

describe("the time of a message is the one that its line states, or the line before", () => {
  const at = Date.UTC(2024, 2, 1, 10, 11, 12);
  test.each<[line: string, time: number | undefined]>([
    [`2024-03-01T10:11:12Z got ${hex} x`, at],
    [`2024-03-01T12:11:12.5+02:00 got ${hex} x`, at + 500],
    [`[2024-03-01 10:11:12,250 -0000] got ${hex} x`, at + 250],
    [`2024/03/01 10:11:12 got ${base64}`, at],
    [`<6>{"time":"2024-03-01T10:11:12Z","m":"${hex}"}`, undefined],
    [`{"time":"2024-03-01T10:11:12Z","m":"${hex}"}`, at],
    [`2024-03-01 10:11:12 request:\n${xml}`, at],
    [`2024-03-01 10:11:12 request:\n${dump.join("\n")}`, at],
    [dump.map((line) => `2024-03-01 10:11:12 ${line}`).join("\n"), at],
    [`2024-03-01 10:11:12 request:\n\n${xml}`, undefined],
    [`2024-13-01 10:11:12 got ${hex} x`, undefined],
    [`12024-03-01 10:11:12 got ${hex} x`, undefined],
    [`10:11:12 got ${hex} x`, undefined],
    [`got ${xml.replace("1.2", "2024-03-01T10:11:12Z")}`, undefined],
    [`2024-03-01 10:11:12 ${"x".repeat(2000)} got ${hex} x`, undefined],
  ])("%s", (line, time) => {
    expect(payloads(line).map((payload) => [payload.time, payload.endTime])).toEqual([[time, time]]);
  });

  test("of Android, if it has a year", () => {
    expect(payloads(logcat([hex, hex], "2024-")).map(({ time }) => time)).toEqual([
      Date.UTC(2024, 10, 2, 12, 34, 56),
      Date.UTC(2024, 10, 2, 12, 34, 56, 1),
    ]);
    expect(payloads(logcat([hex])).map(({ time }) => time)).toEqual([undefined]);
  });

  test("that a time without a zone is read as UTC is said once", () => {
    const line = (zone: string) => `2024-03-01T10:11:12${zone} got ${hex} x\n`;
    const codes = (text: string) => readCapture(encodeUtf8(text)).diagnostics.map(({ code }) => code);
    expect(codes(line("").repeat(2))).toEqual(["comment"]);
    expect(codes(line("Z").repeat(2))).toEqual([]);
  });
});
