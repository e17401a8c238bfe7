import type { Peer } from "../model.ts";
import {
  type Arrival,
  type CaptureOptions,
  type CaptureSink,
  type Connection,
  type Datagram,
  type DatagramReader,
  limitsOf,
  type Side,
  type StreamReader,
} from "../reader.ts";
import { HEAD_BYTES, isPacketHead, isRequest, type ObexPacket, type PacketPiece } from "./obex-packet.ts";
import { type ObexEnd, ObexSession } from "./obex-session.ts";

/** Reads OBEX of a connection. What is missing is said once: by the payload that it is missing from, else by `sink.diagnostic`. */
export function obexStream(connection: Connection, sink: CaptureSink, options: CaptureOptions): StreamReader {
  return new ObexStream(connection, sink, options);
}

/** A packet of which more is to come. */
interface OpenPacket {
  readonly head: number[];
  readonly pieces: PacketPiece[];
  /** Octets that came or are known to be missing. */
  have: number;
  readonly first: Arrival;
}

class ObexStream implements StreamReader {
  readonly #connection: Connection;
  readonly #sink: CaptureSink;
  readonly #session: ObexSession;
  readonly #open = new Map<Side, OpenPacket>();
  /** Sides on which it is not known where the next packet begins. */
  readonly #lost = new Set<Side>();
  #ended = 0;
  #how: ObexEnd = "finished";

  constructor(connection: Connection, sink: CaptureSink, options: CaptureOptions) {
    this.#connection = connection;
    this.#sink = sink;
    this.#session = new ObexSession(sink, limitsOf(options), connection.number);
  }

  data(side: Side, bytes: Uint8Array, arrival: Arrival): void {
    if (this.#lost.has(side)) {
      // A packet begins where a segment does.
      if (bytes.length < HEAD_BYTES || !isPacketHead(bytes[0] as number, lengthAt(bytes))) return;
      this.#lost.delete(side);
    }
    let pos = 0;
    while (pos < bytes.length) {
      const open = this.#open.get(side) ?? { head: [], pieces: [], have: 0, first: arrival };
      if (open.have === 0) this.#open.set(side, open);
      while (open.have < HEAD_BYTES && pos < bytes.length) {
        open.head.push(bytes[pos] as number);
        open.pieces.push(pieceOf(bytes, pos, pos + 1, arrival));
        open.have++;
        pos++;
      }
      if (open.have < HEAD_BYTES) return;
      const length = lengthAt(open.head);
      if (!isPacketHead(open.head[0] as number, length)) {
        this.#tell(
          "resynchronised",
          "no packet of OBEX begins here: reading goes on at the next one that does",
          arrival,
        );
        this.#lose(side);
        return;
      }
      const end = Math.min(bytes.length, pos + length - open.have);
      if (end > pos) open.pieces.push(pieceOf(bytes, pos, end, arrival));
      open.have += end - pos;
      pos = end;
      if (open.have === length) this.#whole(side, open, length, arrival);
    }
  }

  gap(side: Side, length: number | undefined, isAcknowledged: boolean, arrival: Arrival): void {
    const open = this.#open.get(side);
    const rest = open === undefined || open.have < HEAD_BYTES ? 0 : lengthAt(open.head) - open.have;
    if (open !== undefined && length !== undefined && length <= rest) {
      open.pieces.push({ missing: length, isAcknowledged });
      open.have += length;
      if (length === rest) this.#whole(side, open, open.have, arrival);
      return;
    }
    const isFromClient = open === undefined ? undefined : isRequest(open.head[0] as number);
    const isTold = this.#session.missed(length, isFromClient, isAcknowledged, arrival);
    const octets = length === undefined ? "octets" : `${length} octets`;
    if (!isTold) this.#tell("not-captured", `${octets} of packets of OBEX were not captured`, arrival);
    this.#lose(side);
  }

  end(_side: Side, how: "finished" | "reset" | "not-captured"): void {
    if (how !== "finished") this.#how = how;
    this.#ended++;
    if (this.#ended < 2) return;
    for (const [side, open] of this.#open) {
      if (open.have >= HEAD_BYTES) this.#whole(side, open, open.have, open.first, true);
    }
    this.#session.end(this.#how);
  }

  #lose(side: Side): void {
    this.#open.delete(side);
    this.#lost.add(side);
  }

  #whole(side: Side, { head, pieces, first }: OpenPacket, length: number, last: Arrival, isCut = false): void {
    this.#open.delete(side);
    const { opener, acceptor } = this.#connection;
    const [from, to] = side === "opener" ? [opener, acceptor] : [acceptor, opener];
    this.#session.packet({ code: head[0] as number, pieces, length, first, last, isCut }, from, to);
  }

  #tell(code: "not-captured" | "resynchronised", message: string, { range, frame }: Arrival): void {
    this.#sink.diagnostic({ code, message, offset: range.start, frame });
  }
}

