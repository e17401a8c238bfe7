import { expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { corpusBytes, corpusText, wbxmlBodies } from "../support/corpus.ts";
import { parseXml, type XmlElement } from "../support/xml-tree.ts";

/**
 * An element with its content in the form that can be compared with the references, whose README says what they change:
 * CR LF reads as LF, and the type of embedded device information is rewritten from `+wbxml` to `+xml`.
 */
function comparable({ name, attributes, children }: XmlElement): unknown {
  const content = children
    .map((child) => (typeof child === "string" ? child.replaceAll("\r\n", "\n") : comparable(child)))
    .filter((child) => typeof child !== "string" || child.trim() !== "");
  const isType = name.endsWith("}Type");
  return {
    name,
    attributes,
    content: content.map((child) =>
      isType && typeof child === "string" ? child.replace("devinf+wbxml", "devinf+xml") : child,
    ),
  };
}

/** Makes well-formed what libwbxml left unsplit: `]]>` inside a CDATA section (corpus README). */
function splitCdata(xml: string): string {
  return xml.replace(/<!\[CDATA\[([\s\S]*?)\]\]>(?=<)/g, (_section, data: string) => {
    return `<![CDATA[${data.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
  });
}

test.each(wbxmlBodies)("$file means what its reference says", ({ file, reference }) => {
  const ours = parseXml(convert(corpusBytes(file), { to: "xml" }));
  const theirs = parseXml(splitCdata(corpusText(reference)));
  expect(comparable(ours)).toEqual(comparable(theirs));
});
