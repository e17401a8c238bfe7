import { describe, expect, test } from "vitest";
import { contradiction } from "../../fuzz/contradiction.ts";

const get = (cmdID: string, ...items: object[]) => ({ kind: "Get", cmdID, items });

describe("a part contradicts the whole", () => {
  test.each<[string, unknown, unknown, string]>([
    ["in a text", get("1x"), get("12"), "/cmdID"],
    ["in a text that is longer", get("123"), get("12"), "/cmdID"],
    ["in its kind", { kind: "Put" }, get("1"), ""],
    ["by one item too many", get("1", { kind: "Item" }), get("1"), "/items/0"],
    ["in bytes", { kind: "A", octets: Uint8Array.of(1, 2) }, { kind: "A", octets: Uint8Array.of(1, 3) }, "/octets"],
    ["by a flag", { kind: "SyncBody", final: true }, { kind: "SyncBody" }, "/final"],
  ])("%s", (_where, partial, whole, path) => {
    expect(contradiction(partial, whole)).toBe(path);
  });
});

describe("a part does not contradict the whole", () => {
  test.each<[string, unknown, unknown]>([
    ["where it is absent", undefined, get("1")],
    ["where a text goes on", get("1"), get("12")],
    ["where a list goes on", get("1", { kind: "Item" }), get("1", { kind: "Item" }, { kind: "Item" })],
    ["where data turns out to be a document", { kind: "Item", data: "" }, { kind: "Item", data: { kind: "DevInf" } }],
    ["where the form is not yet known", { kind: "A", extra: { sequence: [] } }, { kind: "A" }],
  ])("%s", (_where, partial, whole) => {
    expect(contradiction(partial, whole)).toBeUndefined();
  });
});
