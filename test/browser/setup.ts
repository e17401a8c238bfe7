import { Buffer } from "buffer/";
import fc from "fast-check";
import { expect } from "vitest";
import { nativeBytes } from "../../src/core/platform.ts";

// Here the library runs without Node's Buffer, which is half of what these runs are for.
expect(nativeBytes).toBeUndefined();

// The tests build their inputs with Buffer. This one has none of the methods that the library looks for.
Object.assign(globalThis, { Buffer });

// In Node each law has its full number of runs; here it has as many as fit a third of a second. Unit tests count on each of theirs.
if (expect.getState().testPath?.includes("/test/property/")) {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), interruptAfterTimeLimit: 300 });
}
