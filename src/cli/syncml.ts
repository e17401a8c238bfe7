import { processEnvironment } from "./process-environment.ts";
import { run } from "./program.ts";

// Not `process.exit`, which would cut off what is still on its way out.
process.exitCode = await run(processEnvironment());
