import { describe, expect, it } from "vitest";
import { curlFormat } from "../../../../src/capture/http/curl-trace.ts";
import { codesOf, exchangeLines, octets, readFormat } from "../../../support/http-exchanges.ts";

const head = "POST /dm HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";
const reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

function hex(mark: string, what: string, data: string, stamp = ""): string {
  let text = `${stamp}${mark} ${what}, ${data.length} bytes (0x${data.length.toString(16)})\n`;
  for (let at = 0; at < data.length; at += 16) {
    const part = data.slice(at, at + 16);
    const columns = [...part].map((unit) => unit.charCodeAt(0).toString(16).padStart(2, "0")).join(" ");
    text += `${at.toString(16).padStart(4, "0")}: ${columns.padEnd(48)}${part.replace(/[^ -~]/g, ".")}\n`;
  }
  return text;
}

const trace = (stamp = "") =>
  "== Info: Connected to x\n" +
  hex("=>", "Send header", head, stamp) +
  hex("=>", "Send SSL data", "\x17\x03", stamp) +
  hex("=>", "Send data", "\x02\xa4\x01", stamp) +
  hex("<=", "Recv header", reply.slice(0, 17), stamp) +
  hex("<=", "Recv header", reply.slice(17), stamp) +
  hex("<=", "Recv data", "ok", stamp);

describe("curlFormat", () => {
  it.each(["", "12:34:56.123456 "])("reads --trace, times %j", (stamp) => {
    const file = octets(trace(stamp));
    expect(curlFormat.recognise(file, true)?.score).toBe(0.95);
    const kept = readFormat(curlFormat, file);
    expect(exchangeLines(kept)).toEqual([
      'POST /dm "\x02¤\x01" → 200 "ok"'.replace("\x02", "\\u0002").replace("\x01", "\\u0001"),
    ]);
    expect([kept.exchanges[0]?.url, codesOf(kept)]).toEqual(["http://x/dm", []]);
  });

  it("reads heads of --trace-ascii and -v, and says that bodies are not there", () => {
    const ascii =
      "=> Send header, 49 bytes (0x31)\n0000: POST /dm HTTP/1.1\n0013: Host: x\n001c: Content-Length: 3\n002f: \n" +
      "=> Send data, 3 bytes (0x3)\n0000: ...\n<= Recv header, 24 bytes (0x18)\n0000: HTTP/1.1 204 No Content\n";
    const verbose = `${head
      .trim()
      .split("\r\n")
      .map((line) => `> ${line}`)
      .join("\n")}\n> \n} [3 bytes data]\n< HTTP/1.1 204 No\n< \n`;
    for (const text of [ascii, verbose]) {
      expect(curlFormat.recognise(octets(text), true)).toBeDefined();
      const kept = readFormat(curlFormat, octets(text));
      expect(kept.exchanges[0]?.request).toMatchObject({ bytes: new Uint8Array(0), gaps: [{ offset: 0, length: 3 }] });
      expect(codesOf(kept)).toContain("part-missing");
    }
  });

  it("reads a trace cut anywhere", () => {
    const file = octets(trace());
    for (let length = 0; length < file.length; length++) readFormat(curlFormat, file.subarray(0, length));
  });
});
