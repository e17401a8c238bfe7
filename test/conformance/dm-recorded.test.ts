import { describe, expect, test } from "vitest";
import { codeOf, isSuccess } from "../../src/ast/codes/code-of.ts";
import { create } from "../../src/ast/create.ts";
import type { Command, SyncML } from "../../src/ast/nodes.ts";
import { readChallenge } from "../../src/authentication/challenge.ts";
import { decode } from "../../src/codec/decode.ts";
import { encodeBase64 } from "../../src/core/base64.ts";
import type { DmAccount, Nonces } from "../../src/dm/account.ts";
import { serverInput } from "../../src/dm/server.ts";
import type { HistoryEntry, PeerEvent, ServerState, SessionResult } from "../../src/dm/session-types.ts";
import { correlate } from "../../src/large-object/correlate.ts";
import { corpusBytes, corpusText } from "../support/corpus.ts";

// The server's machine takes the requests of a real client, libdmclient, that were recorded with a scripted server. The plan
// asks what that server asked; the answers refer to its CmdIDs, so those are put in place of ours.

interface RecordedMessage {
  readonly scenario: string;
  readonly direction: string;
  readonly exchange: number;
  readonly file: string | null;
}

const manifest = JSON.parse(corpusText("libdmclient/manifest.json")) as {
  readonly scenarios: readonly { readonly name: string }[];
  readonly messages: readonly RecordedMessage[];
};

function recorded(scenario: string, direction: string): Uint8Array[] {
  return manifest.messages
    .filter((one) => one.scenario === scenario && one.direction === direction && one.file !== null)
    .sort((a, b) => a.exchange - b.exchange)
    .map(({ file }) => corpusBytes(`libdmclient/${file}`));
}

interface Outcome {
  readonly state: ServerState;
  readonly codes: readonly string[];
  readonly events: readonly PeerEvent[];
  readonly result: SessionResult | null;
}

const isOwnCommand = ({ kind }: Command) => kind !== "Status" && kind !== "Results";

function commandsOf(message: SyncML | undefined): Command[] {
  return (message?.syncBody.commands ?? []).filter(isOwnCommand);
}

function flat(commands: readonly Command[]): Command[] {
  return commands.flatMap((one) => ("commands" in one ? [one, ...flat(one.commands)] : [one]));
}

function run(scenario: string, account: DmAccount, nonces: Nonces = {}): Outcome {
  const requests = recorded(scenario, "client-to-server");
  const responses = recorded(scenario, "server-to-client").map((body) => decode(body));
  const challenges = responses.flatMap(({ syncBody: { commands } }) =>
    commands.flatMap((one) => (one.kind === "Status" && one.chal !== undefined ? [readChallenge(one.chal).nonce] : [])),
  );
  let kept = nonces;
  let state: ServerState | null = null;
  const events: PeerEvent[] = [];
  const codes: string[] = [];
  let result: SessionResult | null = null;
  const turns = new Map<number, Command[]>();
  for (const [index, body] of requests.entries()) {
    const step = serverInput(
      state,
      { kind: "message", body },
      {
        account: { ...account, nonces: kept },
        nonce: () => challenges.find(({ length }) => length > 0) ?? new Uint8Array(16),
        now: index,
        profile: "libdmclient",
        plan: (view) => {
          const known = turns.get(view.history.length);
          if (known !== undefined) return known;
          const commands = commandsOf(responses[index]);
          turns.set(view.history.length, commands);
          return commands;
        },
      },
    );
    // As a store gives it back.
    state = JSON.parse(JSON.stringify(step.state)) as ServerState;
    for (const effect of step.effects) {
      if (effect.kind === "storeNonce") kept = { ...kept, [effect.direction]: effect.nonce };
      if (effect.kind === "deliver") events.push(effect.event);
      if (effect.kind === "finished") result = effect.result;
      if (effect.kind !== "send") continue;
      const [status] = decode(effect.body).syncBody.commands;
      codes.push(status?.kind === "Status" ? String(codeOf(status)) : "");
    }
    state = asRecorded(state, responses[index]);
  }
  return { state: state as ServerState, codes, events, result };
}

/** The state with the identifiers that the recorded server gave its commands. */
function asRecorded(state: ServerState, response: SyncML | undefined): ServerState {
  if (state.package === null) return state;
  const ids = flat(commandsOf(response)).map(({ cmdID }) => cmdID ?? "");
  const msgID = response?.syncHdr.msgID ?? "";
  const last = state.package.sent.filter((one) => Number(one.msgID) === state.ownMsgID);
  const sent = state.package.sent.map((one) => {
    const at = last.indexOf(one);
    return at < 0 ? one : { ...one, msgID, cmdID: ids[at] ?? one.cmdID };
  });
  return { ...state, package: { ...state.package, sent } };
}

