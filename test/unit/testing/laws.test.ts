import { describe, expect, test } from "vitest";
import type { SyncML } from "../../../src/ast/nodes.ts";
import { type Payload, readCapture } from "../../../src/capture/index.ts";
import { convert } from "../../../src/codec/convert.ts";
import { decode, decodePartial } from "../../../src/codec/decode.ts";
import type { Format } from "../../../src/codec/detect-format.ts";
import { encode } from "../../../src/codec/encode.ts";
import { openDocument } from "../../../src/codec/open-document.ts";
import type { ElementName, EventSink } from "../../../src/core/sink.ts";
import * as testing from "../../../src/testing/index.ts";
import { assembleTokens } from "../../../src/wbxml/listing/token-assembler.ts";
import { readChunks } from "../../support/event-log.ts";
import { listChunks } from "../../support/listing.ts";
import { accept } from "../../support/toy-server.ts";

// One seed, so that every run catches the same.
const seed = 7;
/** For large counter-examples, whose shrunk form is not checked. */
const unshrunk = { seed, endOnFailure: true };

/** Report of the law that a broken codec breaks. */
function reportOf(check: () => void): string {
  try {
    check();
  } catch (error) {
    return String(error) + String((error as Error).cause);
  }
  return "nothing was caught";
}

/** A sink in front of `sink`, with some of its events changed. */
function altered(sink: EventSink, changes: Partial<EventSink>): EventSink {
  const forward = Object.fromEntries(
    (
      ["startDocument", "startElement", "attribute", "text", "string", "opaque", "endElement", "endDocument"] as const
    ).map((name) => [name, (...args: never[]) => (sink[name] as (...args: never[]) => void)(...args)]),
  );
  return { ...forward, ...changes } as unknown as EventSink;
}

const text = (document: Uint8Array) => new TextDecoder().decode(document);

