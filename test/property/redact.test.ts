import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Capture, Payload } from "../../src/capture/model.ts";
import { convert } from "../../src/codec/convert.ts";
import { decode } from "../../src/codec/decode.ts";
import { redact } from "../../src/inspect/redaction/redact.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const percent = (text: string) => [...Buffer.from(text)].map((one) => `%${one.toString(16).padStart(2, "0")}`).join("");
const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

interface Planted {
  readonly user: string;
  readonly password: string;
  readonly nonce: string;
  readonly imei: string;
  readonly key: string;
}

function messageOf({ user, password, nonce, imei, key }: Planted): string {
  const tree = `<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>AAuthSecret</NodeName><Value>${escaped(key)}</Value></Node></MgmtTree>`;
  return `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>
<Target><LocURI>https://dm.example/s</LocURI></Target><Source><LocURI>IMEI:${imei}</LocURI><LocName>${user}</LocName></Source>
<Cred><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-basic</Type></Meta><Data>${base64(`${user}:${password}`)}</Data></Cred></SyncHdr>
<SyncBody><Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Chal><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type><NextNonce xmlns="syncml:metinf">${base64(nonce)}</NextNonce></Meta></Chal><Data>401</Data></Status>
<Replace><CmdID>2</CmdID><Item><Target><LocURI>./DMAcc/1/AppAuth/a/AAuthSecret</LocURI></Target><Data>${escaped(password)}</Data></Item>
<Item><Target><LocURI>./Other</LocURI></Target><Data>${escaped(`${key} ${base64(`x${key}`)} ${Buffer.from(password).toString("hex")} ${percent(nonce)}`)}</Data></Item>
<Item><Target><LocURI>./Tree</LocURI></Target><Data>${escaped(tree)}</Data></Item></Replace><Final/></SyncBody></SyncML>`;
}

function captureOf(bytes: Uint8Array, { user, password, nonce }: Planted): Capture {
  const request: Payload = {
    bytes,
    gaps: [],
    direction: "to-server",
    contentType: "application/vnd.syncml.dm+xml",
    head: {
      method: "POST",
      target: `/s?id=${percent(nonce)}`,
      headers: [
        ["Authorization", `Basic ${base64(`${user}:${password}`)}`],
        ["x-syncml-hmac", `algorithm=MD5, username="${user}", mac=${base64("0123456789abcdef")}`],
      ],
    },
    undone: [],
    ranges: [],
    diagnostics: [],
  };
  const exchanges = [{ index: 1, carrier: "http", url: `https://dm.example/s?id=${percent(nonce)}`, request }];
  return { format: "test", because: "", alternatives: [], exchanges, diagnostics: [], counts: {} };
}

/** Everything that can be read out of a text: itself, and what is in it encoded, also inside each other. */
function readings(text: string, depth = 2): string[] {
  const inside: string[] = [];
  for (const [run] of text
    .replace(/-/g, "+")
    .replace(/_/g, "/")
    .matchAll(/[A-Za-z0-9+/]{5,}/g)) {
    for (let shift = 0; shift < 4; shift++) inside.push(Buffer.from(run.slice(shift), "base64").toString("latin1"));
  }
  for (const [run] of text.matchAll(/[\da-f]{8,}/gi)) {
    for (let shift = 0; shift < 2; shift++) inside.push(Buffer.from(run.slice(shift), "hex").toString("latin1"));
  }
  const others = [
    text.replace(/%([\da-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16))),
    text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&"),
    text.replace(/\0/g, ""),
  ];
  inside.push(...others.filter((one) => one !== text));
  return [text, ...(depth === 0 ? [] : inside.flatMap((one) => readings(one, depth - 1)))];
}

