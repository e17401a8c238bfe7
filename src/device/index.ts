export type { StepResult, StepStatus } from "../dm/managed-device.ts";
export { sessionAccount } from "./accounts.ts";
export { type Acl, type AclCommand, formatAcl, isAllowedBy, parseAcl } from "./acl.ts";
export type { ApplyCursor, ApplyOptions, ApplyOutcome, KeptDone, OpenAtomic } from "./apply.ts";
export type { NodeOccurrence, ObjectRow, PlacedRows } from "./description.ts";
export { type DeviceFaults, type FaultKind, type FaultRate, faultKinds, parseFaults } from "./faults.ts";
export type { ExecRequest, NodeHandler, NodeHandlers } from "./handlers.ts";
export type { KeptItems } from "./kept-items.ts";
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
export { alertTypes, type DeviceAlert, type DeviceAlertItem } from "./simulation/alerts.ts";
export type { DeviceEvent } from "./simulation/device-event.ts";
export type { DeviceFeatures, SimulatedDeviceOptions, TreeParts } from "./simulation/device-options.ts";
export type { DeviceState, PendingAlert } from "./simulation/device-state.ts";
export type { DeviceJob, OperationDurations, SoftwarePackage } from "./simulation/operation.ts";
export {
  type DeviceDeviation,
  type DeviceProfile,
  type DeviceProfileName,
  deviceProfiles,
} from "./simulation/profiles.ts";
export type { DeviceQuirks, OpeningAlert } from "./simulation/quirks.ts";
export { SimulatedDevice, simulatedDevice, type WorkSpan } from "./simulation/simulated-device.ts";
export type { UserScript, UserWord } from "./simulation/user.ts";
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
