import { describe, expect, test } from "vitest";
import type { ServerContext } from "../../../src/dm/server.ts";
import {
  alert,
  ClientTurns,
  clientOnly,
  get,
  openAccount,
  package1,
  replace,
  ServerTurns,
  status,
  text,
} from "../../support/session-turns.ts";

// Answers that do not fit into one message of the size that the client takes.

const size = 1500;
const many = Array.from({ length: 30 }, (_, index) => alert("1226", [text(String(index))]));
/** What has to be answered: the header, package 1, and each alert. */
const expected = [...package1, ...many].map(({ kind }, index) => `${kind} ${index + 1} = 200`);

/** Answers to commands of message 1 so far. */
function answeredIn(server: ServerTurns): string[] {
  const found: string[] = [];
  for (const command of server.message?.syncBody.commands ?? []) {
    if (command.kind !== "Status" || command.msgRef !== "1" || command.cmdRef === "0") continue;
    found.push(`${command.cmd} ${command.cmdRef} = ${command.data}`);
  }
  return found;
}

function begun(context: Partial<ServerContext> = {}, final = true): ServerTurns {
  return new ServerTurns(openAccount, context).take({
    commands: [...package1, ...many],
    meta: { maxMsgSize: String(size) },
    final,
  });
}

/** Has the client ask for the next message until the server says something else than answers. */
function collected(server: ServerTurns, final: boolean): string[] {
  const answers = answeredIn(server);
  for (let turn = 0; turn < 40 && answers.length < expected.length; turn++) {
    expect(server.sent?.body.length).toBeLessThanOrEqual(size);
    expect(server.lines).not.toContain("Final");
    server.take({ commands: [status(0, 200, server.state?.ownMsgID ?? 0), alert("1222")], final });
    answers.push(...answeredIn(server));
  }
  return answers;
}

/** What comes once all is answered: the rest of the answers is for the client's alerts for the next message. */
function settled(server: ServerTurns): ServerTurns {
  for (let turn = 0; turn < 9 && !server.lines.includes("Final"); turn++) {
    server.take({ commands: [status(0, 200, server.state?.ownMsgID ?? 0), alert("1222")], final: false });
  }
  return server;
}

describe("answers that do not fit into one message", () => {
  test("continue in the next ones, and the session ends after the last", () => {
    const server = begun();
    expect(answeredIn(server).length).toBeLessThan(expected.length);
    expect(collected(server, false)).toEqual(expected);
    expect(settled(server).finished).toBe("complete");
    expect(server.lines.at(-1)).toBe("Final");
  });

  test("the same where the client closes its package with each message that asks for more", () => {
    const server = begun();
    expect(collected(server, true)).toEqual(expected);
    expect(settled(server).finished).toBe("complete");
  });

  test("while the client's package goes on, each message asks for its next one", () => {
    const server = begun({}, false);
    const answers = answeredIn(server);
    for (let turn = 0; turn < 20 && answers.length < expected.length; turn++) {
      expect(server.lines.at(-1)).toMatch(/^Alert \d+: 1222$/);
      expect(server.sent?.body.length).toBeLessThanOrEqual(size);
      const { ownMsgID = 0 } = server.state ?? {};
      server.take({ commands: [status(0, 200, ownMsgID), alert("1224")], final: false });
      answers.push(...answeredIn(server));
    }
    expect(answers).toEqual(expected);
    expect(server.state?.state).toBe("init");
  });

  test("commands of the plan come after them", () => {
    const server = begun({ plan: ({ history }) => (history.length > 0 ? [] : [get("./After")]) });
    const answers = answeredIn(server);
    let asked = server.lines;
    for (let turn = 0; turn < 40 && !asked.some((line) => line.includes("./After")); turn++) {
      server.take({ commands: [status(0, 200, server.state?.ownMsgID ?? 0), alert("1222")], final: false });
      answers.push(...answeredIn(server));
      asked = server.lines;
    }
    expect(answers).toEqual(expected);
    const at = asked.findIndex((line) => line.includes("./After"));
    expect(asked.slice(at)).toEqual([expect.stringMatching(/^Get \d+ \.\/After$/), "Final"]);
  });

  test("an object that is given up does not take the answers with it that wait before it", () => {
    const server = begun({
      plan: ({ history }) => (history.length > 0 ? [] : [replace("./Large", "x".repeat(3000))]),
    });
    const answers = answeredIn(server);
    for (let turn = 0; turn < 40 && server.finished === undefined; turn++) {
      const { ownMsgID = 0 } = server.state ?? {};
      // The question whether it takes large objects is answered no.
      const probe = server.message?.syncBody.commands.find(({ kind }) => kind === "Get");
      const codes = probe === undefined ? [alert("1222")] : [status(Number(probe.cmdID), 404, ownMsgID)];
      server.take({ commands: [status(0, 200, ownMsgID), ...codes], final: probe !== undefined });
      answers.push(...answeredIn(server));
    }
    expect(answers).toEqual(expected);
    expect(server.state?.history).toMatchObject([{ command: "Replace", code: 413 }]);
    expect(server.finished).toBe("complete");
  });

  test("a client that is refused has Final with as many as fit", () => {
    const server = new ServerTurns(clientOnly, { policy: { defaultPeerMaxMsgSize: size } });
    server.take({ commands: [...package1, ...many] });
    expect(server.sent?.body.length).toBeLessThanOrEqual(size);
    expect(server.lines[0]).toMatch(/= 407, Chal/);
    expect(server.lines.at(-1)).toBe("Final");
  });

  test("alert 1223 is in the message, however many answers there are", () => {
    const server = new ServerTurns(openAccount, { policy: { defaultPeerMaxMsgSize: size } });
    server.take({ commands: package1, final: false });
    server.input({ kind: "abort", reason: "maintenance" });
    server.take({ commands: many });
    expect(server.lines.slice(-2)).toEqual([expect.stringMatching(/^Alert \d+: 1223$/), "Final"]);
    expect(server.sent?.body.length).toBeLessThanOrEqual(size);
    expect(server.finished).toBe("aborted-local");
  });

  test("between both machines: each alert of the client is answered", () => {
    const client = new ClientTurns(openAccount, { policy: { ownMaxMsgSize: 900 } }, { alerts: many });
    const server = new ServerTurns(openAccount);
    let answered = 0;
    for (let turn = 0; turn < 60 && client.sent !== undefined; turn++) {
      server.takeOctets(client.sent.body);
      if (server.sent === undefined) break;
      expect(server.sent.body.length).toBeLessThanOrEqual(900);
      client.takeOctets(server.sent.body);
      answered += client.all("deliver").length;
    }
    expect([client.finished, server.finished]).toEqual(["complete", "complete"]);
    expect(answered).toBe(many.length);
  });
});

test("a client that aborts says so, however many answers are ready", () => {
  const client = new ClientTurns(openAccount, { policy: { defaultPeerMaxMsgSize: size } });
  const refused = Array.from({ length: 30 }, () => alert("1300"));
  client.take({ commands: [status(0, 200, 1), ...refused, get()] });
  expect(client.state.state).toBe("busy");
  client.input({ kind: "abort", reason: "the user wants it" });
  expect(client.lines.slice(-2)).toEqual([expect.stringMatching(/^Alert \d+: 1223$/), "Final"]);
  expect(client.sent?.body.length).toBeLessThanOrEqual(size);
});
