import { describe, expect, test } from "vitest";
import { allCommands } from "../../../src/ast/all-commands.ts";
import { decode } from "../../../src/codec/decode.ts";
import { memoryStore } from "../../../src/dm/memory-store.ts";
import { script } from "../../../src/dm/script.ts";
import { dmServer, type EndedSession } from "../../../src/dm/server-driver.ts";
import type { ReceivedAlert } from "../../../src/dm/session-types.ts";
import { headedRequest } from "../../support/headed-request.ts";

// Messages as text, as clients of other people write them: what they leave out, put elsewhere or spell differently is not what our
// own encoder would make.

const server = "https://dm.example/dm";

/** A server that asks for one value and writes another, over its fetch handler. */
function listening(commands: "read and write" | "with a delete" = "read and write") {
  const ended: EndedSession[] = [];
  const alerts: ReceivedAlert[] = [];
  const logged: string[] = [];
  const handle = dmServer({
    serverID: "com.example.dm",
    store: memoryStore(),
    account: () => ({ auth: "none", user: "", serverAuth: "none" }),
    plan: script(function* (dm) {
      const man = yield dm.get("./DevInfo/Man");
      if (commands === "with a delete") yield dm.delete("./Old");
      yield dm.exec("./Vendor/Run", { correlator: `of-${man.text}` });
      yield dm.replace("./Vendor/Name", "office");
    }),
    clock: { now: () => 1_700_000_000_000 },
    random: (length) => new Uint8Array(length).fill(7),
    on: {
      ended: (session) => ended.push(session),
      alert: (alert) => alerts.push(alert),
      log: ({ detail }) => logged.push(detail ?? ""),
    },
  });
  const post = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const type = { "content-type": "application/vnd.syncml.dm+xml" };
    const response = (await handle(headedRequest(server, { ...type, ...headers }, body))) as Response;
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^application\/vnd\.syncml\.dm\+xml/);
    return decode(new Uint8Array(await response.arrayBuffer()));
  };
  return { post, ended, alerts, logged };
}

type Answer = Awaited<ReturnType<ReturnType<typeof listening>["post"]>>;

const statusesOf = (answer: Answer) =>
  answer.syncBody.commands.flatMap((one) => (one.kind === "Status" ? [`${one.cmd} ${one.cmdRef} ${one.data}`] : []));
const commandsOf = (answer: Answer) => [...allCommands(answer)].filter(({ kind }) => kind !== "Status");
const idOf = (answer: Answer, wanted: string) => commandsOf(answer).find(({ kind }) => kind === wanted)?.cmdID ?? "";

describe("the Hotspot 2.0 client of hostap", () => {
  const header = (msgID: number) =>
    `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>${msgID}</MsgID>` +
    `<Target><LocURI>${server}</LocURI></Target><Source><LocURI>imei:350000000000006</LocURI></Source></SyncHdr>`;
  const message = (msgID: number, body: string) =>
    `<?xml version="1.0"?>\n<SyncML xmlns="SYNCML:SYNCML1.2">${header(msgID)}<SyncBody>${body}<Final/></SyncBody></SyncML>`;
  // Type precedes Format, and Format is Chr. The tree is escaped text.
  const first = message(
    1,
    `<Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Alert><CmdID>2</CmdID><Data>1226</Data><Item><Meta>` +
      `<Type xmlns="syncml:metinf">Reversed-Domain-Name: org.wi-fi.hotspot2dot0.SubscriptionCreation</Type>` +
      `<Format xmlns="syncml:metinf">xml</Format></Meta><Data>&lt;MgmtTree xmlns="syncml:dmddf1.2"&gt;&lt;VerDTD&gt;1.2&lt;/VerDTD&gt;` +
      `&lt;/MgmtTree&gt;</Data></Item></Alert><Replace><CmdID>3</CmdID><Item><Source><LocURI>./DevInfo/Man</LocURI></Source><Meta>` +
      `<Format xmlns="syncml:metinf">Chr</Format><Type xmlns="syncml:metinf">text/plain</Type></Meta><Data>Vendor</Data></Item></Replace>`,
  );
  // No CmdRef for the header, always 212, and TargetRef follows Data.
  const status = (id: number, msgRef: number, ref: string, cmd: string, data: string, target = "") =>
    `<Status><CmdID>${id}</CmdID><MsgRef>${msgRef}</MsgRef>${ref && `<CmdRef>${ref}</CmdRef>`}<Cmd>${cmd}</Cmd><Data>${data}</Data>` +
    `${target && `<TargetRef>${target}</TargetRef>`}</Status>`;

  test("is answered, asked and served to the end; what it does not have is not sent", async () => {
    const { post, ended, alerts, logged } = listening("with a delete");
    const asked = await post(first);
    expect(statusesOf(asked)).toEqual(["SyncHdr 0 200", "Alert 1 200", "Alert 2 200", "Replace 3 200"]);
    expect(asked.syncBody.final).toBe(true);
    expect(commandsOf(asked)).toMatchObject([{ kind: "Get", items: [{ target: { locURI: "./DevInfo/Man" } }] }]);
    expect(alerts).toMatchObject([{ code: 1226 }]);
    const get = idOf(asked, "Get");
    const values =
      status(1, 1, "", "SyncHdr", "212", server) +
      status(2, 1, get, "Get", "200", "./DevInfo/Man") +
      `<Results><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>${get}</CmdRef><Item><Source><LocURI>./DevInfo/Man</LocURI></Source>` +
      `<Data>Vendor</Data></Item></Results>`;
    const second = await post(message(2, values));
    expect(commandsOf(second)).toMatchObject([{ kind: "Exec", correlator: "of-Vendor" }]);
    const third = await post(
      message(3, status(1, 2, "", "SyncHdr", "212", server) + status(2, 2, idOf(second, "Exec"), "Exec", "200")),
    );
    expect(commandsOf(third)).toMatchObject([{ kind: "Replace", items: [{ data: "office" }] }]);
    const fourth = await post(
      message(4, status(1, 3, "", "SyncHdr", "212", server) + status(2, 3, idOf(third, "Replace"), "Replace", "200")),
    );
    expect(commandsOf(fourth)).toEqual([]);
    expect(ended).toMatchObject([{ result: "complete" }]);
    expect(ended[0]?.history.map(({ command, code }) => `${command} ${code}`)).toEqual([
      "Get 200",
      "Delete 406",
      "Exec 200",
      "Replace 200",
    ]);
    expect(logged.join("\n")).toContain("hostap");
  });
});

