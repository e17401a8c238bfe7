import fc from "fast-check";
import { copyTree } from "../../ast/copy-tree.ts";
import { create } from "../../ast/create.ts";
import type { Command, SyncHdr, SyncML } from "../../ast/nodes.ts";
import { ends } from "./addresses.ts";
import { answers, refusal } from "./answers.ts";
import { cred, headerMeta } from "./meta.ts";
import { abort, chunk, nextMessage, requests } from "./requests.ts";
import { decimal, flag, optional, synchronisationOnly, type Usage } from "./usage.ts";

/** The commands of a body, before they have CmdIDs. */
interface Body {
  readonly commands: readonly Command[];
  readonly final: boolean;
}

/** A message as the profile demands: a header, answers before requests, CmdIDs from 1 in order. */
export function usageMessages(usage: Usage): fc.Arbitrary<SyncML> {
  return fc.tuple(header(usage), body(usage)).map(([syncHdr, { commands, final }]) =>
    create("SyncML", {
      syncHdr,
      syncBody: create("SyncBody", { commands: numbered(commands), final: final ? true : undefined }),
    }),
  );
}

function header(usage: Usage): fc.Arbitrary<SyncHdr> {
  const { version, verProto, sender } = usage;
  return optional(usage, cred).chain((given) =>
    fc
      .record({
        sessionID: fc.nat(0xffff).map((id) => id.toString(16).toUpperCase()),
        msgID: decimal(200, 1),
        between: ends(sender, given && "alice"),
        respURI: optional(usage, fc.constant("https://dm.example/session?id=1&step=2")),
        noResp: synchronisationOnly(usage, flag),
        meta: headerMeta(usage),
      })
      .map(({ between, ...fields }) =>
        create("SyncHdr", { verDTD: version, verProto, ...between, ...fields, cred: given }),
      ),
  );
}

function body(usage: Usage): fc.Arbitrary<Body> {
  const some = (minLength: number) =>
    fc.array(requests(usage), { minLength, maxLength: 3 }).map((lists) => lists.flat());
  const whole = fc.oneof(
    some(1),
    fc.tuple(answers(usage), some(0)).map((lists) => lists.flat()),
  );
  const final = whole.map((commands) => ({ commands, final: true }));
  const special = [
    refusal(usage).map((commands) => ({ commands, final: true })),
    answers(usage).map((commands) => ({ commands: [...commands, abort(usage)], final: true })),
    answers(usage).map((commands) => ({ commands: [...commands, nextMessage(usage)], final: false })),
  ];
  if (usage.version >= "1.1" && !(usage.isDM && usage.sender === "client")) {
    special.push(fc.tuple(whole, chunk(usage)).map(([given, last]) => ({ commands: [...given, last], final: false })));
  }
  return fc.oneof({ weight: 6, arbitrary: final }, ...special);
}

/** Copies with CmdIDs from 1, in the order of the document. */
function numbered(commands: readonly Command[]): Command[] {
  const { roots, all } = copyTree(commands);
  for (const [index, command] of all.entries()) command.cmdID = String(index + 1);
  return roots;
}
