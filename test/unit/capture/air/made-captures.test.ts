import { describe, expect, test } from "vitest";
import type { Payload } from "../../../../src/capture/model.ts";
import { readCapture } from "../../../../src/capture/read-capture.ts";
import { corpusBytes } from "../../../support/corpus.ts";

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const read = (name: string) => readCapture(corpusBytes(`captures/${name}.pcap`));

/** The document and the notification that `body.py` and `mk.py` write. */
const DOCUMENT = "02a4016a006d6c67570373630001010101";
const NOTIFICATION = "ab1a2714b91cc410f878cb621b5ad1d102d800000012340e636f6d2e6578616d706c652e646d";
const DM = "application/vnd.syncml.dm+wbxml";
const TRIGGER = "application/vnd.syncml.notification";
const phone = { address: "192.0.2.10", port: 40_000 };
const gateway = (port: number) => ({ address: "198.51.100.20", port });
const headers = [["Content-Type", DM]];

const facts = ({ bytes, ranges, diagnostics, ...rest }: Payload) => ({
  ...rest,
  hex: hexOf(bytes),
  told: diagnostics.length,
});
const exchanges = (name: string) =>
  read(name).exchanges.map(({ request, response, ...rest }) => ({
    ...rest,
    ...(request === undefined ? {} : { request: facts(request) }),
    ...(response === undefined ? {} : { response: facts(response) }),
  }));

const post = (port: number, undone: string[], time: number, frame: number) => ({
  hex: DOCUMENT,
  gaps: [],
  direction: "to-server",
  time,
  endTime: time,
  from: phone,
  to: gateway(port),
  contentType: DM,
  head: { method: "POST", target: "http://x/dm", headers },
  undone,
  frame,
  told: 0,
});
const reply = (port: number, undone: string[], time: number, frame: number) => ({
  ...post(port, undone, time, frame),
  direction: "to-device",
  from: gateway(port),
  to: phone,
  head: { status: 200, headers },
});
const START = 1_700_000_000_250;

