// Needs wbxml2xml and xml2wbxml of libwbxml (Debian: libwbxml2-utils); run by `npm run test:peers`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { everyVocabulary } from "../../src/cli/every-vocabulary.ts";
import { libwbxmlLanguages } from "../../src/cli/libwbxml-languages.ts";
import { convert } from "../../src/codec/convert.ts";
import { peekPublicIdentifier } from "../../src/wbxml/peek-header.ts";
import { runCli } from "../cli/run-cli.ts";
import { corpusBytes, wbxmlBodies, xmlBodies } from "../support/corpus.ts";
import { libwbxmlForm } from "../support/libwbxml-form.ts";
import { wapCorpus } from "../support/wap-corpus.ts";

const MINUTES = 300_000;
const vocabularies = everyVocabulary;
const folder = mkdtempSync(join(tmpdir(), "syncml-drop-in-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Document {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** What `-l` must say, since libwbxml finds the language by no other way. */
  readonly language?: string;
}

/** What a program writes into a file, and whether it says that it succeeded. */
interface Result {
  readonly written: Uint8Array | undefined;
  readonly succeeded: boolean;
}

const succeeded = (name: string, stderr: string) => stderr.endsWith(`${name} succeeded\n`);

/** What libwbxml's program and the command of the same name make of a document with the same arguments. */
async function both(name: string, args: readonly string[], document: Uint8Array): Promise<readonly [Result, Result]> {
  const [input, theirs, ours] = ["in", "theirs", "ours"].map((file) => join(folder, file)) as [string, string, string];
  for (const file of [theirs, ours]) rmSync(file, { force: true });
  writeFileSync(input, document);
  const peer = spawnSync(name, [...args, "-o", theirs, input], { encoding: "utf8" });
  const own = await runCli([name, ...args, "-o", ours, input]);
  const resultOf = (file: string, stderr: string) => ({
    written: existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined,
    succeeded: succeeded(name, stderr),
  });
  return [resultOf(theirs, peer.stderr), resultOf(ours, own.stderr)];
}

/** Why documents come out differently. */
type Reasons = Readonly<Record<string, string>>;

/** The documents that come out differently, each with the reason that is known of it. */
function reasonsOf(different: readonly string[], known: Reasons): Reasons {
  return Object.fromEntries(different.map((file) => [file, known[file] ?? "not known"]));
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("wbxml2xml", () => {
  const needsLanguage = new Set([
    "ota-settings-7.0.xml",
    "activesync.xml",
    "activesync-sendmail.xml",
    "wv-csp-1.2.xml",
    "wv-csp-1.2-octets.xml",
  ]);
  const documents: readonly Document[] = [
    ...wapCorpus.map(({ file, definition, xml }) => {
      const bytes = convert(xml, { to: "wbxml", version: "1.3", vocabularies });
      const [language] = Object.entries(libwbxmlLanguages).find(([, one]) => one.definition === definition) ?? [];
      return { file, bytes, ...(needsLanguage.has(file) && language !== undefined ? { language } : {}) };
    }),
    ...wbxmlBodies.map(({ file }) => ({ file, bytes: corpusBytes(file) })),
  ];

  const inCdata = "it cuts ]]> in a text that it writes as CDATA";
  const doctype = "its DOCTYPE names another root element than the document has";
  const always: Reasons = {
    "activesync.xml": doctype,
    "activesync-sendmail.xml": doctype,
    "drmrel-1.0.xml": "it writes prefixes, and another name in the DOCTYPE",
    "ota-syncml-settings.xml": "it lacks the language",
    "wml-1.0.xml": "it takes the names of WML 1.3, which is in lower case",
    "wta-1.0.xml": doctype,
    "wv-csp-1.2-octets.xml": "it writes octets into XML as they are",
    "wv-csp-1.3.xml": "it lacks the language",
    "syncevolution/p14-multi-wbxml/002-req.wbxml": inCdata,
  };
  const mixed: Reasons = Object.fromEntries(
    ["wml-1.1.xml", "wml-1.2.xml", "wml-1.3.xml", "wta-wml-1.2.xml"].map((file) => [
      file,
      "it drops and adds white space between elements in a language that has text between them",
    ]),
  );
  /** Layout of a document in Data, such as device information. */
  const embedded: Reasons = Object.fromEntries(
    documents
      .filter(({ bytes }) => /<Data><(?:DevInf|MgmtTree)\b/.test(convert(bytes, { to: "xml", vocabularies })))
      .map(({ file }) => [file, "it begins a document in Data on the line of Data"]),
  );

  test.each<[string[], Reasons]>([
    [[], { ...embedded, ...mixed, ...always }],
    [["-m1", "-i", "4"], { ...embedded, ...mixed, ...always }],
    [["-m", "0"], { ...mixed, ...always }],
    [["-km0", "-cUTF-8"], always],
    [["-m2"], always],
  ])(
    "%j",
    async (args, known) => {
      const different: string[] = [];
      for (const { file, bytes, language } of documents) {
        const [theirs, ours] = await both("wbxml2xml", [...args, ...(language ? ["-l", language] : [])], bytes);
        expect(ours.succeeded, file).toBe(true);
        const xml = textOf(ours.written as Uint8Array);
        if (theirs.written === undefined || libwbxmlForm(textOf(theirs.written)) !== libwbxmlForm(xml)) {
          different.push(file);
        }
      }
      expect(reasonsOf(different, known)).toEqual(known);
    },
    MINUTES,
  );
});

describe("xml2wbxml", () => {
  const documents: readonly Document[] = [
    ...wapCorpus.map(({ file, xml }) => ({ file, bytes: new TextEncoder().encode(xml) })),
    ...xmlBodies.map(({ file }) => ({ file, bytes: corpusBytes(file) })),
    ...wbxmlBodies.map(({ file }) => ({
      file,
      bytes: convert(corpusBytes(file), { to: "xml", output: "bytes", vocabularies }),
    })),
  ];
  const mediaTypes = Object.fromEntries(wapCorpus.map(({ file, definition }) => [file, definition.mediaTypes[0]]));

  /** Header, and the document that we read. */
  function formOf(file: string, wbxml: Uint8Array | undefined): unknown {
    if (wbxml === undefined) return undefined;
    const { number = 0, text } = peekPublicIdentifier(wbxml) ?? {};
    const mediaType = number > 1 ? undefined : mediaTypes[file];
    try {
      const xml = convert(wbxml, { to: "xml", vocabularies, ...(mediaType === undefined ? {} : { mediaType }) });
      return { version: wbxml[0], number, text, xml: libwbxmlForm(xml) };
    } catch (error) {
      return String(error);
    }
  }

  const language = "it lacks the language";
  const number = "it names the language by a text, where we write its number or, for want of one, 1";
  const version = "it takes device information of every version for 1.2";
  const always: Reasons = {
    "drmrel-1.0.xml": "it looks names up without prefix, and has them with it",
    "ota-syncml-settings.xml": language,
    "syncevolution/p10-syncml11-wbxml/001-req.nested1.wbxml": version,
    "syncevolution/p10-syncml11-wbxml/001-resp.nested1.wbxml": version,
    "wml-1.0.xml": "it has no names in upper case",
    "wv-csp-1.1.xml": "it drops the namespaces below the root element",
    "wv-csp-1.2-octets.xml": number,
    "wv-csp-1.2.xml": number,
    "wv-csp-1.3.xml": language,
  };
  // Without a public identifier nobody tells WML 1.0 from 1.3.
  const { "wml-1.0.xml": _named, ...anonymous } = always;
  const named: Reasons = { "activesync.xml": number, "activesync-sendmail.xml": number };
  const mixed: Reasons = Object.fromEntries(
    ["wml-1.1.xml", "wml-1.2.xml", "wml-1.3.xml", "wta-wml-1.2.xml"].map((file) => [
      file,
      "it drops white space between elements in a language that has text between them",
    ]),
  );

  test.each<[string[], Reasons]>([
    [[], { ...mixed, ...named, ...always }],
    [["-n", "-v", "1.1"], { ...mixed, ...named, ...always }],
    [["-knv1.2"], { ...named, ...always }],
    [["-ka"], anonymous],
  ])(
    "%j",
    async (args, known) => {
      const different: string[] = [];
      for (const { file, bytes } of documents) {
        const [theirs, ours] = await both("xml2wbxml", args, bytes);
        expect(ours.succeeded, file).toBe(true);
        const [t, o] = [formOf(file, theirs.written), formOf(file, ours.written)];
        if (!isDeepStrictEqual(t, o)) different.push(file);
      }
      expect(reasonsOf(different, known)).toEqual(known);
    },
    MINUTES,
  );
});
