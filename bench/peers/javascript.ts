import { decode } from "../../src/index.ts";
import { expectEqual, forEach, type LoadedFixture, totalLength, type Work } from "../work.ts";

interface JavascriptPeer {
  /** Package whose version the results name; absent for built-ins of the platform. */
  readonly package?: string;
  readonly prepare: (fixture: LoadedFixture) => Work | Promise<Work>;
}

const nothing = () => {};

/**
 * XML parsers get strings, as their interfaces want, while the library decodes bytes; and they ignore namespaces, their
 * default. Both save them work.
 */
export const javascriptPeers: Readonly<Record<string, JavascriptPeer>> = {
  "json-parse": {
    prepare: ({ json }) => {
      const parse = (text: string) => JSON.parse(text) as unknown;
      return {
        bytes: totalLength(json),
        run: forEach(json, parse),
        check: () => {
          for (const text of json) expectEqual("JSON", JSON.stringify(parse(text)), text);
        },
      };
    },
  },
  "json-stringify": { prepare: (fixture) => stringifying(fixture, (message) => JSON.stringify(message)) },
  "json-stringify-bytes": {
    prepare: (fixture) => stringifying(fixture, (message) => Buffer.from(JSON.stringify(message))),
  },
  /** The platform's cost for octets, which make up nearly all of the document. */
  "base64-bytes": {
    prepare: ({ wbxml }) => {
      const write = (document: Uint8Array) =>
        Buffer.from(Buffer.from(document.buffer, document.byteOffset, document.length).toString("base64"));
      return { bytes: totalLength(wbxml), run: forEach(wbxml, write), check: nothing };
    },
  },
  "copy-wbxml": { prepare: ({ wbxml }) => copying(wbxml) },
  "copy-xml": { prepare: ({ xml }) => copying(xml) },
  "utf8-decode": {
    prepare: ({ xml }) => {
      const decoder = new TextDecoder();
      return { bytes: totalLength(xml), run: forEach(xml, (document) => decoder.decode(document)), check: nothing };
    },
  },
  saxes: {
    package: "saxes",
    prepare: async (fixture) => {
      const { SaxesParser } = await import("saxes");
      return parsing(fixture, (text, onElement) => {
        const parser = new SaxesParser();
        parser.on("opentag", onElement);
        parser.on("closetag", nothing);
        parser.on("text", nothing);
        parser.on("cdata", nothing);
        parser.write(text).close();
      });
    },
  },
  sax: {
    package: "sax",
    prepare: async (fixture) => {
      const { default: sax } = await import("sax");
      return parsing(fixture, (text, onElement) => {
        const parser = sax.parser(true);
        parser.onopentag = onElement;
        parser.onclosetag = nothing;
        parser.ontext = nothing;
        parser.oncdata = nothing;
        parser.write(text).close();
      });
    },
  },
  htmlparser2: {
    package: "htmlparser2",
    prepare: async (fixture) => {
      const { Parser } = await import("htmlparser2");
      return parsing(fixture, (text, onElement) => {
        const parser = new Parser({ onopentag: onElement, onclosetag: nothing, ontext: nothing }, { xmlMode: true });
        parser.write(text);
        parser.end();
      });
    },
  },
  txml: {
    package: "txml",
    prepare: async (fixture) => {
      const { parse } = await import("txml");
      return building(fixture, (text) => parse(text));
    },
  },
  "fast-xml-parser": {
    package: "fast-xml-parser",
    prepare: async (fixture) => {
      const { XMLParser } = await import("fast-xml-parser");
      const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: false });
      return building(fixture, (text) => parser.parse(text) as unknown);
    },
  },
  "libxml2-wasm": {
    package: "libxml2-wasm",
    prepare: async ({ xml, facts }) => {
      const { XmlDocument } = await import("libxml2-wasm");
      const parse = (document: Uint8Array) => {
        const tree = XmlDocument.fromBuffer(document);
        // Its memory is off-heap and must be freed explicitly.
        tree.dispose();
        return tree;
      };
      return {
        bytes: totalLength(xml),
        run: forEach(xml, parse),
        check: () => {
          const counts = xml.map((document) => {
            const tree = XmlDocument.fromBuffer(document);
            const elements = tree.find("//*").length;
            tree.dispose();
            return elements;
          });
          expectEqual("elements", counts.reduce(sum, 0), facts.elements.xml);
        },
      };
    },
  },
};

const sum = (one: number, other: number) => one + other;

function copying(documents: readonly Uint8Array[]): Work {
  const copy = new Uint8Array(Math.max(...documents.map(({ length }) => length)));
  return {
    bytes: totalLength(documents),
    run: forEach(documents, (document) => copy.set(document)),
    check: nothing,
  };
}

function stringifying({ wbxml }: LoadedFixture, write: (message: object) => string | Uint8Array): Work {
  const messages = wbxml.map((document) => decode(document));
  return { bytes: totalLength(messages.map(write)), run: forEach(messages, write), check: nothing };
}

/** An event parser; calls `onElement` for each element. */
function parsing({ xmlText, facts }: LoadedFixture, parse: (text: string, onElement: () => void) => void): Work {
  let elements = 0;
  const onElement = () => {
    elements++;
  };
  return {
    bytes: totalLength(xmlText),
    run: forEach(xmlText, (text) => {
      parse(text, onElement);
      return elements;
    }),
    check() {
      const before = elements;
      this.run();
      expectEqual("elements", elements - before, facts.elements.xml);
    },
  };
}

/** A tree-building parser. */
function building({ xmlText, facts }: LoadedFixture, parse: (text: string) => unknown): Work {
  return {
    bytes: totalLength(xmlText),
    run: forEach(xmlText, parse),
    check: () => {
      const finals = xmlText.map((text) => JSON.stringify(parse(text)).match(/"Final"/g)?.length ?? 0).reduce(sum, 0);
      const expected = xmlText.map((text) => text.match(/<Final/g)?.length ?? 0).reduce(sum, 0);
      expectEqual("Final elements", finals, Math.min(expected, facts.elements.xml));
    },
  };
}