/** Reads packets of OBEX that come one by one, without the connection that they were of; each pair of peers is a session. */
export function obexDatagrams(sink: CaptureSink, options: CaptureOptions): DatagramReader {
  return new ObexDatagrams(sink, options);
}

class ObexDatagrams implements DatagramReader {
  readonly #sink: CaptureSink;
  readonly #options: CaptureOptions;
  readonly #sessions = new Map<string, ObexSession>();

  constructor(sink: CaptureSink, options: CaptureOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  datagram({ from, to, bytes, missing, arrival }: Datagram): void {
    const session = this.#sessionOf(from, to);
    let pos = 0;
    while (pos < bytes.length) {
      const head = bytes.subarray(pos, pos + HEAD_BYTES);
      const length = lengthAt(head);
      const [code = 0] = head;
      const rest = bytes.length - pos;
      if (head.length < HEAD_BYTES || !isPacketHead(code, length) || (length > rest && missing === 0)) {
        const message = "it is no packet of OBEX, or the length of one does not fit";
        this.#sink.diagnostic({ code: "not-understood", message, offset: arrival.range.start, frame: arrival.frame });
        return;
      }
      const end = Math.min(bytes.length, pos + length);
      const pieces: PacketPiece[] = [pieceOf(bytes, pos, end, arrival)];
      if (length > rest) pieces.push({ missing: length - rest, isAcknowledged: false });
      const packet: ObexPacket = { code, pieces, length, first: arrival, last: arrival };
      session.packet(packet, named(from), named(to));
      pos = end;
    }
  }

  end(): void {
    for (const session of this.#sessions.values()) session.end("not-captured");
  }

  #sessionOf(from: Peer, to: Peer): ObexSession {
    const ends = [`${from.address} ${from.port}`, `${to.address} ${to.port}`].sort();
    const key = ends.join(" ");
    let session = this.#sessions.get(key);
    if (session === undefined) {
      const limits = limitsOf(this.#options);
      for (const [oldest, open] of this.#sessions) {
        if (this.#sessions.size < limits.connections) break;
        open.end("not-captured");
        this.#sessions.delete(oldest);
      }
      session = new ObexSession(this.#sink, limits);
      this.#sessions.set(key, session);
    }
    return session;
  }
}

/** A peer that has an address. */
function named(peer: Peer): Peer | undefined {
  return peer.address === "" ? undefined : peer;
}

function lengthAt(bytes: ArrayLike<number>): number {
  return (bytes[1] ?? 0) * 256 + (bytes[2] ?? 0);
}

function pieceOf(bytes: Uint8Array, start: number, end: number, { range }: Arrival): PacketPiece {
  const isInPlace = range.end - range.start === bytes.length;
  const place = isInPlace
    ? { start: range.start + start, end: range.start + end }
    : { start: range.start, end: range.start };
  return { bytes: bytes.slice(start, end), range: place };
}
