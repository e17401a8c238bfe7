/** A body and what its sender says it is. */
export interface TrafficMessage {
  /** Its body. */
  readonly bytes: Uint8Array;
  /** Media type, as sent. */
  readonly contentType: string;
}

/** What one side asked, and what the other answered. */
export interface TrafficExchange {
  /** The request. */
  readonly request: TrafficMessage;
  /** What answered it. */
  readonly response: TrafficMessage;
}

/** Who opened a connection, and who accepted it. */
export type TrafficSide = "opener" | "acceptor";

/** Octets one after another. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Octets of numbers, high octet first: `[value, octets]` each. */
export function numbers(...fields: readonly (readonly [value: number, octets: number])[]): Uint8Array {
  return concatenated(
    fields.map(([value, octets]) =>
      Uint8Array.from({ length: octets }, (_, index) => Math.floor(value / 256 ** (octets - 1 - index)) & 0xff),
    ),
  );
}
