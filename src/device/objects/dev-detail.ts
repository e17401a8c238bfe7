import type { ObjectRow } from "../description.ts";

/** Details of the device, on request (`urn:oma:mo:oma-dm-devdetail:1.0`). */
export const devDetailRows: readonly ObjectRow[] = [
  ["DevDetail", "node", "1", "G", null, "permanent; only on request"],
  ["DevDetail/DevTyp", "chr", "1", "G", null, "device type text (phone, PDA)"],
  ["DevDetail/OEM", "chr", "1", "G", null, "original maker, may equal Man"],
  ["DevDetail/FwV", "chr", "1", "G", null, "firmware version"],
  ["DevDetail/SwV", "chr", "1", "G", null, "software version"],
  ["DevDetail/HwV", "chr", "1", "G", null, "hardware version"],
  ["DevDetail/LrgObj", "bool", "1", "G", "false", "large objects supported"],
  ["DevDetail/URI", "node", "1", "G", null, "limits"],
  ["DevDetail/URI/MaxDepth", "chr", "1", "G", "0", "16-bit decimal, 0 = none"],
  ["DevDetail/URI/MaxTotLen", "chr", "1", "G", "0", "same"],
  ["DevDetail/URI/MaxSegLen", "chr", "1", "G", "0", "same"],
  ["DevDetail/Bearer", "node", "?", "G", null, ""],
  ["DevDetail/Ext", "node", "?", "G", null, "vendor"],
];
