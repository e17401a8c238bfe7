export {
  type CommandReport,
  type CommandState,
  type CorrelateOptions,
  type Correlation,
  correlate,
} from "./correlate.ts";
export { measure } from "./measure.ts";
export type { AsyncObjectSource, ObjectPosition, ObjectSource, ObjectStream } from "./object-source.ts";
export type { IncomingItem, ObjectKey, ObjectState } from "./object-state.ts";
export {
  type Packed,
  type PackOptions,
  type PackTurn,
  pack,
  packAsync,
  packMessage,
  packMessageAsync,
} from "./pack.ts";
export { initialPacking, type OpenCommand, type PackState } from "./pack-state.ts";
export type { Place } from "./part-queue.ts";
export {
  answersTo,
  initialReassembly,
  type Reassembled,
  type ReassembleOptions,
  type ReassemblyOutcome,
  type ReassemblyState,
  reassemble,
  reassembleMessage,
} from "./reassemble.ts";
export {
  type DueStatus,
  type ReassemblyEffect,
  type ReassemblyEvent,
  type ReassemblyPhase,
  type ReassemblyTransition,
  reassemblyTransitions,
} from "./reassembly-table.ts";
export { type SplitOptions, splitItem, splitItemAsync } from "./split.ts";
export type { WireOptions } from "./wire-options.ts";
