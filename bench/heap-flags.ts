/** What a process that counts its heap has to be started with: a young generation that nothing fills. */
export const heapFlags: readonly string[] = ["--expose-gc", "--max-semi-space-size=256", "--min-semi-space-size=256"];
