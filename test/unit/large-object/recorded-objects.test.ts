import { expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { decode } from "../../../src/codec/decode.ts";
import {
  initialReassembly,
  type ReassembleOptions,
  type ReassemblyOutcome,
  reassembleMessage,
} from "../../../src/large-object/reassemble.ts";
import { corpusBytes, type RecordedObject, recordedObjects } from "../../support/corpus.ts";

const sha256 = async (bytes: Uint8Array) =>
  Buffer.from(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes))).toString("hex");

/** The outcomes of a whole session, with the state through JSON between two messages. */
function outcomesOf({ files }: RecordedObject, read: (file: string) => Uint8Array, data: ReassembleOptions["data"]) {
  const outcomes: ReassemblyOutcome[] = [];
  let state = initialReassembly;
  for (const file of files) {
    const result = reassembleMessage(state, decode(read(file)), { data });
    state = JSON.parse(JSON.stringify(result.state));
    expect(state).toEqual(result.state);
    outcomes.push(...result.outcomes.filter(({ object }) => object !== undefined));
  }
  expect(state).toEqual(initialReassembly);
  return outcomes;
}

const converted = (file: string) =>
  file.endsWith(".xml")
    ? convert(corpusBytes(file), { to: "wbxml" })
    : convert(corpusBytes(file), { to: "xml", output: "bytes" });

test.each([
  ["as captured", corpusBytes],
  ["in the other form", converted],
] as const)("every recorded object comes back to the byte, %s", async (_form, read) => {
  expect(recordedObjects.map(({ files }) => files[0]?.split(".").at(-1)).sort()).toEqual(["wbxml", "xml"]);
  for (const recorded of recordedObjects) {
    const outcomes = outcomesOf(recorded, read, "collected");
    const { data, object, item } = outcomes.at(-1) as ReassemblyOutcome;
    expect(item?.source?.locURI).toBe(recorded.item);
    expect(object).toMatchObject({ size: recorded.size, chunks: recorded.files.length, type: "text/vcard" });
    expect(await sha256(data as Uint8Array)).toBe(recorded.sha256);
    expect(outcomes.map(({ status }) => status)).toEqual([...recorded.files.slice(1).fill("213"), "200"]);
    expect(outcomes.slice(0, -1).every((outcome) => outcome.data === undefined)).toBe(true);
    expect(outcomes.map(({ alerts }) => alerts.map((alert) => alert.data).join())).toEqual([
      ...recorded.files.slice(1).fill("222"),
      "",
    ]);
  }
});

test("piece by piece it is the chunks that were recorded", async () => {
  for (const recorded of recordedObjects) {
    const pieces = outcomesOf(recorded, corpusBytes, "pieces").map(({ data }) => data as Uint8Array);
    expect(pieces.map(({ length }) => length)).toEqual(recorded.chunkBytes);
    expect(await sha256(Buffer.concat(pieces))).toBe(recorded.sha256);
  }
});

test("without one of its messages no recorded object is committed", () => {
  for (const recorded of recordedObjects) {
    for (const missing of recorded.files.keys()) {
      let state = initialReassembly;
      const outcomes: ReassemblyOutcome[] = [];
      for (const [index, file] of recorded.files.entries()) {
        if (index === missing) continue;
        const result = reassembleMessage(state, decode(corpusBytes(file)));
        state = result.state;
        outcomes.push(...result.outcomes);
      }
      expect(outcomes.filter(({ effect }) => effect === "commit")).toEqual([]);
    }
  }
});
