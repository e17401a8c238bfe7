/** Where a field of a notification, push PDU or short message is in the octets that were decoded. */
export interface FieldRange {
  /** Name of the field, as in the interface that holds it, or the standard's own where it is in none. */
  readonly field: string;
  /** First octet, from the start of the input. */
  readonly start: number;
  /** Octet after the last; equal to `start` for a field without octets. */
  readonly end: number;
}
