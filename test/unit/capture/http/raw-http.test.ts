import { describe, expect, it } from "vitest";
import { rawHttpFormat } from "../../../../src/capture/http/raw-http.ts";
import { codesOf, exchangeLines, octets, readFormat } from "../../../support/http-exchanges.ts";

const post = "POST /dm HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nping";
const ok = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong";
const read = (text: string, piece?: number) => readFormat(rawHttpFormat, octets(text), {}, piece);

describe("rawHttpFormat", () => {
  it("is recognised by a start line", () => {
    expect(rawHttpFormat.recognise(octets(post), true)?.score).toBe(0.9);
    expect(rawHttpFormat.recognise(octets(`\xef\xbb\xbf\n${ok}`), true)?.score).toBe(0.9);
    for (const text of ["", "POST", "SyncML HTTP", "\x02\xa4\x01j\x00"])
      expect(rawHttpFormat.recognise(octets(text), true)).toBeUndefined();
  });

  it("reads requests and replies one after another, in pieces of any length", () => {
    const file = `${post}\n${ok}\r\nGET /b HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\nall\n${post}`;
    const lines = ['POST /dm "ping" → 200 "pong"', 'GET /b "" → 200 "all\\n"', 'POST /dm "ping" → ?'];
    for (const piece of [1, 7, file.length]) expect(exchangeLines(read(file, piece))).toEqual(lines);
    expect(read(file).exchanges[0]).toMatchObject({
      url: "http://x/dm",
      request: { ranges: [{ start: 49, end: 53 }] },
    });
  });

  it("reads a start line that ends with more than one CR", () => {
    expect(exchangeLines(read("HTTP/1.1 200 \r\r\n\r\n"))).toEqual(['? → 200 ""']);
    expect(exchangeLines(read("GET / HTTP/1.1\n\nHTTP/1.1 100 \r\r\n"))).toEqual(['GET / "" → ?']);
  });

  it("says that line ends were rewritten, if a body lacks an octet for each", () => {
    const kept = read("POST /a HTTP/1.1\nContent-Length: 8\n\na\nb\ncd");
    expect(kept.exchanges[0]?.request?.diagnostics.map(({ message }) => message)).toContain(
      "the body is 2 bytes shorter than declared, one for each line: line ends were rewritten",
    );
    const between = read(`${post.replace("4", "9")}\n\n${ok}`);
    expect([exchangeLines(between), codesOf(between)]).toEqual([
      ['POST /dm "ping\\n\\n" → 200 "pong"'],
      ["length-differs"],
    ]);
  });

  it("keeps what looks like a message inside a body whose length agrees with the file", () => {
    const inner = `x\n${ok}`;
    const kept = read(`POST /a HTTP/1.1\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`);
    expect(exchangeLines(kept)).toEqual([`POST /a ${JSON.stringify(inner)} → ?`]);
  });

  it("reads a file cut anywhere, and invents nothing", () => {
    const file = octets(post + ok);
    for (let length = 0; length <= file.length; length++) {
      for (const { request, response } of readFormat(rawHttpFormat, file.subarray(0, length)).exchanges) {
        if (request !== undefined) expect("ping".startsWith(String.fromCharCode(...request.bytes))).toBe(true);
        if (response !== undefined) expect("pong".startsWith(String.fromCharCode(...response.bytes))).toBe(true);
      }
    }
  });
});
