import { readdirSync } from "node:fs";
import fc from "fast-check";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { encodeSmsPdu, segmentSms } from "../../src/push/index.ts";
import { corpusBytes, corpusPath } from "../support/corpus.ts";
import { type End, exportedPdu, pcapFile, tcpPacket, udpPacket } from "../support/packets.ts";
import type { Inputs } from "./inputs.ts";

const RAW = 101;
const EXPORTED = 252;
const MAX_SEED_BYTES = 6000;
const CLIENT: End = { address: [192, 0, 2, 10], port: 40_000 };
const server = (port: number): End => ({ address: [198, 51, 100, 20], port });
const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const framesOf = (linkType: number, frames: readonly Uint8Array[]) =>
  pcapFile(
    linkType,
    frames.map((bytes) => ({ bytes })),
  );

const samples = readdirSync(corpusPath("captures"))
  .filter((name) => /\.pcap(?:ng)?$/.test(name))
  .map((name) => [name, corpusBytes(`captures/${name}`)] as const)
  .filter(([, { length }]) => length < MAX_SEED_BYTES);
const samplesOf = (names: RegExp) => samples.filter(([name]) => names.test(name)).map(([, bytes]) => bytes);

const DOCUMENT = "02a4016a006d6c67570373630001010101";
const body = fromHex(DOCUMENT);
const http = encodeUtf8(
  "POST /dm HTTP/1.1\r\nHost: a\r\nContent-Type: application/vnd.syncml+wbxml\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n" +
    "HEAD /dm HTTP/1.0\r\n\r\n",
);
const reply = encodeUtf8(
  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
);
const obex = fromHex(
  `8000151000040046000e53594e434d4c2d53594e43 020016 c300000011 48000e02a4016a006d6c67570373 82000c 490009 630001010101 83 0003`,
);
const obexReply = fromHex(
  "a0001a10000400cb000000014a000e53594e434d4c2d53594e43 900003 a00003 a00014 490011 02a4016a006d6c675703736300010101",
);
const tls = fromHex("1603010040010000380303");

/** Segments of both sides of a connection, some of them lost, repeated or out of order. */
const connection = (port: number, sent: Uint8Array, answered: Uint8Array): fc.Arbitrary<Uint8Array[]> =>
  fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.boolean(), fc.integer({ min: 0, max: 0xffff_ffff }))
    .chain(([size, isEven, first]) => {
      const segments = [
        tcpPacket(CLIENT, server(port), first - 1, "S"),
        tcpPacket(server(port), CLIENT, first - 1, "SA", undefined, first),
      ];
      for (let at = 0; at < Math.max(sent.length, answered.length); at += size) {
        for (const [from, to, bytes, other] of [
          [CLIENT, server(port), sent, answered],
          [server(port), CLIENT, answered, sent],
        ] as const) {
          const part = bytes.subarray(at, at + size);
          const acknowledged = first + Math.min(other.length, isEven ? at : 0);
          if (part.length > 0) segments.push(tcpPacket(from, to, first + at, "A", part, acknowledged));
        }
      }
      segments.push(tcpPacket(CLIENT, server(port), first + sent.length, isEven ? "FA" : "R", undefined, first));
      return fc
        .tuple(fc.shuffledSubarray(segments, { minLength: 1 }), fc.subarray(segments), fc.boolean())
        .map(([some, most, isInOrder]) => (isInOrder ? most : [...most, ...some]));
    });

const connections = fc
  .tuple(
    connection(80, http, reply),
    connection(650, obex, obexReply),
    connection(443, tls, reply),
    connection(81, body, body),
  )
  .chain((all) => fc.subarray(all.flat(), { minLength: 1 }))
  .map((frames) => framesOf(RAW, frames));

/** Files of packets, with what they carry in any order. */
export const packetInputs: Inputs = { seeds: samples.map(([, bytes]) => bytes), made: connections };

