import { readdirSync } from "node:fs";
import { corpusBytes, corpusPath } from "./corpus.ts";
import { parseXml } from "./xml-tree.ts";

const root = "syncevolution";

const isWellFormed = (bytes: Uint8Array) => {
  try {
    parseXml(Buffer.from(bytes).toString("utf8"));
    return true;
  } catch {
    return false;
  }
};

/** An XML document of the recorded sessions. */
export interface XmlBody {
  readonly file: string;
  readonly bytes: Uint8Array;
}

const files = readdirSync(corpusPath(root), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".xml"))
  .sort()
  .map((file) => ({ file: `${root}/${file}`, bytes: corpusBytes(`${root}/${file}`) }));

/** Every body received as XML, as the peers wrote it. */
export const xmlBodies: readonly XmlBody[] = files.filter(({ file }) => !file.endsWith(".libwbxml.xml"));

/** What libwbxml made of the others, as far as another parser reads it. */
export const convertedBodies: readonly XmlBody[] = files.filter(
  ({ file, bytes }) => file.endsWith(".libwbxml.xml") && isWellFormed(bytes),
);
