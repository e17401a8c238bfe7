import fc from "fast-check";
import * as Code from "../../ast/codes/code.ts";
import { create } from "../../ast/create.ts";
import type { Command, Results, Status } from "../../ast/nodes.ts";
import { deviceInformation, itemValue } from "./item-values.ts";
import { deviceAddress, found, itemAt, itemsOf } from "./items.ts";
import { chal } from "./meta.ts";
import { decimal, optional, type Usage } from "./usage.ts";

const cmdID = "";

const codes = fc.constantFrom(
  Code.OK,
  Code.ITEM_ADDED,
  Code.NO_CONTENT,
  Code.AUTHENTICATED,
  Code.ROLLED_BACK,
  Code.NOT_FOUND,
  Code.NOT_ALLOWED,
  Code.NOT_SUPPORTED,
  Code.ALREADY_EXISTS,
  Code.PERMISSION_DENIED,
  Code.COMMAND_FAILED,
  Code.ATOMIC_FAILED,
);
const refusals = fc.constantFrom(Code.INVALID_CREDENTIALS, Code.CREDENTIALS_MISSING);

// Commands that are answered in device management: those a server sends, and those a client sends.
const serverCommands = ["Add", "Alert", "Atomic", "Copy", "Delete", "Exec", "Get", "Replace", "Sequence"];
const clientCommands = ["Alert", "Replace"];
const allCommands = [...serverCommands, "Map", "Put", "Search", "Sync"];

function answered(usage: Usage): string[] {
  if (!usage.isDM) return allCommands;
  return usage.sender === "client" ? serverCommands : clientCommands;
}

/** The answers to one message: first for its header, then for each of its commands, Results after their Status. */
export function answers(usage: Usage): fc.Arbitrary<Command[]> {
  const hasResults = !usage.isDM || usage.sender === "client";
  const answer = fc.record({
    cmd: fc.constantFrom(...answered(usage)),
    data: codes,
    results: hasResults ? optional(usage, results(usage)) : fc.constant(undefined),
  });
  return fc
    .record({
      msgRef: decimal(20, 1),
      header: headerStatus(usage, fc.constantFrom(Code.OK, Code.AUTHENTICATED), false),
      given: fc.array(answer, { maxLength: 3 }),
    })
    .map(({ msgRef, header, given }) => [
      { ...header, msgRef },
      ...given.flatMap(({ cmd, data, results: values }, index) => {
        const cmdRef = String(index + 1);
        const status = create("Status", { cmdID, msgRef, cmdRef, cmd, data });
        return values === undefined ? [status] : [status, { ...values, msgRef, cmdRef }];
      }),
    ]);
}

/** The answers to a message whose sender is not known: nothing but Status. */
export function refusal(usage: Usage): fc.Arbitrary<Command[]> {
  return fc
    .record({
      header: headerStatus(usage, refusals, true),
      cmds: fc.array(fc.constantFrom(...answered(usage)), { maxLength: 3 }),
    })
    .map(({ header, cmds }) => [
      header,
      ...cmds.map((cmd, index) =>
        create("Status", {
          cmdID,
          msgRef: header.msgRef as string,
          cmdRef: String(index + 1),
          cmd,
          data: Code.INVALID_CREDENTIALS,
        }),
      ),
    ]);
}

function headerStatus(usage: Usage, data: fc.Arbitrary<string>, isChallenge: boolean): fc.Arbitrary<Status> {
  const uris = fc.constantFrom<string[]>(["https://dm.example/oma"], []);
  return fc
    .record({
      msgRef: decimal(20, 1),
      targetRefs: uris,
      sourceRefs: uris,
      chal: isChallenge ? chal : optional(usage, chal),
      data,
    })
    .map((fields) => create("Status", { cmdID, cmdRef: "0", cmd: "SyncHdr", ...fields }));
}

function results(usage: Usage): fc.Arbitrary<Results> {
  const ofRecords = itemsOf(usage, found(usage), itemValue(usage));
  const ofDevice = itemAt(usage, deviceAddress(usage), deviceInformation(usage)).map((item) => [item]);
  const items = usage.isDM ? ofRecords : fc.oneof(ofRecords, ofDevice);
  return items.map((list) => create("Results", { cmdID, cmdRef: "", items: list }));
}
