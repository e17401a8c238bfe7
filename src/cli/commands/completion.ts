import { Argument, type Command } from "commander";
import { bashScript } from "../completion/bash.ts";
import { fishScript } from "../completion/fish.ts";
import { modelOf, type ProgramModel } from "../completion/model.ts";
import { zshScript } from "../completion/zsh.ts";
import type { Environment } from "../environment.ts";
import { openOutput } from "../output.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Adds `completion`: prints a completion script for a shell. */
export function addCompletionCommand(program: Command, environment: Environment): void {
  program
    .command("completion")
    .description("print a completion script for a shell")
    .addArgument(new Argument("<SHELL>", "shell that will load it").choices(Object.keys(scripts)))
    .action((shell: keyof typeof scripts) => {
      const script: (model: ProgramModel) => string = scripts[shell];
      const output = openOutput(environment, undefined, []);
      output.write(script(modelOf(program)));
      output.close();
    });
}
