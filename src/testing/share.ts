import fc from "fast-check";

const PARTS = 1_000_000;

/** A position, as a fraction of the whole below 1. Not `fc.double`, nine out of ten of whose values are close to 0. */
export const share: fc.Arbitrary<number> = fc.nat(PARTS - 1).map((part) => part / PARTS);
