import type { XmlElement } from "./xml-tree.ts";

/**
 * An element with its content in the form that can be compared with the C library's, which writes CR into XML as it is and
 * makes CR LF of LF (corpus README). So a run of line breaks counts as one.
 */
export function comparable({ name, attributes, children }: XmlElement): unknown {
  const content = children
    .map((child) => (typeof child === "string" ? child.replace(/[\r\n]+/g, "\n") : comparable(child)))
    .filter((child) => typeof child !== "string" || child.trim() !== "");
  return { name, attributes, content };
}

/** Makes well-formed what libwbxml left unsplit: `]]>` inside a CDATA section (corpus README). */
export function splitCdata(xml: string): string {
  return xml.replace(/<!\[CDATA\[([\s\S]*?)\]\]>(?=<)/g, (_section, data: string) => {
    return `<![CDATA[${data.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
  });
}