/** Of an Atomic, which this client gives no status: inferred from its members by the client's profile. */
const inferred = create("Status", { cmdID: "", msgRef: "", cmdRef: "", cmd: "Atomic", data: "200" });

function entries(history: readonly HistoryEntry[]): HistoryEntry[] {
  return history.flatMap((one) => [one, ...entries(one.members ?? [])]);
}

const basic: DmAccount = {
  auth: "basic",
  user: "funambol",
  secret: "funambol",
  serverID: "funambol",
  serverSecret: "srvpwd",
  serverAuth: "md5",
};
const md5: DmAccount = { ...basic, auth: "md5" };
const accounts: Readonly<Record<string, DmAccount>> = { "d09-auth-missing-407": md5, "d08-auth-challenge-md5": md5 };

const plainScenarios = ["d01", "d02", "d03", "d04", "d05", "d06", "d07"];
const scenarios = manifest.scenarios.map(({ name }) => name);

describe.each(scenarios.filter((name) => plainScenarios.includes(name.slice(0, 3))))("%s", (name) => {
  const account = firstScheme(name) === "md5" ? md5 : basic;
  const outcome = run(name, account);

  test("the session is complete", () => {
    expect(outcome.result).toBe("complete");
    expect(outcome.codes.slice(1).every((code) => code === "200")).toBe(true);
  });

  test("each command has the code that the client gave it", () => {
    const sent = recorded(name, "server-to-client").map((body) => decode(body));
    const received = recorded(name, "client-to-server").map((body) => decode(body));
    const reports = correlate(sent, received).commands.filter(
      ({ command }) => command !== undefined && isOwnCommand(command),
    );
    // A command with several items may have a status for each: the first that is no success counts.
    const expected = reports.map(({ kind, statuses }) => [
      kind,
      codeOf(statuses.find((status) => !isSuccess(codeOf(status))) ?? statuses[0] ?? inferred),
    ]);
    expect(entries(outcome.state.history).map(({ command, code }) => [command, code])).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  test("each Get has the values that the client found", () => {
    const received = recorded(name, "client-to-server").map((body) => decode(body));
    const found = received
      .flatMap(({ syncBody: { commands } }) => commands)
      .flatMap((one) => (one.kind === "Results" ? one.items : []));
    const items = entries(outcome.state.history)
      .filter(({ command }) => command === "Get")
      .flatMap((entry) => entry.items);
    expect(items.length).toBe(found.length);
    expect(items.map(({ uri }) => uri)).toEqual(found.map(({ source }) => source?.locURI));
  });
});

function firstScheme(name: string): string {
  const [first] = recorded(name, "client-to-server");
  const type = first && decode(first).syncHdr.cred?.meta?.type;
  return type === "syncml:auth-md5" ? "md5" : "basic";
}

test.each(["wbxml", "xml"])("d05 in %s: alerts of an Exec are delivered with their correlator", (form) => {
  const { events } = run(`d05-exec-alert1226-${form}`, md5);
  const alerts = events.flatMap((one) => (one.kind === "alert" ? [one.alert] : []));
  expect(alerts.map(({ code, correlator }) => [code, correlator])).toEqual([
    [1226, "corr-0001"],
    [1226, undefined],
  ]);
  expect(alerts[0]?.items[0]).toMatchObject({ uri: "./test/execute", type: "urn:test", text: "200" });
});

test.each(["wbxml", "xml"])("d08 in %s: a stale nonce is answered 401, the next proof 212", (form) => {
  const name = `d08-auth-challenge-md5-${form}`;
  const { codes, result } = run(name, accounts["d08-auth-challenge-md5"] as DmAccount, {
    client: encodeBase64(Uint8Array.of(1)),
  });
  expect(codes).toEqual(["401", "212", "200", "200"]);
  expect(result).toBe("complete");
});

test.each(["wbxml", "xml"])(
  "d09 in %s: basic where md5 is wanted is 401; so is the digest without the nonce, whose first octet is 0",
  (form) => {
    const name = `d09-auth-missing-407-${form}`;
    const { codes, result } = run(name, accounts["d09-auth-missing-407"] as DmAccount, {
      client: encodeBase64(Uint8Array.of(1)),
    });
    expect(codes.slice(0, 3)).toEqual(["401", "401", "401"]);
    expect(result).toBe("auth-client");
  },
);

test.each(["wbxml", "xml"])(
  "d10 in %s: the client refuses the server's credentials, so the commands go out again, and then the session ends",
  (form) => {
    const { state, result } = run(`d10-server-wrong-cred-${form}`, basic, { server: encodeBase64(Uint8Array.of(9)) });
    expect(result).toBe("auth-server");
    // Its second refusal has no challenge, since the recorded message had no credentials.
    expect(state.history).toEqual([]);
    expect(state.serverAuth.tries).toBe(2);
  },
);
