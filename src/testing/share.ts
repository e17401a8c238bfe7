import fc from "fast-check";

const PARTS = 1_000_000;

/** A place, as a share of the whole below 1. Not `fc.double`, whose numbers lie next to 0 nine times out of ten. */
export const share: fc.Arbitrary<number> = fc.nat(PARTS - 1).map((part) => part / PARTS);
