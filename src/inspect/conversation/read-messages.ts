import type { Command, SyncHdr } from "../../ast/nodes.ts";
import type { Exchange, Payload } from "../../capture/model.ts";
import { decodePartial } from "../../codec/decode.ts";
import { validate } from "../../codec/validate.ts";
import { isSyncmlError } from "../../core/errors.ts";
import type { Finding } from "../../validation/rule.ts";
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
  readonly findings: readonly Finding[];
}

/** The messages of an exchange, request first. An empty body is no message. */
export function readMessages({ index, request, response }: Exchange, validates: boolean): ReadMessage[] {
  const messages: ReadMessage[] = [];
  if (request !== undefined && hasBody(request)) messages.push(read(index, "device", request, validates));
  if (response !== undefined && hasBody(response)) messages.push(read(index, "server", response, validates));
  return messages;
}

function hasBody({ bytes, gaps }: Payload): boolean {
  return bytes.length > 0 || gaps.length > 0;
}

function read(exchange: number, usual: Sender, payload: Payload, validates: boolean): ReadMessage {
  const sender = payload.direction === "unknown" ? usual : payload.direction === "to-server" ? "device" : "server";
  // Octets on both sides of a gap are never one token.
  const [gap] = payload.gaps;
  const bytes = gap === undefined ? payload.bytes : payload.bytes.subarray(0, gap.offset);
  // Embedded documents stay as they are: their size is told, and what is in them is no part of the conversation.
  const { document, error } = decodePartial(bytes, { embedded: "keep" });
  const message = document?.kind === "SyncML" ? document : undefined;
  const wire = message?.wire?.format;
  return {
    exchange,
    sender,
    payload,
    header: message?.syncHdr,
    commands: message?.syncBody?.commands ?? [],
    isFinal: message?.syncBody?.final === true,
    encoding: wire ?? "unknown",
    fault: error === undefined ? undefined : { code: error.code, text: error.reason, offset: error.offset ?? 0 },
    findings: validates && error === undefined && message !== undefined ? findingsIn(bytes) : [],
  };
}

function findingsIn(bytes: Uint8Array): readonly Finding[] {
  try {
    return validate(bytes);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return [];
  }
}
