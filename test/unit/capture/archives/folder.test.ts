import { describe, expect, test } from "vitest";
import { type Capture, captureOfFolder, type FolderFile, readCapture } from "../../../../src/capture/index.ts";
import { octetsOfHex } from "../../../../src/core/hex-digit.ts";
import { latin } from "../../../support/archives.ts";
import { corpusBytes } from "../../../support/corpus.ts";

const request = octetsOfHex("02a4016a006d6c67570373630001010101");
const reply = octetsOfHex("03a4016a006d6c67570373640001010101");

const files = (contents: Record<string, Uint8Array | object>): FolderFile[] =>
  Object.entries(contents).map(([name, content]) => ({
    name,
    bytes: content instanceof Uint8Array ? content : latin(JSON.stringify(content)),
  }));

const messagesOf = ({ diagnostics }: Capture) => diagnostics.map(({ code, message }) => `${code}: ${message}`);

describe("a folder that serve --record wrote", () => {
  const recorded = {
    version: 1,
    payloads: [
      {
        file: "001-req.wbxml",
        exchange: 1,
        direction: "client-to-server",
        contentType: "application/vnd.syncml.dm+wbxml",
        hmac: 'algorithm=MD5, username="a", mac=b',
        bytes: 17,
        sha256: "",
        time: "2026-11-28T09:06:13.123Z",
      },
      {
        file: "001-resp.wbxml",
        exchange: 1,
        direction: "server-to-client",
        contentType: "application/vnd.syncml.dm+wbxml",
        status: 200,
        bytes: 18,
        sha256: "",
        time: "2026-11-28T09:06:13.200Z",
      },
      {
        file: "002-req.txt",
        exchange: 2,
        direction: "client-to-server",
        contentType: "",
        bytes: 1,
        sha256: "",
        time: "",
      },
    ],
  };
  const capture = captureOfFolder(
    files({ "manifest.json": recorded, "001-req.wbxml": request, "001-resp.wbxml": reply, "notes.txt": latin("?") }),
  );

  test("gives exchanges as they were", () => {
    expect(capture).toMatchObject({ format: "folder", because: "a manifest lists its messages" });
    expect(capture.exchanges).toHaveLength(1);
    expect(capture.exchanges[0]).toMatchObject({
      carrier: "http",
      request: {
        bytes: request,
        direction: "to-server",
        time: Date.UTC(2026, 10, 28, 9, 6, 13, 123),
        contentType: "application/vnd.syncml.dm+wbxml",
        head: {
          headers: [
            ["Content-Type", "application/vnd.syncml.dm+wbxml"],
            ["x-syncml-hmac", 'algorithm=MD5, username="a", mac=b'],
          ],
        },
        ranges: [{ start: 0, end: 17 }],
      },
      response: { bytes: reply, direction: "to-device", head: { status: 200 } },
    });
  });

  test("gives the method and the address that extract lists", () => {
    const [asked, answered] = recorded.payloads;
    const url = "http://dm.example/oma";
    const payloads = [{ ...asked, method: "POST", url }, answered];
    const { exchanges } = captureOfFolder(
      files({ "manifest.json": { version: 1, payloads }, "001-req.wbxml": request, "001-resp.wbxml": reply }),
    );
    expect(exchanges).toMatchObject([
      { url, request: { head: { method: "POST" } }, response: { head: { status: 200 } } },
    ]);
  });

  test("says what is not as the manifest has it", () => {
    expect(messagesOf(capture)).toEqual(['part-missing: "002-req.txt" is in the manifest and is not there']);
    expect(capture.exchanges[0]?.response?.diagnostics).toEqual([
      { code: "length-differs", message: "the file has 17 bytes, and the manifest says 18" },
    ]);
  });

  test("names of a manifest lead to files of the folder only", () => {
    const list = { payloads: [{ file: "../secret.xml", exchange: 1, direction: "to-server" }] };
    const outside = captureOfFolder(files({ "run/manifest.json": list, "secret.xml": latin("<SyncML/>") }));
    expect(outside.exchanges).toEqual([]);
    expect(messagesOf(outside)).toEqual(['part-missing: "../secret.xml" is in the manifest and is not there']);
  });
});

