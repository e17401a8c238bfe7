// Fixtures of real traffic: the sessions in `corpus/` that were recorded.
import { readFileSync } from "node:fs";
import { convert } from "../src/index.ts";
import type { Documents } from "./fixtures.ts";

/** What is read here of the `manifest.json` of a corpus. */
interface Manifest {
  readonly messages: readonly {
    /** `null` for a request or response without a body. */
    readonly file: string | null;
    /** Of a message in XML. */
    readonly wellFormed?: boolean;
  }[];
}

/**
 * Every message of the recorded sessions in a folder of `corpus/`, as it was sent and converted to its other form. XML
 * that is not well-formed is left out, since no peer reads it; what its sender writes so is there in WBXML.
 */
export function recordedMessages(folder: string): Documents {
  const root = new URL(`../corpus/${folder}/`, import.meta.url);
  const { messages } = JSON.parse(readFileSync(new URL("manifest.json", root), "utf8")) as Manifest;
  const sent = messages.flatMap(({ file, wellFormed }) => (file === null || wellFormed === false ? [] : file)).sort();
  const bodies = sent.map((name) => readFileSync(new URL(name, root)));
  return {
    wbxml: bodies.map((body, index) =>
      sent[index]?.endsWith(".wbxml") ? body : convert(body, { to: "wbxml", data: "opaque" }),
    ),
    xml: bodies.map((body, index) =>
      sent[index]?.endsWith(".xml") ? body : convert(body, { to: "xml", output: "bytes" }),
    ),
  };
}