describe("the client of Windows", () => {
  const agent = { "user-agent": "MSFT OMA DM Client/1.2.0.1" };
  const header = (msgID: number) =>
    `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>2D</SessionID><MsgID>${msgID}</MsgID>` +
    `<Target><LocURI>${server}</LocURI></Target><Source><LocURI>./0123456789ABCDEF</LocURI></Source></SyncHdr>`;
  const message = (msgID: number, body: string) =>
    `<SyncML xmlns="SYNCML:SYNCML1.2">${header(msgID)}<SyncBody xmlns:msft="http://schemas.microsoft.com/MobileDevice/MDM">${body}<Final/></SyncBody></SyncML>`;
  // CmdIDs begin at 2, and there is no Alert 1201. Type is a child of Item, next to an empty Meta.
  const first = message(
    1,
    `<Alert><CmdID>2</CmdID><Data>1224</Data><Item><Meta/><Type>com.microsoft/MDM/LoginStatus</Type><Data>user</Data></Item></Alert>` +
      `<Replace><CmdID>3</CmdID><Item><Source><LocURI>./DevInfo/DevId</LocURI></Source><Data>0123456789ABCDEF</Data></Item>` +
      `<Item><Source><LocURI>./DevInfo/DmV</LocURI></Source><Data>1.3</Data></Item></Replace>`,
  );
  const status = (id: number, msgRef: number, ref: string, cmd: string, data: string, more = "") =>
    `<Status><CmdID>${id}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${ref}</CmdRef><Cmd>${cmd}</Cmd><Data${more}>${data}</Data></Status>`;

  test("is answered, asked and served; Exec goes without a Correlator, and an HRESULT does not disturb", async () => {
    const { post, ended, alerts } = listening();
    const asked = await post(first, agent);
    expect(statusesOf(asked)).toEqual(["SyncHdr 0 200", "Alert 2 200", "Replace 3 200"]);
    expect(alerts).toMatchObject([{ code: 1224 }]);
    const get = idOf(asked, "Get");
    // Results has a Cmd that the standard does not know.
    const values =
      status(1, 1, "0", "SyncHdr", "200") +
      status(2, 1, get, "Get", "200") +
      `<Results><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>${get}</CmdRef><Cmd>Get</Cmd><Item><Source><LocURI>./DevInfo/Man</LocURI></Source>` +
      `<Meta><Format xmlns="syncml:metinf">chr</Format></Meta><Data>Contoso</Data></Item></Results>`;
    const second = await post(message(2, values), agent);
    const [exec] = commandsOf(second);
    expect(exec).toMatchObject({ kind: "Exec", items: [{ target: { locURI: "./Vendor/Run" } }] });
    expect(exec?.kind === "Exec" && exec.correlator).toBeUndefined();
    const refused =
      status(1, 2, "0", "SyncHdr", "200") +
      status(2, 2, idOf(second, "Exec"), "Exec", "500", ' msft:originalerror="0x86000002"');
    const third = await post(message(3, refused), agent);
    const done = status(1, 3, "0", "SyncHdr", "200") + status(2, 3, idOf(third, "Replace"), "Replace", "200");
    expect(commandsOf(await post(message(4, done), agent))).toEqual([]);
    expect(ended).toMatchObject([{ result: "complete" }]);
    expect(ended[0]?.history.map(({ command, code }) => `${command} ${code}`)).toEqual([
      "Get 200",
      "Exec 500",
      "Replace 200",
    ]);
  });
});
