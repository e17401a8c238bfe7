import { expect, test } from "vitest";
import type { SyncML } from "../../../src/ast/nodes.ts";
import { decode, decodePartial } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { peek } from "../../../src/codec/peek.ts";
import { corpusBytes, wbxmlBodies, xmlBodies } from "../../support/corpus.ts";
import { errorOf } from "../../support/error-of.ts";

const isMessage = (file: string) => !/nested/.test(file);
const bodies = [...wbxmlBodies, ...xmlBodies].map(({ file }) => file).filter(isMessage);
const message = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><SessionID>7</SessionID><Cred><Data>x</Data></Cred></SyncHdr><SyncBody>${"<Final/>".repeat(400)}</SyncBody></SyncML>`;

test("a message without a header gives an empty one", () => {
  const bytes = Uint8Array.of(0x03, 0xa4, 0x01, 0x6a, 0x00, 0x6d, 0x01);
  expect(peek(bytes)).toEqual((decodePartial(bytes).document as SyncML).syncHdr);
});

test("the header is that of the whole message, for every recorded body", () => {
  for (const file of bodies) {
    const document = corpusBytes(file);
    expect(peek(document)).toEqual(decode(document).syncHdr);
    // With a listener the event path reads it.
    expect(peek(document, { onDiagnostic: () => {} })).toEqual(decode(document).syncHdr);
  }
});

test.each(["wbxml", "xml"] as const)("in %s nothing after the header is looked at", (to) => {
  const document = encode(decode(message), { format: to });
  const cut = document.slice(0, document.length - 200);
  const spoilt = Uint8Array.from([...document.subarray(0, to === "xml" ? 160 : 60), 0xff, 0xff, 0xff]);
  for (const options of [{}, { onDiagnostic: () => {} }]) {
    expect(peek(cut, options)).toEqual(decode(document).syncHdr);
    expect(peek(spoilt, options)).toEqual(decode(document).syncHdr);
  }
  expect(errorOf(() => decode(cut))?.code).toBe("truncated-input");
});

test("the end tag of the header counts to its name", () => {
  const document = new TextEncoder().encode(message.replace("</SyncHdr>", "</SyncHdr<"));
  for (const options of [{}, { onDiagnostic: () => {} }])
    expect(peek(document, options)).toEqual(decode(message).syncHdr);
});

test("a string is XML", () => {
  expect(peek(message).sessionID).toBe("7");
});

test("a fault in the header is reported with its place", () => {
  const fault = errorOf(() => peek("<SyncML><SyncHdr><MsgID>1</SyncHdr>"));
  expect(fault).toMatchObject({ code: "not-well-formed", offset: 25, path: "/SyncML/SyncHdr/MsgID" });
  expect(errorOf(() => peek(Uint8Array.of(2, 0xa4)))).toMatchObject({ code: "truncated-input", offset: 2 });
});

test("a document of another kind is refused, and a message without a header has an empty one", () => {
  expect(errorOf(() => peek("<DevInf xmlns='syncml:devinf'/>"))?.code).toBe("unexpected-root");
  expect(peek("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody/></SyncML>")).toEqual(
    decode("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody/></SyncML>").syncHdr,
  );
});
