/** A frame for a file of packets. */
export interface FrameData {
  readonly bytes: Uint8Array;
  /** Octets that it had on the wire after these. Default: none. */
  readonly missing?: number;
}

/** A pcap file of these frames, a second apart. */
export function pcapFile(linkType: number, frames: readonly FrameData[]): Uint8Array {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(linkType, 20);
  const records = frames.flatMap(({ bytes, missing = 0 }, index) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000 + index, 0);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(bytes.length + missing, 12);
    return [record, bytes];
  });
  return new Uint8Array(Buffer.concat([head, ...records]));
}

/** A segment of TCP. */
export interface Segment {
  readonly from: "client" | "server";
  readonly sequence: number;
  readonly acknowledgement?: number;
  /** Some of F, S, R, A. Default: A. */
  readonly flags?: string;
  readonly data?: string | Uint8Array;
  /** Octets at the end of the data that were not captured. Default: none. */
  readonly missing?: number;
  /** The client's port. Default: 40,000. */
  readonly port?: number;
  /** The server's port. Default: 80. */
  readonly serverPort?: number;
}

/** A segment in a packet of IPv4, for a file of link type 101. */
export function segmentFrame(segment: Segment): FrameData {
  const { from, sequence, acknowledgement = 0, flags = "A", data = "", missing = 0 } = segment;
  const body = typeof data === "string" ? Buffer.from(data, "latin1") : data;
  const { port = 40_000, serverPort = 80 } = segment;
  const isClient = from === "client";
  const head = Buffer.alloc(40);
  head[0] = 0x45;
  head.writeUInt16BE(40 + body.length, 2);
  head[8] = 64;
  head[9] = 6;
  head.set(isClient ? [192, 0, 2, 1, 192, 0, 2, 2] : [192, 0, 2, 2, 192, 0, 2, 1], 12);
  head.writeUInt16BE(isClient ? port : serverPort, 20);
  head.writeUInt16BE(isClient ? serverPort : port, 22);
  head.writeUInt32BE(sequence >>> 0, 24);
  head.writeUInt32BE(acknowledgement >>> 0, 28);
  head[32] = 0x50;
  const bits: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, A: 16 };
  head[33] = [...flags].reduce((sum, flag) => sum | (bits[flag] ?? 0), 0);
  const whole = Buffer.concat([head, body]);
  return { bytes: whole.subarray(0, whole.length - missing), missing };
}
