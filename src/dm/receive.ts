import { commandList, isContainer } from "../ast/all-commands.ts";
import * as Code from "../ast/codes/code.ts";
import type { SyncHdr, SyncML } from "../ast/nodes.ts";
import { claimedUser } from "../authentication/credentials.ts";
import { parseHmacHeader } from "../authentication/hmac-header.ts";
import { decode } from "../codec/decode.ts";
import { peek } from "../codec/peek.ts";
import { isSyncmlError } from "../core/errors.ts";
import type { SessionPolicy } from "./policy.ts";

// The first steps with what arrives, the same on both sides: its size, its form, its version.

/** What a message is looked up by. */
export interface SessionKey {
  /** SessionID, without white space around it. */
  readonly sessionID: string;
  /** MsgID as received, without white space around it; empty if there is none. */
  readonly msgID: string;
  /** `Source/LocURI`: the device, on a server. */
  readonly source: string;
  /** `Source/LocName`. */
  readonly locName: string | undefined;
  /** Name that the message claims, unchecked: its LocName, else that of its credentials or of the header `x-syncml-hmac`. */
  readonly user: string | undefined;
}

/**
 * What a header says for the look-up of its session and account; empty where it says nothing.
 *
 * @param hmac Value of the header `x-syncml-hmac`.
 */
export function keyOf({ sessionID, msgID, source, cred }: SyncHdr, hmac?: string | null): SessionKey {
  const locName = source?.locName?.trim();
  const user = locName ?? (cred === undefined ? undefined : claimedUser(cred)) ?? nameInMac(hmac);
  return {
    sessionID: sessionID?.trim() ?? "",
    msgID: msgID?.trim() ?? "",
    source: source?.locURI?.trim() ?? "",
    locName,
    user,
  };
}

function nameInMac(hmac: string | null | undefined): string | undefined {
  const mac = parseHmacHeader(hmac);
  return mac.ok ? mac.username : undefined;
}

/**
 * What a message is, before any session is known. `header` is there where it could be read. Versions are those of
 * `acceptable`, in the order preferred.
 */
export type Received =
  | { readonly ok: true; readonly message: SyncML; readonly header: SyncHdr }
  | {
      readonly ok: false;
      readonly fault: "too-large" | "undecodable" | "version" | "too-many";
      /** The code for the header's Status. */
      readonly code: string;
      readonly header: SyncHdr | undefined;
      readonly acceptable: readonly string[];
      readonly reason: string;
    };

const versionsDTD: readonly string[] = ["1.2", "1.1"];
const versionsProto: readonly string[] = ["DM/1.2", "DM/1.1"];

/** Checks size and versions, and decodes. Never throws for what the peer sent. */
export function receive(
  body: Uint8Array,
  policy: Pick<SessionPolicy, "ownMaxMsgSize" | "receiveTolerance" | "maxCommandsPerMessage">,
): Received {
  const most = policy.ownMaxMsgSize === 0 ? Number.POSITIVE_INFINITY : policy.ownMaxMsgSize + policy.receiveTolerance;
  if (body.length > most) {
    return fault(
      "too-large",
      Code.TOO_LARGE,
      headerOf(body),
      `the message has ${body.length} octets, more than ${most}`,
    );
  }
  let message: SyncML;
  try {
    message = decode(body);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return fault("undecodable", Code.BAD_REQUEST, headerOf(body), error.message);
  }
  const { syncHdr } = message;
  if (!versionsDTD.includes(syncHdr.verDTD?.trim() ?? "")) {
    return {
      ...fault("version", Code.DTD_VERSION_NOT_SUPPORTED, syncHdr, "the version of the DTD is not spoken"),
      acceptable: versionsDTD,
    };
  }
  if (!versionsProto.includes(syncHdr.verProto?.trim() ?? "")) {
    return {
      ...fault("version", Code.PROTOCOL_VERSION_NOT_SUPPORTED, syncHdr, "the version of the protocol is not spoken"),
      acceptable: versionsProto,
    };
  }
  const { maxCommandsPerMessage: mostCommands } = policy;
  const commands = commandList(message.syncBody.commands);
  if (commands.length > mostCommands && commands.filter((one) => !isContainer(one)).length > mostCommands) {
    return fault("too-many", Code.TOO_LARGE, syncHdr, `the message has more than ${mostCommands} commands`);
  }
  return { ok: true, message, header: syncHdr };
}

function fault(
  kind: "too-large" | "undecodable" | "version" | "too-many",
  code: string,
  header: SyncHdr | undefined,
  reason: string,
): Extract<Received, { ok: false }> {
  return { ok: false, fault: kind, code, header, acceptable: [], reason };
}

function headerOf(body: Uint8Array): SyncHdr | undefined {
  try {
    return peek(body);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return undefined;
  }
}
