import { equalBytes } from "../../core/equal-bytes.ts";
import type { CommandDraft, MessageDraft, ResultDraft } from "./drafts.ts";
import type { Sender } from "./model.ts";
import type { ReadMessage } from "./read-messages.ts";

/** A message that was sent, to be answered and maybe repeated. */
interface SentMessage {
  readonly exchange: number;
  readonly bytes: Uint8Array;
  readonly draft: MessageDraft;
  readonly commands: Map<string, CommandDraft>;
  readonly results: Map<string, ResultDraft>;
}

/** A session: what was sent in it, by sender and MsgID. */
export class Session {
  readonly number: number;
  readonly id: string;
  readonly exchanges: number[] = [];
  private readonly sent = new Map<string, SentMessage>();
  private lastAsked: string | undefined;

  constructor(number: number, id: string) {
    this.number = number;
    this.id = id;
  }

  /** Whether a request can be of this session: its first message comes once, or again as it was. */
  continuesWith(request: ReadMessage | undefined): boolean {
    const asked = request?.header?.msgID?.trim();
    if (request === undefined || asked !== "1" || this.lastAsked === undefined) return true;
    const first = this.sent.get("device 1");
    return first !== undefined && equalBytes(first.bytes, request.payload.bytes);
  }

  add(exchange: number, request: ReadMessage | undefined): void {
    this.exchanges.push(exchange);
    this.lastAsked = request?.header?.msgID?.trim() ?? this.lastAsked;
  }

  /** What was sent under the same number, if it was the same message. */
  earlier({ sender, header, payload }: ReadMessage): SentMessage | undefined {
    const before = this.sent.get(`${sender} ${header?.msgID?.trim() ?? ""}`);
    return before !== undefined && equalBytes(before.bytes, payload.bytes) ? before : undefined;
  }

  /** Takes a message and its commands, so that statuses find them. */
  enter(
    { sender, header, payload, exchange }: ReadMessage,
    draft: MessageDraft,
    commands: Map<string, CommandDraft>,
  ): void {
    const message = { exchange, bytes: payload.bytes, draft, commands, results: new Map<string, ResultDraft>() };
    this.sent.set(`${sender} ${header?.msgID?.trim() ?? ""}`, message);
  }

  /** The message of `sender` that a MsgRef names. */
  message(sender: Sender, msgRef: string | undefined): SentMessage | undefined {
    return msgRef === undefined ? undefined : this.sent.get(`${sender} ${msgRef.trim()}`);
  }
}

/** Tells sessions apart, by the device and the SessionID; an ID that is used again begins another. */
export class Sessions {
  readonly all: Session[] = [];
  private readonly last = new Map<string, Session>();

  /** The session of an exchange; `undefined` if none of its messages has a header. */
  of(exchange: number, messages: readonly ReadMessage[]): Session | undefined {
    const message = messages.find(({ header }) => header?.sessionID !== undefined);
    if (message?.header === undefined) return undefined;
    const { sender, header } = message;
    const id = header.sessionID?.trim() ?? "";
    const device = sender === "device" ? header.source?.locURI : header.target?.locURI;
    const key = `${id} ${device ?? ""}`;
    const request = messages.find((one) => one.sender === "device");
    const known = this.last.get(key);
    const session = known?.continuesWith(request) === true ? known : new Session(this.all.length + 1, id);
    if (session !== known) {
      this.all.push(session);
      this.last.set(key, session);
    }
    session.add(exchange, request);
    return session;
  }
}
