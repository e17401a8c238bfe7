import { isSyncmlError, type SyncmlError } from "../../src/core/errors.ts";

/** The SyncmlError that `run` throws, or nothing; any other error is thrown on. */
export function errorOf(run: () => void): SyncmlError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (isSyncmlError(error)) return error;
    throw error;
  }
}
