import { expect, test } from "vitest";
import { openDocument } from "../../src/codec/open-document.ts";
import { cases, corpusBytes, wbxmlBodies } from "../support/corpus.ts";
import { DigestSink } from "../support/digest-sink.ts";
import { errorOf } from "../support/error-of.ts";
import { readChunks } from "../support/event-log.ts";

/** The digest after each byte, when the bytes come one by one. */
function statesAfterEachByte(document: Uint8Array): string[] {
  const sink = new DigestSink();
  const source = openDocument(sink, { embedded: "keep" });
  const states = [sink.state];
  for (let pos = 0; pos < document.length; pos++) {
    source.write(document.subarray(pos, pos + 1));
    states.push(sink.state);
  }
  source.end();
  return states;
}

test("every prefix of every body is truncated at its end, with everything before it delivered", () => {
  let prefixes = 0;
  for (const { file } of wbxmlBodies) {
    const document = corpusBytes(file);
    const states = statesAfterEachByte(document);
    for (let length = 0; length < document.length; length++) {
      const sink = new DigestSink();
      const source = openDocument(sink, { embedded: "keep" });
      const error = errorOf(() => {
        source.write(document.subarray(0, length));
        source.end();
      });
      if (error?.code !== "truncated-input" || error.offset !== length || sink.state !== states[length]) {
        expect.fail(`${file} cut at ${length}: ${error?.message}, ${sink.state} for ${states[length]}`);
      }
      prefixes++;
    }
  }
  expect(prefixes).toBeGreaterThan(700_000);
}, 240_000);

const PROCESSING_INSTRUCTION = 0x43;
const LINE_FEED = 0x0a;

test("so is every prefix of the small ones with embedded documents opened, and its log begins the whole log", () => {
  for (const { name, input, mediaType } of cases.filter(({ error }) => error === undefined)) {
    const whole = readChunks([input], { mediaType }).log;
    for (let length = 0; length < input.length; length++) {
      const { error, log } = readChunks([input.subarray(0, length)], { mediaType });
      // Nothing is lost by a cut after the root.
      if (error === undefined) expect([PROCESSING_INSTRUCTION, LINE_FEED]).toContain(input[length]);
      else expect(`${name} ${error.code} ${error.offset}`).toBe(`${name} truncated-input ${length}`);
      if (error !== undefined) expectBeginning(log, whole);
    }
  }
}, 240_000);

/** All lines but the last begin the whole log; the last may be cut, or be the head of a document not yet recognised. */
function expectBeginning(log: string, whole: string): void {
  const lines = log.split("\n").slice(0, -1);
  const last = lines.pop() ?? "";
  const before = lines.join("\n") + (lines.length > 0 ? "\n" : "");
  expect(whole.startsWith(before)).toBe(true);
  const rest = whole.slice(before.length);
  const [, offset, kind] = /^off=(\d+) (\w+)/.exec(last) ?? [];
  if (last !== "" && !(kind === "opaque" && /^off=\d+ document/.test(rest))) {
    expect(rest).toMatch(new RegExp(`^off=${offset} ${kind}`));
  }
}
