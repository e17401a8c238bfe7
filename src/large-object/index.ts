export { measure } from "./measure.ts";
export type { AsyncObjectSource, ObjectSource, ObjectStream } from "./object-source.ts";
export { type Answers, type PackOptions, pack, packAsync } from "./pack.ts";
export { type SplitOptions, splitItem, splitItemAsync } from "./split.ts";
export type { WireOptions } from "./wire-options.ts";
