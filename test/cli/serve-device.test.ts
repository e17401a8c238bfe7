import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decode } from "../../src/index.ts";
import { type Outcome, runCli } from "./run-cli.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const variables = { SYNCML_SECRET: "s3cr3t!" };
const fast = ["--policy", "backoffInitial=1"];

/** Runs a server until it has had so many sessions, and gives its address to `device` as soon as it listens. */
async function served(
  options: readonly string[],
  device: (uri: string) => Promise<Outcome>,
  sessions = 1,
): Promise<{ readonly server: Outcome; readonly device: Outcome }> {
  const screen: string[] = [];
  const args = ["serve", "--port", "0", "--host", "127.0.0.1", "--sessions", String(sessions), ...options];
  const running = runCli(args, { variables, screen });
  let uri: string | undefined;
  while (uri === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    uri = /http:\/\/127\.0\.0\.1:\d+\//.exec(screen.join(""))?.[0];
  }
  const outcome = await device(uri);
  return { server: await running, device: outcome };
}

const withUser = ["--user", "tester"];

describe.each([["basic"], ["md5"], ["mac"], ["none"]])("scheme %s", (scheme) => {
  const auth = [...withUser, "--auth", scheme];

  test("a server asks a simulated device, and both say how it went", async () => {
    const { server, device } = await served([...auth, "--get", "./DevDetail/SwV", "./nosuch"], (uri) =>
      runCli(["device", "--server", uri, ...auth], { variables }),
    );
    expect(device).toMatchObject({ exitCode: 0, stderr: "" });
    expect(device.stdout).toMatch(/complete: .*\n1 session, 2 commands executed\n$/);
    expect(server).toMatchObject({ exitCode: 0, stderr: "" });
    expect(server.stdout).toMatch(/ {4}= Get \.\/DevDetail\/SwV: 200 "1\.0"\n {4}= Get \.\/nosuch: 404\n/);
    expect(server.stdout).toMatch(/1 session: 1 complete\n$/);
    expect(server.stdout + device.stdout).not.toContain("s3cr3t");
  });
});

test("a wrong secret ends both with 1", async () => {
  const { server, device } = await served(withUser, (uri) =>
    runCli(["device", "--server", uri, ...withUser], { variables: { SYNCML_SECRET: "other" } }),
  );
  expect(server).toMatchObject({ exitCode: 1 });
  expect(server.stdout).toContain("1 session: 1 auth-client");
  expect(device.exitCode).toBe(1);
  expect(device.stdout).toContain("auth-client");
});

test("an operation is reported in a later session, over a line that loses and repeats", async () => {
  const plan = join(folder, "plan.json");
  const commands = [[{ kind: "Exec", items: ["./FUMO/DownloadAndUpdate"], correlator: "update-7" }]];
  writeFileSync(plan, JSON.stringify(commands));
  const url = {
    kind: "Item",
    target: { kind: "Target", locURI: "./FUMO/DownloadAndUpdate/PkgURL" },
    data: "https://dl.example/2.1",
  };
  writeFileSync(plan, JSON.stringify([[{ kind: "Replace", items: [url] }, ...(commands[0] as object[])]]));
  const { server, device } = await served(
    [...withUser, "--plan", plan],
    (uri) =>
      runCli(
        ["device", "--server", uri, ...withUser, ...fast, "--sessions", "2", "--fault", "loseReply=2,", "duplicate=1,"],
        { variables },
      ),
    2,
  );
  expect(device).toMatchObject({ exitCode: 0, stderr: "" });
  expect(server.stdout).toContain("Alert 3: 1226");
  expect(server.stdout).toContain("Correlator update-7");
  expect(server.stdout).toContain("again: message");
  expect(device.stdout).toContain("(./FUMO/DownloadAndUpdate has ended with 200)");
});

