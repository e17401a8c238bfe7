import { given } from "../core/options.ts";
import type { DmAccountRow } from "../push/provisioning/dm-account-rows.ts";
import type { ObjectRow, PlacedRows } from "./description.ts";
import { devDetailRows } from "./objects/dev-detail.ts";
import { devInfoRows } from "./objects/dev-info.ts";
import { diagMonRows } from "./objects/diag-mon.ts";
import { diagMonTrapRows } from "./objects/diag-mon-trap.ts";
import { dmAccountObjectRows } from "./objects/dm-account.ts";
import { fumoRows } from "./objects/fumo.ts";
import { lawmoRows } from "./objects/lawmo.ts";
import { scomoRows } from "./objects/scomo.ts";
import { createTree, type ManagementTree, type TreeOptions } from "./tree.ts";

/** The standard objects that a device may have besides DevInfo, DevDetail and DMAcc. */
export type StandardObject = "FUMO" | "SCOMO" | "LAWMO" | "DiagMon" | "DiagMonTrap";

/** A standard object, or one described by rows, and where it is. */
export type ObjectPlace = PlacedRows | { readonly object: StandardObject; readonly at: string };

/** What a device is, and has. */
export interface StandardTreeOptions extends TreeOptions {
  /** The access control list of the root. Default: every server may do everything that is possible. */
  readonly rootAcl?: string | undefined;
  /** Identity of the device, such as `IMEI:350000000000006`. */
  readonly identity: string;
  /** Value of `./DevInfo/Man` and `./DevDetail/OEM`. Default: empty. */
  readonly manufacturer?: string | undefined;
  /** Value of `./DevInfo/Mod`. Default: empty. */
  readonly model?: string | undefined;
  /** Language, such as `en`. Default `en`. */
  readonly language?: string | undefined;
  /** Kind of device, such as `phone`. Default `device`. */
  readonly deviceType?: string | undefined;
  /** Value of `./DevDetail/FwV`. Default: empty. */
  readonly firmwareVersion?: string | undefined;
  /** Value of `./DevDetail/SwV`. Default: empty. */
  readonly softwareVersion?: string | undefined;
  /** Value of `./DevDetail/HwV`. Default: empty. */
  readonly hardwareVersion?: string | undefined;
  /** Whether large objects come in chunks. Default false. */
  readonly largeObjects?: boolean | undefined;
  /** Further objects. A segment `%` in a place is any name: servers, or the device, add instances. Default: none. */
  readonly objects?: readonly ObjectPlace[] | undefined;
  /** The accounts, below `./DMAcc`, by the name of their node: the rows of `dmAccountRows`. Default: none. */
  readonly accounts?: Readonly<Record<string, readonly DmAccountRow[]>> | undefined;
}

const EVERYTHING = "Add=*&Delete=*&Exec=*&Get=*&Replace=*";

const standard: Readonly<Record<StandardObject, Omit<PlacedRows, "at">>> = {
  FUMO: { rows: fumoRows, type: "urn:oma:mo:oma-fumo:1.0" },
  SCOMO: { rows: scomoRows, type: "urn:oma:mo:oma-scomo:1.0" },
  LAWMO: { rows: lawmoRows, type: "urn:oma:mo:oma-lawmo:1.0" },
  DiagMon: { rows: diagMonRows, type: "urn:oma:mo:oma-diagmon:1.0" },
  DiagMonTrap: { rows: diagMonTrapRows, type: "urn:oma:mo:oma-diagmontrap:1.0" },
};

/** Accounts are added, changed and removed by servers, although a device need only let them be read. */
const accountRows: readonly ObjectRow[] = dmAccountObjectRows.map(
  ([path, format, occurrence, access, defaultValue, meaning]) => [
    path,
    format,
    occurrence,
    access === "-" ? "ADR" : "ADGR",
    defaultValue,
    meaning,
  ],
);

function placed(place: ObjectPlace): PlacedRows {
  return "object" in place ? { at: place.at, ...standard[place.object] } : place;
}

/** Creates the tree of a device with the standard objects: DevInfo, DevDetail, the accounts, and others in their places. */
export function standardTree(options: StandardTreeOptions): ManagementTree {
  const tree = createTree(
    [
      { rows: devInfoRows, type: "urn:oma:mo:oma-dm-devinfo:1.0" },
      { rows: devDetailRows, type: "urn:oma:mo:oma-dm-devdetail:1.0" },
      { at: "./DMAcc/%", rows: accountRows, type: "urn:oma:mo:oma-dm-dmacc:1.0" },
      ...(options.objects ?? []).map(placed),
    ],
    { rootAcl: EVERYTHING, ...given(options) },
  );
  if (options.state !== undefined) return tree;
  const { limits } = tree;
  const values: Readonly<Record<string, string>> = {
    "./DevInfo/DevId": options.identity,
    "./DevInfo/Man": options.manufacturer ?? "",
    "./DevInfo/Mod": options.model ?? "",
    "./DevInfo/Lang": options.language ?? "en",
    "./DevDetail/DevTyp": options.deviceType ?? "device",
    "./DevDetail/OEM": options.manufacturer ?? "",
    "./DevDetail/FwV": options.firmwareVersion ?? "",
    "./DevDetail/SwV": options.softwareVersion ?? "",
    "./DevDetail/HwV": options.hardwareVersion ?? "",
    "./DevDetail/LrgObj": options.largeObjects === true ? "true" : "false",
    "./DevDetail/URI/MaxDepth": String(limits.maxDepth),
    "./DevDetail/URI/MaxTotLen": String(limits.maxUriLength),
    "./DevDetail/URI/MaxSegLen": String(limits.maxSegmentLength),
  };
  for (const [uri, value] of Object.entries(values)) tree.set(uri, value);
  for (const [name, rows] of Object.entries(options.accounts ?? {})) {
    for (const { path, value } of rows) {
      const uri = `./DMAcc/${name}/${path}`;
      if (tree.node(uri) === undefined) tree.add(uri, { value });
      else tree.set(uri, value);
    }
  }
  // The tree begins here: what the device put into it is no change.
  const nodes = Object.entries(tree.toJSON().nodes).map(([uri, { verNo: _, ...node }]) => [uri, node]);
  tree.restore({ v: 1, nodes: Object.fromEntries(nodes) });
  return tree;
}
