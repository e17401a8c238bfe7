import fc from "fast-check";
import { expect, test } from "vitest";
import { type ExplainFormat, explain, explanationOf } from "../../src/inspect/explain/explain.ts";
import { encodeNotification } from "../../src/push/notification/encode.ts";
import { encodeProvisioning } from "../../src/push/provisioning/provisioning.ts";
import { encodeSmsPdu } from "../../src/push/sms/pdu.ts";
import { encodePush } from "../../src/push/wsp/push.ts";
import { checkTiles } from "../../src/testing/laws/tiles.ts";
import { cases, corpusBytes, wbxmlBodies, xmlCases } from "../support/corpus.ts";

const message = corpusBytes("libdmclient/d08-auth-challenge-md5-wbxml/001-resp.wbxml");
const notification = encodeNotification(
  { kind: "dm", uiMode: "background", initiator: "server", sessionID: "1234", serverID: "com.example.dm" },
  { secret: "secret", nonce: new Uint8Array(4) },
);
const push = encodePush({
  contentType: "application/vnd.syncml.notification",
  applicationID: "syncml.dm",
  body: notification,
});
const header = Uint8Array.of(6, 5, 4, 0x0b, 0x84, 0x0b, 0x84);
const sms = encodeSmsPdu({
  kind: "deliver",
  smsc: "+15550100",
  address: "+15550101",
  timeStamp: "26-11-02 12:34:56 +0000",
  userData: Uint8Array.from([...header, ...push]),
});
const provisioning = encodeProvisioning({
  accounts: [{ appID: "w7", serverID: "com.example.dm", address: "https://dm.example/" }],
});
const http = new Uint8Array([
  ...new TextEncoder().encode(
    `POST /dm HTTP/1.1\r\nContent-Type: application/vnd.syncml.dm+wbxml\r\nContent-Length: ${message.length}\r\n\r\n`,
  ),
  ...message,
]);
const chunked = new Uint8Array([
  ...new TextEncoder().encode(
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${message.length.toString(16)}\r\n`,
  ),
  ...message,
  ...new TextEncoder().encode("\r\n0\r\n\r\n"),
]);
const kinds = {
  message,
  notification,
  push,
  sms,
  userData: Uint8Array.from([...header, ...push]),
  provisioning,
  http,
  chunked,
  xml: xmlCases[0]?.input as Uint8Array,
};

function expectTiles(input: Uint8Array, format: ExplainFormat = "auto"): void {
  let cursor = 0;
  for (const { start, end } of explain(input, { format })) {
    if (start !== cursor || end < start) expect.fail(`${start} to ${end} after ${cursor}`);
    cursor = end;
  }
  expect(cursor).toBe(input.length);
}

test("every document of the corpus is tiled, well-formed bodies without a finding", () => {
  for (const { input } of [...cases, ...xmlCases]) expectTiles(input);
  for (const { file } of wbxmlBodies) {
    expectTiles(corpusBytes(file));
    expect([file, explanationOf(corpusBytes(file)).findings]).toEqual([file, []]);
  }
});

test("a message of every kind is tiled, and so are its cuts at every byte", () => {
  for (const input of Object.values(kinds)) {
    for (let length = 0; length <= input.length; length++) expectTiles(input.subarray(0, length));
  }
});

test("what a message is not said to be tiles it too", () => {
  for (const input of Object.values(kinds)) {
    for (const format of ["wbxml", "xml", "notification", "push", "sms", "userData", "http"] as const)
      expectTiles(input, format);
  }
});

test("generated and damaged documents are tiled", () => {
  checkTiles((document) => explain(document));
  const changed = fc
    .tuple(fc.constantFrom(...Object.values(kinds)), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }))
    .map(([input, changes]) => {
      const copy = input.slice();
      for (const [at, byte] of changes) copy[at % copy.length] = byte;
      return copy;
    });
  checkTiles((document) => explain(document), { documents: changed });
});

test("a push or short message that was named and breaks off has the fields before the fault", () => {
  for (const format of ["notification", "push", "sms", "userData"] as const) {
    const input = kinds[format];
    for (let length = 0; length <= input.length; length++) expectTiles(input.subarray(0, length), format);
  }
  const fieldsOf = (input: Uint8Array, format: ExplainFormat) => {
    const { leaves, findings } = explanationOf(input, { format });
    return { fields: leaves.map(({ kind, label }) => `${kind} ${label}`), codes: findings.map(({ code }) => code) };
  };
  expect(fieldsOf(push.subarray(0, 5), "push")).toEqual({
    fields: [
      "field transactionID",
      "field type",
      "field headersLength",
      "fault cut off",
      "missing the input ends here",
    ],
    codes: ["truncated-input"],
  });
  expect(fieldsOf(notification.subarray(0, 22), "notification").fields).toEqual([
    "field digest",
    "field version uiMode initiator futureUse",
    "fault cut off",
    "missing the input ends here",
  ]);
  const noSegment = sms.slice();
  // The length of an element of the header inside the short message.
  noSegment[sms.length - push.length - 5] = 7;
  const { fields, codes } = fieldsOf(noSegment, "sms");
  expect(fields.slice(0, 3)).toEqual(["field smsc", "field firstOctet", "field address"]);
  expect(fields).toContain("field headerLength");
  expect(codes).toHaveLength(1);
});

test("a cut document says so, and names what is open", () => {
  const { leaves, findings } = explanationOf(message.subarray(0, 0x35));
  expect(findings).toMatchObject([{ code: "truncated-input", offset: 0x35, path: "/SyncML/SyncHdr/Source/LocURI" }]);
  expect(leaves.at(-2)).toMatchObject({ kind: "text", value: "htt", finding: "ends inside this string" });
  expect(leaves.at(-1)).toMatchObject({ kind: "missing", note: "open: LocURI, Source, SyncHdr, SyncML" });
});

test("values have their meaning, and carriers what they carry", () => {
  const leaves = explain(message);
  expect(leaves.filter(({ note }) => note?.startsWith("answers")).map(({ note }) => note)).toEqual([
    "answers SyncHdr",
    "answers Alert 1",
    "answers Replace 2",
  ]);
  expect(leaves.find(({ path }) => path?.endsWith("NextNonce"))?.label).toBe("NextNonce");
  expect(leaves.some(({ note }) => note === 'base64 of "nonce-0001", 10 bytes')).toBe(true);
  expect(leaves.find(({ value }) => value === "401")?.note).toBe("unauthorised");
  const inner = explain(http).find(({ label }) => label === "SyncML");
  expect(inner).toMatchObject({ start: http.length - message.length + 5, depth: 0 });
  expect(explanationOf(sms).format).toBe("sms");
  expect(explain(sms).find(({ label }) => label === "serverID")?.value).toBe("com.example.dm");
});
