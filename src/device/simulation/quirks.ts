/** How a device differs from the standard in what it says and does. */
export interface DeviceQuirks {
  /** What an Atomic is: `"atomic"`, or `"as-sequence"` for one that is never taken back and has no Status of its own. */
  readonly atomic: "atomic" | "as-sequence";
  /** Status of a Sequence that the user's "no" has ended. */
  readonly refusedSequence: number;
  /** Status of a command whose address cannot be one. `undefined`: 404 or 400. */
  readonly malformedUri: number | undefined;
  /** Status of an alert that is not known. */
  readonly unknownAlert: number;
  /** Status of an Add or Replace of a serialised tree by a device that takes none. */
  readonly refusedTnds: number;
  /** Commands that the device knows; others are answered 406. `undefined`: all. */
  readonly commands: readonly string[] | undefined;
  /** The only part of the tree that servers reach; 425 elsewhere. `undefined`: all. */
  readonly scope: string | undefined;
  /** Names of leaves whose Get is answered 425. */
  readonly unreadable: readonly string[];
  /** Characters of a text for the user; 400 beyond. `undefined`: any. */
  readonly maxUserText: number | undefined;
  /** What is added to the value of a property in Results. */
  readonly propertySuffix: string;
  /** What the Results say of a leaf of format `chr`. `undefined`: nothing, as it is the default. */
  readonly textFormat: string | undefined;
  /** Whether the Replace of DevInfo has its interior nodes too. */
  readonly interiorDevInfo: boolean;
  /** `./DevInfo/DmV`. `undefined`: that of the tree. */
  readonly devInfoVersion: string | undefined;
  /** What comes before the type of an alert. */
  readonly alertTypePrefix: string;
  /** The Meta Format of alerts with the result of a firmware update. */
  readonly fumoFormat: string;
  /** Whether the source of such an alert is the object, or the operation. */
  readonly fumoSource: "object" | "operation";
  /** Whether the alert of an operation has the Correlator of its Exec. */
  readonly correlator: boolean;
  /** An alert with which each session begins. */
  readonly opening: OpeningAlert | undefined;
  /** Whether an object may come in chunks. */
  readonly largeObjects: boolean;
}

/** An alert that a device sends at the start of each session. */
export interface OpeningAlert {
  /** Its code. */
  readonly code: 1224 | 1226;
  /** Its type. */
  readonly type: string;
  /** Its format. */
  readonly format: string;
  /** The data, or the node whose serialised subtree it is. */
  readonly data: string | { readonly tnds: string };
}

/** The standard's way. */
export const noQuirks: DeviceQuirks = {
  atomic: "atomic",
  refusedSequence: 200,
  malformedUri: undefined,
  unknownAlert: 406,
  refusedTnds: 415,
  commands: undefined,
  scope: undefined,
  unreadable: [],
  maxUserText: undefined,
  propertySuffix: "",
  textFormat: undefined,
  interiorDevInfo: false,
  devInfoVersion: undefined,
  alertTypePrefix: "",
  fumoFormat: "int",
  fumoSource: "object",
  correlator: true,
  opening: undefined,
  largeObjects: true,
};
