import fc from "fast-check";
import { gzipSync, zipSync } from "fflate";
import { octetsOfHex } from "../../src/core/hex-digit.ts";
import { tarOf, tnet } from "../support/archives.ts";
import type { Inputs } from "./inputs.ts";

const octets = (text: string) => new Uint8Array(Buffer.from(text));
const latin = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

const wbxml = octetsOfHex("02a4016a006d6c67570373630001010101");
const type = "Content-Type: application/vnd.syncml.dm+wbxml\r\n";
const request = joined(octets(`POST /dm HTTP/1.1\r\nHost: a\r\n${type}Content-Length: 17\r\n\r\n`), wbxml);
const reply = joined(octets(`HTTP/1.1 200 OK\r\n${type}Content-Encoding: gzip\r\n\r\n`), gzipSync(wbxml));
const chunked = joined(
  octets(`HTTP/1.1 200 OK\r\n${type}Transfer-Encoding: chunked\r\n\r\n11\r\n`),
  wbxml,
  octets("\r\n0\r\n\r\n"),
);
const about = octets(
  '<Session SID="1" BitFlags="1"><SessionTimers ClientBeginRequest="2026-11-28T10:06:13.1234567+01:00"/><SessionFlags><SessionFlag N="x-clientip" V="192.0.2.7"/><SessionFlag N="x-clientport" V="1"/></SessionFlags></Session>',
);
const manifest = octets(
  JSON.stringify({
    version: 1,
    payloads: [
      { file: "001-req.wbxml", exchange: 1, direction: "client-to-server", bytes: 17, time: "2026-11-28T10:06:13Z" },
      { file: "001-resp.wbxml", exchange: 1, direction: "server-to-client", status: 200, bytes: 18 },
    ],
  }),
);

/** An input that is one of these, or a part of it put elsewhere. */
function inputsOf(seeds: readonly Uint8Array[]): Inputs {
  return { seeds, made: fc.constantFrom(...seeds) };
}

const archives = [
  zipSync({ "raw/1_c.txt": request, "raw/1_s.txt": reply, "raw/1_m.xml": about, "raw/2_s.txt": chunked }, { level: 0 }),
  zipSync({ "raw/1_c.txt": request, "raw/1_s.txt": chunked }),
  zipSync({ "a.wbxml": [wbxml, { level: 0 }], "b.http": request, "c.zip": zipSync({ d: wbxml }) }),
  zipSync({ "manifest.json": manifest, "001-req.wbxml": wbxml, "001-resp.wbxml": wbxml }),
  tarOf([
    ["a.wbxml", wbxml],
    [`${"long/".repeat(30)}b.http`, request],
  ]),
];
export const archiveInputs: Inputs = inputsOf([...archives, ...archives.map((archive) => gzipSync(archive))]);

const flow = {
  version: 21,
  type: "http",
  client_conn: { id: "c", peername: ["192.0.2.7", 50403] },
  server_conn: { peername: null, address: ["dm.example", 443] },
  request: {
    method: latin("POST"),
    scheme: latin("https"),
    host: "dm.example",
    port: 443,
    path: latin("/dm"),
    headers: [[latin("Content-Type"), latin("application/vnd.syncml+wbxml")]],
    content: wbxml,
    timestamp_start: 1700000000.25,
  },
  response: {
    status_code: 200,
    reason: latin("OK"),
    headers: [[latin("Content-Encoding"), latin("gzip")]],
    content: gzipSync(wbxml),
  },
};
export const flowInputs: Inputs = inputsOf([
  tnet(flow),
  joined(tnet(flow), tnet({ ...flow, response: null, error: { msg: "reset", timestamp: 1 } })),
  joined(
    tnet({
      version: 21,
      type: "tcp",
      messages: [
        [true, request, 1.5],
        [false, reply, 2],
      ],
    }),
    tnet(flow),
  ),
]);

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const item = (isBase64: boolean) =>
  `<item><time>Sat Nov 28 10:06:13 UTC 2026</time><url><![CDATA[https://a/dm]]></url><host ip="192.0.2.1">a</host><port>443</port><request base64="${isBase64}"><![CDATA[${isBase64 ? base64(request) : Buffer.from(request).toString("latin1")}]]></request><response base64="true"><![CDATA[${base64(reply)}]]></response></item>`;
export const burpInputs: Inputs = inputsOf([
  latin(
    `<?xml version="1.0"?><!DOCTYPE items [<!ELEMENT items (item*)>]><items burpVersion="1" exportTime="x">${item(true)}${item(false)}</items>`,
  ),
]);

const side = (firstLine: string, body: object) => ({
  status: 200,
  mimeType: "application/vnd.syncml+wbxml",
  header: { firstLine, headers: [{ name: "Content-Type", value: "application/vnd.syncml+wbxml" }] },
  body,
});
const session = {
  status: "COMPLETE",
  method: "POST",
  scheme: "https",
  host: "a",
  actualPort: 443,
  path: "/dm",
  tunnel: false,
  clientAddress: "/192.0.2.7",
  remoteAddress: "a/192.0.2.1:443",
  times: { start: "2026-11-28T10:06:13.000Z", end: "2026-11-28T10:06:14.000Z" },
  request: side("POST /dm HTTP/1.1", { encoding: "base64", encoded: base64(wbxml) }),
  response: side("HTTP/1.1 200 OK", { text: new TextDecoder().decode(wbxml), charset: "utf-8" }),
};
export const charlesInputs: Inputs = inputsOf([
  octets(JSON.stringify([session, { ...session, tunnel: true, method: "CONNECT" }])),
  octets(
    `<charles-session><transaction method="POST" protocol="https" host="a" actualPort="443" path="/dm" startTimeMillis="1700000000250"><request><headers><first-line>POST /dm HTTP/1.1</first-line><header><name>A</name><value>&amp;</value></header></headers><body encoding="base64">${base64(wbxml)}</body></request><response status="200"><headers/><body><![CDATA[<SyncML/>]]></body></response></transaction></charles-session>`,
  ),
]);

const message = (from: string, to: string, rest: string) =>
  `<SyncML><SyncHdr><SessionID>1</SessionID><Target><LocURI>${to}</LocURI></Target><Source><LocURI>${from}</LocURI></Source></SyncHdr><SyncBody>${rest}`;
const sent = message("dev", "https://mdm.example", "<Final/></SyncBody></SyncML>");
const cut = message("https://mdm.example", "dev", "<Add><Item>");
const added =
  "</Item></Add></SyncBody><!-- ignore this line, closing SyncML tag added to support parsing of truncated xml data --></SyncML>";
const escaped = (text: string) => text.replaceAll("<", "&lt;");
const event = (content: string) =>
  `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><TimeCreated SystemTime="2026-11-28T09:06:13.123456700Z"/><Computer>PC</Computer></System><EventData><Data Name="m">${content}</Data></EventData></Event>`;
export const windowsInputs: Inputs = inputsOf([
  octets(
    `<!-- OmaDmSessionStart -->\n${sent}\n<!-- 28.11.2026 09:06:14 -->\n${cut}${added}\n${sent}\n${cut}\n<!-- OmaDmSessionComplete -->`,
  ),
  octets(`<Events>${event(escaped(sent))}${event(`<![CDATA[${cut}]]>`)}</Events>`),
]);
