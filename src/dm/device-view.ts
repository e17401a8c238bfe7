import type { DeviceView, ServerState } from "./session-types.ts";

/** What is known of the device of a session. */
export function deviceView(state: ServerState): DeviceView {
  return {
    id: state.device,
    user: state.user ?? undefined,
    sessionID: state.sessionID,
    version: state.verProto,
    devInfo: state.devInfo,
    maxObjSize: state.peer.maxObjSize ?? undefined,
    largeObjects: state.largeObjects ?? undefined,
  };
}