/** A codec with one fault, and the law that it breaks. */
const broken: readonly [fault: string, law: string, check: () => void][] = [
  [
    "an encoder that forgets NoResp",
    "checkRoundTrip",
    () => {
      const withoutNoResp = (message: SyncML) => ({ ...message, syncHdr: { ...message.syncHdr, noResp: undefined } });
      testing.checkRoundTrip({ encode: (message, format) => encode(withoutNoResp(message), { format }) }, { seed });
    },
  ],
  [
    "a decoder that drops an empty element",
    "checkRoundTrip",
    () => {
      const withoutEmpty = (message: SyncML) => {
        const { respURI } = message.syncHdr;
        return { ...message, syncHdr: { ...message.syncHdr, respURI: respURI === "" ? undefined : respURI } };
      };
      testing.checkRoundTrip({ decode: (document) => withoutEmpty(decode(document)) }, { seed, numRuns: 2000 });
    },
  ],
  [
    "an XML encoder that trims",
    "checkFormsAgree",
    () => {
      const trimmed = (xml: string) => new TextEncoder().encode(xml.replace(/\s+<\/LocName>/g, "</LocName>"));
      testing.checkFormsAgree(
        {
          encode: (message, format) =>
            format === "wbxml" ? encode(message) : trimmed(encode(message, { format, output: "string" })),
        },
        { seed },
      );
    },
  ],
  [
    "a decoder of XML that goes by the text of tags",
    "checkSpellings",
    () => {
      const known = (document: Uint8Array) => {
        if (!text(document).includes("<SyncHdr>")) throw new Error("there is no <SyncHdr>");
        return decode(document);
      };
      testing.checkSpellings({ decode: known }, { seed });
    },
  ],
  [
    "a decoder that takes CDATA verbatim",
    "checkSpellings",
    () => {
      const literal = (document: Uint8Array) => text(document).replace(/<!\[CDATA\[(.*?)\]\]>/gs, "&lt;![CDATA[]]&gt;");
      testing.checkSpellings({ decode: (document) => decode(literal(document)) }, { seed });
    },
  ],
  [
    "a conversion that leaves types of embedded documents as they are",
    "checkConversionsAgree",
    () => {
      const keepingTypes = (document: Uint8Array, to: Format) =>
        to === "wbxml"
          ? convert(document, { to, embeddedTypes: "keep" })
          : convert(document, { to, output: "bytes", embeddedTypes: "keep" });
      testing.checkConversionsAgree({ convert: keepingTypes }, { ...unshrunk, numRuns: 1000 });
    },
  ],
  [
    "a decoder that infers no namespace",
    "checkConversionsAgree",
    () => {
      const unknown = (document: Uint8Array) => text(document).replaceAll(' xmlns=""', ' xmlns="urn:x"');
      testing.checkConversionsAgree({ decode: (document) => decode(unknown(document)) }, { ...unshrunk, numRuns: 300 });
    },
  ],
  [
    "a decoder that takes payloads for meta information",
    "checkPayloads",
    () => {
      const guessed = (document: Uint8Array) => text(document).replaceAll("<Type>", '<Type xmlns="syncml:metinf">');
      testing.checkPayloads({ decode: (document) => decode(guessed(document)) }, { seed });
    },
  ],
  [
    "a conversion that drops declarations of no namespace",
    "checkPayloads",
    () => {
      const undeclared = (document: Uint8Array) => new TextEncoder().encode(text(document).replaceAll(' xmlns=""', ""));
      const dropping = (document: Uint8Array, to: Format) =>
        to === "wbxml" ? convert(document, { to }) : undeclared(convert(document, { to, output: "bytes" }));
      testing.checkPayloads({ convert: dropping }, { seed });
    },
  ],
  [
    "a reader that decodes each chunk by itself",
    "checkChunkBlind",
    () => testing.checkChunkBlind((chunks) => chunks.map(text).join(""), { seed }),
  ],
  [
    "a reader that skips chunks of one byte",
    "checkChunkBlind",
    () => testing.checkChunkBlind((chunks) => readChunks(chunks.filter(({ length }) => length !== 1)), { seed }),
  ],
  [
    "a decoder that closes what is open",
    "checkHonest",
    () => testing.checkHonest({ decode: (document) => decodePartial(document).document as SyncML }, { seed }),
  ],
  [
    "a decoder that loses the place",
    "checkHonest",
    () => {
      const shifted = (document: Uint8Array) => {
        const source = openDocument(altered({} as EventSink, noEvents), { limits: { maxDocumentBytes: 20 } });
        source.write(document);
        source.end();
        return decode(document);
      };
      testing.checkHonest({ decode: shifted }, { seed });
    },
  ],
  [
    "a reader that never ends an element without content",
    "checkBalanced",
    () => {
      testing.checkBalanced(
        (sink) => {
          let isEmpty = false;
          return openDocument(
            altered(sink, {
              startElement: (name) => {
                isEmpty = true;
                sink.startElement(name);
              },
              text: (chunk, start, end) => {
                isEmpty = false;
                sink.text(chunk, start, end);
              },
              endElement: () => {
                if (!isEmpty) sink.endElement();
                isEmpty = false;
              },
            }),
          );
        },
        { seed },
      );
    },
  ],
  [
    "a reader that never ends the document",
    "checkBalanced",
    () => testing.checkBalanced((sink) => openDocument(altered(sink, { endDocument: () => {} })), { seed }),
  ],
  [
    "a reader that ends the root twice",
    "checkBalanced",
    () => {
      const endTwice = (sink: EventSink) => () => {
        sink.endElement();
        sink.endDocument();
      };
      testing.checkBalanced((sink) => openDocument(altered(sink, { endDocument: endTwice(sink) })), { seed });
    },
  ],
  [
    "a reader that takes bytes after the root for another root",
    "checkBalanced",
    () => {
      testing.checkBalanced(
        (sink) => {
          let root: ElementName | undefined;
          return openDocument(
            altered(sink, {
              startElement: (name) => {
                root ??= name;
                sink.startElement(name);
              },
              endDocument: () => {
                sink.startElement(root as ElementName);
                sink.endElement();
                sink.endDocument();
              },
            }),
          );
        },
        { seed },
      );
    },
  ],
  [
    "a reader that passes on text of no length",
    "checkBalanced",
    () => {
      const withEmpty = (sink: EventSink) => (chunk: Uint8Array, start: number, end: number) => {
        sink.text(chunk, start, end);
        sink.text(chunk, end, end);
      };
      testing.checkBalanced((sink) => openDocument(altered(sink, { text: withEmpty(sink) })), { seed });
    },
  ],
  [
    "a reader that passes on attributes after the text",
    "checkBalanced",
    () => {
      testing.checkBalanced(
        (sink) => {
          const held: (() => void)[] = [];
          return openDocument(
            altered(sink, {
              attribute: (name, value) => held.push(() => sink.attribute(name, value)),
              text: (chunk, start, end) => {
                sink.text(chunk, start, end);
                for (const attribute of held.splice(0)) attribute();
              },
            }),
          );
        },
        { ...unshrunk, numRuns: 1000 },
      );
    },
  ],
  [
    "a reader that passes on an opaque as text too",
    "checkCounted",
    () => {
      testing.checkCounted(
        (sink) =>
          openDocument(
            altered(sink, {
              opaque: (chunk, start, end, remaining) => {
                sink.opaque(chunk, start, end, remaining);
                if (end > start) sink.text(chunk, start, end);
              },
            }),
          ),
        { ...unshrunk, numRuns: 1000 },
      );
    },
  ],
  [
    "a reader that drops the last piece of an opaque",
    "checkCounted",
    () => {
      testing.checkCounted(
        (sink) => {
          let wasCut = false;
          return openDocument(
            altered(sink, {
              opaque: (chunk, start, end, remaining) => {
                if (remaining > 0 || !wasCut) sink.opaque(chunk, start, end, remaining);
                wasCut = remaining > 0;
              },
            }),
          );
        },
        { ...unshrunk, numRuns: 1000 },
      );
    },
  ],
  [
    "a reader that counts the same bytes twice",
    "checkCounted",
    () => {
      testing.checkCounted(
        (sink) =>
          openDocument(
            altered(sink, {
              opaque: (chunk, start, end, remaining) =>
                sink.opaque(chunk, start, end, remaining > 0 ? remaining + end - start : 0),
            }),
          ),
        { ...unshrunk, numRuns: 1000 },
      );
    },
  ],
  [
    "a listing that does not tell how long integers were",
    "checkFaithful",
    () => {
      const list = (document: Uint8Array) => listChunks([document]).text.replace(/\b(\d+|0x[\da-f]+)\/\d\b/g, "$1");
      testing.checkFaithful({ list, assemble: assembleTokens }, { seed });
    },
  ],
  [
    "a canonical form that is taken for a listing",
    "checkFaithful",
    () => {
      const list = (document: Uint8Array) => convert(document, { to: "xml" });
      testing.checkFaithful({ list, assemble: (xml) => convert(xml, { to: "wbxml" }) }, { seed });
    },
  ],
  [
    "a decoder that looks into what it did not get",
    "checkRefuses",
    () => {
      const sourceOf = (document: Uint8Array) =>
        (decodePartial(document).document as { syncHdr: { source: { locURI: string } } }).syncHdr.source.locURI;
      testing.checkRefuses(sourceOf, { seed });
    },
  ],
  [
    "a decoder that stays broken",
    "checkRefuses",
    () => {
      let isBroken = false;
      testing.checkRefuses(
        (document) => {
          if (isBroken) throw new Error("it has failed before");
          isBroken = true;
          const message = decode(document);
          isBroken = false;
          return message;
        },
        { seed },
      );
    },
  ],
  [
    "pieces that leave out the last octet",
    "checkTiles",
    () => testing.checkTiles((document) => [{ start: 0, end: document.length - 1 }], { seed }),
  ],
  [
    "pieces that overlap",
    "checkTiles",
    () =>
      testing.checkTiles(
        (document) => [
          { start: 0, end: 2 },
          { start: 1, end: document.length },
        ],
        { seed },
      ),
  ],
  [
    "a reader of captures that leaves the last message out",
    "checkSamePayloads",
    () => {
      const withoutLast = (file: Uint8Array) => ({
        ...readCapture(file),
        exchanges: readCapture(file).exchanges.slice(0, -1),
      });
      testing.checkSamePayloads(withoutLast, unshrunk);
    },
  ],
  [
    "a reader of captures that drops what comes early",
    "checkSamePayloads",
    () => testing.checkSamePayloads((file) => readCapture(file, { limits: { heldBytes: 1 } }), unshrunk),
  ],
  [
    "a reader of captures that joins what is on both sides of a hole",
    "checkNothingInvented",
    () => {
      const joined = (payload: Payload | undefined) => (payload === undefined ? {} : { ...payload, gaps: [] });
      const joining = (file: Uint8Array) => ({
        ...readCapture(file),
        exchanges: readCapture(file).exchanges.map(({ request }) => ({ request: joined(request) as Payload })),
      });
      testing.checkNothingInvented(joining, unshrunk);
    },
  ],
  [
    "a reader of captures that fills holes with zeros",
    "checkNothingInvented",
    () => {
      const filled = ({ bytes, gaps, ...rest }: Payload): Payload => {
        const [{ offset, length = 0 } = { offset: 0 }, ...others] = gaps;
        const all = Uint8Array.from([
          ...bytes.subarray(0, offset),
          ...new Uint8Array(length),
          ...bytes.subarray(offset),
        ]);
        return { ...rest, bytes: all, gaps: others };
      };
      const filling = (file: Uint8Array) => ({
        ...readCapture(file),
        exchanges: readCapture(file).exchanges.map(({ request }) =>
          request === undefined ? {} : { request: filled(request) },
        ),
      });
      testing.checkNothingInvented(filling, unshrunk);
    },
  ],
  [
    "a reader of captures that says nothing",
    "checkLossesSaidOnce",
    () => testing.checkLossesSaidOnce((file) => ({ ...readCapture(file), exchanges: [], diagnostics: [] }), unshrunk),
  ],
  [
    "a reader of captures that says all of it twice",
    "checkLossesSaidOnce",
    () => {
      const twice = (file: Uint8Array) => {
        const { exchanges, diagnostics } = readCapture(file);
        return { exchanges: [...exchanges, ...exchanges], diagnostics: [...diagnostics, ...diagnostics] };
      };
      testing.checkLossesSaidOnce(twice, unshrunk);
    },
  ],
];

