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
