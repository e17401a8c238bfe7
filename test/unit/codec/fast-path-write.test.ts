import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import { fromJson, toJson } from "../../../src/ast/json.ts";
import type { Data, DevInf, GenericElement, Item, Replace, SyncML, SyncmlDocument } from "../../../src/ast/nodes.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { writeMessageAsWbxml } from "../../../src/codec/fast-path/message-to-wbxml.ts";
import { writeMessageAsXml } from "../../../src/codec/fast-path/message-to-xml.ts";
import type { WriteOptions } from "../../../src/codec/options.ts";
import { standardDefinitions } from "../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";
import { encodeByEvents, outcome } from "../../support/event-path.ts";
import { expectSameBytes } from "../../support/expect-equal.ts";
import { header } from "../../support/message.ts";
import { plainMessages } from "../../support/plain-messages.ts";

const withItems = (...items: Item[]) => newMessage(header, [create("Replace", { cmdID: "1", items })]);
const itemOf = ({ syncBody }: SyncML) => (syncBody.commands[0] as Replace).items[0] as Item;
const withData = (data: Data, extra?: Item["extra"]) => withItems({ ...newItem("./a", data), extra });

const forms = [
  { format: "wbxml" as const, write: writeMessageAsWbxml },
  { format: "xml" as const, write: writeMessageAsXml },
];

