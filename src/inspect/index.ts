export { EventPrinter } from "./event-printer.ts";
export { type ExplainFormat, type ExplainOptions, explain, explanationOf } from "./explain/explain.ts";
export type { Explanation, Finding, Leaf, LeafKind } from "./explain/leaf.ts";
export { TreePrinter, type TreePrintOptions } from "./tree-printer.ts";
