import { gzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { captureOfFolder, readCapture } from "../../../../src/capture/index.ts";
import { octetsOfHex } from "../../../../src/core/hex-digit.ts";
import { latin } from "../../../support/archives.ts";

const wbxml = octetsOfHex("02a4016a006d6c67570373630001010101");
const type = "Content-Type: application/vnd.syncml.dm+wbxml\r\n";

const bytes = (...parts: (string | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? latin(part) : part)));

const meta = (attributes: string, flags: Record<string, string> = {}, bits = 0) =>
  latin(
    `\xef\xbb\xbf<?xml version="1.0"?><Session SID="1" BitFlags="${bits}"><SessionTimers ${attributes} />
<SessionFlags>${Object.entries(flags)
      .map(([name, value]) => `<SessionFlag N="${name}" V="${value}" />`)
      .join("")}</SessionFlags></Session>`,
  );

const files = {
  "[Content_Types].xml": latin("<Types/>"),
  "_index.htm": latin("<html></html>"),
  "raw/02_c.txt": bytes(`POST http://dm.example/dm HTTP/1.1\r\n${type}Content-Length: 17\r\n\r\n`, wbxml),
  "raw/02_s.txt": bytes(
    `HTTP/1.1 200 OK\r\n${type}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`,
    `${gzipSync(wbxml).length.toString(16)}\r\n`,
    gzipSync(wbxml),
    "\r\n0\r\n\r\n",
  ),
  "raw/02_m.xml": meta(
    'ClientBeginRequest="2026-11-28T10:06:13.1234567+01:00" ServerBeginResponse="2026-11-28T10:06:13.5+01:00" ClientDoneResponse="0001-01-01T00:00:00"',
    { "x-clientip": "::ffff:192.0.2.7", "x-clientport": "50403", "x-hostip": "192.0.2.1" },
  ),
  "raw/10_c.txt": bytes("CONNECT dm.example:443 HTTP/1.1\r\nHost: dm.example\r\n\r\nA TLS ClientHello was seen"),
  "raw/10_s.txt": bytes("HTTP/1.1 200 Connection Established\r\n\r\nEncrypted traffic flows through this tunnel"),
  "raw/3_c.txt": bytes("GET http://dm.example/ HTTP/1.1\r\n\r\n"),
};

describe("an archive of Fiddler", () => {
  const capture = readCapture(zipSync(files));

  test("is recognised by its folder", () => {
    expect(capture).toMatchObject({ format: "saz", because: "it is a zip archive with a folder raw/" });
    expect(capture.counts["sessions"]).toBe(3);
  });

  test("gives requests and replies, codings undone, in the order of their numbers", () => {
    expect(capture.exchanges.map(({ url }) => url)).toEqual([
      "http://dm.example/dm",
      "http://dm.example/",
      "dm.example:443",
    ]);
    const [first] = capture.exchanges;
    expect(first).toMatchObject({ carrier: "http", connection: 1 });
    expect(first?.request).toMatchObject({
      bytes: wbxml,
      direction: "to-server",
      contentType: "application/vnd.syncml.dm+wbxml",
      from: { address: "192.0.2.7", port: 50403 },
      to: { address: "192.0.2.1" },
      undone: ["zip"],
      frame: 2,
    });
    expect(first?.response).toMatchObject({ bytes: wbxml, undone: ["zip", "chunked", "gzip"] });
    expect(capture.exchanges[1]?.response).toBeUndefined();
  });

  test("has times with their fractions; that of the year 1 is none", () => {
    const [first] = capture.exchanges;
    expect(first?.request?.time).toBeCloseTo(Date.UTC(2026, 10, 28, 9, 6, 13) + 123.4567, 3);
    expect(first?.response?.time).toBe(Date.UTC(2026, 10, 28, 9, 6, 13, 500));
    expect(first?.response?.endTime).toBeUndefined();
  });

  test("says that a tunnel was not decrypted, once", () => {
    expect(capture.diagnostics).toEqual([
      {
        code: "cannot-open",
        message: "what went to dm.example is encrypted; turn on the decryption of HTTPS in Fiddler and record again",
      },
    ]);
    expect(capture.exchanges[2]?.request?.bytes).toHaveLength(0);
    const decrypted = { ...files, "raw/4_c.txt": bytes("GET https://dm.example/ HTTP/1.1\r\n\r\n") };
    expect(readCapture(zipSync(decrypted)).diagnostics).toEqual([]);
  });

  test("that was unpacked is the same as a folder", () => {
    const list = Object.entries(files).map(([name, bytes]) => ({ name: `traffic/${name}`, bytes }));
    const folder = captureOfFolder(list);
    expect(folder).toMatchObject({ format: "folder", because: "it has sessions of Fiddler in raw/" });
    expect(folder.exchanges.map(({ request }) => request?.bytes)).toEqual(
      capture.exchanges.map(({ request }) => request?.bytes),
    );
  });
});

