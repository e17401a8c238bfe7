import { zipSync } from "fflate";
import { readCapture } from "../../src/capture/index.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { tnet } from "../support/archives.ts";
import type { HostileCarrier } from "./carrier-growth.ts";

const read = (input: Uint8Array) => readCapture(input);
const forced = (from: string) => (input: Uint8Array) => readCapture(input, { from });
const text =
  (line: string, before = "", after = "") =>
  (count: number) =>
    encodeUtf8(before + line.repeat(count) + after);
const document = encodeUtf8("<SyncML/>");

/** What proxies and Windows store many of, and who reads it. */
export const hostileArchives: readonly HostileCarrier[] = [
  { name: "HAR: entries", make: text('{"request":{},"response":{}},', '{"log":{"entries":[', "{}]}}"), run: read },
  { name: "HAR: an entry that is long", make: text("[", '{"log":{"entries":[{"a":"', '"}]}}'), run: read },
  { name: "Charles: entries", make: text('{"host":"a","actualPort":1},', "[", "{}]"), run: read },
  { name: "Charles: transactions", make: text("<transaction/>", "<charles-session>"), run: read },
  { name: "Charles: transactions without an end", make: text("<transaction>", "<charles-session>"), run: read },
  { name: "Burp: items", make: text("<item><request>a</request></item>", '<items burpVersion="1">'), run: read },
  { name: "Burp: sections", make: text("<![CDATA[]]>", '<items burpVersion="1"><item>', "</item>"), run: read },
  { name: "Burp: starts of tags", make: text("<", '<items burpVersion="1"><item>'), run: read },
  { name: "Burp: references", make: text("&lt;", '<items burpVersion="1"><item><request>'), run: read },
  { name: "Windows: events", make: text("<Event><Data>&lt;SyncML></Data></Event>"), run: forced("windows-events") },
  { name: "Windows: data", make: text("<Data>", "<Event>"), run: forced("windows-events") },
  { name: "viewer: messages without an end", make: text("<SyncML>"), run: forced("syncml-viewer") },
  { name: "viewer: one message in another", make: text("<SyncML><![CDATA["), run: forced("syncml-viewer") },
  { name: "viewer: starts of comments", make: text("<!--"), run: forced("syncml-viewer") },
  { name: "viewer: end tags", make: text("</a> ", "<SyncML>"), run: forced("syncml-viewer") },
  { name: "viewer: headers", make: text("<SyncML><SyncHdr><Source></SyncML>"), run: forced("syncml-viewer") },
  {
    name: "mitmproxy: flows",
    make: (count) => new Uint8Array(Buffer.concat(Array.from({ length: count }, () => tnet({ type: "http" })))),
    run: forced("mitmproxy"),
  },
  {
    name: "zip: members",
    make: (count) =>
      zipSync(Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.xml`, document]))),
    run: read,
  },
  {
    name: "zip: members without a directory",
    make: (count) => {
      const names = Array.from({ length: count }, (_, index) => [`${index}.xml`, document] as const);
      const archive = zipSync(Object.fromEntries(names), { level: 0 });
      return archive.subarray(0, archive.length - 30);
    },
    run: forced("zip"),
  },
];
