import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { Project, root } from "./project.ts";

const project = new Project([]);
project.take("dm-server.mjs");
project.take("dm-client.mjs");
afterAll(() => rmSync(project.folder, { recursive: true }));

const runtimes = {
  Node: [process.execPath],
  Deno: [join(root, "node_modules/.bin/deno"), "run", "--no-remote", "--allow-net=127.0.0.1", "--allow-read"],
  Bun: [join(root, "node_modules/.bin/bun"), "--no-install", "run"],
} as const;
const options = { cwd: project.folder, env: { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" } };

let server: ChildProcess | undefined;
afterEach(async () => {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill();
  await ended;
});

/** Starts the server, and gives its address and then each line it prints. */
async function served(runtime: "Deno" | "Bun") {
  const [file, ...args] = runtimes[runtime];
  server = spawn(file, [...args, "dm-server.mjs"], { ...options, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: server.stdout as NonNullable<ChildProcess["stdout"]> })[
    Symbol.asyncIterator
  ]();
  const { value: port } = await lines.next();
  return {
    address: `http://127.0.0.1:${port}/dm`,
    ended: async () => JSON.parse((await lines.next()).value ?? "null") as unknown,
  };
}

function runClient(runtime: keyof typeof runtimes, ...args: readonly string[]): unknown {
  const [file, ...flags] = runtimes[runtime];
  return JSON.parse(execFileSync(file, [...flags, "dm-client.mjs", ...args], { ...options, encoding: "utf8" }));
}

describe.each(["Deno", "Bun"] as const)("a server under %s", (runtime) => {
  test("has sessions with clients under Node and under the same runtime, in both forms; a wrong secret is refused", async () => {
    const { address, ended } = await served(runtime);
    for (const [client, format] of [
      ["Node", "wbxml"],
      [runtime, "xml"],
    ] as const) {
      const value = "https://dm.example/after-1.0";
      expect(runClient(client, address, "swordfish", format)).toEqual({ outcome: "complete", executed: 2, value });
      expect(await ended()).toEqual({ result: "complete", codes: [200, 200] });
    }
    expect(runClient("Node", address, "other", "wbxml")).toMatchObject({ outcome: "auth-client", executed: 0 });
    expect(await ended()).toEqual({ result: "auth-client", codes: [] });
  });
});
