import fc from "fast-check";
import { expect, test } from "vitest";
import { shapeOfKind } from "../../../src/ast/create.ts";
import { documentShapes } from "../../../src/ast/document-shapes.ts";
import { fragmentShape } from "../../../src/ast/message-shapes.ts";
import { visitors } from "../../../src/ast/node-visitors.ts";
import type { NodeWriter, Visit } from "../../../src/ast/node-writer.ts";
import type { Extra } from "../../../src/ast/nodes.ts";
import type { FieldRow, Shape, Slots } from "../../../src/ast/shape.ts";

const kinds = [...new Set(allShapes().map(({ kind }) => kind))];

function allShapes(): Shape[] {
  const found = new Set<Shape>([...documentShapes, fragmentShape]);
  // The set grows while it is walked.
  for (const shape of found)
    for (const row of shape.rows) for (const child of Object.values(row.shapes())) found.add(child);
  return [...found];
}

function otherKind(): never {
  throw new Error("of another kind");
}

test.each(kinds)("visit tells %s from a node of another kind", (kind) => {
  const visit = visitors[kind] as Visit;
  const writer = { otherKind } as unknown as NodeWriter;
  expect(visit({ kind } as never, writer, {}, 7)).toBe(7);
  for (const other of [{ kind: "Other" }, {}])
    expect(() => visit(other as never, writer, {}, 7)).toThrow("another kind");
});

function methodFor({ type, list }: FieldRow): keyof NodeWriter {
  if (type === "node") return list ? "nodes" : "node";
  if (type === "flag") return "flag";
  return list ? "values" : "value";
}

test("every kind of node has a shape, and what hands over its fields", () => {
  expect(kinds).toHaveLength(60);
  expect(Object.keys(visitors).sort()).toEqual([...kinds].sort());
});

test.each(kinds)("visit is the inverse of make for %s", (kind) => {
  const shape = shapeOfKind(kind) as Shape;
  const value = fc.oneof(fc.string(), fc.constant(true), fc.constant(null), fc.constant({ kind: "Item" }));
  const slots = fc.tuple(
    ...shape.rows.map(({ list }) => (list ? fc.array(value) : fc.option(value, { nil: undefined }))),
  );
  fc.assert(
    fc.property(slots, fc.option(fc.constant<Extra>({ opaque: ["data"] }), { nil: undefined }), (given, extra) => {
      const node = shape.make(given as unknown as Slots, 0, extra, undefined);
      // A message that lacks header or body has the order in which the others came.
      const told = (node as { extra?: Extra }).extra;
      const isWhole = kind !== "SyncML" || given.every((field) => field !== undefined);
      expect(told).toEqual(isWhole ? extra : { ...extra, sequence: expect.any(Array) });
      const calls: unknown[] = [];
      const values: unknown[] = given.map(() => undefined);
      const fields = {};
      const fieldBy = (method: string) => (handed: unknown, slot: number, field: unknown, at: number) => {
        expect([handed === fields, method]).toEqual([true, methodFor(shape.rows[slot] as FieldRow)]);
        expect(at).toBe(calls.filter((call) => typeof call === "number").length);
        calls.push(slot);
        values[slot] = field;
        return at + 1;
      };
      const writer: NodeWriter = {
        otherKind,
        extra: (found) => calls.push(found),
        value: fieldBy("value"),
        values: fieldBy("values"),
        flag: fieldBy("flag"),
        node: fieldBy("node"),
        nodes: fieldBy("nodes"),
      };
      const end = (visitors[kind] as Visit)(node as never, writer, fields, 0);
      expect(end).toBe(calls.length - (told === undefined ? 0 : 1));
      expect(shape.make(values as unknown as Slots, 0, told, undefined)).toEqual(node);
      // The extra first, then what is not absent, in order; a message is never without header and body.
      const isAbsent = (field: unknown) =>
        Array.isArray(field) ? field.length === 0 : field === undefined && kind !== "SyncML";
      const present = given.flatMap((field, slot) => (isAbsent(field) ? [] : [slot]));
      expect(calls).toEqual(told === undefined ? present : [told, ...present]);
    }),
    { numRuns: 30 },
  );
});
