import type { ObjectRow } from "../description.ts";

/** A firmware update (`urn:oma:mo:oma-fumo:1.0`). */
export const fumoRows: readonly ObjectRow[] = [
  ["%", "node", "*", "G", null, "one update object, common ./FwUpdate/<X>"],
  ["%/PkgName", "chr", "?", "G", null, "package id"],
  ["%/PkgVersion", "chr", "?", "G", null, "package version"],
  ["%/Download", "node", "?", "EG", null, "Exec starts download"],
  ["%/Download/PkgURL", "chr", "1", "RG", null, "where from; Download Descriptor or direct"],
  ["%/Update", "node", "?", "EG", null, "Exec installs what is there"],
  ["%/Update/PkgData", "bin", "?", "R", null, "package pushed by DM itself; write only; excludes PkgURL"],
  ["%/DownloadAndUpdate", "node", "?", "EG", null, "both"],
  ["%/DownloadAndUpdate/PkgURL", "chr", "1", "RG", null, ""],
  ["%/State", "int", "1", "G", "10", "state"],
  ["%/Ext", "node", "?", "G", null, "vendor"],
];
