import { SaxesParser } from "saxes";

/** An element as an independent parser reads it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: (XmlElement | string)[];
}

/** Parses well-formed XML with namespaces; anything else throws. */
export function parseXml(xml: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const stack: XmlElement[] = [{ name: "", attributes: {}, children: [] }];
  const addText = (text: string) => {
    const { children } = stack.at(-1) as XmlElement;
    const last = children.length - 1;
    if (typeof children[last] === "string") children[last] += text;
    else if (text !== "") children.push(text);
  };
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ uri, local, attributes }) => {
    const own = Object.values(attributes).filter(({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns");
    const element = {
      name: `{${uri}}${local}`,
      attributes: Object.fromEntries(own.map(({ uri: space, local: name, value }) => [`{${space}}${name}`, value])),
      children: [],
    };
    (stack.at(-1) as XmlElement).children.push(element);
    stack.push(element);
  });
  parser.on("closetag", () => stack.pop());
  parser.on("text", (text) => {
    if (stack.length > 1) addText(text);
  });
  parser.on("cdata", addText);
  parser.write(xml).close();
  return stack[0]?.children[0] as XmlElement;
}
