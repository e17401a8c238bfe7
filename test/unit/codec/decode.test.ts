import { describe, expect, test } from "vitest";
import { AstBuilder } from "../../../src/ast/builder.ts";
import type { Add, MgmtTree, SyncML } from "../../../src/ast/nodes.ts";
import { stringify } from "../../../src/ast/stringify.ts";
import { decode, decodeDocument, decodePartial } from "../../../src/codec/decode.ts";
import { openDocument } from "../../../src/codec/open-document.ts";
import { decodeBase64 } from "../../../src/core/base64.ts";
import { bytes } from "../../support/hex.ts";
import { devInfDocument12, message, plain } from "../../support/message.ts";

const document = message(["Add", ["CmdID", "1"], ["Item", ["Data", "abc"]], ["Item", ["Data", "def"]]], ["Final"]);

test("decode gives the message, and refuses documents of another kind", () => {
  expect(decode(document).syncBody.commands[0]?.kind).toBe("Add");
  expect(() => decode(devInfDocument12())).toThrow(expect.objectContaining({ code: "unexpected-root", offset: 0 }));
  expect(decodeDocument(devInfDocument12()).kind).toBe("DevInf");
});

test("a Buffer is read like any other bytes", () => {
  expect(decode(Buffer.from(document))).toEqual(decode(document));
});

describe("decodePartial", () => {
  test("an open choice is not read yet, since more may follow in it", () => {
    const xml = `<MgmtTree xmlns="syncml:dmddf1.2"><Node><DFProperties><DFFormat><int/></DFFormat></DFProperties></Node></MgmtTree>`;
    const formatAt = (length: number) => {
      const tree = decodePartial(xml.slice(0, length)).document as MgmtTree;
      return tree.nodes[0]?.dfProperties?.dfFormat;
    };
    expect(formatAt(xml.indexOf("</DFFormat>"))).toBeUndefined();
    expect(formatAt(xml.indexOf("</DFProperties>"))).toBe("int");
  });

  test("gives what a full decode gives where there is no fault", () => {
    expect(decodePartial(document)).toEqual({ document: decode(document), diagnostics: [], error: undefined });
  });

  test("never contradicts the whole, whatever the cut", () => {
    const whole = plain(decode(document));
    for (let length = 0; length < document.length; length++) {
      const { document: part, error } = decodePartial(document.subarray(0, length));
      expect(error).toMatchObject({ code: "truncated-input", offset: length });
      if (part !== undefined) expectPart(plain(part), whole);
    }
  });

  test("has everything that was complete", () => {
    const cut = document.subarray(0, document.length - 12);
    const add = (decodePartial(cut).document as SyncML).syncBody.commands[0];
    expect(plain(add)).toEqual({ kind: "Add", cmdID: "1", items: [{ kind: "Item", data: "abc" }, { kind: "Item" }] });
  });

  test("collects diagnostics and hands them on", () => {
    const seen: string[] = [];
    const { diagnostics } = decodePartial(bytes("03 01 6A 00 6D 30 01 0A"), {
      onDiagnostic: ({ code }) => seen.push(code),
    });
    expect(diagnostics.map(({ code }) => code)).toEqual([
      "vocabulary-from-root",
      "unknown-token",
      "unknown-element",
      "missing-element",
      "missing-element",
      "trailing-bytes",
    ]);
    expect(seen).toEqual(diagnostics.map(({ code }) => code));
    expect(diagnostics[1]).toEqual({
      code: "unknown-token",
      message: "SyncML 1.2 has no token 0x30 on page 0",
      offset: 5,
      path: "/SyncML",
    });
  });

  test("lets programming errors through", () => {
    const fault = new TypeError("mine");
    const onDiagnostic = () => {
      throw fault;
    };
    expect(() => decodePartial(bytes("03 01 6A 00 6D 01"), { onDiagnostic })).toThrow(fault);
  });
});

test("JSON holds every byte, and nothing is merged or reordered", () => {
  const bin = ["Meta", ["Format", "bin"]] as const;
  const binary = message(["Replace", ["CmdID", "1"], ["Item", bin, ["Data", bytes("FF 00")]], ["Item", ["Data", "x"]]]);
  const json = stringify(decode(Buffer.from(binary)));
  expect(json).toContain('"data":{"$base64":"/wA="}');
  const back = JSON.parse(json, (_key, value: { $base64?: string }) =>
    typeof value?.$base64 === "string" ? decodeBase64(value.$base64) : value,
  );
  expect(back).toEqual(plain(decode(binary)));
  const views = stringify(decode(Buffer.from(binary), { data: "view" }));
  expect(views).toContain('"data":{"$base64":"/wA="}');
});

describe("views of values stay what they are while others are read", () => {
  const dataOf = (document: unknown) => {
    const [add] = (document as SyncML).syncBody.commands;
    return (add as Add).items.map(({ data }) => Buffer.from(data as Uint8Array).toString("hex"));
  };

  test("in XML", () => {
    const marked = ["<?wbxml opaque base64?>AAEC<?wbxml end?>", "<?wbxml text base64?>AQ==<?wbxml end?>"];
    const items = ["&lt;", "&gt;", ...marked, "é"].map((data) => `<Item><Data>${data}</Data></Item>`).join("");
    const xml = Buffer.from(`<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Add>${items}</Add></SyncBody></SyncML>`);
    const builder = new AstBuilder({ data: "view" });
    const source = openDocument(builder, { embedded: "keep" });
    for (const byte of xml) source.write(Uint8Array.of(byte));
    source.end();
    const expected = ["3c", "3e", "000102", "01", "c3a9"];
    expect(dataOf(builder.document)).toEqual(expected);
    expect(dataOf(decode(xml, { data: "view" }))).toEqual(expected);
  });

  test("in WBXML", () => {
    const entities = bytes("03 A4 01 6A 00 6D 6B 45 54 4F 02 3C 01 01 54 4F 02 3E 01 01 01 01 01");
    expect(dataOf(decode(entities, { data: "view" }))).toEqual(["3c", "3e"]);
  });
});

/** Every value in `part` is the one in `whole`; lists may be shorter. */
function expectPart(part: unknown, whole: unknown): void {
  if (Array.isArray(part)) {
    for (const [index, value] of part.entries()) expectPart(value, (whole as unknown[])[index]);
  } else if (typeof part === "object" && part !== null) {
    for (const [key, value] of Object.entries(part)) expectPart(value, (whole as Record<string, unknown>)[key]);
  } else expect(part).toEqual(whole);
}
