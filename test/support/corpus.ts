import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { DiagnosticCode } from "../../src/core/diagnostics.ts";
import type { SyncmlErrorCode } from "../../src/core/errors.ts";

// Vite would serve a literal address as a file of its own.
const root = new URL(/* @vite-ignore */ "../../corpus/", import.meta.url);

/** The path of a file of the corpus. */
export function corpusPath(file: string): string {
  return new URL(file, root).pathname;
}

export function corpusBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, root)));
}

export function corpusText(file: string): string {
  return readFileSync(new URL(file, root), "utf8");
}

/** What `case.json` says of a message made for this project. */
interface CaseFacts {
  readonly mediaType?: string;
  readonly diagnostics: readonly DiagnosticCode[];
  readonly error?: { readonly code: SyncmlErrorCode; readonly offset: number };
}

export interface Case extends CaseFacts {
  /** `group/name`, the folder. */
  readonly name: string;
  readonly input: Uint8Array;
}

const groups = ["commands", "headers", "oddities", "hostile"];

function casesWith(file: string): readonly Case[] {
  return groups.flatMap((group) =>
    readdirSync(new URL(group, root), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(corpusPath(`${group}/${entry.name}/${file}`)))
      .map((entry) => `${group}/${entry.name}`)
      .sort()
      .map((name) => ({
        name,
        input: corpusBytes(`${name}/${file}`),
        ...(JSON.parse(corpusText(`${name}/case.json`)) as CaseFacts),
      })),
  );
}

/** The messages made for this project, by folder: those in WBXML. */
export const cases: readonly Case[] = casesWith("input.wbxml");
/** Likewise those in XML. */
export const xmlCases: readonly Case[] = casesWith("input.xml");

interface ManifestMessage {
  readonly file: string;
  readonly scenario: string;
  readonly contentType: string;
  readonly sha256: string;
  readonly wellFormed?: boolean;
  readonly references: { readonly libwbxml?: string };
}

/** An object that was sent in chunks, as it was put together without the project's code. */
export interface RecordedObject {
  readonly item: string;
  readonly size: number;
  readonly files: readonly string[];
  readonly chunkBytes: readonly number[];
  readonly sha256: string;
}

interface Manifest {
  readonly messages: readonly ManifestMessage[];
  readonly scenarios: readonly { readonly name: string; readonly largeObjects?: readonly RecordedObject[] }[];
}

/** The recorded sessions. */
const manifest: Manifest = JSON.parse(corpusText("syncevolution/manifest.json")) as Manifest;

/** A recorded WBXML body, with its reference file. */
export interface Body {
  readonly file: string;
  readonly reference: string;
}

const folder = (file: string) => `syncevolution/${file}`;

/** Every WBXML body of the recorded sessions, and every document found inside one. */
export const wbxmlBodies: readonly Body[] = [
  ...manifest.messages
    .filter(({ file }) => file.endsWith(".wbxml"))
    .map(({ file, references }) => ({ file: folder(file), reference: folder(references.libwbxml ?? "") })),
  ...manifest.scenarios.flatMap(({ name }) =>
    readdirSync(new URL(folder(name), root))
      .filter((file) => /\.nested\d+\.wbxml$/.test(file))
      .map((file) => folder(`${name}/${file}`))
      .map((file) => ({ file, reference: file.replace(/wbxml$/, "libwbxml.xml") })),
  ),
  // The XML bodies as another encoder turned them into WBXML.
  ...manifest.messages
    .filter(({ file }) => file.endsWith(".xml"))
    .map(({ file }) => ({ file: folder(file.replace(/xml$/, "libwbxml.wbxml")), reference: folder(file) })),
];

/** Every XML body of the recorded sessions. */
export const xmlBodies: readonly Pick<Body, "file">[] = manifest.messages
  .filter(({ file }) => file.endsWith(".xml"))
  .map(({ file }) => ({ file: folder(file) }));

/** The recorded device management sessions. */
const dmManifest: Manifest = JSON.parse(corpusText("libdmclient/manifest.json")) as Manifest;

/** Every body of the recorded device management sessions, in WBXML and in XML. */
export const dmBodies: readonly { readonly file: string; readonly isXml: boolean; readonly wellFormed: boolean }[] =
  dmManifest.messages
    .filter(({ file }) => file !== null)
    .map(({ file, wellFormed }) => ({
      file: `libdmclient/${file}`,
      isXml: file.endsWith(".xml"),
      wellFormed: wellFormed !== false,
    }));

/** Every large object of the recorded sessions. */
export const recordedObjects: readonly RecordedObject[] = manifest.scenarios.flatMap(({ largeObjects = [] }) =>
  largeObjects.map((object) => ({ ...object, files: object.files.map(folder) })),
);
