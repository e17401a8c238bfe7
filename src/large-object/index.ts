export {
  type CommandReport,
  type CommandState,
  type CorrelateOptions,
  type Correlation,
  correlate,
} from "./correlate.ts";
export { measure } from "./measure.ts";
export type { AsyncObjectSource, ObjectSource, ObjectStream } from "./object-source.ts";
export type { Incoming, ObjectKey, ObjectState } from "./object-state.ts";
export { type Answers, type PackOptions, pack, packAsync } from "./pack.ts";
export {
  answersTo,
  initialReassembly,
  type Outcome,
  type Reassembled,
  type ReassembleOptions,
  type ReassemblyState,
  reassemble,
  reassembleMessage,
} from "./reassemble.ts";
export {
  type DueStatus,
  type Effect,
  type Phase,
  type ReassemblyEvent,
  type Transition,
  transitions,
} from "./reassembly-table.ts";
export { type SplitOptions, splitItem, splitItemAsync } from "./split.ts";
export type { WireOptions } from "./wire-options.ts";
