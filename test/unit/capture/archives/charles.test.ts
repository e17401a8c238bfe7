import { gzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type Capture, readCapture } from "../../../../src/capture/index.ts";
import { octetsOfHex } from "../../../../src/core/hex-digit.ts";
import { latin } from "../../../support/archives.ts";

const wbxml = octetsOfHex("02a4016a006d6c67570373630001010101");
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const messagesOf = ({ diagnostics }: Capture) => diagnostics.map(({ code, message }) => `${code}: ${message}`);
const type = { name: "Content-Type", value: "application/vnd.syncml.dm+wbxml" };

const entry = {
  status: "COMPLETE",
  method: "POST",
  protocolVersion: "HTTP/1.1",
  scheme: "https",
  host: "dm.example",
  actualPort: 8443,
  path: "/dm",
  query: "a=1",
  tunnel: false,
  remoteAddress: "dm.example/192.0.2.1",
  clientAddress: "/192.0.2.7",
  clientPort: 50403,
  times: {
    start: "2026-11-28T10:06:13.000+01:00",
    requestBegin: "2026-11-28T10:06:13.100+01:00",
    requestComplete: "2026-11-28T10:06:13.200+01:00",
    responseBegin: "2026-11-28T10:06:13.300+01:00",
    end: "2026-11-28T10:06:13.400+01:00",
  },
  request: {
    mimeType: "application/vnd.syncml.dm+wbxml",
    contentEncoding: null,
    header: { firstLine: "POST /dm?a=1 HTTP/1.1", headers: [{ name: "Host", value: "dm.example" }, type] },
    body: { encoding: "base64", encoded: base64(wbxml) },
  },
  response: {
    status: 200,
    mimeType: "application/vnd.syncml.dm+wbxml",
    header: { firstLine: "HTTP/1.1 200 OK", headers: [type, { name: "Content-Encoding", value: "gzip" }] },
    body: { encoding: "base64", encoded: base64(wbxml) },
  },
};

describe("a session of Charles in JSON", () => {
  const read = (...entries: object[]) => readCapture(latin(JSON.stringify(entries)));

  test("gives bodies as they are, whose codings are off already", () => {
    const capture = read(entry);
    expect(capture).toMatchObject({ format: "charles", counts: { entries: 1 }, diagnostics: [] });
    expect(capture.exchanges[0]).toMatchObject({
      url: "https://dm.example:8443/dm?a=1",
      request: {
        bytes: wbxml,
        time: Date.UTC(2026, 10, 28, 9, 6, 13, 100),
        endTime: Date.UTC(2026, 10, 28, 9, 6, 13, 200),
        from: { address: "192.0.2.7", port: 50403 },
        to: { address: "192.0.2.1", port: 8443 },
        head: { method: "POST", target: "/dm?a=1" },
        undone: ["base64"],
      },
      response: { bytes: wbxml, head: { status: 200, reason: "OK" }, time: Date.UTC(2026, 10, 28, 9, 6, 13, 300) },
    });
    expect(capture.exchanges[0]?.response?.diagnostics).toEqual([]);
  });

  test("repairs the octet that a text lost from the public identifier", () => {
    const text = new TextDecoder().decode(wbxml);
    const damaged = { ...entry, request: { ...entry.request, body: { text, charset: "UTF-8" } } };
    const request = read(damaged).exchanges[0]?.request;
    expect(request).toMatchObject({ bytes: wbxml, diagnostics: [{ code: "text-repaired" }], undone: [] });
  });

  test("says that tunnels were not decrypted, and that an exchange failed", () => {
    const tunnel = { ...entry, host: "other.example", tunnel: true, method: "CONNECT" };
    const failed = { ...entry, status: "FAILED", errorMessage: "connection reset", response: null };
    const capture = read(entry, tunnel, failed);
    expect(messagesOf(capture)).toEqual([
      "cannot-open: what went to other.example is encrypted; turn on SSL proxying for it in Charles and record again",
    ]);
    expect(capture.exchanges).toHaveLength(2);
    expect(capture.exchanges[1]?.response).toBeUndefined();
    expect(capture.exchanges[1]?.request?.diagnostics).toMatchObject([{ message: "Charles says: connection reset" }]);
  });

  test("that is cut off gives what is whole", () => {
    const file = latin(JSON.stringify([entry, entry]));
    const capture = readCapture(file.subarray(0, file.length - 20));
    expect(capture.exchanges).toHaveLength(1);
    expect(messagesOf(capture)).toEqual(["file-cut: the file ends inside the list of exchanges"]);
  });
});

describe("a session of Charles in XML", () => {
  const header = (name: string, value: string) => `<header><name>${name}</name><value>${value}</value></header>`;
  const file = (body: string) =>
    latin(`<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE charles-session SYSTEM "x.dtd"><charles-session>
<transaction method="POST" protocolVersion="HTTP/1.1" protocol="https" host="dm.example" actualPort="443" path="/dm"
 remoteAddress="dm.example/192.0.2.1" clientAddress="/192.0.2.7:50403" startTimeMillis="1700000000250" responseTime="2023-11-14T22:13:21Z">
<request headers="true" body="true"><headers><first-line>POST /dm?a=1&amp;b HTTP/1.1</first-line>
${header("Content-Type", "application/vnd.syncml+xml")}</headers><body><![CDATA[<SyncML/>]]></body></request>
<response status="200" mime-type="application/vnd.syncml+wbxml"><headers><first-line>HTTP/1.1 200 OK</first-line>
${header("Content-Encoding", "gzip")}</headers>${body}</response></transaction></charles-session>`);

  test("gives heads and bodies", () => {
    const capture = readCapture(file(`<body encoding="base64">${base64(wbxml)}</body>`));
    expect(capture).toMatchObject({ format: "charles-xml", diagnostics: [] });
    expect(capture.exchanges[0]).toMatchObject({
      url: "https://dm.example/dm",
      request: {
        bytes: latin("<SyncML/>"),
        contentType: "application/vnd.syncml+xml",
        time: 1700000000250,
        from: { address: "192.0.2.7", port: 50403 },
        head: { method: "POST", target: "/dm?a=1&b" },
      },
      response: { bytes: wbxml, contentType: "application/vnd.syncml+wbxml", time: 1700000001000 },
    });
  });

  test("undoes the coding of a body that is said to have it still", () => {
    const capture = readCapture(file(`<body encoding="base64" decoded="false">${base64(gzipSync(wbxml))}</body>`));
    expect(capture.exchanges[0]?.response).toMatchObject({ bytes: wbxml, undone: ["base64", "gzip"] });
  });
});
