// Writes captures (pcapng) of DM sessions over HTTP, and reads them with `syncml extract` and with tshark: seconds, growth with
// the size, and the most resident memory. Uses the built package; needs tshark (Debian: tshark), Linux, and room for twice the size.
// Most of what is left is the system's, which creates a file for each message: TMPDIR=/dev/shm leaves the disk out of it.
// Run: npm run bench:extract -- [MEGABYTES …]
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MEGABYTE, writeCapture } from "./session-capture.ts";

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 50];
const program = fileURLToPath(new URL("../dist/cli/syncml.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "syncml-extract-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

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
