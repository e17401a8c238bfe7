/** Something that happened in a device, as plain JSON. `at` is milliseconds since 1970, by the device's clock. */
export type DeviceEvent =
  /** A server started an operation that takes time. */
  | {
      readonly kind: "started";
      readonly at: number;
      readonly operation: string;
      readonly correlator?: string | undefined;
    }
  /** The device changed one of its nodes. */
  | { readonly kind: "changed"; readonly at: number; readonly uri: string; readonly value: string }
  /** The device restarted, as part of an update. */
  | { readonly kind: "rebooted"; readonly at: number }
  /** User data were removed. */
  | { readonly kind: "wiped"; readonly at: number; readonly items: readonly string[] }
  /** An operation ended; `isReported` if it was done at once, so that no alert will follow. */
  | {
      readonly kind: "finished";
      readonly at: number;
      readonly operation: string;
      readonly result: number;
      readonly isReported: boolean;
    }
  /** The device has an alert of its own. */
  | { readonly kind: "raised"; readonly at: number; readonly type: string }
  /** A server has answered an alert: it is done with if `code` is a success, or a refusal for good. */
  | { readonly kind: "answered"; readonly at: number; readonly type: string; readonly code: number }
  /** An alert was not delivered in as many sessions as are tried. */
  | { readonly kind: "given-up"; readonly at: number; readonly type: string };
