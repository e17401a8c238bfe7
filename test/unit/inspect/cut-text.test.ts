import { expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { Exchange } from "../../../src/capture/model.ts";
import { encode } from "../../../src/codec/encode.ts";
import { beginningOf, endOf } from "../../../src/inspect/cut-text.ts";
import { conversation, conversationText } from "../../../src/inspect/index.ts";

const face = "\u{1f600}";

test.each<[text: string, length: number, beginning: string, end: string]>([
  ["abc", 0, "", ""],
  ["abc", 2, "ab", "bc"],
  ["abc", 9, "abc", "abc"],
  [`${face}${face}`, 1, "", ""],
  [`${face}${face}`, 2, face, face],
  [`a${face}b`, 2, "a", "b"],
  [`a${face}b`, 3, `a${face}`, `${face}b`],
])("%j at %i", (text, length, beginning, end) => {
  expect([beginningOf(text, length), endOf(text, length)]).toEqual([beginning, end]);
});

test("half a character that a peer sent stays", () => {
  expect(beginningOf("a\udc00b", 1)).toBe("a");
  expect(endOf("a\udc00b", 2)).toBe("\udc00b");
});

/** The text of a conversation with this value, and with this text as the answer of a user. */
function textWith(value: string): string {
  const message = newMessage({ verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "a", source: "b" }, [
    create("Replace", { cmdID: "1", items: [newItem("./a", value)] }),
    create("Alert", { cmdID: "2", data: "1226", items: [newItem(value, value)] }),
    create("Results", { cmdID: "3", msgRef: "1", cmdRef: "9", items: [newItem("./a", value)] }),
  ]);
  const request = {
    bytes: encode(message),
    gaps: [],
    direction: "to-server",
    undone: [],
    ranges: [],
    diagnostics: [],
  } as const;
  const exchange: Exchange = { index: 1, carrier: "http", request };
  return conversationText(conversation([exchange]), { name: `${value}.pcap` });
}

test("a conversation is cut between characters, wherever it is cut", () => {
  for (let before = 0; before < 4; before++) {
    expect(textWith("a".repeat(before) + face.repeat(100))).not.toMatch(/\p{Cs}/u);
  }
});

test("half a character of a peer is shown by its number", () => {
  const request = {
    bytes: new Uint8Array(),
    gaps: [],
    direction: "to-server",
    undone: [],
    ranges: [],
    diagnostics: [],
  } as const;
  expect(conversationText(conversation([{ index: 1, carrier: "http", request }]), { name: "a\ud800b" })).toContain(
    "a\\ud800b",
  );
});
