import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { buildNativePeers } from "../../../bench/peers/native.ts";

const folder = mkdtempSync(join(tmpdir(), "syncml-native-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

test("without a compiler each program that is wanted is missing, with the reason", () => {
  vi.stubEnv("PATH", folder);
  expect(buildNativePeers(folder, new Set(["expat"]))).toEqual({
    versions: {},
    missing: { expat: "there is no C compiler (cc)" },
  });
});

test("a program is built with its version, or said to be missing", () => {
  const { versions, missing } = buildNativePeers(folder, new Set(["expat", "libwbxml"]));
  expect(Object.keys({ ...versions, ...missing }).sort()).toEqual(["expat", "libwbxml"]);
  for (const version of Object.values(versions)) expect(version).toMatch(/^\d+\.\d+/);
  for (const reason of Object.values(missing)) expect(reason).toMatch(/compiler|error|failed/);
});
