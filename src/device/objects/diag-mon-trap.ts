import type { ObjectRow } from "../description.ts";

/** A trap: an event that the device watches for (`urn:oma:mo:oma-diagmontrap:1.0`). */
export const diagMonTrapRows: readonly ObjectRow[] = [
  ["%", "node", "*", "G", null, "trap object: TrapID, register list, Ext"],
  ["%/TrapID", "chr", "1", "G", null, ""],
  ["%/ToRef", "node", "?", "AG", null, "registered servers"],
  ["%/Enabled", "bool", "1", "GR", "false", ""],
];
