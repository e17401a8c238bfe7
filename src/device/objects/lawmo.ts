import type { ObjectRow } from "../description.ts";

/** Lock and wipe (`urn:oma:mo:oma-lawmo:1.0`). */
export const lawmoRows: readonly ObjectRow[] = [
  ["%", "node", "?", "G", null, "common ./LAWMO"],
  ["%/State", "int", "1", "G", "30", "10 fully locked, 20 partially locked, 30 unlocked (0 undefined)"],
  ["%/AvailableWipeList", "node", "?", "G", null, ""],
  ["%/AvailableWipeList/%", "node", "*", "G", null, ""],
  ["%/AvailableWipeList/%/ListItemName", "chr", "1", "G", null, "what"],
  ["%/AvailableWipeList/%/ToBeWiped", "bool", "1", "GR", "false", "select"],
  ["%/LAWMOConfig", "node", "?", "G", null, ""],
  ["%/LAWMOConfig/NotifyUser", "bool", "1", "GR", "true", "show to user"],
  ["%/Operations", "node", "1", "G", null, ""],
  ["%/Operations/FullyLock", "null", "1", "E", null, ""],
  ["%/Operations/PartiallyLock", "null", "?", "E", null, ""],
  ["%/Operations/UnLock", "null", "1", "E", null, ""],
  ["%/Operations/FactoryReset", "null", "?", "E", null, ""],
  ["%/Operations/Wipe", "null", "1", "E", null, "needs ToBeWiped choices"],
  ["%/Ext", "node", "?", "G", null, ""],
];
