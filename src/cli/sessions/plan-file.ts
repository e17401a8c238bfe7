import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { NewCommand } from "../../ast/reply.ts";
import type { Plan } from "../../dm/plan.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure, InputFailure } from "../failures.ts";

/**
 * The plan in a file. JSON is a list of packages, each a list of commands such as `{ "kind": "Get", "items": ["./DevInfo"] }`; a
 * module has the plan as its default export, `script(function* (dm) { … })` or a function.
 *
 * @throws {CommandFailure} if it cannot be read, or is neither.
 */
export async function readPlan(file: string): Promise<Plan> {
  if (/\.[cm]?[jt]s$/.test(file)) return planOfModule(file);
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw notPlan(file, `it is no JSON: ${error.message}`);
    throw new InputFailure(file, error);
  }
  if (!Array.isArray(parsed)) throw notPlan(file, "it must be a list");
  const packages = parsed.every(Array.isArray) ? (parsed as NewCommand[][]) : [parsed as NewCommand[]];
  for (const command of packages.flat()) {
    if (typeof command?.kind !== "string") throw notPlan(file, "each command must have a kind");
  }
  return planOf(packages);
}

/** One package of commands after the other. */
export function planOf(packages: readonly (readonly NewCommand[])[]): Plan {
  return ({ history }) => {
    let answered = 0;
    for (const commands of packages) {
      if (answered === history.length) return commands;
      answered += commands.length;
    }
    return undefined;
  };
}

async function planOfModule(file: string): Promise<Plan> {
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown };
  } catch (error) {
    throw notPlan(file, (error as Error).message);
  }
  if (typeof loaded.default !== "function") throw notPlan(file, "the module has no function as its default export");
  return loaded.default as Plan;
}

function notPlan(file: string, reason: string): CommandFailure {
  return new CommandFailure(ExitCode.UNREADABLE, `${file}: not a plan: ${reason}`);
}
