import fc from "fast-check";
import { create, newItem, newMessage, newSource, newTarget } from "../../src/ast/create.ts";
import type { Command, Item, SyncML } from "../../src/ast/nodes.ts";
import type { ObjectSource } from "../../src/large-object/object-source.ts";
import type { WireOptions } from "../../src/large-object/wire-options.ts";
import { cutAt } from "../../src/testing/chunkings.ts";

/** Text with characters of every length, and with those that XML escapes. */
const text: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(..."abcXYZ019 <>&\r\n\t") },
    { weight: 2, arbitrary: fc.constantFrom("é", "日", "\u{1f600}") },
  ),
  maxLength: 1200,
});
const bytes: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 3000, size: "max" });

/** An object in every way it can be given, with the bytes that have to come out. */
export interface GivenObject {
  readonly expected: Uint8Array;
  readonly format: string | undefined;
  readonly source: ObjectSource;
}

const utf8 = (value: string) => new TextEncoder().encode(value);

function inPieces(whole: Uint8Array, cuts: readonly number[]): ObjectSource {
  const pieces = cutAt(
    whole,
    cuts.map((cut) => cut % (whole.length + 1)),
  );
  return { byteLength: whole.length, pieces };
}

const cuts = fc.array(fc.nat(3000), { maxLength: 5 });
export const givenObject: fc.Arbitrary<GivenObject> = fc.oneof(
  text.map((value) => ({ expected: utf8(value), format: undefined, source: value })),
  fc.tuple(text, cuts).map(([value, at]) => ({
    expected: utf8(value),
    format: "chr",
    source: inPieces(utf8(value), at),
  })),
  bytes.map((value) => ({ expected: value, format: "bin", source: value })),
  fc.tuple(bytes, cuts).map(([value, at]) => ({ expected: value, format: undefined, source: inPieces(value, at) })),
  bytes.map((value) => ({ expected: value, format: "b64", source: value })),
  bytes.map((value) => ({ expected: value, format: "b64", source: Buffer.from(value).toString("base64") })),
);

export const wireOptions: fc.Arbitrary<Partial<WireOptions> & Pick<WireOptions, "format">> = fc.oneof(
  fc.record({
    format: fc.constant("wbxml" as const),
    data: fc.constantFrom("as-given" as const, "opaque" as const, "inline" as const),
    publicId: fc.constantFrom("number" as const, "text" as const),
  }),
  fc.record({ format: fc.constant("xml" as const), indent: fc.constantFrom("", " ") }),
);

const word = fc.string({ unit: fc.constantFrom(..."abcdefgh/."), maxLength: 60 });
const status = fc.tuple(fc.nat(300), word).map(([cmdRef, uri]) =>
  create("Status", {
    cmdID: "",
    msgRef: "1",
    cmdRef: String(cmdRef),
    cmd: "Get",
    targetRefs: uri === "" ? [] : [uri],
    data: "200",
  }),
);
/** A vendor's element, which WBXML can only write as a literal. */
const vendor = word.map((local) => ({
  kind: "Element" as const,
  local: `V${local.replace(/\W/g, "")}`,
  namespace: "SYNCML:SYNCML1.2",
  page: -1,
  token: -1,
  attributes: [],
  children: [],
}));
const small = fc.oneof(
  { weight: 4, arbitrary: word.map((uri) => create("Get", { cmdID: "", items: [newItem(uri)] })) },
  {
    weight: 3,
    // Ends on the page of MetInf, so that what follows has to switch back.
    arbitrary: word.map((uri) =>
      create("Get", {
        cmdID: "",
        items: [create("Item", { target: newTarget(uri), meta: create("Meta", { type: "t" }) })],
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.array(word, { minLength: 1, maxLength: 3 }).map((uris) =>
      create("Atomic", {
        cmdID: "",
        commands: uris.map((uri) => create("Replace", { cmdID: "", items: [newItem(uri, uri)] })),
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: vendor.map((element) =>
      create("Get", { cmdID: "", items: [newItem("./a")], extra: { sequence: ["cmdID", element, "items"] } }),
    ),
  },
);

/** The command of an object, inside a Sync or not. */
function commandFor(holder: Item, kind: "Add" | "Replace" | "Results", inSync: boolean): Command {
  if (kind === "Results") return create("Results", { cmdID: "", cmdRef: "4", items: [holder] });
  const command = create(kind, { cmdID: "", meta: create("Meta", { type: "x/y" }), items: [holder] });
  if (!inSync) return command;
  return create("Sync", { cmdID: "", target: newTarget("./there"), source: newSource("./here"), commands: [command] });
}

/** A package with an object in it, and what is around it. */
export interface GivenPackage {
  readonly start: SyncML;
  readonly holder: Item;
}

export function givenPackage(format: string | undefined): fc.Arbitrary<GivenPackage> {
  return fc
    .record({
      verProto: fc.constantFrom("DM/1.2" as const, "SyncML/1.1" as const),
      msgID: fc.constantFrom("1", "9", "99"),
      address: word,
      statuses: fc.array(status, { maxLength: 4 }),
      before: fc.array(small, { maxLength: 6 }),
      after: fc.array(small, { maxLength: 6 }),
      kind: fc.constantFrom("Add" as const, "Replace" as const, "Results" as const),
      inSync: fc.boolean(),
      uri: fc.constantFrom("./Object", "./some/Longer/address/of/an/Object"),
      hasMeta: fc.boolean(),
      final: fc.boolean(),
    })
    .map(({ verProto, msgID, address, statuses, before, after, kind, inSync, uri, hasMeta, final }) => {
      const meta = format === undefined && !hasMeta ? undefined : create("Meta", { format, type: "x/y" });
      const holder = create("Item", { target: newTarget(uri), meta });
      const header = { verProto, sessionID: "1", msgID, target: `to:${address}`, source: "from" };
      const commands = [...before, ...statuses, commandFor(holder, kind, inSync), ...after];
      return { start: newMessage(header, commands, { final }), holder };
    });
}
