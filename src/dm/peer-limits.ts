import type { SyncHdr } from "../ast/nodes.ts";
import type { PeerLimits } from "./session-types.ts";

/** The sizes that a peer accepts: those of this header, else those that it said before, which hold until said again. */
export function peerLimits({ meta }: SyncHdr, before: PeerLimits): PeerLimits {
  return {
    maxMsgSize: sizeOf(meta?.maxMsgSize) ?? before.maxMsgSize,
    maxObjSize: sizeOf(meta?.maxObjSize) ?? before.maxObjSize,
  };
}

function sizeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}
