import fc from "fast-check";
import { expect, test } from "vitest";
import { shapeOfKind } from "../../../src/ast/create.ts";
import { documentShapes } from "../../../src/ast/document-shapes.ts";
import type { Extra, WireForm } from "../../../src/ast/nodes.ts";
import type { Shape, Slots } from "../../../src/ast/shape.ts";

const kinds = [...new Set(allShapes().map(({ kind }) => kind))];

function allShapes(): Shape[] {
  const found = new Set<Shape>(documentShapes);
  // The set grows while it is walked.
  for (const shape of found)
    for (const row of shape.rows) for (const child of Object.values(row.shapes())) found.add(child);
  return [...found];
}

test("every kind of node has a shape", () => {
  expect(kinds).toHaveLength(59);
});

test.each(kinds)("take is the inverse of make for %s, wherever the slots begin", (kind) => {
  const shape = shapeOfKind(kind) as Shape;
  const value = fc.oneof(fc.string(), fc.constant(true), fc.constant({ kind: "Item" }));
  const slots = fc.tuple(
    ...shape.rows.map(({ list }) => (list ? fc.array(value) : fc.option(value, { nil: undefined }))),
  );
  fc.assert(
    fc.property(slots, fc.nat(5), fc.boolean(), (given, base, hasExtra) => {
      const extra: Extra | undefined = hasExtra ? { opaque: ["data"] } : undefined;
      const before = [...new Array<unknown>(base).fill("untouched"), ...given];
      const node = shape.make(before as unknown as Slots, base, extra, undefined as WireForm | undefined);
      const values = [...new Array<unknown>(base).fill("untouched"), ...given.map(() => "stale"), "behind"];
      expect(shape.take(node as never, values, base)).toBe(extra);
      expect(values.slice(0, base)).toEqual(before.slice(0, base));
      expect(values.at(-1)).toBe("behind");
      const taken = values.slice(base, -1);
      for (const [slot, field] of given.entries()) {
        // A message is never without header and body.
        if (kind !== "SyncML" || field !== undefined) expect(taken[slot]).toBe(field);
      }
      expect(shape.make(values as unknown as Slots, base, extra, undefined)).toEqual(node);
    }),
    { numRuns: 30 },
  );
});
