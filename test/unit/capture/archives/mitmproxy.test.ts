import { gzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type Capture, readCapture } from "../../../../src/capture/index.ts";
import { octetsOfHex } from "../../../../src/core/hex-digit.ts";
import { latin, tnet } from "../../../support/archives.ts";

const wbxml = octetsOfHex("02a4016a006d6c67570373630001010101");
const type = [latin("Content-Type"), latin("application/vnd.syncml.dm+wbxml")];

const request = {
  method: latin("POST"),
  scheme: latin("https"),
  host: "dm.example",
  port: 8443,
  path: latin("/dm"),
  headers: [type],
  content: wbxml,
  timestamp_start: 1700000000.25,
  timestamp_end: 1700000000.5,
};
const response = {
  status_code: 200,
  reason: latin("OK"),
  headers: [type, [latin("Content-Encoding"), latin("gzip")]],
  content: gzipSync(wbxml),
  timestamp_start: 1700000001,
  timestamp_end: 1700000002,
};
const flow = {
  version: 21,
  type: "http",
  client_conn: { id: "c1", peername: ["192.0.2.7", 50403] },
  server_conn: { id: "s1", peername: ["192.0.2.1", 8443], address: ["dm.example", 8443] },
  request,
  response,
  error: null,
};

const messagesOf = ({ diagnostics }: Capture) => diagnostics.map(({ code, message }) => `${code}: ${message}`);

describe("flows of mitmproxy", () => {
  const first = tnet(flow);
  const file = Buffer.concat([first, tnet({ ...flow, client_conn: { id: "c2", peername: null } })]);
  const capture = readCapture(file);

  test("are read with what is known of them", () => {
    expect(capture).toMatchObject({ format: "mitmproxy", counts: { flows: 2 }, diagnostics: [] });
    expect(capture.exchanges.map(({ connection }) => connection)).toEqual([1, 2]);
    expect(capture.exchanges[0]).toMatchObject({
      carrier: "http",
      url: "https://dm.example:8443/dm",
      request: {
        bytes: wbxml,
        direction: "to-server",
        contentType: "application/vnd.syncml.dm+wbxml",
        time: 1700000000250,
        endTime: 1700000000500,
        from: { address: "192.0.2.7", port: 50403 },
        to: { address: "192.0.2.1", port: 8443 },
        head: { method: "POST", target: "/dm" },
        undone: [],
        frame: 1,
      },
      response: { bytes: wbxml, undone: ["gzip"], ranges: [], head: { status: 200, reason: "OK" } },
    });
  });

  test("tell where a body is in the file", () => {
    for (const { request } of capture.exchanges) {
      const [{ start, end } = { start: 0, end: 0 }] = request?.ranges ?? [];
      expect(new Uint8Array(file.subarray(start, end))).toEqual(wbxml);
    }
  });

  test.each([1, 100, 1_000])("are the same in pieces of %i", async (size) => {
    async function* pieces() {
      for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
    }
    expect(await readCapture(pieces())).toEqual(capture);
  });

  test("that were cut off are left out, and said", () => {
    const cut = readCapture(file.subarray(0, file.length - 10));
    expect(cut.exchanges).toHaveLength(1);
    expect(cut.diagnostics).toEqual([
      { code: "file-cut", message: "the file ends inside a flow, which is left out", frame: 2, offset: first.length },
    ]);
  });

  test("after damage are left out, and said once", () => {
    const damaged = Buffer.concat([first, latin("x\n"), first]);
    expect(readCapture(damaged).exchanges).toHaveLength(1);
    expect(messagesOf(readCapture(damaged))).toEqual([
      "frame-damaged: there is no flow where one is due; what follows is left out",
    ]);
    const inner = Uint8Array.from(first);
    inner[first.length - 2] = 0x3f;
    const capture = readCapture(Buffer.concat([inner, first]), { from: "mitmproxy" });
    expect(capture.exchanges).toHaveLength(1);
    expect(messagesOf(capture)).toEqual(["frame-unread: the flow is damaged, or deeper than is read"]);
  });
});

describe("what a flow may lack", () => {
  const one = (fields: object) => readCapture(tnet({ ...flow, ...fields })).exchanges[0];

  test("a reply", () => {
    const exchange = one({ response: null, error: { msg: "connection closed", timestamp: 1 } });
    expect(exchange?.response).toBeUndefined();
    expect(exchange?.request?.diagnostics).toEqual([
      { code: "connection-cut", message: "mitmproxy says: connection closed", frame: 1 },
    ]);
  });

  test("a body, which is a gap and not an empty body", () => {
    const exchange = one({ response: { ...response, content: null } });
    expect(exchange?.response).toMatchObject({
      bytes: new Uint8Array(0),
      gaps: [{ offset: 0, reason: "cut" }],
      diagnostics: [{ code: "part-missing" }],
    });
    expect(one({ response: { ...response, content: new Uint8Array(0) } })?.response).toMatchObject({ gaps: [] });
  });

  test("a type and texts that are text, as in old files", () => {
    const { type: _, ...old } = flow;
    const capture = readCapture(
      tnet({
        ...old,
        version: [0, 18, 2],
        client_conn: { address: { address: ["192.0.2.7", 1], use_ipv6: false } },
        request: { ...request, host: latin("dm.example") },
        response: { ...response, content: undefined, body: wbxml, headers: [type] },
      }),
    );
    expect(capture.exchanges[0]).toMatchObject({
      url: "https://dm.example:8443/dm",
      request: { from: { address: "192.0.2.7", port: 1 } },
      response: { bytes: wbxml },
    });
  });
});

test("a flow of TCP is read as HTTP", () => {
  const octets = (text: string) => Buffer.concat([latin(text), wbxml]);
  const messages = [
    [true, octets("POST /dm HTTP/1.1\r\nHost: a\r\nContent-Length: 17\r\n\r\n"), 1700000000],
    [false, octets("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n"), 1700000001],
  ];
  const { type: _, request: _request, response: _response, ...rest } = flow;
  const capture = readCapture(tnet({ ...rest, type: "tcp", messages }));
  expect(capture.exchanges[0]).toMatchObject({
    url: "http://a/dm",
    request: { bytes: wbxml, time: 1700000000000 },
    response: { bytes: wbxml, time: 1700000001000 },
  });
});

test("dictionaries inside each other have a limit", () => {
  let nested: unknown = 1;
  for (let depth = 0; depth < 300; depth++) nested = { deeper: nested };
  const capture = readCapture(tnet({ ...flow, metadata: nested }));
  expect(capture.exchanges).toEqual([]);
  expect(messagesOf(capture)).toEqual(["frame-unread: the flow is damaged, or deeper than is read"]);
});
