import { type Command, Option } from "commander";
import { convert } from "../../codec/convert.ts";
import { peekPublicIdentifier } from "../../wbxml/peek-header.ts";
import type { WbxmlWriteOptions } from "../../wbxml/write-options.ts";
import type { Environment } from "../environment.ts";
import { everyVocabulary } from "../every-vocabulary.ts";
import { addLibwbxmlCommand, type LibwbxmlOutputOptions, performLibwbxml } from "../libwbxml-command.ts";

const NAME = "xml2wbxml";

interface Xml2wbxmlOptions extends LibwbxmlOutputOptions {
  readonly k?: true;
  readonly n?: true;
  readonly v: WbxmlWriteOptions["version"];
  readonly a?: true;
}

/** Adds `xml2wbxml`: libwbxml's program of that name. */
export function addXml2wbxmlCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  addLibwbxmlCommand(program, NAME, "write XML as WBXML, with the options of libwbxml's program")
    .option("-k", "keep white space between tags")
    .option("-n", "leave out the string table")
    .addOption(new Option("-v <VERSION>", "WBXML version").choices(["1.0", "1.1", "1.2", "1.3"]).default("1.3"))
    .option("-a", "leave out the public id of a language that has no number")
    .action(async (file: string, options: Xml2wbxmlOptions) => {
      exit(
        await performLibwbxml(environment, { name: NAME, from: "xml" }, file, options, (xml, onDiagnostic) => {
          const { k, n, v: version, a } = options;
          const how = {
            from: "xml",
            to: "wbxml",
            vocabularies: everyVocabulary,
            version,
            stringTable: n ? "none" : "auto",
            whitespace: k ? "keep" : "drop",
          } as const;
          const written = convert(xml, { ...how, onDiagnostic });
          const isText = peekPublicIdentifier(written)?.number === 0;
          return a && isText ? convert(xml, { ...how, publicId: "unknown" }) : written;
        }),
      );
    });
}
