import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { Payload } from "../../src/capture/model.ts";
import { readCapture } from "../../src/capture/read-capture.ts";
import { corpusBytes, corpusPath, corpusText } from "../support/corpus.ts";

/** A message of a recorded session, as the manifest made with tshark has it. */
interface Recorded {
  readonly scenario: string;
  readonly exchange: number;
  readonly direction: "client-to-server" | "server-to-client";
  readonly contentType: string;
  readonly sha256: string;
}

const captures = ["libdmclient", "syncevolution"].flatMap((origin) => {
  const { messages } = JSON.parse(corpusText(`${origin}/manifest.json`)) as { messages: readonly Recorded[] };
  return readdirSync(corpusPath(origin))
    .filter((scenario) => existsSync(corpusPath(`${origin}/${scenario}/capture.pcapng`)))
    .map((scenario): [string, Recorded[]] => [
      `${origin}/${scenario}`,
      messages.filter((message) => message.scenario === scenario),
    ]);
});

const facts = (exchange: number, { direction, contentType, bytes }: Payload) => ({
  exchange,
  direction: direction === "to-server" ? "client-to-server" : "server-to-client",
  contentType,
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

test("captures of both origins are there", () => {
  expect(captures.length).toBeGreaterThan(30);
  for (const [, messages] of captures) expect(messages.length).toBeGreaterThan(1);
});

test.each(captures)("%s: each message of the capture, in its order and direction, to the octet", (folder, messages) => {
  const capture = readCapture(corpusBytes(`${folder}/capture.pcapng`));
  expect(capture.format).toBe("pcapng");
  const read = capture.exchanges.flatMap(({ index, request, response }) =>
    [request, response].flatMap((one) => (one === undefined || one.bytes.length === 0 ? [] : [facts(index, one)])),
  );
  const wanted = messages.map(({ exchange, direction, contentType, sha256 }) => {
    return { exchange, direction, contentType, sha256 };
  });
  expect(read).toEqual(wanted);
  for (const { request, response } of capture.exchanges) {
    expect([...(request?.gaps ?? []), ...(response?.gaps ?? [])]).toEqual([]);
  }
});
