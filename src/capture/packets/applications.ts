import type {
  Arrival,
  CaptureLimits,
  CaptureOptions,
  CaptureSink,
  Connection,
  DatagramReader,
  Side,
  StreamReader,
} from "../reader.ts";
import type { Stream, StreamOpener } from "./connections.ts";
import { DocumentStream } from "./document-stream.ts";
import type { Reports } from "./reports.ts";
import { MOST_TO_SNIFF, sideOf, sniff, type Verdict } from "./sniff.ts";
import { serverNameOf } from "./tls-hello.ts";

/** Opens a reader for a connection. */
type OpenStream = (connection: Connection, sink: CaptureSink, options: CaptureOptions) => StreamReader;
/** Opens a reader for datagrams. */
type OpenDatagrams = (sink: CaptureSink, options: CaptureOptions) => DatagramReader;

/** Who reads what the packets carry. What nobody reads is counted. */
export interface Applications {
  readonly http?: OpenStream;
  readonly obex?: OpenStream;
  /** All datagrams of UDP. */
  readonly datagrams?: OpenDatagrams;
  /** Datagrams of exported PDUs, by the name of the dissector, such as `gsm_sms`. */
  readonly exported?: Readonly<Record<string, OpenDatagrams>>;
}

/** A connection that never looks like anything known is left after so many octets. */
const MOST_OF_UNKNOWN = 65_536;
/** Holes that are remembered of a connection while it is not known who reads it. */
const MOST_GAPS = 64;
/** A client's first message of TLS is looked at up to this length. */
const MOST_OF_HELLO = 16_384;

/** Decides by their first octets who reads the connections of a capture. */
export class ApplicationOpener implements StreamOpener {
  readonly #applications: Applications;
  readonly #options: CaptureOptions;
  readonly reports: Reports;
  readonly #limits: CaptureLimits;
  /** Connections that are encrypted or of HTTP/2, by what is said of them. */
  readonly #unread = new Map<string, number>();

  constructor(applications: Applications, options: CaptureOptions, reports: Reports, limits: CaptureLimits) {
    this.#applications = applications;
    this.#options = options;
    this.reports = reports;
    this.#limits = limits;
  }

  open(connection: Connection, isFromStart: boolean): Stream {
    return new SniffedStream(connection, isFromStart, this);
  }

  guessSide(bytes: Uint8Array): Side | undefined {
    return sideOf(bytes, undefined);
  }

  /** Who reads a connection of such a kind, if anybody. */
  readerFor(verdict: Verdict, connection: Connection): StreamReader | undefined {
    const { sink } = this.reports;
    switch (verdict) {
      case "http-request":
      case "http-reply":
        return this.#applications.http?.(connection, sink, this.#options);
      case "obex-request":
        return this.#applications.obex?.(connection, sink, this.#options);
      case "document":
        return new DocumentStream(connection, sink, this.#limits);
      default:
        return undefined;
    }
  }

  /** Remembers that a connection cannot be opened: `what` is said with the number of connections of which it is true. */
  leave(what: string, { acceptor }: Connection, serverName: string | undefined): void {
    const host = serverName === undefined ? acceptor.address : serverName;
    const shown = host.includes(":") ? `[${host}]` : host;
    const key = `${what}\n${shown}:${acceptor.port}${serverName === undefined ? "" : " (SNI)"}`;
    // A name is a peer's text, of which there can be as many as connections.
    if (this.#unread.size >= this.#limits.headers && !this.#unread.has(key)) {
      this.reports.sink.count("connectionsLeftOut");
      return;
    }
    this.#unread.set(key, (this.#unread.get(key) ?? 0) + 1);
  }

  /** Says at the end what could not be opened. */
  end(): void {
    for (const [key, number] of this.#unread) {
      const [what, host] = key.split("\n");
      const connections = `${number} ${number === 1 ? "connection" : "connections"} to ${host}`;
      this.reports.tell(
        "cannot-open",
        what === "tls"
          ? `encrypted, ${connections}: with the keys of a key log Wireshark decrypts it and exports what is inside (File, Export PDUs to File)`
          : `HTTP/2, ${connections}: it is not read here; let Wireshark export the objects (File, Export Objects, HTTP), or capture with HTTP/1.1`,
      );
    }
  }
}

/** A connection of which is not known yet who reads it. */
class SniffedStream implements Stream {
  isIgnored = false;
  readonly #connection: Connection;
  readonly #isFromStart: boolean;
  readonly #opener: ApplicationOpener;
  #reader: StreamReader | undefined = undefined;
  /** The start of what each side says, where it was too short for a verdict. */
  readonly #starts = new Map<Side, Start>();
  /** The side whose start is a hello of TLS. */
  #helloSide: Side | undefined = undefined;
  #seen = 0;
  /** What was missing before there was a reader; of many gaps the first. */
  readonly #gaps: Parameters<StreamReader["gap"]>[] = [];
  /** Sides that were at their end before there was a reader. */
  #ended: [Side, "finished" | "reset" | "not-captured"] | undefined = undefined;