describe.each(forms)("a message to $format", ({ format, write }) => {
  // The message does not have all of its own parts.
  const special = /without end/;

  test.each(plainMessages)("has %s", (what, document) => {
    const read = decodeDocument(document);
    const made = fromJson(toJson(read));
    for (const options of [
      {},
      { version: "1.3" },
      { publicId: "text" },
      { data: "opaque" },
      { data: "inline" },
    ] as const) {
      for (const it of [read, made]) {
        const expected = outcome(() => encodeByEvents(it, { ...options, format }));
        const written = write(it, options);
        if (written !== undefined) expect(Buffer.from(written)).toEqual(Buffer.from(expected as Uint8Array));
      }
    }
    expect(write(read, {}) !== undefined).toBe(!special.test(what));
  });

  const expectOnFastPath = (document: SyncmlDocument, options: Partial<WriteOptions> = {}) => {
    const written = write(document, options);
    expectSameBytes(written, encodeByEvents(document, { ...options, format }));
    return written as Uint8Array;
  };

  test.each([1, 39, 40, 41, 127, 128, 1364, 1365, 1366, 16_383, 16_384, 200_000])(
    "has values of %i characters, of whatever alphabet and as whatever they came",
    (length) => {
      for (const character of ["a", "é", "日", "\u{1f600}", "<", "\ud800"]) {
        const value = "a".repeat(length - 1) + character;
        expectOnFastPath(withData(value));
        expectOnFastPath(withData(value, { opaque: ["data"] }));
        expectOnFastPath(withData(character.repeat(length), { opaque: ["data"] }));
      }
    },
  );

  test("has values that end anywhere around the end of the buffer", () => {
    for (let length = 3600; length < 4200; length++) {
      expectOnFastPath(withData("a".repeat(length)));
      expectOnFastPath(withData("a".repeat(length), { opaque: ["data"] }));
    }
  });

  test("has elements as deep as the limit lets it", () => {
    const nested = (depth: number): GenericElement => {
      const children = depth === 0 ? [] : [nested(depth - 1)];
      return {
        kind: "Element",
        local: "Add",
        namespace: "SYNCML:SYNCML1.2",
        page: 0,
        token: 5,
        attributes: [],
        children,
      };
    };
    const handedOver = [100, 240, 244, 245, 246, 260, 900, 994].map((depth) => {
      let parts = 0;
      const document = withData([nested(depth)]);
      const written = write(document, {}, () => parts++);
      expectSameBytes(written, encodeByEvents(document, { format }));
      return parts;
    });
    expect(handedOver).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
    expect(write(withData([nested(995)]), {})).toBeUndefined();
  });

  test("has inner documents of every length that takes another integer", () => {
    for (const length of [0, 60, 90, 100, 16_300, 16_340, 16_384]) {
      const devInf = create("DevInf", { verDTD: "1.2", devID: "x".repeat(length), devTyp: "phone", dataStores: [] });
      expectOnFastPath(withData(devInf));
      const came = decodeDocument(encodeByEvents(devInf, { format: "wbxml" })) as DevInf;
      expect(came.wire?.format).toBe("wbxml");
      expectOnFastPath(withItems(newItem("./a", came), newItem("./b", "behind")), { version: "1.3" });
    }
  });

  test.each(["", new Uint8Array(0), { length: 0 }, null])("does not take %o for an empty list", (empty) => {
    const replace = { ...create("Replace", { cmdID: "1", items: [] }), items: empty as never };
    expect(write(newMessage(header, [replace]), {})).toBeUndefined();
  });

  test("has a Meta in the markup of Data, whose Type is that of the format", () => {
    const type = { kind: "Text" as const, value: "application/vnd.syncml-devinf+wbxml", opaque: false };
    const plain = { kind: "Element" as const, attributes: [] };
    const inner = { ...plain, local: "Type", namespace: "syncml:metinf", page: 1, token: 0x13, children: [type] };
    const meta = { ...plain, local: "Meta", namespace: "SYNCML:SYNCML1.2", page: 0, token: 0x1a, children: [inner] };
    const document = withData([meta]);
    expectSameBytes(encode(document, { format }), encodeByEvents(document, { format }));
  });

  test("keeps an order that is not the standard's", () => {
    const moved: Item = { ...newItem("./a", "x", { format: "chr" }), extra: { sequence: ["data", "meta"] } };
    expectOnFastPath(withItems(moved));
    const get = create("Get", { cmdID: "1", items: [newItem("./a"), newItem("./b")] });
    expectOnFastPath(newMessage(header, [{ ...get, extra: { sequence: ["items", "items", "cmdID"] } }]));
    for (const sequence of [["items", "cmdID", "items"], ["items", "cmdID"], ["cmdID", "cmdID"], []]) {
      expectOnFastPath(newMessage(header, [{ ...get, extra: { sequence } }]));
    }
    expect(write(newMessage(header, [{ ...get, extra: { sequence: ["none"] } }]), {})).toBeUndefined();
  });

  test("writes a message with something odd after a large one", () => {
    const odd = withItems(newItem("./a", "value"));
    odd.syncHdr.extra = { attributes: [{ name: "a", namespace: "urn:x", prefix: "x", value: "1" }] };
    const large = withItems(newItem("./a", "x".repeat(1_100_000)));
    for (const message of [odd, large, odd, withItems(newItem("./b", "other"))]) {
      expectSameBytes(write(message, {}), encodeByEvents(message, { format }));
    }
  });

  test("costs what is odd in it", () => {
    const attribute = { name: "a", namespace: "urn:x", prefix: "x", value: "1" };
    const element: GenericElement = {
      kind: "Element",
      local: "Vendor",
      namespace: "urn:x",
      page: -1,
      token: -1,
      attributes: [],
      children: [{ kind: "Text", value: "y", opaque: false }],
    };
    const handedOver = (change: (message: SyncML) => void) => {
      const message = withItems(...Array.from({ length: 100 }, (_, index) => newItem(`./${index}`, "value")));
      change(message);
      let byteLength = 0;
      const written = write(message, {}, (length) => {
        byteLength += length;
      });
      expectSameBytes(written, encodeByEvents(message, { format }));
      return byteLength;
    };
    const shares = [
      handedOver((message) => (message.extra = { attributes: [attribute] })),
      handedOver(({ syncHdr }) => (syncHdr.extra = { sequence: [element] })),
      handedOver(({ syncBody }) => (syncBody.extra = { attributes: [attribute], sequence: ["commands", element] })),
      handedOver(
        ({ syncBody }) => ((syncBody.commands[0] as Replace).extra = { fieldAttributes: { cmdID: [attribute] } }),
      ),
      handedOver((message) => (itemOf(message).extra = { fieldAttributes: { data: [attribute] } })),
      handedOver((message) => (itemOf(message).data = [element])),
      handedOver((message) => (itemOf(message).extra = { inline: ["data"] })),
    ];
    for (const byteLength of shares) {
      expect(byteLength).toBeGreaterThan(0);
      expect(byteLength).toBeLessThan(200);
    }
  });

  test("is not written again while a getter of it writes another", () => {
    const outer = withData("outer");
    const inner = withData("inner");
    let written: Uint8Array | undefined;
    Object.defineProperty(itemOf(outer), "data", {
      enumerable: true,
      get() {
        written = encode(inner, { format });
        return "got";
      },
    });
    expect(encode(outer, { format })).toEqual(encodeByEvents(withData("got"), { format }));
    expect(written).toEqual(encodeByEvents(inner, { format }));
  });

  test("whose getter fails leaves nothing behind", () => {
    const failing = withData("x");
    Object.defineProperty(failing.syncBody.commands[0], "meta", {
      get() {
        throw new RangeError("mine");
      },
    });
    expect(write(failing, {})).toBeUndefined();
    expect(() => encode(failing, { format })).toThrow(new RangeError("mine"));
    expectOnFastPath(withData("next"));
  });

  test("that contains itself is refused as one that is too deep", () => {
    const atomic = create("Atomic", { cmdID: "1", commands: [] });
    atomic.commands.push(atomic);
    expect(() => encode(newMessage(header, [atomic]), { format })).toThrow(
      expect.objectContaining({ code: "limit-exceeded" }),
    );
  });

  test("nests as deep as a reader follows", () => {
    let command = create("Atomic", { cmdID: "0", commands: [] });
    for (let depth = 1; depth < 100; depth++) command = create("Atomic", { cmdID: `${depth}`, commands: [command] });
    expectOnFastPath(newMessage(header, [command]));
  });

  test("is found a plan for whatever kinds of header came before", () => {
    const versions = ["1.1", "1.2", "1.3"] as const;
    const publicIds = ["number", "text", "unknown"] as const;
    const verProtos = ["SyncML/1.0", "SyncML/1.1", "SyncML/1.2"] as const;
    for (let turn = 0; turn < 2; turn++) {
      for (const verProto of verProtos) {
        for (const version of versions) {
          for (const publicId of publicIds)
            expectOnFastPath(newMessage({ ...header, verProto }, []), { version, publicId });
        }
      }
    }
  });

  test("takes its names from vocabularies of one's own", () => {
    const definitions = standardDefinitions.map((definition) => {
      const page = definition.tagPages[0];
      if (definition.name !== "SyncML 1.2" || page === undefined) return definition;
      return {
        ...definition,
        tagPages: { ...definition.tagPages, 0: { ...page, tags: { ...page.tags, 0x3f: "Field" } } },
      };
    });
    const vocabularies = new VocabularySet(definitions.map(defineVocabulary));
    const written = expectOnFastPath(withData("x"), { vocabularies });
    expect(Buffer.from(written)).toEqual(Buffer.from(write(withData("x"), {}) as Uint8Array));
  });

  test("with a version that no vocabulary has is left to the event path", () => {
    const odd = withData("x");
    (odd.syncHdr as { verDTD: string }).verDTD = "9";
    expect(write(odd, {})).toBeUndefined();
  });
});

