export { EventPrinter } from "./event-printer.ts";
export { TreePrinter, type TreePrintOptions } from "./tree-printer.ts";
