import type { CaptureDiagnostic, Gap, Payload, Peer } from "../model.ts";
import type { Arrival, CaptureLimits, CaptureSink, Connection, Side, StreamReader } from "../reader.ts";

/** The octets that one side sent before the other spoke. */
class Turn {
  readonly side: Side;
  readonly chunks: Uint8Array[] = [];
  readonly gaps: Gap[] = [];
  readonly diagnostics: CaptureDiagnostic[] = [];
  readonly ranges: { start: number; end: number }[] = [];
  length = 0;
  readonly first: Arrival;
  last: Arrival;

  constructor(side: Side, arrival: Arrival) {
    this.side = side;
    this.first = arrival;
    this.last = arrival;
  }
}

/** Reads a connection that carries documents with nothing around them: what one side sends before the other speaks is one. */
export class DocumentStream implements StreamReader {
  readonly #connection: Connection;
  readonly #sink: CaptureSink;
  readonly #limits: CaptureLimits;
  #turn: Turn | undefined;
  #request: Payload | undefined;
  #ended = 0;

  constructor(connection: Connection, sink: CaptureSink, limits: CaptureLimits) {
    this.#connection = connection;
    this.#sink = sink;
    this.#limits = limits;
  }

  data(side: Side, bytes: Uint8Array, arrival: Arrival): void {
    const turn = this.#turnOf(side, arrival);
    const room = this.#limits.bodyBytes - turn.length;
    const taken = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (taken.length < bytes.length && room > 0) {
      const message = `a document is longer than ${this.#limits.bodyBytes} octets`;
      this.#sink.diagnostic({ code: "limit-reached", message, offset: arrival.range.start, frame: arrival.frame });
    }
    if (taken.length === 0) return;
    turn.chunks.push(taken);
    turn.length += taken.length;
    turn.ranges.push({ start: arrival.range.start, end: arrival.range.end });
    turn.last = arrival;
  }

  gap(side: Side, length: number | undefined, isAcknowledged: boolean, arrival: Arrival): void {
    const turn = this.#turnOf(side, arrival);
    turn.gaps.push({
      offset: turn.length,
      ...(length === undefined ? {} : { length }),
      reason: "not-captured",
      ...(isAcknowledged ? { acknowledged: true as const } : {}),
    });
    const octets = length === undefined ? "octets" : `${length} octets`;
    const proof = isAcknowledged ? " (the other side acknowledged them)" : "";
    turn.diagnostics.push({
      code: "not-captured",
      message: `${octets} at offset ${turn.length} of a document were not captured${proof}`,
      frame: arrival.frame,
    });
  }

  end(side: Side): void {
    this.#ended++;
    if (this.#turn?.side === side) this.#finishTurn();
    if (this.#ended === 2) {
      this.#finishTurn();
      this.#emit(undefined);
    }
  }

  #turnOf(side: Side, arrival: Arrival): Turn {
    if (this.#turn?.side !== side) {
      this.#finishTurn();
      this.#turn = new Turn(side, arrival);
    }
    return this.#turn as Turn;
  }

  #finishTurn(): void {
    const turn = this.#turn;
    this.#turn = undefined;
    if (turn === undefined) return;
    if (turn.side === "opener") {
      this.#emit(undefined);
      this.#request = this.#payload(turn);
    } else {
      this.#emit(this.#payload(turn));
    }
  }

  #emit(response: Payload | undefined): void {
    const request = this.#request;
    this.#request = undefined;
    if (request === undefined && response === undefined) return;
    this.#sink.exchange({
      carrier: "tcp",
      connection: this.#connection.number,
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
    });
  }

  #payload({ side, chunks, gaps, ranges, length, first, last, diagnostics }: Turn): Payload {
    const bytes = new Uint8Array(length);
    let pos = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, pos);
      pos += chunk.length;
    }
    const { opener, acceptor } = this.#connection;
    const [from, to]: [Peer, Peer] = side === "opener" ? [opener, acceptor] : [acceptor, opener];
    return {
      bytes,
      gaps,
      direction: side === "opener" ? "to-server" : "to-device",
      ...(first.time === undefined ? {} : { time: first.time }),
      ...(last.time === undefined ? {} : { endTime: last.time }),
      from,
      to,
      undone: [],
      ranges,
      frame: first.frame,
      diagnostics,
    };
  }
}
