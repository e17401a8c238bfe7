/** Flags for processes that count heap bytes: a young generation too large to fill. */
export const heapFlags: readonly string[] = ["--expose-gc", "--max-semi-space-size=256", "--min-semi-space-size=256"];
