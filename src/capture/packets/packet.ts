/** What a network layer carries in one frame. One object serves all frames of a file, as `Frame` does. */
export class Packet {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** Octets at its end that were not captured. */
  missing = 0;
  protocol = 0;
  /** The octets that hold the addresses, which need not be those of the data. */
  addresses: Uint8Array = new Uint8Array(0);
  sourceAt = 0;
  destinationAt = 0;
  /** 4 or 16. */
  addressLength = 4;
  /** Milliseconds since 1970 in UTC, with fractions; absent if the file does not say. */
  time: number | undefined = undefined;
  /** Number of the frame, from 1. */
  number = 0;
  /** Where `start` would be in the file, or -1 if it was put together of fragments, which are in several places. */
  base = 0;
  /** Where in the file the first of its frames begins. */
  fileOffset = 0;
}

/** Takes the packets of IP in order. */
export interface PacketReader {
  packet(packet: Packet): void;
}
