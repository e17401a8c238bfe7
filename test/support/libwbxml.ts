import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { splitCdata } from "./comparable.ts";

function run(tool: string, args: readonly string[], input: Uint8Array | string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "syncml-peers-"));
  try {
    const [from, to] = [join(folder, "in"), join(folder, "out")];
    writeFileSync(from, input);
    execFileSync(tool, [...args, "-o", to, from], { stdio: ["ignore", "ignore", "pipe"] });
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the C library reads in a document of ours. */
export const theirXml = (wbxml: Uint8Array, ...args: string[]): string =>
  splitCdata(run("wbxml2xml", ["-m", "0", "-k", ...args], wbxml).toString("utf8"));

/** What it makes of our XML; `-n` leaves out its string table. */
export const theirWbxml = (xml: string, ...args: string[]): Uint8Array =>
  new Uint8Array(run("xml2wbxml", ["-k", "-v", "1.2", ...args], xml));