const POST = `600b01687474703a2f2f782f646dc2${DOCUMENT}`;
const REPLY = `042001c2${DOCUMENT}`;
const pdus: readonly (readonly [port: number, isReply: boolean, hex: string])[] = [
  [9200, false, `2a${POST}`],
  [9200, true, `2a${REPLY}`],
  [2948, true, `010603c4af87ab1a2714b91cc410f878cb621b5ad1d102d800000012340e636f6d2e6578616d706c652e646d`],
  [9201, false, `08123402${POST.slice(0, 40)}`],
  [9201, false, `28123401${POST.slice(40, 60)}`],
  [9201, false, `2a123402${POST.slice(60)}`],
  [9201, false, `0f123402${POST}`],
  [9201, true, `169234${REPLY}`],
  [9201, true, "20923404"],
  [9201, false, `0003181234240e123402${POST}`],
  [9203, false, "00"],
];
const shortMessages = [...segmentSms(new Uint8Array(200).fill(1), { reference: 5 }), ...segmentSms(body)].map(
  (userData) => encodeSmsPdu({ kind: "deliver", address: "+1", timeStamp: "26-11-02 12:34:56 +0100", userData }),
);
const packets = [
  fromHex("80000710000400"),
  fromHex("820006 490003"),
  fromHex("a00003"),
  fromHex("830003"),
  fromHex("a00006 490003"),
  fromHex("ff0003"),
];
const datagrams = pdus.map(([port, isReply, hex]) => {
  const ends: [End, End] = isReply ? [server(port), CLIENT] : [CLIENT, server(port)];
  return udpPacket(...ends, fromHex(hex));
});
const exported = [
  ...shortMessages.map((bytes) => exportedPdu("gsm_sms", bytes)),
  ...packets.map((bytes) => exportedPdu("obex", bytes)),
];
const someOf = (frames: readonly Uint8Array[]) => fc.array(fc.constantFrom(...frames), { minLength: 1, maxLength: 12 });

/** What came over the air: WSP with and without WTP, short messages, OBEX. */
export const airInputs: Inputs = {
  seeds: samplesOf(/^(?:wsp|wtp|obex|sms)/),
  made: fc.oneof(
    someOf(datagrams).map((frames) => framesOf(RAW, frames)),
    someOf(exported).map((frames) => framesOf(EXPORTED, frames)),
  ),
};

const har = JSON.stringify({
  log: {
    version: "1.2",
    entries: [
      {
        startedDateTime: "2026-11-02T12:34:56.789+01:00",
        time: 5,
        request: {
          method: "POST",
          url: "http://a/dm",
          headers: [],
          postData: { mimeType: "application/vnd.syncml+xml", text: "<SyncML/>" },
        },
        response: {
          status: 200,
          headers: [{ name: "Content-Type", value: "application/vnd.syncml+wbxml" }],
          content: { size: 17, text: Buffer.from(body).toString("base64"), encoding: "base64" },
        },
      },
    ],
  },
});
const trace =
  "12:34:56.789012 => Send header, 20 bytes (0x14)\n0000: 50 4f 53 54 20 2f 64 6d 20 48 54 54 50 2f 31 2e POST /dm HTTP/1.\n0010: 31 0d 0a 0d                                     1...\n" +
  "== Info: x\n<= Recv header, 17 bytes (0x11)\n0000: 48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d HTTP/1.1 200 OK.\n0010: 0a                                              .\n";
const httpSeeds = [http, reply, new Uint8Array(Buffer.concat([http, reply])), encodeUtf8(har), encodeUtf8(trace)];

/** HTTP in files: messages as they are, an archive, a trace. */
export const httpInputs: Inputs = {
  seeds: httpSeeds,
  made: fc
    .array(fc.constantFrom(http, reply), { minLength: 1, maxLength: 6 })
    .map((all) => new Uint8Array(Buffer.concat(all))),
};

const hex = Buffer.from(body).toString("hex");
const pairs = hex.match(/../g) ?? [];
const xml = '<?xml version="1.0"?><SyncML><SyncHdr><VerDTD>1.2</VerDTD></SyncHdr></SyncML>';
const texts = [
  hex,
  pairs.join(" "),
  pairs.map((pair) => `0x${pair}`).join(", "),
  `char m[] = "${pairs.map((pair) => `\\x${pair}`).join("")}";`,
  `b'${pairs.map((pair) => `\\x${pair}`).join("")}'`,
  `[${[...body].join(", ")}]`,
  `<Buffer ${pairs.join(" ")}>`,
  `0000000 ${pairs.slice(0, 16).join(" ")}\n0000010 ${pairs.slice(16).join(" ")}\n`,
  `11-02 12:34:56.789  100  200 D Dm: ${hex}\n11-02 12:34:56.790  100  200 D Dm: ${hex}\n`,
  Buffer.from(body).toString("base64"),
  `data:application/vnd.syncml+wbxml;base64,${Buffer.from(body).toString("base64")}`,
  pairs.map((pair) => `%${pair}`).join(""),
  pairs.map((pair) => `=${pair.toUpperCase()}`).join(""),
  `2026-11-02 12:34:56 INFO sent ${xml}\n2026-11-02 12:34:57 INFO received ${xml}\n`,
  xml.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  JSON.stringify({ message: xml }),
  `> ${xml}\n> ${xml}`,
].map(encodeUtf8);

/** Text in which messages are written, in one form or one after the other. */
export const textInputs: Inputs = {
  seeds: texts,
  made: fc
    .array(fc.constantFrom(...texts, encodeUtf8("\n"), encodeUtf8("\t12 ")), { minLength: 1, maxLength: 5 })
    .map((all) => new Uint8Array(Buffer.concat(all))),
};
