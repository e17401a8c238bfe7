// Needs wbxml2xml and xml2wbxml of libwbxml (Debian: libwbxml2-utils); run by `npm run test:peers`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { documentsOf, gateSeed } from "../../bench/fixtures.ts";

const folder = mkdtempSync(join(tmpdir(), "syncml-fixtures-"));
afterAll(() => rmSync(folder, { recursive: true }));
const [from, to] = [join(folder, "in"), join(folder, "out")];

test.each(["small", "medium", "large", "object", "text"])("the C library makes the same WBXML of %s", (name) => {
  const { xml, wbxml } = documentsOf(name, gateSeed);
  writeFileSync(from, xml[0] ?? "");
  execFileSync("xml2wbxml", ["-v", "1.2", "-n", "-k", "-o", to, from], { stdio: "ignore" });
  expect(readFileSync(to).equals(wbxml[0] ?? new Uint8Array())).toBe(true);
});

test("the C library reads the string table", () => {
  const [wbxml = new Uint8Array()] = documentsOf("string-table", gateSeed).wbxml;
  writeFileSync(from, wbxml);
  execFileSync("wbxml2xml", ["-m", "0", "-k", "-o", to, from], { stdio: "ignore" });
  expect(readFileSync(to, "utf8").match(/<CmdID>/g)?.length).toBe(
    new TextDecoder().decode(documentsOf("string-table", gateSeed).xml[0]).match(/<CmdID>/g)?.length,
  );
});