describe("WSP", () => {
  test("without connection, a request and its reply", () => {
    expect(exchanges("wsp-cl-post")).toEqual([
      {
        index: 1,
        carrier: "wsp",
        url: "http://x/dm",
        request: post(9200, ["wsp"], START, 1),
        response: reply(9200, ["wsp"], START + 1000, 2),
      },
    ]);
  });

  test("without connection, a request that has no body and no reply", () => {
    expect(exchanges("wsp-cl-get")).toEqual([
      {
        index: 1,
        carrier: "wsp",
        url: "http://x/dm",
        request: {
          hex: "",
          gaps: [],
          direction: "to-server",
          time: START,
          endTime: START,
          from: phone,
          to: gateway(9200),
          head: { method: "GET", target: "http://x/dm", headers: [["Accept", DM]] },
          undone: ["wsp"],
          frame: 1,
          told: 0,
        },
      },
    ]);
  });

  test("over WTP, after the opening of a session, with acknowledgements", () => {
    expect(exchanges("wtp")).toEqual([
      {
        index: 1,
        carrier: "wsp",
        url: "http://x/dm",
        request: post(9201, ["wtp", "wsp"], START + 3000, 4),
        response: reply(9201, ["wtp", "wsp"], START + 4000, 5),
      },
    ]);
    expect(read("wtp").counts).toMatchObject({ sessionMessages: 2, wspMessages: 2 });
  });

  test("over WTP in three segments", () => {
    const request = { ...post(9201, ["wtp", "segments", "wsp"], START, 1), endTime: START + 2000 };
    expect(exchanges("wtp-sar")).toEqual([
      {
        index: 1,
        carrier: "wsp",
        url: "http://x/dm",
        request,
        response: reply(9201, ["wtp", "wsp"], START + 3000, 4),
      },
    ]);
  });

  test("over WTP, concatenated with an acknowledgement", () => {
    expect(exchanges("wtp-concat")).toEqual([
      { index: 1, carrier: "wsp", url: "http://x/dm", request: post(9201, ["wtp", "wsp"], START, 1) },
    ]);
  });

  const push = {
    hex: NOTIFICATION,
    gaps: [],
    direction: "to-device",
    time: START,
    endTime: START,
    contentType: TRIGGER,
    head: {
      headers: [
        ["Content-Type", TRIGGER],
        ["X-Wap-Application-Id", "x-wap-application:syncml.dm"],
      ],
    },
    frame: 1,
    told: 0,
  };

  test("over WTP, a push that the gateway begins", () => {
    const request = { ...push, from: gateway(9201), to: phone, undone: ["wtp", "push"] };
    expect(exchanges("wtp-push")).toEqual([{ index: 1, carrier: "wsp", request }]);
  });

  test.each(["d11", "radiotap", "eth", "sll2", "ipfrag", "ipfrag-rev", "vlan", "ppp"])("a push in %s", (name) => {
    const ends = { from: { address: "192.0.2.10", port: 9200 }, to: { address: "198.51.100.20", port: 2948 } };
    const request = { ...push, ...ends, undone: ["push"], frame: expect.any(Number) as number };
    expect(exchanges(name)).toMatchObject([
      { index: 1, carrier: "wsp", request: { ...request, endTime: expect.any(Number) } },
    ]);
  });

  test("a push whose frame is cut has a gap at its end, told once", () => {
    const { exchanges: found, diagnostics } = read("eth-snap64");
    expect(found[0]?.request).toMatchObject({ gaps: [{ offset: 16, length: 22, reason: "not-captured" }] });
    expect(hexOf(found[0]?.request?.bytes as Uint8Array)).toBe(NOTIFICATION.slice(0, 32));
    const told = [...diagnostics, ...(found[0]?.request?.diagnostics ?? [])].map(({ message }) => message);
    expect(told).toEqual(["22 octets of a push were not captured: a frame is cut"]);
  });

  test.each([
    ["sms", { from: { address: "+123456789012", port: 49_154 } }],
    ["sms-submit", { to: { address: "+123456789012", port: 2948 } }],
  ])("a push in a short message: %s", (name, peer) => {
    const request = { ...push, ...peer, undone: ["sms", "user data", "push"] };
    expect(exchanges(name)).toEqual([{ index: 1, carrier: "sms", request }]);
  });
});

test("OBEX: what is put, and what is got after it", () => {
  const type = "application/vnd.syncml+wbxml";
  const common = { hex: DOCUMENT, gaps: [], contentType: type, undone: ["obex"], told: 0 };
  expect(exchanges("obex")).toEqual([
    {
      index: 1,
      carrier: "obex",
      request: {
        ...common,
        direction: "to-server",
        head: {
          method: "PUT",
          headers: [
            ["Type", type],
            ["Length", "17"],
          ],
        },
        time: START + 2000,
        endTime: START + 4000,
        frame: 3,
      },
      response: {
        ...common,
        direction: "to-device",
        head: { status: 200, headers: [["Length", "17"]] },
        time: START + 7000,
        endTime: START + 7000,
        frame: 8,
      },
    },
  ]);
  expect(read("obex").counts).toMatchObject({ syncmlSessions: 1, obexPackets: 8 });
});

test.each(["wsp-cl-post", "wtp", "wtp-sar", "wtp-concat", "wtp-push", "eth", "d11", "sms", "sms-submit", "obex"])(
  "%s: the octets of each payload are in the file where it says",
  (name) => {
    const file = corpusBytes(`captures/${name}.pcap`);
    for (const { request, response } of read(name).exchanges) {
      for (const payload of [request, response]) {
        if (payload === undefined) continue;
        const there = payload.ranges.map(({ start, end }) => hexOf(file.subarray(start, end))).join("");
        expect(there).toBe(hexOf(payload.bytes));
      }
    }
  },
);
