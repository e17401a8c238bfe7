import {
  anyObject,
  anyString,
  checkOptions,
  flag,
  given,
  integer,
  listOfStrings,
  type OptionChecks,
  oneOf,
  optionChecks,
} from "../../core/options.ts";
import type { DeviceFaults } from "../faults.ts";
import type { TreeFeatures } from "../options.ts";
import type { ObjectPlace, StandardTreeOptions } from "../standard-tree.ts";
import type { ManagementTree } from "../tree.ts";
import type { DeviceEvent } from "./device-event.ts";
import type { DeviceState } from "./device-state.ts";
import type { OperationDurations, SoftwarePackage } from "./operation.ts";
import { type DeviceProfile, type DeviceProfileName, deviceProfiles } from "./profiles.ts";
import type { UserScript } from "./user.ts";

/** What a simulated device can do. */
export interface DeviceFeatures extends TreeFeatures {
  /** Whether large objects come in chunks, as `./DevDetail/LrgObj` says. Default true. */
  readonly largeObjects: boolean;
}

/** Options of a standard tree that a simulated device passes on. */
export type TreeParts =
  | "limits"
  | "manufacturer"
  | "model"
  | "language"
  | "deviceType"
  | "softwareVersion"
  | "hardwareVersion"
  | "accounts";

/** What a simulated device is, and how it behaves. The same options, and the same calls, give the same device. */
export interface SimulatedDeviceOptions extends Pick<StandardTreeOptions, TreeParts> {
  /** Its identity. Default: `./DevInfo/DevId` of `tree`; without one, `IMEI:350000000000006`. */
  readonly identity?: string | undefined;
  /** The version of its firmware. Default `1.0`. */
  readonly firmware?: string | undefined;
  /** What it can do. Default: the defaults of {@link DeviceFeatures}. */
  readonly features?: Partial<DeviceFeatures> | undefined;
  /** What goes wrong on purpose. Default: nothing. */
  readonly faults?: Partial<DeviceFaults> | undefined;
  /** What all chances come from. Default 0. */
  readonly seed?: number | undefined;
  /** A device that differs from the standard: one that is known, or a list of deviations. Default: none. */
  readonly profile?: DeviceProfileName | DeviceProfile | undefined;
  /**
   * The objects and their places. Default: `./FUMO`, `./SCOMO`, `./LAWMO`, `./DiagMon/Battery` and the trap `./DiagMon/Trap/Battery`. A device
   * does its operations wherever the Type of a node says that it is one of these objects.
   */
  readonly objects?: readonly ObjectPlace[] | undefined;
  /** A tree of your own in place of `objects`, `accounts`, `limits` and all that describes the device, such as one from a DDF file. Default: one made of those. */
  readonly tree?: ManagementTree | undefined;
  /** How long operations take. An operation that takes no time is done at once: 200, and no alert. Default: the defaults of {@link OperationDurations}. */
  readonly durations?: Partial<OperationDurations> | undefined;
  /**
   * With which result codes operations end, by the address of their node or its last name: always the same, or one after the other,
   * the last for all others. `{ DownloadAndUpdate: [503, 200] }` fails once for lack of a network. Default: success.
   */
  readonly results?: Readonly<Record<string, number | readonly number[]>> | undefined;
  /**
   * What is in packages: by URL, or by the address of the node to which a server pushes one. Default: the version is the first
   * number with dots in the last part of the URL.
   */
  readonly packages?: Readonly<Record<string, SoftwarePackage>> | undefined;
  /** What diagnostics functions find: by the address of the function, values by name. Default: `Result`, a number in 0–100 from the seed. */
  readonly measurements?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  /** What may be wiped, as the names in `AvailableWipeList`. Default: `contacts` and `files`. */
  readonly wipeList?: readonly string[] | undefined;
  /** How the user answers. Default, and after the last answer of a list: agrees to everything. */
  readonly ui?: UserScript | undefined;
  /** The device's clock at the start, in milliseconds since 1970. Default 0. */
  readonly now?: number | undefined;
  /** Operations that run or wait to be reported, at most; beyond, an Exec is answered 420. Default 100. */
  readonly maxJobs?: number | undefined;
  /** Sessions in which an alert's delivery may fail before the device gives up. Default 5. */
  readonly reportAttempts?: number | undefined;
  /** Milliseconds from one of these to the next. Default 120,000. */
  readonly reportBackoff?: number | undefined;
  /** Takes up where a device left off: what {@link SimulatedDevice.state} gave. Default: a new device. */
  readonly state?: DeviceState | undefined;
  /** Is told what happens. Default: nobody is. */
  readonly log?: ((event: DeviceEvent) => void) | undefined;
}

