// Writes captures (pcapng) of DM sessions over HTTP, and reads them with `syncml extract` and with tshark: seconds, growth with
// the size, and the most resident memory. Uses the built package; needs tshark (Debian: tshark), Linux, and room for twice the size.
// Run: npm run bench:extract -- [MEGABYTES …]
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convert } from "../src/codec/convert.ts";
import { captureTraffic, type TrafficExchange } from "../src/testing/index.ts";
import { commands, document, inMeta, locUri, packageOne } from "./messages.ts";
import { characters, type Random, randomOf } from "./random.ts";

const MEGABYTE = 1_000_000;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 50];
const program = fileURLToPath(new URL("../dist/cli/syncml.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "syncml-extract-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

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
function writeCapture(file: string, byteLength: number): void {
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

interface Run {
  readonly seconds: number;
  /** Seconds of all cores, which say more on a machine that others use too. */
  readonly processor: number;
  readonly mostResident: number;
  readonly lines: number;
}

/** Runs a program to its end; resident memory is looked at every 20 ms. */
function run(command: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
    let mostResident = 0;
    let processor = 0;
    let lines = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      for (const octet of chunk) if (octet === 10) lines++;
    });
    const watch = setInterval(() => {
      try {
        const [, kilobytes = "0"] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
        mostResident = Math.max(mostResident, Number(kilobytes) * 1_024);
        // User and system time are the 14th and 15th field, in hundredths; the second one, the name, has no blank here.
        const times = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(" ");
        processor = (Number(times[13]) + Number(times[14])) / 100;
      } catch {
        // It has ended.
      }
    }, 20);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      const seconds = (performance.now() - started) / 1_000;
      if (code === 0) resolve({ seconds, processor, mostResident, lines });
      else reject(new Error(`${command} ended with ${code}`));
    });
  });
}

const fields = ["frame.time_epoch", "http.request.method", "http.response.code", "http.content_type", "http.file_data"];

for (const size of sizes) {
  const file = join(folder, `sessions-${size}.pcapng`);
  const directory = join(folder, `messages-${size}`);
  writeCapture(file, size * MEGABYTE);
  const ours = await run(process.execPath, [program, "extract", file, "-d", directory]);
  const messages = readdirSync(directory).length - 1;
  rmSync(directory, { recursive: true });
  const theirs = await run("tshark", [
    "-r",
    file,
    "-Y",
    "http",
    "-T",
    "fields",
    ...fields.flatMap((name) => ["-e", name]),
  ]);
  const { size: bytes } = statSync(file);
  rmSync(file);
  if (messages !== theirs.lines) throw new Error(`${messages} messages, and ${theirs.lines} of tshark`);
  const told = ({ seconds, processor, mostResident }: Run) =>
    `${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor, ${(bytes / MEGABYTE / processor).toFixed(0)} MB/s, ${(mostResident / MEGABYTE).toFixed(0)} MB resident`;
  const lines = [
    `${size} MB, ${messages} messages`,
    `  syncml extract   ${told(ours)}`,
    `  tshark           ${told(theirs)}`,
    `  tshark / syncml  ${(theirs.processor / ours.processor).toFixed(1)} (${(theirs.seconds / ours.seconds).toFixed(1)} elapsed)`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
