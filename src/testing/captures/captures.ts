import fc from "fast-check";
import { encode } from "../../codec/encode.ts";
import { messages } from "../messages.ts";
import { type CapturedTraffic, type Carrier, captureTraffic } from "./capture-file.ts";
import { type CarrierOptions, carriers } from "./carriers.ts";
import type { TrafficExchange, TrafficMessage } from "./traffic.ts";

/** A file of captured traffic, and what it was made of. */
export interface GeneratedCapture extends CapturedTraffic {
  /** The exchanges, in order. */
  readonly exchanges: readonly TrafficExchange[];
  /** What carries it. */
  readonly carrier: Carrier;
}

/** Octets of which no four that follow each other occur twice, so that a place tells itself. */
const numbered: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.nat(0xffff), fc.oneof(fc.nat(60), fc.nat(700)))
  .map(([seed, length]) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at++) {
      const word = Math.imul(seed * 0x1_0001 + (at >> 2) + 1, 0x9e37_79b1);
      bytes[at] = (word >>> (8 * (at & 3))) & 0xff;
    }
    return bytes;
  });

const encoded = fc
  .tuple(fc.oneof(messages({ profile: "dm-1.2" }), messages()), fc.constantFrom("wbxml" as const, "xml" as const))
  .map(
    ([message, format]): TrafficMessage => ({
      bytes: encode(message, { format }),
      contentType: `application/vnd.syncml${format === "wbxml" ? "+wbxml" : "+xml"}`,
    }),
  );

const message: fc.Arbitrary<TrafficMessage> = fc.oneof(
  { weight: 2, arbitrary: numbered.map((bytes) => ({ bytes, contentType: "application/vnd.syncml.dm+wbxml" })) },
  { weight: 1, arbitrary: encoded },
);

/** Exchanges of messages of SyncML and of other octets. */
export function trafficExchanges(): fc.Arbitrary<TrafficExchange[]> {
  return fc.array(fc.record({ request: message, response: message }), { minLength: 1, maxLength: 5 });
}

/** Files of captured traffic. A counter-example shows what it was made of, and not the file. */
export function captures(options: CarrierOptions = {}): fc.Arbitrary<GeneratedCapture> {
  return fc.tuple(trafficExchanges(), carriers(options)).map(([exchanges, carrier]) => ({
    exchanges,
    carrier,
    ...captureTraffic(exchanges, carrier),
    [fc.toStringMethod]: () => fc.stringify({ exchanges, carrier }),
  }));
}
