import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { openOutput } from "../output.ts";
import { perform } from "../perform.ts";

const NAME = "syncml-inspector.html";

interface InspectorOptions {
  readonly output: string;
}

/** Adds `inspector`: writes the offline page. */
export function addInspectorCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  program
    .command("inspector")
    .description("write the inspector: a page that opens captures in a browser and reaches no network")
    .option("-o, --output <FILE>", "where to write it; - is standard output", NAME)
    .action(async ({ output }: InspectorOptions) => {
      exit(
        await perform(environment, "auto", async (talk) => {
          const written = openOutput(environment, output === "-" ? undefined : output, []);
          written.write(readFileSync(pageFile()));
          written.close();
          if (output !== "-") talk.note(output, "open it in a browser; nothing leaves the page");
          return ExitCode.CLEAN;
        }),
      );
    });
}

/** The page in the package, seen from the program as it is built and from its source. */
function pageFile(): string {
  for (const path of [`../${NAME}`, `../../../dist/${NAME}`]) {
    const file = fileURLToPath(new URL(path, import.meta.url));
    if (existsSync(file)) return file;
  }
  throw new CommandFailure(ExitCode.UNREADABLE, `${NAME} is not in the package; npm run build makes it`);
}
