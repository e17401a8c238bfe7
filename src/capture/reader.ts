import { given } from "../core/options.ts";
import type { CaptureDiagnostic, Exchange, FileRange, Peer } from "./model.ts";

/** Takes what a reader finds, in the order in which it is complete. */
export interface CaptureSink {
  /** An exchange is complete, or nothing more of it can come. */
  exchange(exchange: Omit<Exchange, "index">): void;
  /** Something about the file as a whole. */
  diagnostic(diagnostic: CaptureDiagnostic): void;
  /** Adds to a count of the capture. */
  count(what: string, by?: number): void;
  /** The times of the first and the last frame, in milliseconds since 1970 in UTC, whatever they carry. Called at most once. */
  span?(start: number, end: number): void;
}

/** Reads a file piece by piece. Pieces may be cut anywhere; what is kept of them is bounded. */
export interface CaptureReader {
  /** Reads on. What it hands to its sink may be views of the chunk, which must not be written to afterwards. */
  write(chunk: Uint8Array): void;
  /** There is no more: what is open is handed out as far as it came. */
  end(): void;
}

/** A format that a file can have. */
export interface CaptureFormat {
  /** As `--from` takes it. */
  readonly name: string;
  /** For a person: "pcap", "HTTP archive (HAR)". */
  readonly title: string;
  /**
   * How sure it is that a file is of this format, from its first octets (`head`, up to 64 KiB; `isWhole` if that is all of
   * it): 1 for a signature that nothing else has, about 0.8 for a structure that checks itself, under 0.5 for a guess;
   * `undefined` if it is not.
   */
  recognise(head: Uint8Array, isWhole: boolean): { readonly score: number; readonly because: string } | undefined;
  /** A reader of one file. Formats that hold other files read those with `inside`. */
  open(sink: CaptureSink, options: CaptureOptions, inside: ReadInside): CaptureReader;
}

/**
 * A reader of a file inside another one, such as a member of an archive, which is recognised anew. What it throws is of that file
 * alone.
 */
export type ReadInside = (sink: CaptureSink) => CaptureReader;

/** Undoes a content coding that the package has no code for. Throws if the octets are damaged. */
export type Decompress = (bytes: Uint8Array, limit: number) => Uint8Array;

/** How a capture is read. */
export interface CaptureOptions {
  /** The name of a format, for an input whose content is not recognised. Default: by content. */
  readonly from?: string;
  /** Codings such as `br` and `zstd`. Default: gzip and deflate alone. */
  readonly decompress?: Readonly<Record<string, Decompress>>;
  /** Default: {@link defaultCaptureLimits}. */
  readonly limits?: Partial<CaptureLimits>;
}

/** Bounds on what a capture may take. */
export interface CaptureLimits {
  /** Octets of one frame. Default: 262,144. */
  readonly frameBytes: number;
  /** Connections open at the same time; beyond it the one that was idle longest is closed as cut. Default: 65,536. */
  readonly connections: number;
  /** Octets held out of order for a connection. Default: 4 MiB. */
  readonly heldBytes: number;
  /** Octets held out of order for all connections. Default: 64 MiB. */
  readonly heldBytesInAll: number;
  /** Fragments of a datagram. Default: 128. */
  readonly fragments: number;
  /** Incomplete datagrams. Default: 1,024. */
  readonly datagrams: number;
  /** Octets of one body after its codings are undone. Default: 256 MiB. */
  readonly bodyBytes: number;
  /** Octets of a body for each octet it was compressed to. Default: 200. */
  readonly inflation: number;
  /** Members of an archive. Default: 100,000. */
  readonly members: number;
  /** Containers inside each other. Default: 3. */
  readonly containers: number;
  /** Octets of an HTTP head. Default: 65,536. */
  readonly headBytes: number;
  /** Headers of an HTTP message. Default: 256. */
  readonly headers: number;
  /** Depth of JSON and of tnetstrings. Default: 256. */
  readonly depth: number;
  /** Parts of short messages that wait for others. Default: 10,000. */
  readonly parts: number;
  /** Octets of a text or an archive that is read as a whole. Default: 256 MiB. */
  readonly wholeBytes: number;
  /** Exchanges of a capture, of which the first in the file are kept; a sink of your own gets all. Default: 100,000. */
  readonly exchanges: number;
}

/** The limits that hold if none are given. */
export const defaultCaptureLimits: CaptureLimits = Object.freeze({
  frameBytes: 262_144,
  connections: 65_536,
  heldBytes: 4 << 20,
  heldBytesInAll: 64 << 20,
  fragments: 128,
  datagrams: 1_024,
  bodyBytes: 256 << 20,
  inflation: 200,
  members: 100_000,
  containers: 3,
  headBytes: 65_536,
  headers: 256,
  depth: 256,
  parts: 10_000,
  wholeBytes: 256 << 20,
  exchanges: 100_000,
});

/** The limits that a capture is read with. */
export function limitsOf({ limits = {} }: CaptureOptions): CaptureLimits {
  return { ...defaultCaptureLimits, ...given(limits) };
}

/** When and where octets were captured. */
export interface Arrival {
  /** Milliseconds since 1970 in UTC, with fractions. */
  readonly time?: number;
  /** Number of the frame, from 1. */
  readonly frame: number;
  /** Where the octets were in the file. */
  readonly range: FileRange;
}

/** The two sides of a connection: who opened it, and who accepted. */
export type Side = "opener" | "acceptor";

/** A connection of two peers. */
export interface Connection {
  /** From 1, in the order in which they began. */
  readonly number: number;
  readonly opener: Peer;
  readonly acceptor: Peer;
}

/** Takes the octets of a connection in order, and what is missing of them. */
export interface StreamReader {
  data(side: Side, bytes: Uint8Array, arrival: Arrival): void;
  /** Octets that were not captured; nothing after them continues what was before. The reader tells it, the caller does not. */
  gap(side: Side, length: number | undefined, isAcknowledged: boolean, arrival: Arrival): void;
  /** One side is at its end. After both, nothing comes. */
  end(side: Side, how: "finished" | "reset" | "not-captured"): void;
}

/** A datagram of UDP, or what another carrier has in its place. */
export interface Datagram {
  readonly from: Peer;
  readonly to: Peer;
  readonly bytes: Uint8Array;
  /** Octets that the capture cut off its end. */
  readonly missing: number;
  readonly arrival: Arrival;
}

/** Takes datagrams in the order in which they were captured. */
export interface DatagramReader {
  datagram(datagram: Datagram): void;
  end(): void;
}
