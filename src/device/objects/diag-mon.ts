import type { ObjectRow } from "../description.ts";

/** A diagnostics function (`urn:oma:mo:oma-diagmon:1.0`). */
export const diagMonRows: readonly ObjectRow[] = [
  ["%", "node", "*", "G", null, "one diagnostics function; Type = function MOI"],
  ["%/ServerID", "chr", "?", "GR", null, "server to report to"],
  ["%/Description", "chr", "?", "G", null, ""],
  ["%/DiagMonConfig", "node", "?", "G", null, ""],
  [
    "%/DiagMonConfig/ConfigParms",
    "node",
    "?",
    "G",
    null,
    "function specific leaves; VoLTE Metrics: SaveLocation, SampIntrvl (int, seconds), GeoLocation/%/{Lat,Long,Radius}",
  ],
  ["%/DiagMonConfig/ConfigParms/%", "chr", "*", "AGR", null, ""],
  ["%/DiagMonConfig/DiagDataURL", "chr", "?", "GR", null, "upload address for data"],
  ["%/DiagMonConfig/DefDuration", "int", "?", "GR", null, "run time limit"],
  ["%/DiagMonConfig/DefMemory", "int", "?", "GR", null, "memory limit"],
  ["%/DiagMonConfig/ReportCondition", "node", "?", "G", null, "when to report"],
  ["%/DiagMonData", "node", "?", "G", null, "results, function specific"],
  ["%/DiagMonData/%", "chr", "*", "G", null, ""],
  ["%/Operations", "node", "1", "G", null, ""],
  ["%/Operations/Start", "null", "1", "E", null, "202 for long runs, report 1226"],
  ["%/Operations/Stop", "null", "?", "E", null, ""],
  ["%/Status", "int", "1", "G", "0", "0 idle, 10 running, 20 stopped, 30 done, 40 failed"],
  ["%/Ext", "node", "?", "G", null, ""],
];
