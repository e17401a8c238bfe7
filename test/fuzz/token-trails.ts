import type { TokenSink as WbxmlTokenSink } from "../../src/wbxml/token-sink.ts";
import { WbxmlTokenizer } from "../../src/wbxml/tokenizer.ts";
import { resolveReadOptions } from "../../src/xml/read-options.ts";
import type { TokenSink as XmlTokenSink } from "../../src/xml/token-sink.ts";
import { XmlTokenizer } from "../../src/xml/tokenizer.ts";
import { feed, type Read } from "./reading.ts";

/** Calls of a tokenizer, one per line; pieces of one text are joined in one line. */
class Trail {
  log = "";
  private open = "";

  /** A call, with its offset and its arguments. */
  call(name: string, ...args: readonly unknown[]): void {
    this.open = "";
    this.log += `\n${name} ${args.join(" ")}`;
  }

  /** A piece of what `name` says; pieces of one kind are one as long as `isOpen` says that more will come. */
  piece(name: string, chunk: Uint8Array, start: number, end: number, isOpen: boolean): void {
    if (this.open !== name) this.log += `\n${name} `;
    this.log += Buffer.from(chunk.subarray(start, end)).toString("hex");
    this.open = isOpen ? name : "";
  }
}

/** The tokens of WBXML. */
export const wbxmlTokens: Read = (chunks) => {
  const trail = new Trail();
  const names = [
    "switchPage",
    "tag",
    "literalTag",
    "endContent",
    "attributeStart",
    "literalAttribute",
    "attributeValue",
  ].concat(["endAttributes", "processingInstruction", "tableString", "entity", "extensionInteger", "extension"]);
  const sink = {
    ...callsOf(trail, [...names, "endDocument"], () => tokenizer.offset),
    header: (header) => trail.call("header", JSON.stringify(header)),
    inlineString: (chunk, start, end, last) => trail.piece("inlineString", chunk, start, end, !last),
    extensionString: (kind, chunk, start, end, last) => trail.piece(`extension ${kind}`, chunk, start, end, !last),
    opaque: (chunk, start, end, remaining) => trail.piece("opaque", chunk, start, end, remaining > 0),
    path: () => "",
  } as WbxmlTokenSink;
  const tokenizer = new WbxmlTokenizer(sink, {});
  const error = feed(tokenizer, chunks);
  return { log: trail.log, error };
};

/** The tokens of XML in UTF-8 without a declaration. */
export const xmlTokens: Read = (chunks) => {
  const trail = new Trail();
  const named = (name: string) => (chunk: Uint8Array, start: number, end: number) =>
    trail.call(name, Buffer.from(chunk.subarray(start, end)).toString("hex"));
  const sink = {
    ...callsOf(trail, ["finishStartTag", "endInstruction", "endDocument"], () => 0),
    publicId: named("publicId"),
    doctypeName: named("doctypeName"),
    startTag: named("startTag"),
    attributeName: named("attributeName"),
    attributeValue: named("attributeValue"),
    endTag: named("endTag"),
    instruction: named("instruction"),
    text: (chunk: Uint8Array, start: number, end: number) => trail.piece("text", chunk, start, end, true),
    // How much of it comes before a fault does not matter: it only becomes marks.
    instructionData: () => {},
    path: () => "",
  } as unknown as XmlTokenSink;
  const tokenizer = new XmlTokenizer(sink, resolveReadOptions({}));
  let byteLength = 0;
  const source = {
    write: (chunk: Uint8Array) => {
      byteLength += chunk.length;
      tokenizer.write(chunk, 0, chunk.length);
    },
    end: () => tokenizer.end(byteLength, false),
  };
  const error = feed(source, chunks);
  return { log: trail.log, error };
};

function callsOf(trail: Trail, names: readonly string[], offset: () => number): object {
  const calls = names.map((name) => [name, (...args: readonly unknown[]) => trail.call(name, offset(), ...args)]);
  return Object.fromEntries(calls);
}
