import { describe, expect, test } from "vitest";
import { readCapture } from "../../../../src/capture/read-capture.ts";
import { encodeSmsPdu, segmentSms } from "../../../../src/push/index.ts";
import { exportedPdu, pcapFile } from "../../../support/packets.ts";

const EXPORTED = 252;
const hexOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const deliver = (userData: Uint8Array, from = "+491711234567") =>
  exportedPdu(
    "gsm_sms",
    encodeSmsPdu({
      kind: "deliver",
      address: from,
      dataCodingScheme: 0xf5,
      timeStamp: "26-11-02 12:34:56 +0100",
      userData,
      hasHeader: true,
    }),
  );
const file = (...frames: Uint8Array[]) =>
  pcapFile(
    EXPORTED,
    frames.map((bytes) => ({ bytes })),
  );
const told = (input: Uint8Array) => readCapture(input).diagnostics.map(({ code, message }) => `${code}: ${message}`);

const notification = new Uint8Array(
  Buffer.from("ab1a2714b91cc410f878cb621b5ad1d102d800000012340e636f6d2e6578616d706c652e646d", "hex"),
);
const body = new Uint8Array(Buffer.concat([notification, new Uint8Array(300).fill(7)]));
const push = new Uint8Array(Buffer.concat([Buffer.from("010603c4af87", "hex"), body]));

describe("parts of a short message", () => {
  const parts = segmentSms(push, { reference: 96 }).map((one) => deliver(one));
  const [one, two, three] = parts as [Uint8Array, Uint8Array, Uint8Array];

  test("in any order, and twice, are one push, whose octets are in the file", () => {
    for (const order of [
      [one, two, three],
      [three, one, two],
      [two, two, one, one, three],
    ]) {
      const input = file(...order);
      const { exchanges, diagnostics } = readCapture(input);
      expect(diagnostics).toEqual([]);
      expect(exchanges).toMatchObject([
        {
          carrier: "sms",
          request: {
            from: { address: "+491711234567", port: 49_154 },
            direction: "to-device",
            contentType: "application/vnd.syncml.notification",
            undone: ["sms", "user data", "push"],
          },
        },
      ]);
      const request = exchanges[0]?.request;
      expect(hexOf(request?.bytes)).toBe(hexOf(body));
      expect(request?.ranges.map(({ start, end }) => hexOf(input.subarray(start, end))).join("")).toBe(hexOf(body));
    }
  });

  test("one that is missing is said, and nothing is joined", () => {
    expect(readCapture(file(one, three)).exchanges).toEqual([]);
    expect(told(file(one, three))).toEqual([
      "part-missing: part 2 of 3 of the short message 96 from +491711234567 is missing",
    ]);
    expect(told(file(two))).toEqual([
      "part-missing: parts 1, 3 of 3 of the short message 96 from +491711234567 are missing",
    ]);
  });

  test("of two senders with one reference are two messages", () => {
    const others = segmentSms(push, { reference: 96 }).map((segment) => deliver(segment, "+1234"));
    const { exchanges, diagnostics } = readCapture(
      file(...parts.flatMap((part, at) => [part, others[at] as Uint8Array])),
    );
    expect(diagnostics).toEqual([]);
    expect(exchanges.map(({ request }) => request?.from?.address)).toEqual(["+491711234567", "+1234"]);
  });

  test("that contradict each other are both read", () => {
    const other = one.slice();
    other[other.length - 1] = 9;
    const { exchanges, diagnostics } = readCapture(file(one, other, two, three));
    expect(diagnostics.map(({ code }) => code)).toEqual(["retransmitted-differently"]);
    expect(exchanges.map(({ request }) => request?.bytes.includes(9))).toEqual([false, true]);
    expect(exchanges[1]?.request?.ranges).toEqual([]);
  });

  test.each([2, 3])("of %i, all but the last sent again for another message, are whole and have no place", (total) => {
    const long = push.slice(0, push.length - 130 * (3 - total));
    const other = long.slice().fill(9, long.length - 10);
    const [before, after] = [long, other].map((whole) =>
      segmentSms(whole, { reference: 98 }).map((part) => deliver(part)),
    ) as [Uint8Array[], Uint8Array[]];
    expect(before).toHaveLength(total);
    const { exchanges } = readCapture(file(...before, ...after));
    expect(exchanges).toHaveLength(2);
    const undone = ["sms", "user data", "push"];
    expect(exchanges[1]?.request).toMatchObject({ bytes: other.subarray(6), ranges: [], undone });
  });

  test("for which there is no room are said", () => {
    const { diagnostics } = readCapture(
      file(one, ...segmentSms(push, { reference: 97 }).map((part) => deliver(part))),
      {
        limits: { parts: 1 },
      },
    );
    expect(diagnostics.map(({ code }) => code)).toEqual([
      "limit-reached",
      "limit-reached",
      "limit-reached",
      "part-missing",
    ]);
  });
});

test("WSP in short messages, to another port than that of pushes", () => {
  const document = "02a4016a006d6c67570373630001010101";
  const post = Buffer.from(`2a600b01${Buffer.from("http://x/dm").toString("hex")}c2${document}`, "hex");
  const [part] = segmentSms(new Uint8Array(post), { destinationPort: 9200, sourcePort: 9200 });
  const { exchanges, diagnostics } = readCapture(file(deliver(part as Uint8Array)));
  expect(diagnostics).toEqual([]);
  expect(exchanges).toMatchObject([
    { carrier: "wsp", url: "http://x/dm", request: { contentType: "application/vnd.syncml.dm+wbxml" } },
  ]);
  expect(hexOf(exchanges[0]?.request?.bytes)).toBe(document);
});

test("a short message of text is listed, without a content type", () => {
  const text = exportedPdu(
    "gsm_sms",
    encodeSmsPdu({
      kind: "deliver",
      address: "+1234",
      dataCodingScheme: 4,
      timeStamp: "26-11-02 12:34:56 +0100",
      userData: new TextEncoder().encode("Hello"),
      hasHeader: false,
    }),
  );
  const { exchanges, diagnostics } = readCapture(file(text));
  expect(diagnostics).toEqual([]);
  expect(exchanges[0]?.request).toMatchObject({ direction: "to-device", undone: ["sms"], from: { address: "+1234" } });
  expect(exchanges[0]?.request).not.toHaveProperty("contentType");
});

test("what is cut or none is said", () => {
  const [whole] = segmentSms(notification).map((one) => deliver(one)) as [Uint8Array];
  const cut = pcapFile(EXPORTED, [{ bytes: whole.subarray(0, -5), missing: 5 }]);
  expect(told(cut)).toEqual(["not-captured: 5 octets of a short message were not captured"]);
  expect(told(file(exportedPdu("gsm_sms", Uint8Array.of(1, 2, 3))))).toEqual([
    "not-understood: it is no short message",
  ]);
});

test("a short message whose header is empty: its octets are where it says", () => {
  const userData = Uint8Array.of(0, 1, 2, 3);
  const input = file(deliver(userData));
  const { exchanges, diagnostics } = readCapture(input);
  expect(diagnostics).toEqual([]);
  const [range = { start: 0, end: 0 }] = exchanges[0]?.request?.ranges ?? [];
  expect(hexOf(exchanges[0]?.request?.bytes)).toBe(hexOf(input.subarray(range.start, range.end)));
});
