import type { ObjectRow } from "../description.ts";

/** Device information, sent at the start of each session (`urn:oma:mo:oma-dm-devinfo:1.0`). */
export const devInfoRows: readonly ObjectRow[] = [
  ["DevInfo", "node", "1", "G", null, "permanent; sent whole in each session start, not for MOI lookup"],
  ["DevInfo/DevId", "chr", "1", "G", null, "globally unique text, mostly a URN: IMEI:..., MAC:..., urn:uuid:..."],
  ["DevInfo/Man", "chr", "1", "G", null, "maker"],
  ["DevInfo/Mod", "chr", "1", "G", null, "model"],
  ["DevInfo/DmV", "chr", "1", "G", "1.2", "DM client version text (free, many send 1.2)"],
  ["DevInfo/Lang", "chr", "1", "G", "en", "RFC 1766 language tag"],
  ["DevInfo/Bearer", "node", "?", "G", null, "bearer specific, extension"],
  ["DevInfo/Ext", "node", "?", "G", null, "vendor"],
];
