import { describe, expect, test } from "vitest";
import { explanationOf } from "../../../src/inspect/explain/explain.ts";
import { elementTree, leafAt } from "../../../src/page/element-rows.ts";
import { MessageView } from "../../../src/page/message-view.ts";
import { corpusBytes } from "../../support/corpus.ts";

const challenge = corpusBytes("libdmclient/d08-auth-challenge-md5-wbxml/001-resp.wbxml");

function viewOf(bytes: Uint8Array): MessageView {
  const { leaves, findings, summary } = explanationOf(bytes);
  return new MessageView({ title: "#1", about: "", summary, bytes, leaves, findings, missing: 0 });
}

describe("the rows of a message", () => {
  const { leaves } = explanationOf(challenge);
  const { rows, rowOfLeaf } = elementTree(leaves);
  const named = (name: string) => rows.findIndex(({ names }) => names.join(" › ") === name);

  test("are its elements in order, with the only element of a container in the row of the container", () => {
    expect(rows.slice(0, 8).map(({ depth, names, value }) => [depth, names.join(" › "), value])).toEqual([
      [0, "SyncML", undefined],
      [1, "SyncHdr", undefined],
      [2, "VerDTD", "1.2"],
      [2, "VerProto", "DM/1.2"],
      [2, "SessionID", "1"],
      [2, "MsgID", "1"],
      [2, "Target › LocURI", "DMCtest"],
      [2, "Source › LocURI", "http://127.0.0.1:8080/funambol/dm"],
    ]);
  });

  test("a code page belongs to the element that follows it", () => {
    const format = rows[named("Chal › Meta")];
    expect(format).toMatchObject({ start: 0x73 });
    expect(rows[rowOfLeaf[leafAt(leaves, 0x75)] as number]?.names).toEqual(["Format"]);
  });

  test("every octet of an element has its row, and those of the header none", () => {
    const owned = Array.from(challenge, (_, offset) => rowOfLeaf[leafAt(leaves, offset)] as number);
    expect(owned.slice(0, 5)).toEqual([-1, -1, -1, -1, -1]);
    expect(owned.slice(5).every((row) => row >= 0)).toBe(true);
    for (const [offset, row] of owned.entries()) {
      if (row < 0) continue;
      expect(rows[row]?.start).toBeLessThanOrEqual(offset);
      expect(rows[row]?.end).toBeGreaterThan(offset);
    }
  });

  test("each row knows where what is in it ends", () => {
    for (const [index, { depth, next }] of rows.entries()) {
      expect(rows.slice(index + 1, next).every((row) => row.depth > depth)).toBe(true);
      expect(rows[next] === undefined || rows[next].depth <= depth).toBe(true);
    }
  });
});

test("elements that are cut are not closed, also at every other place", () => {
  for (let length = 6; length < challenge.length; length++) {
    const view = viewOf(challenge.subarray(0, length));
    expect(view.tree.rows[0]?.isOpen).toBe(true);
    expect(view.message.findings.length).toBeGreaterThan(0);
  }
  expect(viewOf(challenge).tree.rows.some(({ isOpen }) => isOpen)).toBe(false);
});

describe("a view", () => {
  test("folds a row with what is in it, and unfolds it for what is selected", () => {
    const view = viewOf(challenge);
    const all = view.visible.length;
    view.fold(1, true);
    expect(view.visible.length).toBe(all - ((view.row(1)?.next ?? 0) - 2));
    expect(view.visible).not.toContain(2);
    view.select(2);
    expect(view.visible.length).toBe(all);
    expect(view.parentOf(2)).toBe(1);
    expect(view.parentOf(0)).toBe(-1);
  });

  test("finds names, values and what they mean, on and around", () => {
    const view = viewOf(challenge);
    const nonce = view.find("nextnonce", 0, 1);
    expect(view.row(nonce)?.value).toBe("bm9uY2UtMDAwMQ==");
    expect(view.find("NONCE-0001", nonce + 1, 1)).toBe(nonce);
    expect(view.find("DM/1.2", nonce, -1)).toBe(3);
    expect(view.find("nowhere", 0, 1)).toBe(-1);
    expect(view.rowOf("/SyncML/SyncBody/Status/Chal")).toBe(
      view.tree.rows.findIndex(({ names }) => names[0] === "Chal"),
    );
  });

  test("gives the row of an octet, and none in the header", () => {
    const view = viewOf(challenge);
    expect(view.rowAt(0)).toBe(-1);
    expect(view.row(view.rowAt(0x92))?.names).toEqual(["NextNonce"]);
  });
});
