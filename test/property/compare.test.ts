import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SyncML } from "../../src/ast/nodes.ts";
import { readCapture } from "../../src/capture/read-capture.ts";
import { convert } from "../../src/codec/convert.ts";
import { encode } from "../../src/codec/encode.ts";
import { compare, type Difference } from "../../src/inspect/comparison/compare.ts";
import { pairsOf } from "../../src/inspect/comparison/pairs.ts";
import { messages } from "../../src/testing/messages.ts";
import { corpusBytes } from "../support/corpus.ts";

const text = (differences: readonly Difference[]) =>
  differences.map(({ kind, before, after }) => JSON.stringify([kind, before, after])).sort();
const mirrored = (differences: readonly Difference[]) =>
  text(
    differences.map(({ kind, before, after, ...rest }) => ({
      ...rest,
      kind: kind === "added" ? "removed" : kind === "removed" ? "added" : kind,
      ...(after === undefined ? {} : { before: after }),
      ...(before === undefined ? {} : { after: before }),
    })),
  );

describe("compare", () => {
  const message = messages({ version: "1.2" });

  test("a message does not differ from itself", () => {
    fc.assert(
      fc.property(message, (given) => {
        expect(compare(given, given)).toEqual([]);
        const written = encode(given, { format: "wbxml" });
        expect(compare(written, written.slice())).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("from the other side it is the mirror image", () => {
    fc.assert(
      fc.property(message, message, (a, b) => {
        expect(text(compare(a, b))).toEqual(mirrored(compare(b, a)));
      }),
      { numRuns: 50 },
    );
  });

  const xmlOf = (commands: string, msgID = 1) =>
    new TextEncoder().encode(
      `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>${msgID}</MsgID></SyncHdr><SyncBody>${commands}<Final/></SyncBody></SyncML>`,
    );
  const get = (id: number, uri: string) =>
    `<Get><CmdID>${id}</CmdID><Item><Target><LocURI>${uri}</LocURI></Target></Item></Get>`;

  test("one more command is one difference, and the numbers after it, which may be ignored", () => {
    const [a, b] = [xmlOf(get(1, "./a") + get(2, "./c")), xmlOf(get(1, "./a") + get(2, "./b") + get(3, "./c"))];
    expect(compare(a, b)).toEqual([
      { path: "/SyncML/SyncBody/Get[2]/CmdID", kind: "changed", before: "2", after: "3" },
      { path: "/SyncML/SyncBody/Get[2]", kind: "added", after: "Get ./b" },
    ]);
    expect(compare(a, b, { ignore: ["ids"] })).toEqual([
      { path: "/SyncML/SyncBody/Get[2]", kind: "added", after: "Get ./b" },
    ]);
  });

  test("another order is one difference", () => {
    const [a, b] = [xmlOf(get(1, "./a") + get(2, "./b")), xmlOf(get(1, "./b") + get(2, "./a"))];
    expect(compare(a, b, { ignore: ["ids"] })).toEqual([{ path: "/SyncML/SyncBody/Commands", kind: "order" }]);
  });

  test("another address of one command is a change", () => {
    expect(compare(xmlOf(get(1, "./a")), xmlOf(get(1, "./b")))).toEqual([
      { path: "/SyncML/SyncBody/Get/Item/Target/LocURI", kind: "changed", before: "./a", after: "./b" },
    ]);
  });

  test("a broken message differs by its fault and by what is not there", () => {
    const whole = xmlOf(get(1, "./a"));
    const differences = compare(whole, whole.subarray(0, whole.length - 60));
    expect(differences.some(({ path, kind }) => path === "" && kind === "added")).toBe(true);
    expect(compare(new Uint8Array([1, 2]), new Uint8Array([1, 3]))).toHaveLength(1);
  });

  test("recorded captures are equal to themselves, and a session that is recorded twice but for what is new each time", () => {
    const capture = readCapture(corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng"));
    const other = readCapture(corpusBytes("libdmclient/d08-auth-challenge-md5-wbxml/capture.pcapng"));
    expect(compare(capture, capture)).toEqual([]);
    const differences = compare(capture, other, { ignore: ["ids", "nonces", "times"] });
    expect(differences[0]).toEqual({
      path: "/SyncML/SyncHdr/Cred/Meta/Type",
      kind: "changed",
      before: "syncml:auth-basic",
      after: "syncml:auth-md5",
      place: { a: 1, b: 1, side: "request" },
    });
    expect(text(differences)).toEqual(mirrored(compare(other, capture, { ignore: ["ids", "nonces", "times"] })));
  });

  test("WBXML and XML of a message do not differ", () => {
    for (const name of ["001-req", "001-resp", "002-resp", "003-req"]) {
      const wbxml = corpusBytes(`libdmclient/d06-atomic-sequence-wbxml/${name}.wbxml`);
      expect(compare(wbxml, new TextEncoder().encode(convert(wbxml, { to: "xml" })))).toEqual([]);
    }
  });

  test("an exchange that one lacks is one difference for each message", () => {
    const capture = readCapture(corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng"));
    const shorter = { ...capture, exchanges: capture.exchanges.filter(({ index }) => index !== 2) };
    expect(compare(capture, shorter).map(({ kind, place }) => [kind, place])).toEqual([
      ["removed", { a: 2, side: "request" }],
      ["removed", { a: 2, side: "response" }],
    ]);
  });

  test("what cannot be compared is refused", () => {
    const capture = readCapture(xmlOf(""));
    expect(() => compare(capture, xmlOf(""))).toThrow(TypeError);
    expect(() => compare(capture, capture, { ignore: ["id" as never] })).toThrow(RangeError);
  });
});

test("lists are brought together in proportion to their lengths", () => {
  // Names are asked for once in each round and list, however many there are.
  const names = (length: number) => {
    let asked = 0;
    const list = Array.from({ length }, (_, index) => index);
    const nameOf = (index: number) => {
      asked++;
      return String(index % 3);
    };
    pairsOf(list, [...list].reverse(), [nameOf, nameOf]);
    return asked;
  };
  expect(names(3_000)).toBe(10 * names(300));
});

test("the type of what is compared may be a document", () => {
  const document = { kind: "SyncML", syncHdr: { kind: "SyncHdr" } } as unknown as SyncML;
  expect(compare(document, document)).toEqual([]);
});
