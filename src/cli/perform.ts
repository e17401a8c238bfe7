import type { SyncmlError } from "../core/errors.ts";
import { type ColorMode, colorsFor } from "./colors.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";
import { type Input, type InputRequest, type OpenedInputs, openInput } from "./io.ts";
import { Talk } from "./talk.ts";

/** Runs the action of a command and returns its exit code. Reports failures. */
export async function perform(
  environment: Environment,
  color: ColorMode,
  action: (talk: Talk) => Promise<number>,
): Promise<number> {
  const { stderr } = environment;
  const talk = new Talk(stderr, colorsFor(stderr, color, environment));
  try {
    return await action(talk);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    talk.failure(error.message);
    return error.exitCode;
  } finally {
    talk.clearStatus();
  }
}

/** Opens the input of a command for `action`. Reports the fault that the action returns, and turns it into the exit code. */
export async function performOn(
  environment: Environment,
  request: InputRequest,
  talk: Talk,
  action: (input: Input) => Promise<SyncmlError | undefined>,
): Promise<number> {
  const input = await openInput(environment, request, talk);
  return performOnEach({ inputs: [input], isCut: false }, talk, action);
}

/** Likewise for each of several inputs, in order, also after a fault of one; returns the highest exit code. */
export async function performOnEach(
  { inputs, isCut }: OpenedInputs,
  talk: Talk,
  action: (input: Input) => Promise<SyncmlError | undefined>,
): Promise<number> {
  let exitCode: number = isCut ? ExitCode.UNDECODABLE : ExitCode.CLEAN;
  try {
    for (const input of inputs) {
      const fault = await action(input);
      if (fault === undefined) continue;
      talk.error(input.name, fault, input.format === "wbxml" || input.format === "xml");
      exitCode = Math.max(exitCode, fault.code === "limit-exceeded" ? ExitCode.LIMIT : ExitCode.UNDECODABLE);
    }
    return exitCode;
  } finally {
    for (const input of inputs) await input.close();
  }
}
