import fc from "fast-check";
import { expect, test } from "vitest";
import { create, newSource, newTarget } from "../../../src/ast/create.ts";
import type { Command, Item, SyncML } from "../../../src/ast/nodes.ts";
import { encode } from "../../../src/codec/encode.ts";
import { packAtOnce } from "../../../src/dm/pack-at-once.ts";
import { packMessage } from "../../../src/large-object/pack.ts";
import { initialPacking } from "../../../src/large-object/pack-state.ts";

const uris = fc.constantFrom("./A", "./Vendor/äöü", "./DevDetail/LrgObj");
const metas = fc.constantFrom(
  undefined,
  create("Meta", { format: "chr", type: "text/plain", emi: [] }),
  create("Meta", { format: "b64", emi: [] }),
);
const data = fc.oneof(
  fc.constant(undefined),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.uint8Array({ maxLength: 20 }),
);
const items: fc.Arbitrary<Item> = fc
  .record({ uri: uris, meta: metas, data })
  .map(({ uri, meta, data }) => create("Item", { target: newTarget(uri), meta, data }));
const single: fc.Arbitrary<Command> = fc.oneof(
  fc.array(items, { minLength: 1, maxLength: 3 }).map((list) => create("Replace", { cmdID: "", items: list })),
  items.map((item) => create("Get", { cmdID: "", items: [create("Item", { target: item.target })] })),
  fc.constantFrom("1222", "1223", "1226").map((code) => create("Alert", { cmdID: "", data: code, items: [] })),
  items.map((item) =>
    create("Results", {
      cmdID: "",
      msgRef: "1",
      cmdRef: "2",
      items: [create("Item", { source: newSource("./A"), data: item.data })],
    }),
  ),
  fc.constantFrom("200", "404").map((code) =>
    create("Status", {
      cmdID: "",
      msgRef: "1",
      cmdRef: "1",
      cmd: "Get",
      targetRefs: [],
      sourceRefs: [],
      items: [],
      data: code,
    }),
  ),
);
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc
      .array(
        items.map((item) => create("Replace", { cmdID: "", items: [item] })),
        { maxLength: 3 },
      )
      .map((commands) => create("Atomic", { cmdID: "", commands })),
  },
);

const startOf = (commands: Command[], final: true | undefined): SyncML =>
  create("SyncML", {
    syncHdr: create("SyncHdr", {
      verDTD: "1.2",
      verProto: "DM/1.2",
      sessionID: "1",
      msgID: "3",
      target: newTarget("IMEI:1"),
      source: newSource("http://dm.example"),
    }),
    syncBody: create("SyncBody", { commands, final }),
  });

/** What came of a package: whole in JSON, with the place of each command in the lists that it was made from. */
function outcome(
  { message, state }: { readonly message: SyncML; readonly state: unknown },
  origins: ReadonlyMap<Command, Command>,
  given: readonly Command[],
) {
  const all = (commands: readonly Command[]): Command[] =>
    commands.flatMap((one) => ("commands" in one ? [one, ...all(one.commands)] : [one]));
  const places = all(message.syncBody.commands).map((one) => all(given).indexOf(origins.get(one) as Command));
  return { message, state, places };
}

test("a package that fits is the message that packing it command by command makes", () => {
  let taken = 0;
  fc.assert(
    fc.property(
      fc.array(anyCommand, { maxLength: 6 }),
      fc.array(anyCommand, { maxLength: 4 }),
      fc.constantFrom("xml" as const, "wbxml" as const),
      // An empty message with Final, for which packing keeps room in any case.
      fc.integer({ min: 306, max: 2500 }),
      fc.option(fc.integer({ min: 100, max: 400 }), { nil: undefined }),
      fc.constantFrom(true as const, undefined),
      (commands, answers, format, maxMsgSize, maxObjSize, final) => {
        const start = startOf(commands, final);
        const given = [...commands, ...answers];
        const origins = new Map<Command, Command>();
        const made = packAtOnce(start, answers, origins, format, { maxMsgSize, maxObjSize });
        if (made === undefined) {
          expect(origins.size).toBe(0);
          return;
        }
        taken++;
        const others = new Map<Command, Command>();
        const packed = packMessage(initialPacking, start, { maxMsgSize, maxObjSize, answers, format, origins: others });
        expect(outcome(made, origins, given)).toEqual(outcome(packed, others, given));
        expect(made.body).toEqual(encode(packed.message, { format }));
      },
    ),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(50);
});

test("what does not fit by an octet is left to packing", () => {
  const start = startOf([create("Get", { cmdID: "", items: [create("Item", { target: newTarget("./A") })] })], true);
  const sizes = { maxMsgSize: Number.MAX_SAFE_INTEGER, maxObjSize: undefined };
  const { body } = packAtOnce(start, [], new Map(), "wbxml", sizes) ?? {};
  const octets = body?.length ?? 0;
  expect(packAtOnce(start, [], new Map(), "wbxml", { ...sizes, maxMsgSize: octets })?.body).toEqual(body);
  expect(packAtOnce(start, [], new Map(), "wbxml", { ...sizes, maxMsgSize: octets - 1 })).toBeUndefined();
});
