// Fixtures of real traffic: the recorded sessions in `corpus/`.
import { readFileSync } from "node:fs";
import { convert } from "../src/index.ts";
import type { Documents } from "./fixtures.ts";

/** The fields of a corpus `manifest.json` used here. */
interface Manifest {
  readonly messages: readonly {
    /** `null` for a request or response without a body. */
    readonly file: string | null;
    /** For a message in XML. */
    readonly wellFormed?: boolean;
  }[];
}

/** The folder in `corpus/` of each fixture of recorded traffic. */
export const recordedFolders: Readonly<Record<string, string>> = { sync: "syncevolution", management: "libdmclient" };

const root = new URL("../corpus/", import.meta.url);

/** The files of a fixture of recorded traffic, each a message as it was sent, in the folder of the corpus. */
function recordedFiles(folder: string): string[] {
  const { messages } = JSON.parse(readFileSync(new URL(`${folder}/manifest.json`, root), "utf8")) as Manifest;
  return messages.flatMap(({ file, wellFormed }) => (file === null || wellFormed === false ? [] : file)).sort();
}

/** How many messages a fixture of recorded traffic has. */
export function recordedCount(fixture: string): number {
  return recordedFiles(recordedFolders[fixture] as string).length;
}

/**
 * Every recorded message in a folder of `corpus/`, as sent and converted to the other format. XML that is not
 * well-formed is left out, since no peer reads it; what its sender writes that way is covered in WBXML.
 */
export function recordedMessages(folder: string): Documents {
  const sent = recordedFiles(folder);
  const bodies = sent.map((name) => readFileSync(new URL(`${folder}/${name}`, root)));
  return {
    wbxml: bodies.map((body, index) =>
      sent[index]?.endsWith(".wbxml") ? body : convert(body, { to: "wbxml", data: "opaque" }),
    ),
    xml: bodies.map((body, index) =>
      sent[index]?.endsWith(".xml") ? body : convert(body, { to: "xml", output: "bytes" }),
    ),
  };
}
