import { expect, test } from "vitest";
import { documentsOf, gateSeed } from "../../../bench/fixtures.ts";
import { handedOver, handedOverLines } from "../../../bench/handed-over.ts";

const xmlOf = (name: string) => documentsOf(name, gateSeed).xml;

test("a message as the DTD has it leaves nothing to the event path", () => {
  const { wbxml, xml } = documentsOf("oddity-none", gateSeed);
  expect(handedOver([...wbxml, ...xml])).toEqual([]);
  expect(handedOverLines(wbxml, 10)).toEqual(["decode leaves nothing to the event path"]);
});

test("an unknown element is named with its place and bytes, and added up over documents", () => {
  const [document = new Uint8Array()] = xmlOf("oddity-vendor-element");
  const element = "<ExampleState>3</ExampleState>";
  const found = {
    path: "/SyncML/SyncBody/Replace/Item",
    count: 2,
    bytes: 2 * element.length,
    beginning: "<ExampleState>",
  };
  expect(handedOver([document, document])).toEqual([found]);
  expect(handedOverLines([document], 10)).toEqual([
    `decode leaves ${element.length} of ${document.length} bytes to the event path:`,
    `${element.length} bytes, 1 × in /SyncML/SyncBody/Replace/Item: <ExampleState>`,
  ]);
});

test("in WBXML what left begins with its bytes", () => {
  const [found] = handedOver(documentsOf("oddity-vendor-element", gateSeed).wbxml);
  // LITERAL with content, its index, STR_I.
  expect(found?.beginning).toMatch(/^44 00 03 33 00 01 /);
  expect(found?.bytes).toBe(6);
});

test("a document read by the event path alone counts whole, and input before a fault counts too", () => {
  const root = new TextEncoder().encode("<Other>1</Other>");
  const [line, whole] = handedOverLines([root], 10);
  expect(line).toBe(`decode leaves ${root.length} of ${root.length} bytes to the event path:`);
  expect(whole).toBe(`${root.length} bytes, 1 × all of a document: <Other>`);
  const [cut = new Uint8Array()] = xmlOf("oddity-vendor-element");
  const found = handedOver([cut.subarray(0, cut.length - 20)]);
  expect(found).toContainEqual(expect.objectContaining({ beginning: "<ExampleState>" }));
});
