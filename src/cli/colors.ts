import picocolors from "picocolors";
import type { Environment, OutputStream } from "./environment.ts";

/** Values of `--color`. */
export const colorModes = ["auto", "always", "never"] as const;
export type ColorMode = (typeof colorModes)[number];

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours for text written to `stream`; functions that return it unchanged if colours are off. */
export function colorsFor(stream: OutputStream, mode: ColorMode, { variables }: Environment): Colors {
  return picocolors.createColors(mode === "auto" ? isWanted(stream, variables) : mode === "always");
}

function isWanted({ isTTY }: OutputStream, variables: Environment["variables"]): boolean {
  if (variables["NO_COLOR"]) return false;
  const forced = variables["FORCE_COLOR"];
  if (forced) return forced !== "0" && forced !== "false";
  return isTTY && variables["TERM"] !== "dumb";
}