test("a plan may be a module; what is recorded are the messages", async () => {
  const plan = join(folder, "plan.mjs");
  writeFileSync(
    plan,
    "export default ({ history }) => (history.length === 0 ? [{ kind: 'Get', items: ['./DevInfo/Man'] }] : undefined);",
  );
  const record = join(folder, "run");
  const { server } = await served(["--plan", plan, "--record", record], (uri) =>
    runCli(["device", "--server", uri, "--format", "xml"]),
  );
  expect(server.exitCode).toBe(0);
  expect(readdirSync(record)).toEqual(["001-req.xml", "001-resp.xml", "002-req.xml", "002-resp.xml", "manifest.json"]);
  const { payloads } = JSON.parse(readFileSync(join(record, "manifest.json"), "utf8"));
  expect(payloads.map(({ file, direction }: Record<string, string>) => [file, direction])).toEqual([
    ["001-req.xml", "client-to-server"],
    ["001-resp.xml", "server-to-client"],
    ["002-req.xml", "client-to-server"],
    ["002-resp.xml", "server-to-client"],
  ]);
  const request = decode(readFileSync(join(record, "002-req.xml")));
  expect(request.syncBody.commands.map(({ kind }) => kind)).toEqual(["Status", "Status", "Results"]);
  const report = join(folder, "report.html");
  expect(await runCli(["session", `${record}/`, "--html", report])).toMatchObject({ stdout: "", exitCode: 0 });
  expect(readFileSync(report, "utf8")).toContain("./DevInfo/Man");
  expect(readdirSync(record)).toHaveLength(5);
  const again = await runCli(["serve", "--record", record]);
  expect(again).toMatchObject({ exitCode: 3, stderr: `${record}: has files in it already\n` });
});

test("what is recorded says the same as the capture of another tool", async () => {
  const record = join(folder, "recorded");
  await served([...withUser, "--get", "./DevDetail/SwV", "./nosuch", "--record", record], (uri) =>
    runCli(["device", "--server", uri, ...withUser], { variables }),
  );
  const { payloads } = JSON.parse(readFileSync(join(record, "manifest.json"), "utf8"));
  interface Recorded {
    readonly file: string;
    readonly exchange: number;
    readonly direction: string;
    readonly contentType: string;
    readonly time: string;
  }
  const sides = (exchange: number) => {
    const body = (direction: string) => {
      const one = payloads.find(
        (each: Recorded) => each.exchange === exchange && each.direction === direction,
      ) as Recorded;
      const text = readFileSync(join(record, one.file)).toString("base64");
      return { mimeType: one.contentType, encoding: "base64", time: one.time, text };
    };
    const [request, response] = [body("client-to-server"), body("server-to-client")];
    return {
      startedDateTime: request.time,
      time: Date.parse(response.time) - Date.parse(request.time),
      request: { method: "POST", url: "http://localhost/", httpVersion: "HTTP/1.1", headers: [], postData: request },
      response: { status: 200, statusText: "OK", httpVersion: "HTTP/1.1", headers: [], content: response },
    };
  };
  const entries = [...new Set<number>(payloads.map(({ exchange }: Recorded) => exchange))].map(sides);
  const archive = join(folder, "recorded.har");
  writeFileSync(archive, JSON.stringify({ log: { version: "1.2", creator: { name: "test", version: "1" }, entries } }));
  const said = async (file: string) => {
    const { stdout, exitCode } = await runCli(["session", file, "--to", "json"]);
    const { sessions, problems, exchanges } = JSON.parse(stdout);
    const commands = exchanges.map(({ request, response }: Record<string, { commands: unknown }>) => [
      request?.commands,
      response?.commands,
    ]);
    return { exitCode, problems, sessions: sessions.length, commands };
  };
  const folderSays = await said(record);
  expect(folderSays.exitCode).toBe(0);
  expect(JSON.stringify(folderSays.commands)).toContain("./nosuch");
  expect(folderSays).toEqual(await said(archive));
});

test("with --json each line is an object", async () => {
  const { server, device } = await served(["--json"], (uri) => runCli(["device", "--server", uri, "--json"]));
  const lines = [server, device].flatMap(({ stdout }) =>
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  );
  expect(lines.some(({ event }) => event === "listening")).toBe(true);
  expect(lines.find(({ event }) => event === "ended")).toMatchObject({ result: "complete" });
  expect(lines.find(({ event }) => event === "run")).toMatchObject({ outcome: "complete", executed: 0 });
});

