export type { FieldRange } from "./field-range.ts";