const noEvents: Partial<EventSink> = {
  startDocument: () => {},
  startElement: () => {},
  attribute: () => {},
  text: () => {},
  opaque: () => {},
  endElement: () => {},
  endDocument: () => {},
};

/** A server with one fault. */
const brokenServers: readonly [fault: string, answer: (request: SyncML) => SyncML][] = [
  [
    "answers the header last",
    (request) => {
      const response = accept(request);
      response.syncBody.commands.reverse();
      return response;
    },
  ],
  [
    "forgets the second command",
    (request) => {
      const response = accept(request);
      response.syncBody.commands.splice(2);
      return response;
    },
  ],
  [
    "numbers its answers by position",
    (request) => {
      const response = accept(request);
      for (const [index, command] of response.syncBody.commands.entries()) {
        if (command.kind === "Status") command.cmdRef = String(index);
      }
      return response;
    },
  ],
  [
    "opens a session of its own",
    (request) => {
      const response = accept(request);
      response.syncHdr.sessionID = "0";
      return response;
    },
  ],
  [
    "speaks one version",
    (request) => {
      const response = accept(request);
      response.syncHdr.verProto = "SyncML/1.2";
      return response;
    },
  ],
];

describe("every law bites", () => {
  test.each(broken)("%s breaks %s", (_fault, _law, check) => {
    expect(reportOf(check)).toContain("Property failed after");
  });

  test("every law is among them", () => {
    const bitten = [...broken.map(([, law]) => law), ...brokenServers.map(() => "checkServer")];
    expect([...new Set(bitten)].sort()).toEqual(
      Object.keys(testing)
        .filter((name) => name.startsWith("check"))
        .sort(),
    );
  });

  test.each(brokenServers)("a server that %s breaks checkServer", async (_fault, answer) => {
    const respond = (request: Uint8Array) => encode(answer(decode(request)), { format: "wbxml" });
    await expect(testing.checkServer(respond, { seed })).rejects.toThrow("Property failed after");
  });
});

describe("reports", () => {
  test("show the message as XML, and a small one", () => {
    const [, , check] = broken[0] as (typeof broken)[0];
    const [, given = ""] = /encoded as \w+\n(.*)\nis decoded as/.exec(reportOf(check)) ?? [];
    expect(given).toContain("<NoResp/>");
    expect(given.length).toBeLessThan(600);
  });

  test("can be had again by seed and path", () => {
    const [, , check] = broken[0] as (typeof broken)[0];
    expect(reportOf(check)).toMatch(/\{ seed: 7, path: "[\d:]+"/);
  });
});
