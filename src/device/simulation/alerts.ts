import { create, newSource, newTarget } from "../../ast/create.ts";
import type { Alert } from "../../ast/nodes.ts";
import { textOf } from "../../codec/text-of.ts";

/** Types of alerts, as in their Meta Type. */
export const alertTypes = {
  fumoDownload: "org.openmobilealliance.dm.firmwareupdate.download",
  fumoUpdate: "org.openmobilealliance.dm.firmwareupdate.update",
  fumoDownloadAndUpdate: "org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
  fumoUserRequest: "org.openmobilealliance.dm.firmwareupdate.userrequest",
  fumoDeviceRequest: "org.openmobilealliance.dm.firmwareupdate.devicerequest",
  scomoOperationComplete: "urn:oma:at:scomo:1.0:OperationComplete",
  lawmoOperationComplete: "urn:oma:at:lawmo:1.0:OperationComplete",
  diagMonOperationComplete: "urn:oma:at:diagmon:1.0:OperationComplete",
  diagMonData: "urn:oma:at:diagmon:1.0:CollectedSimpleDataReport",
  trapNotification: "urn:oma:at:diagmon:1.0:TrapNotification",
  trapInactive: "urn:oma:at:diagmon:1.0:TrapInactiveNotification",
  trapDeregistered: "urn:oma:at:diagmon:1.0:TrapDeregistered",
} as const;

/** One item of an alert of the device. */
export interface DeviceAlertItem {
  /** The node that it is about. */
  readonly source?: string | undefined;
  /** Target address. */
  readonly target?: string | undefined;
  /** Its data. */
  readonly data?: string | undefined;
}

/** An alert that a device sends, as plain JSON: a client event (1224), or a generic alert (1226). */
export interface DeviceAlert {
  /** Its code. */
  readonly code: 1224 | 1226;
  /** What happened, as Meta Type. */
  readonly type: string;
  /** Meta Format. Default: none, which is `chr`. */
  readonly format?: string | undefined;
  /** How urgent it is, as Meta Mark: `fatal`, `critical`, `minor`, `warning`, `informational`, `harmless`, `indeterminate`. */
  readonly mark?: string | undefined;
  /** What a server gave with the Exec that it reports. */
  readonly correlator?: string | undefined;
  /** Its items. */
  readonly items: readonly DeviceAlertItem[];
}

/** The alert as a command, without a CmdID of its own. */
export function alertNodeOf({ code, type, format, mark, correlator, items }: DeviceAlert): Alert {
  return create("Alert", {
    cmdID: "",
    data: String(code),
    correlator,
    items: items.map(({ source, target, data }) =>
      create("Item", {
        source: source === undefined ? undefined : newSource(source),
        target: target === undefined ? undefined : newTarget(target),
        meta: create("Meta", { emi: [], type, format, mark }),
        data,
      }),
    ),
  });
}

/** Whether two commands are the same alert, whatever their CmdIDs: one may have been stored in between. */
export function isSameAlert(one: Alert, other: Alert): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ data, correlator, items }: Alert): string {
  const parts = items.map(({ source, target, meta, data: value }) => [
    source?.locURI ?? null,
    target?.locURI ?? null,
    meta?.type ?? null,
    textOf(value) ?? null,
  ]);
  return JSON.stringify([textOf(data) ?? null, correlator ?? null, parts]);
}
