import { encodeUtf8 } from "../../core/utf8.ts";
import type { CaptureDiagnostic, Direction, Exchange, FileRange, Gap, Payload, Peer } from "../model.ts";
import type { CaptureSink } from "../reader.ts";
import { MarkupScanner, textOf } from "./markup.ts";
import { present } from "./stored-exchange.ts";

// The client of Windows logs each message that it sends or receives as one event, whose text is the message in XML. Which way it
// went is not logged; order is that of time; an event holds at most 64 KB, and the rest of a message is not recorded.

/** A message as Windows logged it. */
export interface LoggedMessage {
  readonly text: string;
  /** The event ends inside the message. */
  readonly isCut: boolean;
  readonly time?: number | undefined;
  /** The machine that logged it. */
  readonly computer?: string | undefined;
  /** Where it is in the file, if it is there as it is. */
  readonly range?: FileRange | undefined;
  readonly frame: number;
  readonly undone: readonly string[];
  readonly diagnostics?: readonly CaptureDiagnostic[];
}

/** Characters of a message that are looked at for its header. */
const HEADER_CHARACTERS = 16_384;

/** Takes messages in the order of the log and hands them on as exchanges: what the device sent, and what it got next. */
export class WindowsMessages {
  private readonly sink: CaptureSink;
  private readonly carrier: string;
  private open: { readonly session: string; readonly exchange: Omit<Exchange, "index"> } | undefined;
  /** What the device calls itself, from the first message of which the way is known. */
  private device: string | undefined;

  constructor(sink: CaptureSink, carrier: string) {
    this.sink = sink;
    this.carrier = carrier;
  }

  put(message: LoggedMessage): void {
    const head = contentOf("SyncHdr", message.text.slice(0, HEADER_CHARACTERS));
    const from = addressIn("Source", head);
    const to = addressIn("Target", head);
    const direction = this.directionOf(from, to);
    if (direction === "to-server") this.device ??= from;
    const sessionID = contentOf("SessionID", head).trim();
    const payload = payloadOf(message, direction);
    this.sink.count("messages");
    if (direction === "to-device" && this.open?.session === sessionID && sessionID !== "") {
      this.sink.exchange({ ...this.open.exchange, response: payload });
      this.open = undefined;
      return;
    }
    this.close();
    const exchange = { carrier: this.carrier, ...(direction === "to-server" ? present("url", to) : {}) };
    if (direction === "to-device") this.sink.exchange({ ...exchange, response: payload });
    else if (direction === "unknown") this.sink.exchange({ ...exchange, request: payload });
    else this.open = { session: sessionID, exchange: { ...exchange, request: payload } };
  }

  /** No reply to what was sent comes any more. */
  close(): void {
    if (this.open !== undefined) this.sink.exchange(this.open.exchange);
    this.open = undefined;
  }

  /** The server is who has an address of the web, the device who has a name. */
  private directionOf(from: string | undefined, to: string | undefined): Direction {
    const [isFromWeb, isToWeb] = [from, to].map((uri) => /^https?:/i.test(uri ?? ""));
    if (isFromWeb !== isToWeb) return isToWeb ? "to-server" : "to-device";
    if (this.device === undefined || from === to) return "unknown";
    if (from === this.device) return "to-server";
    return to === this.device ? "to-device" : "unknown";
  }
}

/** What the first element of a name holds, "" if there is none. */
function contentOf(name: string, text: string): string {
  return new MarkupScanner(text).next(name)?.content ?? "";
}

function addressIn(side: "Source" | "Target", head: string): string | undefined {
  return textOf(contentOf("LocURI", contentOf(side, head))).trim() || undefined;
}

function payloadOf(message: LoggedMessage, direction: Direction): Payload {
  const { text, isCut, time, computer, range, frame, undone } = message;
  const bytes = encodeUtf8(text);
  const gaps: Gap[] = isCut ? [{ offset: bytes.length, reason: "cut" }] : [];
  const cut: CaptureDiagnostic = {
    code: "frame-cut",
    message: "the event ends inside the message: Windows records 64 KB of it at most",
    frame,
  };
  const device: Peer | undefined = computer === undefined ? undefined : { address: computer };
  return {
    bytes,
    gaps,
    direction,
    ...present("time", time),
    ...present(direction === "to-device" ? "to" : "from", direction === "unknown" ? undefined : device),
    undone,
    ranges: range === undefined ? [] : [range],
    frame,
    diagnostics: [...(message.diagnostics ?? []), ...(isCut ? [cut] : [])],
  };
}