test("a folder that extract wrote is the capture it came from", () => {
  const capture = readCapture(corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng"));
  const contents: Record<string, Uint8Array | object> = {};
  const payloads = capture.exchanges.flatMap(({ index, request, response }) =>
    [request, response].map((payload, side) => {
      const file = `00${index}-${side === 0 ? "req" : "resp"}.wbxml`;
      contents[file] = payload?.bytes as Uint8Array;
      const { from, to, gaps, frame, direction, contentType, time = 0 } = payload as NonNullable<typeof payload>;
      return {
        file,
        exchange: index,
        direction,
        contentType,
        time: new Date(time).toISOString(),
        peers: { from, to },
        frame,
        gaps,
      };
    }),
  );
  const again = captureOfFolder(files({ "manifest.json": { version: 1, payloads }, ...contents }));
  expect(again.exchanges).toHaveLength(capture.exchanges.length);
  again.exchanges.forEach(({ request, response }, index) => {
    const before = capture.exchanges[index];
    for (const [one, other] of [
      [request, before?.request],
      [response, before?.response],
    ]) {
      expect(one).toMatchObject({
        bytes: other?.bytes,
        direction: other?.direction,
        contentType: other?.contentType,
        from: other?.from,
        to: other?.to,
        frame: other?.frame,
        gaps: other?.gaps,
        time: Math.floor(other?.time ?? 0),
      });
    }
  });
});

test("a corpus is read by its manifest, each scenario with connections of its own", () => {
  const messages = ["a", "b"].flatMap((scenario) =>
    ["client-to-server", "server-to-client"].map((direction) => ({
      scenario,
      exchange: 1,
      direction,
      http: direction === "client-to-server" ? "POST /dm HTTP/1.1" : "HTTP/1.1 200 OK",
      contentType: "application/vnd.syncml+wbxml",
      tcpStream: 0,
      file: `${scenario}/001-${direction === "client-to-server" ? "req" : "resp"}.wbxml`,
    })),
  );
  const capture = captureOfFolder(
    files({
      "manifest.json": { title: "a corpus", messages },
      "a/001-req.wbxml": request,
      "a/001-resp.wbxml": reply,
      "b/001-req.wbxml": request,
      "b/001-resp.wbxml": reply,
    }),
  );
  expect(capture.exchanges.map(({ connection }) => connection)).toEqual([1, 2]);
  expect(capture.exchanges[1]).toMatchObject({
    request: { bytes: request, head: { method: "POST", target: "/dm" } },
    response: { bytes: reply, head: { status: 200, reason: "OK" } },
  });
});

test("requests and replies are told by the names of their files", () => {
  const capture = captureOfFolder(
    files({ "10-req.wbxml": request, "2-resp.xml": reply, "2-req.wbxml": request, "2-req.tshark.txt": latin("?") }),
  );
  expect(capture.because).toBe("names of its files number requests and replies");
  expect(capture.exchanges.map(({ request, response }) => [request?.direction, response?.direction])).toEqual([
    ["to-server", "to-device"],
    ["to-server", undefined],
  ]);
  expect(capture.counts).toEqual({ files: 4, "other files": 1 });
});

describe("any other folder", () => {
  test("gives what each file gives; connections keep apart", () => {
    const pcap = corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng");
    const capture = captureOfFolder(files({ "a.pcapng": pcap, "b.pcapng": pcap, "c.bin": latin("\x99") }));
    expect(capture.because).toBe("2 of 3 files in it are captures or messages");
    const numbers = new Set(capture.exchanges.map(({ connection }) => connection));
    expect(numbers.size).toBe(2 * (readCapture(pcap).counts["connections"] ?? 0));
    expect(messagesOf(capture)).toEqual(["cannot-open: c.bin: no format of a capture or message is recognised"]);
  });

  test("asks for the octets of a file once, and only if it reads it", () => {
    const asked: string[] = [];
    const file = (name: string, bytes: Uint8Array): FolderFile => ({
      name,
      get bytes() {
        asked.push(name);
        return bytes;
      },
    });
    const list = latin(JSON.stringify({ payloads: [{ file: "b", exchange: 1, direction: "to-server" }] }));
    captureOfFolder([file("a", request), file("manifest.json", list), file("b", request)]);
    expect(asked).toEqual(["manifest.json", "b"]);
    asked.length = 0;
    captureOfFolder([file("a", request), file("b", request)]);
    expect(asked).toEqual(["a", "b"]);
  });

  test("has so many files at most", () => {
    const capture = captureOfFolder(files({ a: request, b: request, c: request }), { limits: { members: 2 } });
    expect(capture.exchanges).toHaveLength(2);
    expect(messagesOf(capture)).toEqual(["limit-reached: there are more than 2 files; the rest is left out"]);
  });

  test("without files is refused", () => {
    expect(() => captureOfFolder([])).toThrow(/unknown-document-type: there are no files in it/);
  });
});
