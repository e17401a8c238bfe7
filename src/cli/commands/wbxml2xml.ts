import { type Command, InvalidArgumentError, Option } from "commander";
import type { Diagnostic } from "../../core/diagnostics.ts";
import type { Environment } from "../environment.ts";
import { addLibwbxmlCommand, type LibwbxmlOutputOptions, performLibwbxml } from "../libwbxml-command.ts";
import { libwbxmlCharsets, libwbxmlLanguages } from "../libwbxml-languages.ts";
import { libwbxmlXml, type XmlLayout } from "../libwbxml-xml.ts";

const NAME = "wbxml2xml";
const MAX_INDENT = 80;

const layouts: Readonly<Record<string, XmlLayout>> = { 0: "compact", 1: "indented", 2: "canonical" };

interface Wbxml2xmlOptions extends LibwbxmlOutputOptions {
  readonly m: string;
  readonly i: number;
  readonly k?: true;
  readonly l?: string;
  readonly c?: string;
}

/** Adds `wbxml2xml`: libwbxml's program of that name. */
export function addWbxml2xmlCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  addLibwbxmlCommand(program, NAME, "write WBXML as XML, with the options of libwbxml's program")
    .addOption(
      new Option("-m <MODE>", "0 is compact, 1 a line for each tag, 2 canonical")
        .choices(Object.keys(layouts))
        .default("1"),
    )
    .option("-i <N>", "blanks for each level, in mode 1", parseIndent, 0)
    .option("-k", "keep white space between tags")
    .addOption(
      new Option("-l <LANGUAGE>", "language of the document, whatever its public id says").choices(
        Object.keys(libwbxmlLanguages),
      ),
    )
    .addOption(
      new Option("-c <CHARSET>", "charset, where the document has none").choices(Object.keys(libwbxmlCharsets)),
    )
    .action(async (file: string, options: Wbxml2xmlOptions) => {
      const { m, i, k, l = "", c = "" } = options;
      const language = libwbxmlLanguages[l];
      const how = {
        layout: layouts[m] as XmlLayout,
        indent: i,
        keepsWhiteSpace: k === true,
        language,
        charset: libwbxmlCharsets[c],
      };
      exit(
        await performLibwbxml(environment, { name: NAME, from: "wbxml" }, file, options, (wbxml, listener) => {
          const onDiagnostic = (diagnostic: Diagnostic) => {
            if (language === undefined || !ofLanguage.has(diagnostic.code)) listener(diagnostic);
          };
          return libwbxmlXml(wbxml, how, { onDiagnostic });
        }),
      );
    });
}

/** What is said of a language other than the announced one: nothing new to whoever asked for it. */
const ofLanguage: ReadonlySet<string> = new Set(["vocabulary-from-media-type", "media-type-overrides-public-id"]);

function parseIndent(text: string): number {
  const indent = Number(text);
  if (!/^\d+$/.test(text) || indent > MAX_INDENT) {
    throw new InvalidArgumentError(`Expected a number from 0 to ${MAX_INDENT}.`);
  }
  return indent;
}
