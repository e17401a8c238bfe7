import { type ColorMode, colorsFor } from "./colors.ts";
import type { Environment } from "./environment.ts";
import { CommandFailure } from "./failures.ts";
import { Talk } from "./talk.ts";

/** Runs the action of a command and returns its exit code; a failure of it is told here. */
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
