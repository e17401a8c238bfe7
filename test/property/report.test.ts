import fc from "fast-check";
import { expect, test } from "vitest";
import { create, newItem, newMessage, newSource, newTarget } from "../../src/ast/create.ts";
import type { Command } from "../../src/ast/nodes.ts";
import type { Capture, Payload } from "../../src/capture/model.ts";
import { encode } from "../../src/codec/encode.ts";
import { encodeBase64 } from "../../src/core/base64.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { reportHtml } from "../../src/inspect/report/report-html.ts";
import { faultsOfPage } from "../support/page-markup.ts";
import { recordedCapture } from "../support/recorded-exchanges.ts";

// Whatever peers send, a report has the tags and attributes that the program writes, and no other.

/** Pieces that mean something in a page, with a name that no page has. */
const pieces = [
  "<zzq>",
  "</zzq x=1>",
  '" zzq="1',
  "' zzq='1",
  "</script><zzq>",
  "</style><zzq>",
  "</title><zzq>",
  "</pre>",
  "--><zzq>",
  "]]><zzq>",
  "<!--",
  "&lt;zzq&gt;",
  "&#60;zzq&#62;",
  "javascript:zzq",
  "https://zzq.example/",
  "#1",
  "nonce A",
  "$&",
  `$${"{zzq}"}`,
  "\u202e",
  "\u2066",
  "\u200b",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\ud83d\ude00",
  "ü",
  " ",
  "\n",
  "./Vendor/x?list=StructData",
];
const hostile = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));

function check(page: string): void {
  expect(faultsOfPage(page)).toEqual([]);
}

const payload = (bytes: Uint8Array, direction: Payload["direction"], text: string): Payload => ({
  bytes,
  gaps: [],
  direction,
  contentType: text,
  head: { method: text, target: text, headers: [[text, text]] },
  from: { address: text },
  undone: [text],
  ranges: [],
  diagnostics: [],
});

const capture = (request: Uint8Array, response: Uint8Array, text: string): Capture => ({
  format: "raw",
  because: text,
  alternatives: [],
  counts: { frames: 2 },
  diagnostics: [{ code: "comment", message: text }],
  exchanges: [
    {
      index: 1,
      carrier: text,
      url: text,
      request: payload(request, "to-server", text),
      response: payload(response, "to-device", text),
    },
    { index: 2, carrier: "http", request: payload(encodeUtf8(text), "to-server", text) },
  ],
});

const itemWith = (data: string) => create("Item", { data });

/** Commands with the text in every place that a reader is shown. */
function commandsWith(text: string): Command[] {
  return [
    create("Alert", { cmdID: text, data: text, items: [newItem(text, text)] }),
    create("Alert", { cmdID: "2", data: "1101", items: [itemWith("MINDT=1"), itemWith(text)] }),
    create("Sync", {
      cmdID: "3",
      target: newTarget(text),
      source: newSource(text),
      commands: [
        create("Add", { cmdID: "4", meta: create("Meta", { type: text, emi: [] }), items: [newItem(text, text)] }),
      ],
    }),
    create("Replace", { cmdID: "5", items: [newItem(text, text), newItem(`${text}/b`, text)] }),
    create("Get", { cmdID: "6", items: [newItem(text)] }),
    create("Results", { cmdID: "7", msgRef: "1", cmdRef: "6", items: [newItem(text, text)] }),
  ];
}

function messageWith(text: string, side: "device" | "server"): Uint8Array {
  const statuses = [
    create("Status", {
      cmdID: text,
      msgRef: "1",
      cmdRef: "0",
      cmd: "SyncHdr",
      data: "401",
      items: [itemWith(text)],
      chal: create("Chal", {
        meta: create("Meta", { type: text, format: "b64", nextNonce: encodeBase64(encodeUtf8(text)), emi: [] }),
      }),
    }),
    create("Status", { cmdID: "9", msgRef: "1", cmdRef: text, cmd: text, data: text, items: [] }),
    create("Status", { cmdID: "10", msgRef: text, cmdRef: text, cmd: text, data: text, items: [] }),
  ];
  const header = { verProto: "DM/1.2", sessionID: text, msgID: "1", target: text, source: text } as const;
  const cred = create("Cred", {
    meta: create("Meta", { type: "syncml:auth-basic", format: "b64", emi: [] }),
    data: encodeBase64(encodeUtf8(`${text}:${text}`)),
  });
  return encode(
    newMessage(side === "device" ? { ...header, cred } : header, [
      ...(side === "server" ? statuses : []),
      ...commandsWith(text),
    ]),
  );
}

test("text of peers is text in a page, wherever they put it", () => {
  fc.assert(
    fc.property(hostile, hostile, (one, other) => {
      const made = capture(messageWith(one, "device"), messageWith(other, "server"), other);
      check(reportHtml(made, { secrets: "show", name: one, madeBy: other, date: one, sha256: other }));
    }),
    { numRuns: 100 },
  );
});

test("a page of damaged messages is a page", () => {
  const recorded = recordedCapture("libdmclient/d06-atomic-sequence-wbxml");
  const arbitrary = fc.record({
    exchange: fc.nat(recorded.exchanges.length - 1),
    at: fc.nat(400),
    octets: fc.uint8Array({ maxLength: 8 }),
    cut: fc.boolean(),
    gap: fc.nat(400),
  });
  fc.assert(
    fc.property(arbitrary, ({ exchange: chosen, at, octets, cut, gap }) => {
      const exchanges = recorded.exchanges.map((exchange, index) => {
        const { response } = exchange;
        if (index !== chosen || response === undefined) return exchange;
        const bytes = response.bytes.slice();
        const start = Math.min(at, bytes.length - octets.length);
        bytes.set(octets, start);
        const gaps = [{ offset: Math.min(gap, bytes.length), length: 3, reason: "not-captured" as const }];
        return { ...exchange, response: { ...response, bytes: cut ? bytes.subarray(0, start) : bytes, gaps } };
      });
      check(reportHtml({ ...recorded, exchanges }, { secrets: "show" }));
    }),
    { numRuns: 100 },
  );
});