describe("what other programs write as SAZ", () => {
  const one = (request: Uint8Array, response: Uint8Array, about?: Uint8Array) => {
    const [exchange] = readCapture(
      zipSync({
        "raw/1_c.txt": request,
        "raw/1_s.txt": response,
        ...(about === undefined ? {} : { "raw/1_m.xml": about }),
      }),
    ).exchanges;
    return exchange;
  };

  test("a target without an address, and a connection that was encrypted", () => {
    const request = bytes("GET /a HTTP/1.1\r\nHost: dm.example\r\n\r\n");
    const reply = bytes("HTTP/1.1 204 No Content\r\n\r\n");
    expect(one(request, reply, meta("", {}, 1))?.url).toBe("https://dm.example/a");
    expect(one(request, reply)?.url).toBe("http://dm.example/a");
  });

  test("bodies without a length", () => {
    const exchange = one(bytes("POST http://a/ HTTP/1.1\r\n\r\n", wbxml), bytes("HTTP/1.1 200 OK\r\n\r\n", wbxml));
    expect(exchange?.request).toMatchObject({ bytes: wbxml, gaps: [] });
    expect(exchange?.response).toMatchObject({ bytes: wbxml, gaps: [] });
  });

  test("bodies whose codings were taken off, with the heads they had before", () => {
    const head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n";
    expect(one(bytes("POST http://a/ HTTP/1.1\r\n\r\n"), bytes(head, wbxml))?.response).toMatchObject({
      bytes: wbxml,
      undone: ["zip"],
    });
    const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect(one(bytes("POST http://a/ HTTP/1.1\r\n\r\n"), bytes(chunked, wbxml))?.response?.bytes).toEqual(wbxml);
  });

  test("a body that is shorter than it is said to be has a gap", () => {
    const short = bytes("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n", wbxml);
    expect(one(bytes("GET http://a/ HTTP/1.1\r\n\r\n"), short)?.response?.gaps).toEqual([
      { offset: 17, length: 3, reason: "not-captured" },
    ]);
  });
});

test("HTTP/2 that was written as text is read, though it says no lengths", () => {
  const request = bytes("POST /dm HTTP/2\r\nHost: dm.example\r\n\r\n", wbxml);
  const reply = bytes("HTTP/2 200 OK\r\nContent-Type: application/vnd.syncml.dm+wbxml\r\n\r\n", wbxml);
  for (const file of [
    zipSync({ "raw/1_c.txt": request, "raw/1_s.txt": reply }),
    new Uint8Array(Buffer.concat([request, bytes("\r\n"), reply])),
  ]) {
    const [exchange] = readCapture(file).exchanges;
    expect(exchange?.request?.bytes.subarray(0, 17)).toEqual(wbxml);
    expect(exchange?.response).toMatchObject({ bytes: wbxml, gaps: [], head: { status: 200, reason: "OK" } });
  }
});
