/** Where the result of a measured call is put, so that no compiler takes the call for useless. */
export const kept: { value: unknown } = { value: undefined };
