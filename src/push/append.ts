import type { ByteWriter } from "../core/byte-writer.ts";

/** Writes all of these octets. */
export function append(writer: ByteWriter, octets: Uint8Array): void {
  writer.bytes(octets, 0, octets.length);
}
