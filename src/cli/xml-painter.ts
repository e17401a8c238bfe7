import type { Colors } from "./colors.ts";
import { printableText, xmlEscape } from "./printable.ts";

/**
 * Colours the XML that an `XmlEncoder` writes, in pieces cut anywhere, and shows control characters as character
 * references. It relies on that XML having only double quotes, no comments or CDATA sections, and `>` only at the end of
 * markup.
 */
export class XmlPainter {
  private readonly output: (text: string) => void;
  private readonly colors: Colors;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Markup whose end is in a later piece. */
  private held = "";

  /** `output` gets text that is safe for a terminal. */
  constructor(output: (text: string) => void, colors: Colors) {
    this.output = output;
    this.colors = colors;
  }

  /** `bytes` may be overwritten as soon as this returns. */
  write(bytes: Uint8Array): void {
    const text = this.held + this.decoder.decode(bytes, { stream: true });
    const start = text.lastIndexOf("<");
    const end = start < 0 || text.includes(">", start) ? text.length : start;
    this.held = text.slice(end);
    this.output(text.slice(0, end).replace(/<[^>]*>|[^<]+/g, (part) => this.paint(printableText(part, xmlEscape))));
  }

  /** Prints what is still held back. */
  flush(): void {
    this.output(printableText(this.held + this.decoder.decode(), xmlEscape));
    this.held = "";
  }

  private paint(part: string): string {
    const { cyan, dim, green, yellow } = this.colors;
    if (!part.startsWith("<")) return part.trim() === "" ? part : green(part);
    if (part.startsWith("<?")) return dim(part);
    const [, open = "", attributes = "", close = ""] = /^([^ >]+?)( [^>]*?)?(\/?>)$/.exec(part) ?? [];
    if (attributes === "") return cyan(part);
    return (
      cyan(open) +
      attributes.replace(/([^\s=]+)=("[^"]*")/g, (_, name, value) => `${yellow(name)}=${green(value)}`) +
      cyan(close)
    );
  }
}
