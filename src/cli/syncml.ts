import { processEnvironment } from "./process-environment.ts";
import { run } from "./program.ts";

// Not `process.exit`, which would cut off pending output.
process.exitCode = await run(processEnvironment());
