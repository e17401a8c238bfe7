import { expect, test } from "vitest";
import { XmlEncoder } from "../../src/xml/encoder.ts";
import { XmlReader } from "../../src/xml/reader.ts";
import { convertedBodies, xmlBodies } from "../support/xml-corpus.ts";
import { parseXml, type XmlElement } from "../support/xml-tree.ts";

/** The content with line breaks as another parser reads them. */
function withLineFeeds({ name, attributes, children }: XmlElement): XmlElement {
  return {
    name,
    attributes,
    children: children.map((child) =>
      typeof child === "string" ? child.replace(/\r\n?/g, "\n") : withLineFeeds(child),
    ),
  };
}

test.each([...xmlBodies, ...convertedBodies])("$file written again means the same to another parser", ({ bytes }) => {
  const written: Uint8Array[] = [];
  const reader = new XmlReader(new XmlEncoder((output) => written.push(output.slice())));
  reader.write(bytes);
  reader.end();
  const ours = parseXml(Buffer.concat(written).toString("utf8"));
  expect(withLineFeeds(ours)).toEqual(withLineFeeds(parseXml(Buffer.from(bytes).toString("utf8"))));
});
