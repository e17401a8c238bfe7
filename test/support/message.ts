import { expect } from "vitest";
import type { SyncML, WireForm } from "../../src/ast/nodes.ts";
import { decodePartial, type PartialResult } from "../../src/codec/decode.ts";
import type { DecodeOptions } from "../../src/codec/options.ts";
import type { VocabularyDefinition } from "../../src/vocabulary/definition.ts";
import { devInf11 } from "../../src/vocabulary/devinf-1.1.ts";
import { devInf12 } from "../../src/vocabulary/devinf-1.2.ts";
import { syncml12 } from "../../src/vocabulary/syncml-1.2.ts";
import { bytes, mbUint32 } from "./hex.ts";

/** Content of an element: text as STR_I, bytes as OPAQUE, elements in order, or raw tokens. */
export type Part = string | Uint8Array | ElementPart | { readonly tokens: Uint8Array };
/** The name of the element, then its content. `#page:token` names a token without a name. */
interface ElementPart extends ReadonlyArray<Part> {
  readonly 0: string;
}

/** Tokens by their listing. None at all is content as well: an element has its END then. */
export const tokens = (listing: string): Part => ({ tokens: bytes(listing) });

function findTag(definition: VocabularyDefinition, name: string): [page: number, token: number] {
  for (const [page, { tags }] of Object.entries(definition.tagPages)) {
    const found = Object.entries(tags).find(([, local]) => local === name);
    if (found) return [Number(page), Number(found[0])];
  }
  throw new Error(`no tag ${name}`);
}

/** A WBXML 1.3 document from nested lists, for tests that do not want to spell tokens, with a string table. */
export function wbxml(definition: VocabularyDefinition, root: Part, table = ""): Uint8Array {
  const strings = Buffer.from(table);
  const out = [0x03, ...mbUint32(definition.publicId ?? 1), 0x6a, ...mbUint32(strings.length), ...strings];
  let page = 0;
  const write = (part: Part): void => {
    if (typeof part === "string") out.push(0x03, ...Buffer.from(part), 0x00);
    else if (part instanceof Uint8Array) {
      out.push(0xc3, ...mbUint32(part.length));
      for (const byte of part) out.push(byte);
    } else if ("tokens" in part) out.push(...part.tokens);
    else {
      const [name, ...content] = part as readonly [string, ...Part[]];
      const [tagPage, token] = name.startsWith("#")
        ? (name.slice(1).split(":").map(Number) as [number, number])
        : findTag(definition, name);
      if (tagPage !== page) out.push(0x00, tagPage);
      page = tagPage;
      if (content.length === 0) out.push(token);
      else {
        out.push(token | 0x40);
        for (const child of content) write(child);
        out.push(0x01);
      }
    }
  };
  write(root);
  return Uint8Array.from(out);
}

/** A SyncML 1.2 message with this content in its body. */
export function message(...body: Part[]): Uint8Array {
  return wbxml(syncml12, ["SyncML", ["SyncHdr", ["VerDTD", "1.2"]], ["SyncBody", ...body]]);
}

/** A message of one Replace with this content after its CmdID. */
export const replace = (...content: Part[]): Uint8Array => message(["Replace", ["CmdID", "1"], ...content]);

export const devInfDocument12 = (...content: Part[]): Uint8Array => wbxml(devInf12, ["DevInf", ...content]);
export const devInfDocument11 = (...content: Part[]): Uint8Array => wbxml(devInf11, ["DevInf", ...content]);

/** The header of a message that is built. */
export const header = { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "device", source: "server" } as const;

/** The form of a SyncML 1.2 message, with overrides. */
export const wireForm = (said: Partial<WireForm> = {}): WireForm => ({
  format: "wbxml",
  version: 3,
  publicId: 0x1201,
  publicIdText: undefined,
  charset: 106,
  namespace: "SYNCML:SYNCML1.2",
  ...said,
});

/** A message decoded without an error, and its diagnostic codes. */
export function decoded(document: Uint8Array, options: Partial<DecodeOptions> = {}) {
  const result: PartialResult = decodePartial(document, options);
  expect(result.error).toBeUndefined();
  expect(result.document?.kind).toBe("SyncML");
  const { syncBody, syncHdr } = result.document as SyncML;
  return { syncHdr, syncBody, commands: syncBody.commands, codes: result.diagnostics.map(({ code }) => code) };
}

/** The only command of a message, in plain form: fields that are absent left out. */
export function onlyCommand(document: Uint8Array, options: Partial<DecodeOptions> = {}) {
  const { commands, codes, syncBody } = decoded(document, options);
  expect(commands).toHaveLength(1);
  return { command: plain(commands[0]), codes, extra: plain(syncBody.extra) };
}

/** A copy without `undefined` fields. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into it freely, and fail at run time if it is not there
export function plain(value: unknown): any {
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([key, field]) => [key, plain(field)]),
  );
}