  constructor(connection: Connection, isFromStart: boolean, opener: ApplicationOpener) {
    this.#connection = connection;
    this.#isFromStart = isFromStart;
    this.#opener = opener;
  }

  data(side: Side, bytes: Uint8Array, arrival: Arrival): void {
    if (this.isIgnored) return;
    if (this.#reader !== undefined) {
      this.#reader.data(side, bytes, arrival);
      return;
    }
    const place = this.#seen;
    this.#seen += bytes.length;
    if (this.#helloSide !== undefined && this.#helloSide !== side) return;
    const start = continued(this.#starts.get(side), { place, bytes, arrival });
    this.#starts.set(side, start);
    if (this.#helloSide !== undefined) {
      this.#hello(side, start.bytes);
      return;
    }
    const found = sniff(start.bytes, this.#connection.acceptor.port);
    // After a hole, or where the start was not captured, what looks like a document may be the body of a message whose head is missing.
    const isWhole = this.#isFromStart && this.#gaps.length === 0;
    const verdict = found === "document" && !isWhole ? "unknown" : found;
    if (verdict === "more" && start.bytes.length < MOST_TO_SNIFF) return;
    if (verdict === "tls") {
      this.#helloSide = side;
      this.#hello(side, start.bytes);
    } else if (verdict === "http2") {
      this.#opener.leave("http2", this.#connection, undefined);
      this.isIgnored = true;
    } else if (verdict === "unknown" || verdict === "more") {
      this.#starts.delete(side);
      if (this.#seen > MOST_OF_UNKNOWN) this.#leaveUnknown();
    } else {
      this.#openReader(verdict);
    }
  }

  gap(side: Side, length: number | undefined, isAcknowledged: boolean, arrival: Arrival): void {
    if (this.#reader !== undefined) {
      this.#reader.gap(side, length, isAcknowledged, arrival);
      return;
    }
    if (this.isIgnored) return;
    if (this.#gaps.length < MOST_GAPS) this.#gaps.push([side, length, isAcknowledged, arrival]);
    if (this.#helloSide === side) this.#leaveTls(undefined);
    this.#starts.delete(side);
  }

  end(side: Side, how: "finished" | "reset" | "not-captured"): void {
    if (this.#reader !== undefined) {
      this.#reader.end(side, how);
    } else if (this.#ended === undefined) {
      this.#ended = [side, how];
    } else if (!this.isIgnored) {
      if (this.#helloSide !== undefined) this.#leaveTls(undefined);
      else this.#leaveUnknown();
    }
  }

  #hello(side: Side, start: Uint8Array): void {
    const name = side === "opener" ? serverNameOf(start) : undefined;
    if (name !== "more") this.#leaveTls(name);
    else if (start.length >= MOST_OF_HELLO) this.#leaveTls(undefined);
  }

  #leaveTls(serverName: string | undefined): void {
    this.#opener.leave("tls", this.#connection, serverName);
    this.isIgnored = true;
  }

  #leaveUnknown(): void {
    this.#opener.reports.sink.count("connectionsNotUnderstood");
    this.isIgnored = true;
    this.#starts.clear();
  }

  #openReader(verdict: Verdict): void {
    const reader = this.#opener.readerFor(verdict, this.#connection);
    if (reader === undefined) {
      this.#leaveUnknown();
      return;
    }
    this.#reader = reader;
    for (const gap of this.#gaps.splice(0)) reader.gap(...gap);
    // In the order in which they were handed over: a frame that was captured early is handed over after those it follows.
    const pieces = [...this.#starts].flatMap(([side, start]) => start.pieces.map((piece) => ({ side, ...piece })));
    this.#starts.clear();
    pieces.sort((one, other) => one.place - other.place);
    for (const { side, bytes, arrival } of pieces) reader.data(side, bytes, arrival);
    if (this.#ended !== undefined) reader.end(...this.#ended);
  }
}

/** What one side has said so far, as one, and as it came. */
interface Start {
  readonly bytes: Uint8Array;
  readonly pieces: readonly Piece[];
}

/** Octets of one side as they came. */
interface Piece {
  /** Octets that both sides had said before. */
  readonly place: number;
  readonly bytes: Uint8Array;
  readonly arrival: Arrival;
}

function continued(start: Start | undefined, piece: Piece): Start {
  const { bytes } = piece;
  if (start === undefined) return { bytes, pieces: [piece] };
  const joined = new Uint8Array(start.bytes.length + bytes.length);
  joined.set(start.bytes);
  joined.set(bytes, start.bytes.length);
  return { bytes: joined, pieces: [...start.pieces, piece] };
}
