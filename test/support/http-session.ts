import { encodeUtf8 } from "../../src/core/utf8.ts";

/** Requests and replies in a row, each as it is on the wire: a file of HTTP. */
export function httpSession(bodies: readonly Uint8Array[]): Uint8Array {
  const parts = bodies.flatMap((body, index) => {
    const begin =
      index % 2 === 0
        ? "POST /dm?sid=4711abcd HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YWxpY2U6c2VjcmV0"
        : "HTTP/1.1 200 OK";
    const head = `${begin}\r\nContent-Type: application/vnd.syncml.dm+wbxml\r\nContent-Length: ${body.length}\r\n\r\n`;
    return [encodeUtf8(head), body];
  });
  return new Uint8Array(Buffer.concat(parts));
}
