import type { TreeFeatures } from "../options.ts";
import { type DeviceQuirks, noQuirks } from "./quirks.ts";

/** One way in which a device differs from the standard. */
export interface DeviceDeviation {
  /** Stable name, such as `libdmclient/atomic`. */
  readonly id: string;
  /** What the device does. */
  readonly does: string;
  /** What of that concerns the tree. */
  readonly features?: Partial<TreeFeatures> | undefined;
  /** The rest. */
  readonly quirks?: Partial<DeviceQuirks> | undefined;
}

/** A device that is known to differ from the standard, as the list of its deviations. */
export interface DeviceProfile {
  /** Its name. */
  readonly name: string;
  /** In what it differs. */
  readonly deviations: readonly DeviceDeviation[];
}

/** The devices that are known to differ. */
export type DeviceProfileName = "libdmclient" | "hostap" | "windows";

/** What is known of them, one row a deviation. */
export const deviceProfiles: Readonly<Record<DeviceProfileName, DeviceProfile>> = {
  libdmclient: {
    name: "libdmclient",
    deviations: [
      {
        id: "libdmclient/atomic",
        does: "executes an Atomic like a Sequence: nothing is taken back, and only its members have a Status",
        quirks: { atomic: "as-sequence" },
      },
      {
        id: "libdmclient/refused-sequence",
        does: "answers 304 for a Sequence in which the user said no",
        quirks: { refusedSequence: 304 },
      },
      {
        id: "libdmclient/list",
        does: "answers 406 for every ?list= and for serialised trees",
        features: { list: false, tnds: false },
        quirks: { refusedTnds: 406 },
      },
      {
        id: "libdmclient/malformed-uri",
        does: "answers 500 for an address that cannot be one",
        quirks: { malformedUri: 500 },
      },
      {
        id: "libdmclient/unknown-alert",
        does: "answers 500 for an alert that it does not know",
        quirks: { unknownAlert: 500 },
      },
      { id: "libdmclient/copy", does: "answers 501 for Copy", features: { copy: false } },
      {
        id: "libdmclient/property-values",
        does: "ends the value of a property with a NUL character",
        quirks: { propertySuffix: "\0" },
      },
      {
        id: "libdmclient/dev-info",
        does: "sends the interior nodes of DevInfo in its Replace too",
        quirks: { interiorDevInfo: true },
      },
      {
        id: "libdmclient/alert-format",
        does: "says `text/plain` where the Format of a firmware update's alert is due",
        quirks: { fumoFormat: "text/plain" },
      },
      {
        id: "libdmclient/large-objects",
        does: "takes each chunk of a large object for the whole",
        quirks: { largeObjects: false },
      },
    ],
  },
  hostap: {
    name: "hostap",
    deviations: [
      { id: "hostap/scope", does: "answers 425 outside ./Wi-Fi", quirks: { scope: "./Wi-Fi" } },
      { id: "hostap/password", does: "answers 425 for a Get of a password", quirks: { unreadable: ["Password"] } },
      {
        id: "hostap/commands",
        does: "knows Add, Exec, Get and Replace alone",
        quirks: { commands: ["Add", "Exec", "Get", "Replace"] },
      },
      { id: "hostap/case", does: "does not tell the case of names", features: { caseSensitive: false } },
      { id: "hostap/format", does: "writes the Format of a text as `Chr`", quirks: { textFormat: "Chr" } },
      {
        id: "hostap/opening-alert",
        does: "begins each session with an alert of its own that has the serialised DevDetail",
        quirks: {
          opening: {
            code: 1226,
            type: "org.wi-fi.hotspot2dot0.SubscriptionProvisioning",
            format: "xml",
            data: { tnds: "./DevDetail" },
          },
        },
      },
      {
        id: "hostap/alert-type",
        does: "writes `Reversed-Domain-Name: ` before the types of its alerts",
        quirks: { alertTypePrefix: "Reversed-Domain-Name: " },
      },
      { id: "hostap/large-objects", does: "takes no large objects", quirks: { largeObjects: false } },
    ],
  },
  windows: {
    name: "windows",
    deviations: [
      { id: "windows/copy", does: "answers 501 for Copy", features: { copy: false } },
      {
        id: "windows/correlator",
        does: "leaves the Correlator of an Exec out of the alert",
        quirks: { correlator: false },
      },
      {
        id: "windows/version",
        does: "says 1.3 for its version in DevInfo, in sessions of 1.2",
        quirks: { devInfoVersion: "1.3" },
      },
      {
        id: "windows/opening-alert",
        does: "begins each session with a client event that says who is logged in",
        quirks: {
          opening: { code: 1224, type: "com.microsoft/MDM/LoginStatus", format: "chr", data: "user" },
        },
      },
      {
        id: "windows/user-text",
        does: "answers 400 for a text for the user of more than 1000 characters",
        quirks: { maxUserText: 1000 },
      },
      {
        id: "windows/alert-source",
        does: "names the operation node in a firmware update's alert, not the object (Windows Mobile)",
        quirks: { fumoSource: "operation" },
      },
    ],
  },
};

/** What a profile says of the tree, and of the rest. */
export function deviationsOf(profile: DeviceProfile | undefined): {
  readonly features: Partial<TreeFeatures>;
  readonly quirks: DeviceQuirks;
} {
  const deviations = profile?.deviations ?? [];
  return {
    features: Object.assign({}, ...deviations.map(({ features }) => features)),
    quirks: Object.assign({}, noQuirks, ...deviations.map(({ quirks }) => quirks)),
  };
}
