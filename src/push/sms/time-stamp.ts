import { swapped } from "./address.ts";

/** Seven octets as `26-11-02 12:34:56 +0100`: local time, with its distance from UTC. What is no digit is kept as it is. */
export function timeStampText(octets: Uint8Array): string {
  const [year, month, day, hour, minute, second] = Array.from(octets, swapped);
  const zone = octets[6] as number;
  // Quarters of an hour; the bit of the sign is in the tens.
  const quarters = (zone & 7) * 10 + (zone >> 4);
  const pad = (value: number) => String(value).padStart(2, "0");
  const offset = `${zone & 8 ? "-" : "+"}${pad(Math.floor(quarters / 4))}${pad((quarters % 4) * 15)}`;
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${offset}`;
}

/**
 * The octets of such a text.
 *
 * @throws {RangeError} if it is not of this form.
 */
export function timeStampOctets(text: string): Uint8Array {
  const match = /^(\d\d)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(00|15|30|45)$/.exec(text);
  if (match === null) throw new RangeError("timeStamp must be of the form 26-11-02 12:34:56 +0100");
  const quarters = Number(match[8]) * 4 + Number(match[9]) / 15;
  if (quarters > 79) throw new RangeError("timeStamp must be less than 20 hours from UTC");
  const octet = (value: number) => ((value % 10) << 4) | Math.floor(value / 10);
  const zone = octet(quarters) | (match[7] === "-" ? 8 : 0);
  return Uint8Array.of(...match.slice(1, 7).map((pair) => octet(Number(pair))), zone);
}