const word = fc.stringMatching(/^[a-zA-Z0-9!#$*+,;=?@_~-]{8,20}$/);
const planted: fc.Arbitrary<Planted> = fc.record({
  user: fc.stringMatching(/^[a-z]{8,12}$/),
  password: word,
  nonce: word,
  imei: fc.stringMatching(/^\d{15}$/),
  key: word,
});

describe("redact", () => {
  test.each(["xml", "wbxml"] as const)(
    "lets nothing secret through in %s, and keeps lengths and structure",
    (format) => {
      fc.assert(
        fc.property(planted, (secrets) => {
          const xml = Buffer.from(messageOf(secrets));
          const bytes = format === "xml" ? new Uint8Array(xml) : convert(xml, { to: "wbxml" });
          const { capture, replaced } = redact(captureOf(bytes, secrets));
          const [{ request, url } = {}] = capture.exchanges;
          const body = request?.bytes as Uint8Array;
          expect(body.length).toBe(bytes.length);
          const [before, after] = [decode(bytes), decode(body)];
          expect(after.syncBody.commands.map(({ kind, cmdID }) => [kind, cmdID])).toEqual(
            before.syncBody.commands.map(({ kind, cmdID }) => [kind, cmdID]),
          );
          const texts = [
            Buffer.from(body).toString("latin1"),
            url,
            request?.head?.target,
            JSON.stringify(request?.head),
          ];
          for (const text of texts.flatMap((one) => readings(one ?? ""))) {
            for (const secret of [secrets.user, secrets.password, secrets.nonce, secrets.key, secrets.imei]) {
              expect(text.includes(secret), `${secret} in ${text}`).toBe(false);
            }
          }
          expect(after.syncHdr.source?.locURI?.slice(-4)).toBe(secrets.imei.slice(-4));
          expect(replaced.length).toBeGreaterThan(8);
          // Equal values stay equal: the header has the credentials of the message.
          const [, authorization] = request?.head?.headers[0] ?? [];
          expect(authorization).toBe(`Basic ${after.syncHdr.cred?.data}`);
        }),
        { numRuns: 100 },
      );
    },
  );

  const standard = (text: string | Uint8Array) => Buffer.from(text).toString("base64");
  const forUrls = (text: string | Uint8Array) =>
    Buffer.from(text).toString("base64").replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const utf16 = (text: string) => Buffer.from(text, "utf16le").toString("latin1");
  const swapped = (text: string) => Buffer.from(text, "utf16le").swap16().toString("latin1");
  const hex = (text: string) => Buffer.from(text, "latin1").toString("hex");
  const spellings: readonly (readonly [string, (text: string) => string])[] = [
    ["as it is", (text) => text],
    ["base64", standard],
    ["base64, one octet on", (text) => standard(`x${text}`)],
    ["base64, two octets on", (text) => standard(`xy${text}`)],
    ["base64 with more after it", (text) => standard(`${text}more`)],
    ["base64url, unpadded", forUrls],
    ["base64url, one octet on", (text) => forUrls(`\xff${text}`)],
    ["base64url, two octets on", (text) => forUrls(`\xff\xfe${text}\xff`)],
    ["base64 after other digits", (text) => `digits${standard(text)}`],
    ["base64 after one other digit", (text) => `d${standard(text)}`],
    ["base64url after a separator of its alphabet", (text) => `id-${forUrls(text)}_end`],
    ["base64 with escapes", (text) => standard(`\xfb\xff${text}`).replace(/\+/g, "%2B").replace(/\//g, "%2f")],
    ["hex", hex],
    ["capital hex", (text) => hex(text).toUpperCase()],
    ["hex, one digit on", (text) => `f${hex(text)}`],
    ["hex with colons", (text) => (hex(text).match(/../g) as string[]).join(":")],
    ["percent escapes", percent],
    ["capital percent escapes", (text) => percent(text).toUpperCase().replace(/%/g, "%")],
    ["UTF-16", utf16],
    ["UTF-16, big endian", swapped],
    ["base64 in UTF-16", (text) => utf16(standard(text))],
    ["hex in UTF-16, big endian", (text) => swapped(hex(text))],
    ["UTF-16 in base64", (text) => standard(Buffer.from(`x${text}`, "utf16le"))],
    ["base64 in base64", (text) => standard(`a ${standard(`x${text}`)}`)],
    ["base64url in hex", (text) => hex(forUrls(`xy${text}`))],
    ["hex in base64", (text) => standard(hex(text))],
    ["percent escapes in base64", (text) => standard(percent(text))],
  ];

  test.each(spellings)("finds a password in a header that is elsewhere in %s", (_name, spell) => {
    fc.assert(
      fc.property(fc.oneof(word, fc.stringMatching(/^[ -~]{4,12}$/)), (given) => {
        const password = given.replace(/^ | $/g, "_");
        const head = { headers: [["Authorization", `Basic ${standard(`somebody:${password}`)}`]] } as const;
        const text = `x="${spell(password)}";`;
        const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0));
        const payload = { gaps: [], direction: "to-server", undone: [], ranges: [], diagnostics: [] } as const;
        const exchanges = [{ index: 1, carrier: "http", request: { ...payload, bytes, head } }];
        const whole = { format: "test", because: "", alternatives: [], exchanges, diagnostics: [], counts: {} };
        const { capture, replaced } = redact(whole);
        const request = capture.exchanges[0]?.request as Payload;
        expect(request.bytes.length).toBe(bytes.length);
        expect(replaced.some(({ where, class: of }) => where === "body" && of === "secret")).toBe(true);
        const seen = [Buffer.from(request.bytes).toString("latin1"), request.head?.headers[0]?.[1] as string];
        for (const reading of seen.flatMap((one) => readings(one))) expect(reading).not.toContain(password);
      }),
      { numRuns: 30 },
    );
  });

  test("keeps the classes it is told to, and a capture without secrets as it is", () => {
    const secrets = {
      user: "somebody",
      password: "hush-hush",
      nonce: "once-only",
      imei: "350000000000006",
      key: "open-sesame",
    };
    const bytes = new Uint8Array(Buffer.from(messageOf(secrets)));
    const { capture, replaced } = redact(captureOf(bytes, secrets), { classes: [] });
    expect(capture).toEqual(captureOf(bytes, secrets));
    expect(replaced).toEqual([]);
    const { replaced: users } = redact(captureOf(bytes, secrets), { classes: ["user"] });
    expect(new Set(users.map((one) => one.class))).toEqual(new Set(["user"]));
    expect(() => redact(capture, { classes: ["users" as never] })).toThrow(RangeError);
  });

  test("what a reader says of the file is looked through too", () => {
    const secrets = { user: "somebody", password: "hush-hush", nonce: "once-only", imei: "1", key: "k" };
    const bytes = new Uint8Array(Buffer.from(messageOf(secrets)));
    const because = 'it begins with "POST /s?id=once-only"';
    const diagnostics = [{ code: "comment", message: "somebody was here" }] as const;
    const { capture } = redact({ ...captureOf(bytes, secrets), because, diagnostics });
    expect(capture.because).toMatch(/^it begins with "POST \/s\?id=(?!once)/);
    expect(capture.diagnostics[0]?.message).toMatch(/^(?!somebody)[a-z]{8} was here$/);
  });
});