/** The options with their defaults. */
export interface ResolvedDevice {
  readonly identity: string;
  readonly firmware: string;
  readonly seed: number;
  readonly profile: DeviceProfile | undefined;
  readonly objects: readonly ObjectPlace[];
  readonly durations: OperationDurations;
  readonly results: Readonly<Record<string, number | readonly number[]>>;
  readonly packages: Readonly<Record<string, SoftwarePackage>>;
  readonly measurements: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly wipeList: readonly string[];
  readonly ui: UserScript;
  readonly now: number;
  readonly maxJobs: number;
  readonly reportAttempts: number;
  readonly reportBackoff: number;
  readonly log: (event: DeviceEvent) => void;
}

const defaultObjects: readonly ObjectPlace[] = [
  { object: "FUMO", at: "./FUMO" },
  { object: "SCOMO", at: "./SCOMO" },
  { object: "LAWMO", at: "./LAWMO" },
  { object: "DiagMon", at: "./DiagMon/Battery" },
  { object: "DiagMonTrap", at: "./DiagMon/Trap/Battery" },
];

const defaultDurations: OperationDurations = {
  download: 60_000,
  update: 120_000,
  install: 30_000,
  activate: 1000,
  remove: 5000,
  lock: 0,
  wipe: 60_000,
  diagnose: 30_000,
  settle: 60_000,
};

const checks: OptionChecks = optionChecks({
  identity: anyString,
  firmware: anyString,
  features: anyObject,
  seed: integer(Number.MIN_SAFE_INTEGER),
  objects: anyObject,
  tree: anyObject,
  durations: anyObject,
  results: anyObject,
  packages: anyObject,
  measurements: anyObject,
  wipeList: listOfStrings,
  now: integer(0),
  maxJobs: integer(1),
  reportAttempts: integer(1),
  reportBackoff: integer(0),
  state: anyObject,
});
const durationChecks: OptionChecks = optionChecks(
  Object.fromEntries(Object.keys(defaultDurations).map((name) => [name, integer(0)])),
);
const featureChecks: OptionChecks = optionChecks({ largeObjects: flag });
const profileChecks: OptionChecks = optionChecks({ profile: oneOf(...Object.keys(deviceProfiles)) });

/** Options that describe a tree which is not given. */
const treeOptions = [
  "objects",
  "accounts",
  "limits",
  "manufacturer",
  "model",
  "language",
  "deviceType",
  "softwareVersion",
  "hardwareVersion",
  "wipeList",
] as const;

/**
 * The options with their defaults.
 *
 * @throws {TypeError} if one is of the wrong type, or describes a tree although there is one.
 * @throws {RangeError} if one has a value that is not allowed.
 */
export function resolveDevice(options: SimulatedDeviceOptions): ResolvedDevice {
  checkOptions(options, checks);
  checkOptions(options.durations ?? {}, durationChecks);
  checkOptions(options.features ?? {}, featureChecks);
  if (typeof options.profile === "string") checkOptions(options, profileChecks);
  const extra = options.tree === undefined ? undefined : treeOptions.find((name) => options[name] !== undefined);
  if (extra !== undefined) throw new TypeError(`option ${extra} does not go with option tree`);
  const { profile, tree } = options;
  const devId = tree?.get("./DevInfo/DevId");
  return {
    identity: options.identity ?? (typeof devId === "string" && devId !== "" ? devId : "IMEI:350000000000006"),
    firmware: options.firmware ?? "1.0",
    seed: options.seed ?? 0,
    profile: typeof profile === "string" ? deviceProfiles[profile] : profile,
    objects: options.objects ?? defaultObjects,
    durations: { ...defaultDurations, ...given(options.durations ?? {}) },
    results: options.results ?? {},
    packages: options.packages ?? {},
    measurements: options.measurements ?? {},
    wipeList: options.wipeList ?? ["contacts", "files"],
    ui: options.ui ?? [],
    now: options.now ?? 0,
    maxJobs: options.maxJobs ?? 100,
    reportAttempts: options.reportAttempts ?? 5,
    reportBackoff: options.reportBackoff ?? 120_000,
    log: options.log ?? (() => {}),
  };
}
