import type { Command, SyncHdr } from "../../ast/nodes.ts";
import type { Exchange, Payload } from "../../capture/model.ts";
import { decodePartial } from "../../codec/decode.ts";
import { validate } from "../../codec/validate.ts";
import { isSyncmlError } from "../../core/errors.ts";
import type { ConversationMessage, Sender } from "./model.ts";

/** A message of an exchange, decoded as far as it goes. */
export interface ReadMessage {
  readonly exchange: number;
  readonly sender: Sender;
  readonly payload: Payload;
  readonly header: SyncHdr | undefined;
  readonly commands: readonly Command[];
  readonly isFinal: boolean;
  readonly encoding: ConversationMessage["encoding"];
  readonly fault: ConversationMessage["fault"];
  readonly findings: ConversationMessage["findings"];
}

/** The messages of an exchange, request first. An empty body is no message. */
export function readMessages({ index, request, response }: Exchange, validates: boolean): ReadMessage[] {
  const messages: ReadMessage[] = [];
  if (request !== undefined && request.bytes.length > 0) messages.push(read(index, "device", request, validates));
  if (response !== undefined && response.bytes.length > 0) messages.push(read(index, "server", response, validates));
  return messages;
}

function read(exchange: number, usual: Sender, payload: Payload, validates: boolean): ReadMessage {
  const sender = payload.direction === "unknown" ? usual : payload.direction === "to-server" ? "device" : "server";
  const { document, error } = decodePartial(payload.bytes);
  const message = document?.kind === "SyncML" ? document : undefined;
  const wire = message?.wire?.format;
  return {
    exchange,
    sender,
    payload,
    header: message?.syncHdr,
    commands: message?.syncBody?.commands ?? [],
    isFinal: message?.syncBody?.final === true,
    encoding: wire ?? (payload.bytes[0] === 0x3c ? "xml" : message === undefined ? "unknown" : "wbxml"),
    fault: error === undefined ? undefined : { code: error.code, text: error.reason, offset: error.offset ?? 0 },
    findings: validates && error === undefined && message !== undefined ? findingsIn(payload.bytes) : [],
  };
}

function findingsIn(bytes: Uint8Array): ConversationMessage["findings"] {
  try {
    return validate(bytes).map(({ rule, severity, message, path }) => ({ rule, severity, text: message, path }));
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return [];
  }
}
