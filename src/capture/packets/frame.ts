/** A frame of a capture file. One object serves all frames of a file: who keeps something of it copies the fields. */
export class Frame {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** Octets that it had on the wire and not in the file. */
  missing = 0;
  linkType = 0;
  /** Milliseconds since 1970 in UTC, with fractions; absent if the file does not say. */
  time: number | undefined = undefined;
  /** From 1. */
  number = 0;
  /** Where `start` is in the file. */
  offset = 0;
}

/** Takes the frames of a file in order. */
export interface FrameReader {
  frame(frame: Frame): void;
  end(): void;
}