test.each<Partial<WriteOptions>>([
  { data: "inline" },
  { stringTable: "auto" },
  { charset: 4 },
  { literals: ["x"] },
  { version: "1.0" },
])("WBXML with %o is left to the event path", (options) => {
  expect(writeMessageAsWbxml(withData("x"), options)).toBeUndefined();
});

test.each<Partial<WriteOptions>>([{ indent: "  " }, { opaque: "base64" }, { opaque: "reject" }])(
  "XML with %o is left to the event path",
  (options) => {
    expect(writeMessageAsXml(withData("x"), options)).toBeUndefined();
  },
);

test("what only one form can hold is left to the event path in the other", () => {
  const partsOf = (write: typeof writeMessageAsXml, value: Data) => {
    const parts: number[] = [];
    write(withData(value), {}, (byteLength) => parts.push(byteLength));
    return parts.length;
  };
  for (const value of ["a\0b", `${"a".repeat(50)}\0`]) expect(partsOf(writeMessageAsWbxml, value)).toBe(1);
  for (const value of ["a\u0001", "\ufffe", `${"a".repeat(50)}\u001f`, Uint8Array.of(0xff)]) {
    expect(partsOf(writeMessageAsXml, value)).toBe(1);
    expect(partsOf(writeMessageAsWbxml, value)).toBe(0);
  }
});

test("XML as a string is the same characters", () => {
  const written: SyncML = withData("é & 日");
  expect(encode(written, { format: "xml", output: "string" })).toBe(
    Buffer.from(encodeByEvents(written, { format: "xml" })).toString(),
  );
});
