import type { SyncmlError } from "../core/errors.ts";
import { type ColorMode, colorsFor } from "./colors.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";
import { type Input, type InputRequest, openInput } from "./io.ts";
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
  try {
    const fault = await action(input);
    if (fault === undefined) return ExitCode.CLEAN;
    talk.error(input.name, fault, input.format === "wbxml" || input.format === "xml");
    return fault.code === "limit-exceeded" ? ExitCode.LIMIT : ExitCode.UNDECODABLE;
  } finally {
    await input.close();
  }
}
