import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { harFormat } from "../../../../src/capture/http/har.ts";
import { bytesOfText } from "../../../../src/capture/http/har-body.ts";
import type { CaptureOptions } from "../../../../src/capture/reader.ts";
import { encodeUtf8 } from "../../../../src/core/utf8.ts";
import { bytes } from "../../../support/hex.ts";
import { codesOf, readFormat } from "../../../support/http-exchanges.ts";

const wbxml = "application/vnd.syncml.dm+wbxml";
const document = bytes("02 a4 01 6a 00 6d 6c 67 57 03 73 63 00 01 01 01 01");
const base64 = "AqQBagBtbGdXA3NjAAEBAQE=";
const har = (...entries: unknown[]) =>
  encodeUtf8(JSON.stringify({ log: { version: "1.2", pages: [{ entries: [{}] }], entries } }));
const read = (file: Uint8Array, options?: CaptureOptions) => readFormat(harFormat, file, options);
const entry = (request: object, response: object = { status: 0 }) => ({
  startedDateTime: "2026-11-02T12:34:56.000Z",
  time: 250,
  serverIPAddress: "10.0.0.2",
  connection: "443",
  request: { method: "POST", url: "https://x/dm", headers: [], ...request },
  response,
});

describe("harFormat", () => {
  it("reads bodies in text and base64, with times, peers and heads", () => {
    const reply = {
      status: 200,
      statusText: "OK",
      headers: [["Content-Encoding", "gzip"], { name: "Content-Type", value: wbxml }],
      content: { size: 17, mimeType: wbxml, text: base64, encoding: "base64" },
    };
    const file = har(entry({ postData: { mimeType: "text/xml", text: "<a>é</a>" } }, reply));
    const kept = read(file);
    expect(kept.exchanges).toMatchObject([
      {
        carrier: "http",
        connection: 443,
        url: "https://x/dm",
        request: {
          bytes: encodeUtf8("<a>é</a>"),
          contentType: "text/xml",
          time: Date.UTC(2026, 10, 2, 12, 34, 56),
          undone: [],
          to: { address: "10.0.0.2" },
        },
        response: {
          bytes: document,
          contentType: wbxml,
          time: Date.UTC(2026, 10, 2, 12, 34, 56, 250),
          undone: ["base64"],
          head: { status: 200, reason: "OK" },
        },
      },
    ]);
    expect(codesOf(kept)).toEqual([]);
    const withMark = new Uint8Array([0xef, 0xbb, 0xbf, ...file]);
    for (const other of [withMark, zlibSync(file)]) {
      expect(harFormat.recognise(other, true)?.score).toBe(0.95);
      expect(read(other).exchanges).toMatchObject([{ response: { bytes: document } }]);
    }
  });

  it("reads request bodies where exporters put them", () => {
    const requests = [
      { postData: { text: base64, encoding: "base64" } },
      { _requestBodyStatus: "discarded:not-representable", _content: { text: base64, size: 17, encoding: "base64" } },
    ];
    for (const request of requests) expect(read(har(entry(request))).exchanges[0]?.request?.bytes).toEqual(document);
    const without = read(har(entry({ postData: { text: null }, _requestBodyStatus: "discarded:too-large" })));
    expect([without.exchanges[0]?.response, codesOf(without)]).toEqual([undefined, ["part-missing"]]);
  });

  it("reads the entries of a file cut anywhere", () => {
    const file = har(entry({}), entry({}));
    for (let length = 0; length < file.length; length++) read(file.subarray(0, length));
    const cut = read(file.subarray(0, -20));
    expect([cut.exchanges.length, codesOf(cut)]).toEqual([1, ["file-cut"]]);
  });

  it("keeps to the limits of depth and of bodies", () => {
    const deep = encodeUtf8(`{"log":{"entries":[${"[".repeat(300)}`);
    expect(codesOf(read(deep))).toEqual(["limit-reached"]);
    const long = read(har(entry({ postData: { text: "abcdef" } })), { limits: { bodyBytes: 3 } });
    expect([long.exchanges[0]?.request?.bytes.length, codesOf(long)]).toEqual([3, ["limit-reached"]]);
    expect(codesOf(read(har(entry({ bodySize: 9, postData: { text: "abc" } }))))).toEqual(["length-differs"]);
  });
});

describe("bytesOfText", () => {
  it("puts back the octet of the public identifier, and no other", () => {
    const damaged = new TextDecoder().decode(document);
    expect(bytesOfText(damaged, wbxml, 17)).toMatchObject({
      bytes: document,
      gaps: [],
      diagnostics: [{ code: "text-repaired" }],
    });
    const fd1 = "\x02\ufffdSj\0";
    expect(bytesOfText(fd1, undefined, undefined).bytes).toEqual(bytes("02 9f 53 6a 00"));
    const more = bytesOfText(`${damaged}\ufffd\ufffdx`, wbxml, undefined);
    expect(more).toMatchObject({
      gaps: [
        { offset: 1, reason: "replaced" },
        { offset: 16, reason: "replaced" },
      ],
      diagnostics: [{ code: "text-damaged" }],
    });
    expect(more.bytes.length).toBe(17);
  });

  it("takes characters for octets if the length says so, and lone surrogates for theirs", () => {
    const latin1 = String.fromCharCode(...document);
    expect(bytesOfText(latin1, wbxml, 17)).toMatchObject({ bytes: document, diagnostics: [{ code: "text-repaired" }] });
    expect(bytesOfText("\u20ac\xe9", undefined, 2).bytes).toEqual(bytes("80 e9"));
    expect(bytesOfText("\xe9", undefined, undefined).bytes).toEqual(bytes("c3 a9"));
    expect(bytesOfText("\x02\udca4\x01", wbxml, undefined).bytes).toEqual(bytes("02 a4 01"));
    expect(bytesOfText("\ufffd", "text/xml", 3)).toMatchObject({ diagnostics: [] });
    expect(bytesOfText("\ufffd", "text/xml", 1)).toMatchObject({ diagnostics: [{ code: "text-damaged" }] });
  });
});
