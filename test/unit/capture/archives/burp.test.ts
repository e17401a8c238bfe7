import { describe, expect, test } from "vitest";
import { type Capture, readCapture } from "../../../../src/capture/index.ts";
import { octetsOfHex } from "../../../../src/core/hex-digit.ts";
import { latin } from "../../../support/archives.ts";

const wbxml = octetsOfHex("02a4016a006d6c67570373630001010101");
const type = "Content-Type: application/vnd.syncml.dm+wbxml\r\n";
const octets = (text: string, body: Uint8Array) => Buffer.concat([latin(text), body]);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

const request = octets(`POST /dm HTTP/1.1\r\nHost: dm.example\r\n${type}Content-Length: 17\r\n\r\n`, wbxml);
const reply = octets(`HTTP/1.1 200 OK\r\n${type}\r\n`, wbxml);

const item = (fields: string) => `<item>
    <time>Sat Nov 28 10:06:13 UTC 2026</time>
    <url><![CDATA[https://dm.example:8443/dm]]></url>
    <host ip="192.0.2.1">dm.example</host>
    <port>8443</port>
    <protocol>https</protocol>
    ${fields}
    <comment></comment>
  </item>`;
const file = (...items: string[]) =>
  latin(`<?xml version="1.0"?>
<!DOCTYPE items [
<!ELEMENT items (item*)>
<!ATTLIST items burpVersion CDATA "">
]>
<items burpVersion="2022.3" exportTime="Sat Nov 28 10:06:20 UTC 2026">
  ${items.join("\n  ")}
</items>
`);
const encoded = item(
  `<request base64="true"><![CDATA[${base64(request)}]]></request><status>200</status><response base64="true"><![CDATA[${base64(reply)}]]></response>`,
);

const messagesOf = ({ diagnostics }: Capture) => diagnostics.map(({ code, message }) => `${code}: ${message}`);

describe("items of Burp in base64", () => {
  test("are the octets as they were", () => {
    const capture = readCapture(file(encoded));
    expect(capture).toMatchObject({ format: "burp", counts: { items: 1 }, diagnostics: [] });
    expect(capture.exchanges[0]).toMatchObject({
      carrier: "http",
      url: "https://dm.example:8443/dm",
      request: {
        bytes: wbxml,
        direction: "to-server",
        time: Date.UTC(2026, 10, 28, 10, 6, 13),
        to: { address: "192.0.2.1", port: 8443 },
        head: { method: "POST", target: "/dm" },
        undone: ["base64"],
        ranges: [],
        frame: 1,
      },
      response: { bytes: wbxml, head: { status: 200 }, from: { address: "192.0.2.1" } },
    });
  });

  test("may have no reply", () => {
    const unanswered = item(
      `<request base64="true"><![CDATA[${base64(request)}]]></request><response base64="true"></response>`,
    );
    const [exchange] = readCapture(file(unanswered)).exchanges;
    expect(exchange?.request?.bytes).toEqual(wbxml);
    expect(exchange?.response).toBeUndefined();
  });

  test("may be damaged, which is said", () => {
    const damaged = file(item(`<request base64="true"><![CDATA[!!!!]]></request>`), encoded);
    expect(messagesOf(readCapture(damaged))).toEqual([
      "text-damaged: the base64 of the request is damaged; it is left out",
    ]);
    expect(readCapture(damaged).exchanges).toHaveLength(1);
  });

  test("may be cut off, which is said; what is there is read", () => {
    const whole = file(encoded);
    const cut = readCapture(whole.subarray(0, Buffer.from(whole).indexOf("</response>") - 8));
    expect(messagesOf(cut)).toEqual(["file-cut: the file ends inside an item; what is there of it is read"]);
    expect(cut.exchanges[0]?.request?.bytes).toEqual(wbxml);
    expect(cut.exchanges[0]?.response?.bytes.length).toBeLessThan(17);
  });
});

describe("items of Burp as text", () => {
  test("may hold octets that XML does not have, and what looks like markup", () => {
    const raw = octets(`POST /dm HTTP/1.1\r\nHost: a\r\nContent-Length: 24\r\n\r\n</item>`, wbxml);
    const text = Buffer.from(raw).toString("latin1");
    const capture = readCapture(file(item(`<request base64="false"><![CDATA[${text}]]></request>`), encoded));
    expect(capture.exchanges.map(({ request }) => request?.bytes)).toEqual(
      [octets("</item>", wbxml), wbxml].map((one) => new Uint8Array(one)),
    );
    expect(messagesOf(capture)).toEqual([
      "text-damaged: 1 messages are kept as text, in which line ends and octets may have changed; have Burp encode them in base64",
    ]);
  });
});

test("a time whose zone has several meanings is left out, and said once", () => {
  const pakistan = encoded.replace("UTC", "PKT");
  const capture = readCapture(file(pakistan, pakistan, encoded));
  expect(capture.exchanges.map(({ request }) => request?.time)).toEqual([
    undefined,
    undefined,
    Date.UTC(2026, 10, 28, 10, 6, 13),
  ]);
  expect(messagesOf(capture)).toEqual(["comment: times are left out, since PKT is not the name of one time zone"]);
  const offset = readCapture(file(encoded.replace("UTC", "GMT+02:00"))).exchanges[0];
  expect(offset?.request?.time).toBe(Date.UTC(2026, 10, 28, 8, 6, 13));
});

test("entities that a file declares are refused", () => {
  const declared = Buffer.from(file(encoded)).toString("latin1").replace("<!ELEMENT", '<!ENTITY a "b">\n<!ELEMENT');
  expect(() => readCapture(latin(declared))).toThrow(/entity-declaration/);
});
