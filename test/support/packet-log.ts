import type { CaptureDiagnostic, Exchange } from "../../src/capture/model.ts";
import type { Applications } from "../../src/capture/packets/applications.ts";
import { packetFormats } from "../../src/capture/packets/formats.ts";
import { insideOf } from "../../src/capture/read-capture.ts";
import type { CaptureLimits, Connection, Datagram, DatagramReader, StreamReader } from "../../src/capture/reader.ts";

/** What was read of a file of packets. */
export interface PacketLog {
  /** For each connection its octets in turns: `> hex` of the opener, `< hex` of the acceptor, gaps, ends. */
  readonly streams: string[][];
  readonly connections: Connection[];
  readonly datagrams: Datagram[];
  readonly exchanges: Omit<Exchange, "index">[];
  readonly diagnostics: CaptureDiagnostic[];
  readonly counts: Record<string, number>;
  /** Of each piece of a stream: its octets, and where they were in the file. */
  readonly places: { bytes: Uint8Array; start: number; end: number; time: number | undefined }[];
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Reads a file of packets that comes in pieces, with readers that only write down what they are given. */
export function packetLog(chunks: Iterable<Uint8Array>, limits: Partial<CaptureLimits> = {}): PacketLog {
  const log: PacketLog = {
    streams: [],
    connections: [],
    datagrams: [],
    exchanges: [],
    diagnostics: [],
    counts: {},
    places: [],
  };
  const openStream = (connection: Connection): StreamReader => {
    const lines: string[] = [];
    log.streams.push(lines);
    log.connections.push(connection);
    return {
      data(side, bytes, { range, time }) {
        log.places.push({ bytes, start: range.start, end: range.end, time });
        const mark = side === "opener" ? ">" : "<";
        const last = lines.at(-1);
        if (last?.startsWith(mark)) lines[lines.length - 1] = last + hexOf(bytes);
        else lines.push(`${mark} ${hexOf(bytes)}`);
      },
      gap(side, length, isAcknowledged) {
        lines.push(`gap ${side === "opener" ? ">" : "<"} ${length}${isAcknowledged ? " acknowledged" : ""}`);
      },
      end(side, how) {
        lines.push(`end ${side === "opener" ? ">" : "<"} ${how}`);
      },
    };
  };
  const openDatagrams = (): DatagramReader => ({
    datagram: (datagram) => void log.datagrams.push(datagram),
    end() {},
  });
  const applications: Applications = {
    http: openStream,
    obex: openStream,
    datagrams: openDatagrams,
    exported: { gsm_sms: openDatagrams, obex: openDatagrams, wsp: openDatagrams },
  };
  let reader: ReturnType<ReturnType<typeof packetFormats>[number]["open"]> | undefined;
  for (const chunk of chunks) {
    if (reader === undefined) {
      const format = packetFormats(applications).find((one) => one.recognise(chunk, false) !== undefined);
      reader = (format ?? packetFormats(applications)[0])?.open(
        {
          exchange: (exchange) => void log.exchanges.push(exchange),
          diagnostic: (diagnostic) => void log.diagnostics.push(diagnostic),
          count: (what, by = 1) => {
            log.counts[what] = (log.counts[what] ?? 0) + by;
          },
        },
        { limits },
        insideOf({ limits }, 0),
      );
    }
    reader?.write(chunk);
  }
  reader?.end();
  return log;
}
