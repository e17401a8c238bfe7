export { type Acl, type AclCommand, formatAcl, isAllowedBy, parseAcl } from "./acl.ts";
export type { ApplyCursor, ApplyOptions, ApplyOutcome, StepResult, StepStatus } from "./apply.ts";
export type { NodeOccurrence, ObjectRow, PlacedRows } from "./description.ts";
export type { ExecRequest, NodeHandler, NodeHandlers } from "./handlers.ts";
export type { NodeFormat } from "./node-format.ts";
export type { UndoRecord } from "./node-store.ts";
export { devDetailRows } from "./objects/dev-detail.ts";
export { devInfoRows } from "./objects/dev-info.ts";
export { diagMonRows } from "./objects/diag-mon.ts";
export { diagMonTrapRows } from "./objects/diag-mon-trap.ts";
export { dmAccountObjectRows } from "./objects/dm-account.ts";
export { fumoRows } from "./objects/fumo.ts";
export { lawmoRows } from "./objects/lawmo.ts";
export { scomoRows } from "./objects/scomo.ts";
export type { TreeFeatures, TreeLimits } from "./options.ts";
export { type ObjectPlace, type StandardObject, type StandardTreeOptions, standardTree } from "./standard-tree.ts";
export {
  createTree,
  ManagementTree,
  type NewNodeOptions,
  type NodeInfo,
  type TreeOptions,
  type TreeState,
  treeFromDdf,
} from "./tree.ts";
export type { NodeState } from "./tree-node.ts";
export type { UserAlert, UserAlertKind, UserAnswer, UserInputType } from "./user-alert.ts";
