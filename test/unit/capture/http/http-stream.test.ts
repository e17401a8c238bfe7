import { gzipSync, zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { CaptureLimits } from "../../../../src/capture/reader.ts";
import { codesOf, exchangeLines, octets, readConnection, type Step } from "../../../support/http-exchanges.ts";

const post = "POST /dm HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nping";
const ok = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong";

describe("httpStream", () => {
  it("pairs a request and its reply, with peers, times, ranges and the address", () => {
    const { exchanges } = readConnection([
      ["opener", post.slice(0, -2)],
      ["opener", "ng"],
      ["acceptor", ok],
    ]);
    const [exchange] = exchanges;
    expect(exchange).toMatchObject({
      carrier: "http",
      connection: 1,
      url: "http://x/dm",
      request: {
        direction: "to-server",
        from: { address: "10.0.0.1", port: 4000 },
        time: 1001,
        endTime: 1002,
        frame: 1,
        undone: [],
        gaps: [],
        ranges: [{ start: 100 + post.length - 4, end: 100 + post.length }],
      },
      response: {
        direction: "to-device",
        from: { address: "10.0.0.2" },
        time: 1003,
        head: { status: 200, reason: "OK" },
      },
    });
    expect(
      exchangeLines(
        readConnection([
          ["opener", post],
          ["acceptor", ok],
        ]),
      ),
    ).toEqual(['POST /dm "ping" → 200 "pong"']);
  });

  const pairs: readonly (readonly [what: string, steps: readonly Step[], lines: readonly string[]])[] = [
    [
      "pipelined requests",
      [
        ["opener", post + post.replace("ping", "more")],
        ["acceptor", ok + ok.replace("pong", "also")],
      ],
      ['POST /dm "ping" → 200 "pong"', 'POST /dm "more" → 200 "also"'],
    ],
    [
      "100 Continue and 103, which take no request",
      [
        ["opener", post.slice(0, -4)],
        ["acceptor", "HTTP/1.1 100 Continue\r\n\r\n"],
        ["opener", "ping"],
        ["acceptor", `HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\n${ok}`],
      ],
      ['POST /dm "ping" → 200 "pong"'],
    ],
    [
      "a reply to HEAD with a length, and another in the same segment",
      [
        ["opener", "HEAD /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n"],
        ["acceptor", `HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n${ok}`],
      ],
      ['HEAD /a "" → 200 ""', 'GET /b "" → 200 "pong"'],
    ],
    [
      "204 and 304, which have no body",
      [
        ["opener", "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n"],
        ["acceptor", "HTTP/1.1 204 No\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n"],
      ],
      ['GET /a "" → 204 ""', 'GET /b "" → 304 ""'],
    ],
    [
      "HTTP in a tunnel",
      [
        ["opener", "CONNECT x:80 HTTP/1.1\r\n\r\n"],
        ["acceptor", "HTTP/1.1 200 Connection established\r\n\r\n"],
        ["opener", post],
        ["acceptor", ok],
      ],
      ['CONNECT x:80 "" → 200 ""', 'POST /dm "ping" → 200 "pong"'],
    ],
    ["a request without a reply", [["opener", post]], ['POST /dm "ping" → ?']],
    ["a reply without a request", [["acceptor", ok]], ['? → 200 "pong"']],
    [
      "a reply before the request is complete",
      [
        ["opener", post.slice(0, -2)],
        ["acceptor", ok],
        ["opener", "ng"],
      ],
      ['POST /dm "ping" → 200 "pong"'],
    ],
    [
      "requests of the side that accepted",
      [
        ["acceptor", post],
        ["opener", ok],
      ],
      ['POST /dm "ping" → 200 "pong"'],
    ],
    [
      "a body until the connection is closed",
      [
        ["opener", "GET /a HTTP/1.1\r\n\r\n"],
        ["acceptor", "HTTP/1.0 200 OK\r\n\r\nab"],
        ["acceptor", "cd"],
      ],
      ['GET /a "" → 200 "abcd"'],
    ],
    [
      "chunks with extensions and trailers",
      [
        [
          "acceptor",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\na;x=1\r\n0123456789\r\n7\r\nabcdefg\r\n0\r\nX-T: 1\r\n\r\n",
        ],
        ["acceptor", ok],
      ],
      ['? → 200 "0123456789abcdefg"', '? → 200 "pong"'],
    ],
    [
      "heads with LF alone, blanks before the colon, folding, no colon, no reason and empty lines before",
      [
        ["opener", "\r\n\nPOST /a http/1.1\nContent-Length : 2\nX: a\n b\nnothing\n\nhi"],
        ["acceptor", "HTTP/1.1 200\nContent-Length: 2\n\nho"],
      ],
      ['POST /a "hi" → 200 "ho"'],
    ],
  ];
  it.each(pairs)("reads %s, however the octets are cut", (_, steps, lines) => {
    expect(exchangeLines(readConnection(steps))).toEqual(lines);
    const cut = steps.flatMap(([side, data]): Step[] =>
      data instanceof Uint8Array || typeof data === "string"
        ? [...(data as string)].map((unit): Step => [side, unit])
        : [],
    );
    expect(exchangeLines(readConnection(cut))).toEqual(lines);
  });

  it("says what was put up with", () => {
    const head = "POST /a HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 4\r\n";
    expect(exchangeLines(readConnection([["opener", `${head}\r\nhi`]]))).toEqual(['POST /a "hi" → ?']);
    expect(codesOf(readConnection([["opener", `${head}\r\nhi`]]))).toEqual(["http-lenient"]);
    const both = readConnection([
      ["opener", "POST /a HTTP/1.1\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"],
    ]);
    expect([exchangeLines(both), codesOf(both)]).toEqual([['POST /a "hi" → ?'], ["http-lenient"]]);
  });

  it("keeps a hole in a body of known length as a hole, and finds the next message", () => {
    const kept = readConnection([
      ["acceptor", "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nab"],
      ["acceptor", { length: 3, isAcknowledged: true }],
      ["acceptor", `fgh${ok}`],
    ]);
    expect(exchangeLines(kept)).toEqual(['? → 200 "abfgh"', '? → 200 "pong"']);
    expect(kept.exchanges[0]?.response).toMatchObject({
      gaps: [{ offset: 2, length: 3, reason: "not-captured", acknowledged: true }],
      ranges: [{ start: 138, end: 143 }],
      diagnostics: [{ message: "3 bytes at offset 2 of the reply were not captured (the client acknowledged them)" }],
    });
    expect(kept.diagnostics).toEqual([]);
  });

  it("goes on at the next message after a hole that holds sizes of chunks, heads or whole messages", () => {
    const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab";
    const inChunks = readConnection([
      ["acceptor", chunked],
      ["acceptor", { length: 9 }],
      ["acceptor", "rest"],
      ["acceptor", ok],
    ]);
    expect(exchangeLines(inChunks)).toEqual(['? → 200 "ab"', '? → 200 "pong"']);
    expect(inChunks.exchanges[0]?.response?.gaps).toEqual([{ offset: 2, reason: "not-captured" }]);
    expect(codesOf(inChunks)).toEqual(["not-captured", "resynchronised"]);
    const inHead = readConnection([
      ["opener", "POST /a HTTP/1.1\r\nHo"],
      ["opener", { length: 9 }],
      ["opener", "x"],
      ["opener", post],
    ]);
    expect(exchangeLines(inHead)).toEqual(['POST /a "" → ?', 'POST /dm "ping" → ?']);
    const past = readConnection([
      ["acceptor", ok.slice(0, -1)],
      ["acceptor", { length: 9 }],
      ["acceptor", ok],
    ]);
    expect(exchangeLines(past)).toEqual(['? → 200 "pon"', '? → 200 "pong"']);
  });

  it("gives a reply to the request after the hole, if the one before may have been answered in it", () => {
    const kept = readConnection([
      ["opener", post],
      ["acceptor", { length: 42 }],
      ["opener", post.replace("ping", "more")],
      ["acceptor", ok],
    ]);
    expect(exchangeLines(kept)).toEqual(['POST /dm "ping" → ?', 'POST /dm "more" → 200 "pong"']);
  });

  it("marks what is cut off", () => {
    const cut = readConnection([
      ["opener", post.slice(0, -1)],
      ["opener", { end: "reset" }],
    ]);
    expect(cut.exchanges[0]?.request?.gaps).toEqual([{ offset: 3, length: 1, reason: "cut" }]);
    expect(codesOf(cut)).toEqual(["connection-cut"]);
    const untilClose = readConnection([
      ["acceptor", "HTTP/1.1 200 OK\r\n\r\nab"],
      ["acceptor", { end: "reset" }],
    ]);
    expect(untilClose.exchanges[0]?.response?.gaps).toEqual([{ offset: 2, reason: "cut" }]);
  });

  it("names what it does not read", () => {
    expect(codesOf(readConnection([["opener", "\x16\x03\x01\x00\x05hello"]]))).toEqual(["cannot-open"]);
    expect(codesOf(readConnection([["opener", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]]))).toEqual(["cannot-open"]);
    expect(codesOf(readConnection([["opener", "\x02\xa4\x01j\x00"]]))).toEqual(["not-understood"]);
    const upgraded = readConnection([
      ["opener", "GET /a HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"],
      ["acceptor", "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n\x81\x02hi"],
    ]);
    expect([exchangeLines(upgraded), codesOf(upgraded)]).toEqual([['GET /a "" → 101 ""'], ["not-understood"]]);
  });

  it("keeps to the limits of heads, headers and bodies", () => {
    const limits = { headBytes: 64, headers: 2, bodyBytes: 3 };
    expect(codesOf(readConnection([["opener", `GET /${"a".repeat(64)} HTTP/1.1\r\n\r\n`]], { limits }))).toEqual([
      "limit-reached",
      "not-understood",
    ]);
    const many = readConnection([["opener", "GET /a HTTP/1.1\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n"]], { limits });
    expect([many.exchanges[0]?.request?.head?.headers.length, codesOf(many)]).toEqual([2, ["http-lenient"]]);
    const long = readConnection([["opener", post]], { limits });
    expect([exchangeLines(long), codesOf(long)]).toEqual([['POST /dm "pin" → ?'], ["limit-reached"]]);
  });

  it("gives a bomb inside a coding up to the limits, says so once, and reads on", () => {
    const bomb = gzipSync(new Uint8Array(4 << 20));
    const head = `POST /a HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
    const sent = (limits: Partial<CaptureLimits>) =>
      readConnection(
        [
          ["opener", head],
          ["opener", bomb],
          ["opener", post],
        ],
        { limits },
      );
    for (const [limits, most] of [
      [{ bodyBytes: 100_000 }, 100_000],
      [{ inflation: 10 }, 1 << 20],
    ] as const) {
      const { exchanges, ...rest } = sent(limits);
      const [first, second] = exchanges.map(({ request }) => request);
      expect(first?.bytes.length).toBe(most);
      expect(first?.gaps).toEqual([{ offset: most, reason: "cut" }]);
      expect(first?.diagnostics.map(({ code }) => code)).toEqual(["limit-reached"]);
      expect(second?.bytes).toEqual(octets("ping"));
      expect(rest.diagnostics).toEqual([]);
    }
  });

  it("lets the oldest of very many requests without replies go", () => {
    const asked = Array.from({ length: 1_030 }, (_, index): Step => ["opener", `GET /${index} HTTP/1.1\r\n\r\n`]);
    const { exchanges } = readConnection([...asked, ["acceptor", ok]]);
    expect(exchanges.length).toBe(1_030);
    const answered = exchanges.filter(({ response }) => response !== undefined);
    expect(answered.map(({ request }) => request?.head?.target)).toEqual(["/6"]);
    const [first, ...others] = asked;
    const begun = readConnection([first as Step, ["acceptor", ok.slice(0, -2)], ...others, ["acceptor", "ng"]]);
    expect(begun.exchanges.length).toBe(1_030);
    const complete = begun.exchanges.filter(({ response }) => response !== undefined);
    expect(complete.map(({ request }) => request?.head?.target)).toEqual(["/0"]);
  });

  it("undoes codings, and says that octets after them have no place in the file", () => {
    const body = gzipSync(octets("hello"));
    const head = `POST /a HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`;
    const kept = readConnection([
      ["opener", head],
      ["opener", body],
    ]);
    expect(exchangeLines(kept)).toEqual(['POST /a "hello" → ?']);
    expect(kept.exchanges[0]?.request).toMatchObject({ undone: ["gzip"], ranges: [], gaps: [], diagnostics: [] });
    const cut = readConnection([
      ["opener", head],
      ["opener", body.subarray(0, -9)],
      ["opener", { end: "not-captured" }],
    ]);
    expect(cut.exchanges[0]?.request?.gaps).toMatchObject([{ reason: "not-captured" }]);
    const zlib = zlibSync(octets("hello"));
    const chunked = `HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nTransfer-Encoding: chunked\r\n\r\n${zlib.length.toString(16)}\r\n`;
    const reply = readConnection([
      ["acceptor", chunked],
      ["acceptor", zlib],
      ["acceptor", "\r\n0\r\n\r\n"],
    ]);
    expect(reply.exchanges[0]?.response?.undone).toEqual(["chunked", "deflate"]);
    expect(exchangeLines(reply)).toEqual(['? → 200 "hello"']);
  });
});