test.each([
  [["serve", "--plan", "nosuch.json"], 3, /^nosuch\.json: cannot read/],
  [["serve", "--user", "x"], 2, /there is no secret/],
  [["serve", "--store", "file:x"], 2, /--store must be redis/],
  [["serve", "--policy", "nosuch=1"], 2, /There is no policy/],
  [["serve", "--policy", "idleTimeout=1"], 2, /idleTimeout must be in/],
  [["device", "--server", "ftp://x"], 2, /--server must be an address/],
  [["device", "--server", "http://localhost:1/", "--fault", "nosuch"], 2, /is not a fault/],
])("%j is refused", async (args, exitCode, message) => {
  const outcome = await runCli(args as string[]);
  expect(outcome.exitCode).toBe(exitCode);
  expect(outcome.stderr).toMatch(message as RegExp);
});

test("with --resp-uri each session goes on at an address of its own", async () => {
  const record = join(folder, "own-address");
  const { server, device } = await served(
    [...withUser, "--get", "./DevInfo/Man", "--resp-uri", "--record", record],
    (uri) => runCli(["device", "--server", uri, ...withUser], { variables }),
  );
  expect(device).toMatchObject({ exitCode: 0, stderr: "" });
  expect(server).toMatchObject({ exitCode: 0, stderr: "" });
  const answers = readdirSync(record)
    .filter((name) => /resp/.test(name))
    .map((name) => decode(readFileSync(join(record, name))).syncHdr.respURI);
  expect(answers.at(-1)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?s=[\w-]{22,}$/);
});

describe("a device that is bootstrapped", () => {
  const accountFor = (uri: string) => ({
    accounts: [
      { appID: "w7", serverID: "com.example.dm", address: uri, user: "tester", secret: variables.SYNCML_SECRET },
    ],
  });
  const signed = async (uri: string) => {
    const stdin = [Buffer.from(JSON.stringify(accountFor(uri)))];
    const encoded = await runCli(["bootstrap", "encode"], { stdin });
    const signing = ["bootstrap", "sign", "--method", "USERPIN", "--carrier", "wsp"];
    const pushed = await runCli(signing, {
      stdin: [Buffer.from(encoded.stdout)],
      variables: { SYNCML_SECRET: "1234" },
    });
    const file = join(folder, "bootstrap.hex");
    writeFileSync(file, pushed.stdout);
    return file;
  };
  const wanted = [...withUser, "--get", "./DevInfo/Man"];

  test("signs in with the account of the message", async () => {
    const { server, device } = await served(wanted, async (uri) =>
      runCli(["device", "--bootstrap", await signed(uri)], { variables: { SYNCML_SECRET: "1234" } }),
    );
    expect(device).toMatchObject({ exitCode: 0, stderr: "" });
    expect(server.stdout).toContain("1 session: 1 complete");
    expect(server.stdout + device.stdout).not.toContain("s3cr3t");
  });

  test.each([
    [{ SYNCML_SECRET: "4321" }, "its signature does not fit the PIN"],
    [{}, "it is signed, and the PIN is not given"],
  ])("refuses a message with %j", async (given, reason) => {
    const file = await signed("http://127.0.0.1:1/");
    const { exitCode, stderr } = await runCli(["device", "--bootstrap", file], { variables: given });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `${file}: the bootstrap message is refused: ${reason}\n`,
    });
  });

  test("needs an account of device management, and some message", async () => {
    const plain = join(folder, "wifi.xml");
    writeFileSync(plain, '<wap-provisioningdoc><characteristic type="NAPDEF"/></wap-provisioningdoc>');
    expect(await runCli(["device", "--bootstrap", plain])).toMatchObject({
      exitCode: 1,
      stderr: `${plain}: has no account of device management\n`,
    });
    const other = join(folder, "other.txt");
    writeFileSync(other, "hello");
    expect((await runCli(["device", "--bootstrap", other])).exitCode).toBe(3);
    expect(await runCli(["device"])).toMatchObject({
      exitCode: 2,
      stderr: "--server is needed: the address of the server\n",
    });
  });
});
