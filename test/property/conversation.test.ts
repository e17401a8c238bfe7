import { existsSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Exchange } from "../../src/capture/model.ts";
import { readCapture } from "../../src/capture/read-capture.ts";
import { decodePartial } from "../../src/codec/decode.ts";
import { decodeBase64 } from "../../src/core/base64.ts";
import { decodeUtf8 } from "../../src/core/utf8.ts";
import { conversation, conversationText } from "../../src/inspect/index.ts";
import { corpusBytes, corpusPath } from "../support/corpus.ts";
import { countsHeard, countsSent } from "../support/heard-counts.ts";

const captures = ["libdmclient", "syncevolution"].flatMap((origin) =>
  readdirSync(corpusPath(origin))
    .filter((scenario) => existsSync(corpusPath(`${origin}/${scenario}/capture.pcapng`)))
    .map((scenario) => `${origin}/${scenario}`),
);
const read = new Map<string, readonly Exchange[]>();

function exchangesOf(folder: string): readonly Exchange[] {
  const known = read.get(folder) ?? readCapture(corpusBytes(`${folder}/capture.pcapng`)).exchanges;
  read.set(folder, known);
  return known;
}

/** Words of ours that are passwords of the captures, too. */
const ours: ReadonlySet<string> = new Set(["wrong", "secret"]);
const SHORTEST = 6;

/** Credentials, nonces and passwords, as sent and decoded, but for those that addresses or names have in clear. */
function secretsIn(exchanges: readonly Exchange[]): string[] {
  const messages = exchanges.flatMap(({ request, response }) =>
    [request, response].flatMap((one) => {
      const document = one === undefined || one.gaps.length > 0 ? undefined : decodePartial(one.bytes).document;
      return document?.kind === "SyncML" ? [document] : [];
    }),
  );
  const sent = messages.flatMap(({ syncHdr, syncBody }) => [
    syncHdr?.cred?.data,
    ...(syncBody?.commands ?? []).map((command) =>
      command.kind === "Status" ? command.chal?.meta?.nextNonce : undefined,
    ),
  ]);
  const all = sent.flatMap((text) => {
    if (typeof text !== "string") return [];
    const octets = decodeBase64(text);
    const clear = octets && decodeUtf8(octets, 0, octets.length);
    const hex = octets === undefined ? [] : [Buffer.from(octets).toString("hex")];
    return [text, ...hex, ...(clear === undefined ? [] : [clear, clear.slice(clear.indexOf(":") + 1)])];
  });
  const open = messages.map(({ syncHdr: header }) =>
    [header?.source?.locURI, header?.target?.locURI, header?.source?.locName, header?.respURI].join(" "),
  );
  return [...new Set(all)].filter(
    (text) => text.length >= SHORTEST && !ours.has(text) && !open.some((address) => address.includes(text)),
  );
}

function expectLaws(exchanges: readonly Exchange[], tells = true): void {
  const heard = conversation(exchanges, { validate: false, accounts: [{ user: "alice", secret: "secret" }] });
  const json = JSON.stringify(heard);
  const text = conversationText(heard, { name: "x" });
  expect(JSON.stringify(JSON.parse(json))).toBe(json);
  expect(countsHeard(heard)).toEqual(countsSent(exchanges));
  if (tells)
    for (const secret of secretsIn(exchanges))
      expect(json.includes(JSON.stringify(secret).slice(1, -1)) || text.includes(secret), secret).toBe(false);
  // What comes from a peer is on one line and commands no terminal.
  expect(/[\p{Cc}\p{Cf}]/u.test(text.replaceAll("\n", ""))).toBe(false);
}

test.each(captures)("%s: everything once, no secret, plain data", (folder) => {
  expectLaws(exchangesOf(folder));
});

/** A change of a list of exchanges, at a place from 0 to 1. */
const change = fc.record({
  kind: fc.constantFrom("octet", "cut", "gap", "drop", "repeat", "swap", "mute", "deaf"),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  in: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  octet: fc.integer({ min: 0, max: 255 }),
});

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function changed(exchanges: readonly Exchange[], { kind, at, in: inside, octet }: Change): Exchange[] {
  const index = Math.floor(at * exchanges.length);
  const list = [...exchanges];
  const one = list[index];
  if (one === undefined) return list;
  const { request, response } = one;
  const side = octet % 2 === 0 || response === undefined ? "request" : "response";
  const payload = one[side];
  const place = Math.floor(inside * (payload?.bytes.length ?? 0));
  if (kind === "drop") list.splice(index, 1);
  else if (kind === "repeat") list.splice(index, 0, one);
  else if (kind === "swap") list.splice(index, 2, ...list.slice(index, index + 2).reverse());
  else if (kind === "mute" && request !== undefined) list[index] = { index: 0, carrier: "http", request };
  else if (kind === "deaf" && response !== undefined) list[index] = { index: 0, carrier: "http", response };
  else if (payload !== undefined) {
    const bytes =
      kind === "octet" ? payload.bytes.slice() : kind === "cut" ? payload.bytes.slice(0, place) : payload.bytes;
    if (kind === "octet") bytes[place] = octet;
    const gaps = kind === "gap" ? [{ offset: place, length: octet, reason: "not-captured" as const }] : payload.gaps;
    list[index] = { ...one, [side]: { ...payload, bytes, gaps } };
  }
  return list.map((exchange, number) => ({ ...exchange, index: number + 1 }));
}

test("whatever happened to a capture: everything once, and nothing throws", () => {
  fc.assert(
    fc.property(fc.constantFrom(...captures), fc.array(change, { minLength: 1, maxLength: 6 }), (folder, changes) => {
      // A changed octet may make a secret of anything that was none.
      expectLaws(
        changes.reduce(changed, [...exchangesOf(folder)]),
        changes.every(({ kind }) => kind !== "octet"),
      );
    }),
    { numRuns: 60 },
  );
});

test("exchanges are looked at a fixed number of times each", () => {
  const looks = (times: number): number => {
    let count = 0;
    const watched = Array.from({ length: times }, () => exchangesOf("libdmclient/d06-atomic-sequence-wbxml"))
      .flat()
      .map((exchange, index) => {
        return new Proxy(
          { ...exchange, index: index + 1 },
          {
            get(target, name, receiver) {
              count++;
              return Reflect.get(target, name, receiver);
            },
          },
        );
      });
    conversation(watched, { validate: false });
    return count;
  };
  expect(looks(40)).toBe(2 * looks(20));
});
