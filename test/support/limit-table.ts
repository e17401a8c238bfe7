import { type Limits, limitRanges } from "../../src/core/limits.ts";
import { readChunks } from "./event-log.ts";

interface LimitCase {
  /** What the limit bounds, for the table of limits. */
  readonly bounds: string;
  readonly document: Uint8Array;
  /** How much of it the document uses. */
  readonly needed: number;
}

const xml = (text: string) => new Uint8Array(Buffer.from(text));
const wbxml = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

const limitCases: Readonly<Record<keyof Limits, LimitCase>> = {
  maxDepth: {
    bounds: "elements inside one another, those of embedded documents included",
    document: xml("<a><b><c/></b></a>"),
    needed: 3,
  },
  maxDocumentBytes: { bounds: "the document", document: xml("<a/>"), needed: 4 },
  maxStringTableBytes: {
    bounds: "the string table, as declared",
    document: wbxml("03a4016a 04 61626300 2d"),
    needed: 4,
  },
  maxReferencedBytes: {
    bounds: "what all references to the string table and long namespaces expand to",
    document: wbxml("03a4016a 04 61626300 6d 4f 8300 8300 01 01"),
    needed: 6,
  },
  maxTextBytes: { bounds: "one text, attribute value or name", document: xml("<a>abc</a>"), needed: 3 },
  maxOpaqueBytes: {
    bounds: "one OPAQUE, as declared",
    document: wbxml("03a4016a 00 6d 4f c303616263 01 01"),
    needed: 3,
  },
  maxElements: { bounds: "elements of the document", document: xml("<a><b/></a>"), needed: 2 },
  maxAttributes: { bounds: "attributes of one element, declarations too", document: xml("<a b='' c=''/>"), needed: 2 },
};

/** Error code of a document that exceeds the limit by one; one exactly at the limit must pass. */
function codeOfCrossing(name: keyof Limits): string {
  const { document, needed } = limitCases[name];
  const [within, crossed] = [needed, needed - 1].map((limit) => readChunks([document], { limits: { [name]: limit } }));
  if (within?.error !== undefined) throw new Error(`${name} ${needed} is refused: ${within.error.reason}`);
  return crossed?.error?.reason.includes(name) ? crossed.error.code : `none for ${name}`;
}

/** The rows of the table of limits in the docs, from the limits in force and from what happens where they are crossed. */
export function limitRows(): string[] {
  const number = (value: number) => value.toLocaleString("en-US");
  return limitRanges.map(({ name, default: value, min, max }) => {
    const cells = [`\`${name}\``, limitCases[name].bounds, number(value), `${number(min)}–${number(max)}`];
    return `| ${[...cells, `\`${codeOfCrossing(name)}\``].join(" | ")} |`;
  });
}
