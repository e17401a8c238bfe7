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

/** A datagram of UDP in a packet of IPv4, for a frame of link type 101. */
export function udpPacket(from: End, to: End, bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(from.port, 0);
  head.writeUInt16BE(to.port, 2);
  head.writeUInt16BE(8 + bytes.length, 4);
  return internetPacket(17, from, to, Buffer.concat([head, bytes]));
}

/** A segment of TCP in a packet of IPv4; `flags` are letters of SYN, ACK, FIN and RST. */
export function tcpPacket(
  from: End,
  to: End,
  sequence: number,
  flags: string,
  bytes: Uint8Array = none,
  acknowledgement = 0,
): Uint8Array {
  const head = Buffer.alloc(20);
  head.writeUInt16BE(from.port, 0);
  head.writeUInt16BE(to.port, 2);
  head.writeUInt32BE(sequence >>> 0, 4);
  head.writeUInt32BE(acknowledgement >>> 0, 8);
  head[12] = 5 << 4;
  head[13] = [..."FSR-A"].reduce((sum, flag, bit) => sum + (flags.includes(flag) ? 1 << bit : 0), 0);
  return internetPacket(6, from, to, Buffer.concat([head, bytes]));
}

/** An end of a conversation. */
export interface End {
  /** Four octets. */
  readonly address: readonly number[];
  readonly port: number;
}

const none = new Uint8Array(0);

export function internetPacket(protocol: number, from: End, to: End, bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(20);
  head[0] = 0x45;
  head.writeUInt16BE(20 + bytes.length, 2);
  head[8] = 64;
  head[9] = protocol;
  head.set(from.address, 12);
  head.set(to.address, 16);
  return new Uint8Array(Buffer.concat([head, bytes]));
}

/** A PDU as Wireshark exports it, for a frame of link type 252: the name of what reads it, then its octets. */
export function exportedPdu(dissector: string, bytes: Uint8Array): Uint8Array {
  const name = Buffer.from(dissector.padEnd(Math.ceil(dissector.length / 4) * 4, "\0"));
  return new Uint8Array(Buffer.concat([Uint8Array.of(0, 12, 0, name.length), name, Uint8Array.of(0, 0, 0, 0), bytes]));
}
