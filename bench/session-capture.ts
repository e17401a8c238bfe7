// Captures (pcapng) of DM sessions over HTTP, as long as they are wanted, for the loads of whatever reads captures.
import { closeSync, openSync, writeSync } from "node:fs";
import { convert } from "../src/codec/convert.ts";
import { captureTraffic, type TrafficExchange } from "../src/testing/index.ts";
import { commands, document, inMeta, locUri, packageOne } from "./messages.ts";
import { characters, type Random, randomOf } from "./random.ts";

export const MEGABYTE = 1_000_000;

/** A session: device information, commands, and a large object in messages of 16 KB. */
function session(random: Random): TrafficExchange[] {
  const wbxml = (xml: string) => ({
    bytes: convert(new TextEncoder().encode(xml), { to: "wbxml" }),
    contentType: "application/vnd.syncml.dm+wbxml",
  });
  const piece = () => {
    const data = characters(random, "ABCDEFGHabcdefgh01234567", 15_000);
    const item = `${locUri("Target", "./FUMO/Update")}${inMeta("b64", "application/octet-stream")}<Data>${data}</Data><MoreData/>`;
    return document(random, `<Replace><CmdID>2</CmdID><Item>${item}</Item></Replace>`);
  };
  return [
    { request: wbxml(packageOne(random)), response: wbxml(commands(random, 20_000)) },
    ...Array.from({ length: 5 }, () => ({ request: wbxml(commands(random, 2_000)), response: wbxml(piece()) })),
  ];
}

/** Each session begins so much later than the one before. */
const SESSION_MICROSECONDS = 1_000_000;
const BLOCK_TIME = 12;
const BLOCK_DATA = 28;
const SOURCE_ADDRESS = 14 + 12;
const PORTS = 14 + 20;
const SERVER_PORT = 8080;

/** Writes sessions until the file is as long as that, one after another, each from a device with an address of its own. */
export function writeCapture(file: string, byteLength: number): void {
  const random = randomOf(1, "extract");
  const style = {
    framing: "length",
    coding: "identity",
    chunkBytes: 1_000,
    expectsContinue: false,
    isLower: false,
  } as const;
  const templates = Array.from({ length: 8 }, () => {
    const { file } = captureTraffic(session(random), {
      kind: "packets",
      conversation: { messages: [style], exchangesOfConnection: 6, isPipelined: false },
      tcp: {
        segmentBytes: [1_460],
        initialSequence: 1,
        hasHandshake: true,
        closing: "finish",
        acknowledges: "burst",
        reusesPort: false,
        accidents: [],
      },
      internet: {
        version: 4,
        fragmentBytes: 0,
        fragmentOrder: "forward",
        hasOptions: false,
        isOffloaded: false,
        isOpenerHigher: false,
        isTunnelled: false,
      },
      links: ["ethernet"],
      file: { format: "pcapng", sections: ["little"], resolution: 6, block: "enhanced", hasMore: false },
      isInterleaved: false,
      lostFrames: [],
    });
    return Buffer.from(file);
  });
  const output = openSync(file, "w");
  let written = 0;
  for (let number = 0; written < byteLength; number++) {
    const one = templates[number % templates.length] as Buffer;
    // Section and interface once, then packets alone.
    let firstPacket = 0;
    while (one.readUInt32LE(firstPacket) !== 6) firstPacket += one.readUInt32LE(firstPacket + 4);
    for (let at = firstPacket; at < one.length; at += one.readUInt32LE(at + 4)) {
      const time = one.readUInt32LE(at + BLOCK_TIME) * 2 ** 32 + one.readUInt32LE(at + BLOCK_TIME + 4);
      // In what is written again, the time of the last use stands.
      const later = time + Math.min(number, templates.length) * SESSION_MICROSECONDS;
      one.writeUInt32LE(Math.floor(later / 2 ** 32), at + BLOCK_TIME);
      one.writeUInt32LE(later % 2 ** 32, at + BLOCK_TIME + 4);
      const data = at + BLOCK_DATA;
      const isFromServer = one.readUInt16BE(data + PORTS) === SERVER_PORT;
      one.writeUInt32BE(0x0a01_0000 + number, data + SOURCE_ADDRESS + (isFromServer ? 4 : 0));
    }
    const part = number === 0 ? one : one.subarray(firstPacket);
    writeSync(output, part);
    written += part.length;
  }
  closeSync(output);
}
