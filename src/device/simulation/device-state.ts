import type { TreeState } from "../tree.ts";
import type { DeviceAlert } from "./alerts.ts";
import type { DeviceJob } from "./operation.ts";

/** An alert of the device's own that waits for a server's answer. */
export interface PendingAlert {
  /** The alert. */
  readonly alert: DeviceAlert;
  /** It was handed out for the session under way. */
  readonly isSent: boolean;
  /** Sessions that failed to deliver it. */
  readonly attempts: number;
  /** When its next session is due. */
  readonly dueAt: number;
}

/** A simulated device as plain JSON. */
export interface DeviceState {
  /** Version of the form. */
  readonly v: 1;
  /** Its clock, in milliseconds since 1970. */
  readonly now: number;
  /** The nodes of the tree. */
  readonly tree: TreeState;
  /** Operations under way, and those whose outcome is to be reported, oldest first. */
  readonly jobs: readonly DeviceJob[];
  /** Alerts that no server asked for, oldest first. */
  readonly pending: readonly PendingAlert[];
  /** Address of what was downloaded, by object. */
  readonly downloaded: Readonly<Record<string, string>>;
  /** How often there was an occasion for a chance, by its purpose; how many answers of the user's list are used up. */
  readonly counts: Readonly<Record<string, number>>;
}
