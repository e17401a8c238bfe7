import type { ManagementTree } from "../tree.ts";
import type { DeviceAlert } from "./alerts.ts";
import type { DeviceEvent } from "./device-event.ts";

/** How long the stages of operations take, in milliseconds of the device's time. */
export interface OperationDurations {
  /** To download firmware or a component. Default 60,000. */
  readonly download: number;
  /** To install firmware, with the reboot. Default 120,000. */
  readonly update: number;
  /** To install a component. Default 30,000. */
  readonly install: number;
  /** To activate or deactivate a component. Default 1000. */
  readonly activate: number;
  /** To remove a component. Default 5000. */
  readonly remove: number;
  /** To lock or unlock. Default 0: done at once. */
  readonly lock: number;
  /** To wipe, or to go back to the factory's settings. Default 60,000. */
  readonly wipe: number;
  /** To run a diagnostics function; `DefDuration`, in seconds, shortens it. Default 30,000. */
  readonly diagnose: number;
  /** Until the State of a firmware update whose outcome was reported is idle again. Default 60,000. */
  readonly settle: number;
}

/** What is in a package that is downloaded, or pushed. */
export interface SoftwarePackage {
  /** Its name. */
  readonly name?: string | undefined;
  /** Its version. */
  readonly version?: string | undefined;
}

/** An operation under way, or whose outcome waits to be reported. Plain JSON. */
export interface DeviceJob {
  /** Its number. */
  readonly id: number;
  /** The kind of object, such as `FUMO`. */
  readonly of: "FUMO" | "SCOMO" | "LAWMO" | "DiagMon";
  /** The operation, as its path in such an object; `%` is any name. */
  readonly does: string;
  /** The operation node of the Exec. */
  readonly operation: string;
  /** The whole object, such as `./FUMO`. */
  readonly root: string;
  /** The object that is busy while it runs. */
  readonly object: string;
  /** The server that started it. */
  readonly serverID: string;
  /** Ties it to an Exec. */
  readonly correlator?: string | undefined;
  /** Time at which its Exec was accepted, in milliseconds since 1970. */
  readonly startedAt: number;
  /** `running`: takes time. `reporting`: its alert waits for a server's answer. `settling`: reported, the object becomes idle. */
  readonly state: "running" | "reporting" | "settling";
  /** Index of the stage that runs. */
  readonly stage: number;
  /** When the stage is over; of a job that reports, when its next session is due. */
  readonly dueAt: number;
  /** The result code that it will end with. */
  readonly result: number;
  /** What the report needs and the tree may no longer have by then. */
  readonly note: string;
  /** The alert that reports it; `null` while it runs. */
  readonly report: DeviceAlert | null;
  /** The report was handed out for the session under way. */
  readonly isSent: boolean;
  /** Sessions that failed to deliver the report. */
  readonly attempts: number;
}

/** The device as its operations see it. */
export interface OperationContext {
  readonly tree: ManagementTree;
  /** Milliseconds since 1970, by the device's clock. */
  readonly now: number;
  readonly durations: OperationDurations;
  /** Address of what was downloaded, by object. */
  readonly downloaded: Record<string, string>;
  /** What is in a package; by URL, or the address of the node to which it was pushed. */
  package(address: string): SoftwarePackage;
  /** What a diagnostics function finds, by name. */
  measure(object: string): Readonly<Record<string, string>>;
  /** Sets a leaf that the object has; what servers removed in between stays away. */
  set(uri: string, value: string): void;
  /** The text of a leaf; `""` if there is none. */
  text(uri: string): string;
  /** Puts back what the factory put into the tree. */
  resetTree(): void;
  /** Ends what runs on an object before its time. */
  finishEarly(object: string): void;
  emit(event: DeviceEvent): void;
}

/** An operation that runs: where, and how it is to end. */
export interface RunningOperation {
  readonly operation: string;
  /** The whole object, such as `./FUMO`. */
  readonly root: string;
  /** The part of it that is busy. */
  readonly object: string;
  /** The result code that it will end with. */
  readonly result: number;
  /** What {@link Operation.note} gave when it began. */
  readonly note: string;
}

/** An operation that is to begin. */
export type OperationPlace = Omit<RunningOperation, "result" | "note">;

/** A part of an operation that takes time. */
export interface OperationStage {
  readonly duration: (context: OperationContext, running: RunningOperation) => number;
  readonly begin: (context: OperationContext, running: RunningOperation) => void;
  /** What has changed when it succeeds. */
  readonly succeed: (context: OperationContext, running: RunningOperation) => void;
  /** What has changed when it fails. */
  readonly fail: (context: OperationContext, running: RunningOperation) => void;
  /** Whether a failure with this code is one of this stage. The last stage has all that no other has. */
  readonly isCause: (code: number) => boolean;
}

/** What an operation node does. */
export interface Operation {
  /** How many names of its path, from the object's root on, lead to what is busy while it runs: 0 is the whole object. */
  readonly busyDepth: number;
  /** The code that refuses it in the object's present state, if any. */
  readonly refuse?: ((context: OperationContext, at: OperationPlace) => number | undefined) | undefined;
  /** The result code it ends with if nothing was ordered. */
  readonly outcome: (context: OperationContext, at: OperationPlace) => number;
  /** What the report needs and the tree may no longer have by then. */
  readonly note?: ((context: OperationContext, at: OperationPlace) => string) | undefined;
  /** None if it is done at once, by {@link Operation.act}. */
  readonly stages: readonly OperationStage[];
  /** What an operation without stages does. */
  readonly act?: ((context: OperationContext, at: OperationPlace) => void) | undefined;
  /** The alert with its outcome. */
  readonly report: (context: OperationContext, running: RunningOperation) => Omit<DeviceAlert, "correlator">;
  /** Nothing else may run, or be started, at the same time. */
  readonly isExclusive?: boolean | undefined;
}

/** What the device does with the nodes of one of the standard objects. */
export interface ObjectBehaviour {
  /** Operations by the path of their node from the object's root; `%` is any name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** Called before a value is written: consent, or the code that refuses it. */
  readonly write?: ((context: OperationContext, root: string, path: string) => number | undefined) | undefined;
  /** What the device does when the report of an operation was answered and some time has passed. */
  readonly settle?: ((context: OperationContext, root: string) => void) | undefined;
}

/** Whether a result code says that the operation failed: 4xx and 5xx, in the tables of 1000 and above too. */
export function isFailure(result: number): boolean {
  return result % 1000 >= 400;
}

/** The last name of an address, as it is written there. */
export function lastName(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}
