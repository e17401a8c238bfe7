import { Option } from "commander";
import { formats } from "../capture/formats.ts";
import type { CaptureDiagnostic } from "../capture/model.ts";
import type { Talk } from "./talk.ts";

/** Diagnostics that are printed; of the others the number. */
const MOST_DIAGNOSTICS = 10;

/** The option that forces a format on a capture. */
export function captureFormatOption(): Option {
  const names = formats.map(({ name }) => name);
  return new Option("--from <FORMAT>", "format of the capture; default: by content").choices(names);
}

/** Whether a limit left something of a capture out. */
export function isCutByLimit(diagnostics: readonly CaptureDiagnostic[]): boolean {
  return diagnostics.some(({ code }) => code === "limit-reached");
}

/** What to do about it. */
export const LIMIT_HINT = "  a limit was reached: --max-exchanges raises that of exchanges, and extract has none";

/** Prints what a reader of the capture should know. */
export function noteDiagnostics(talk: Talk, file: string, diagnostics: readonly CaptureDiagnostic[]): void {
  for (const { message, frame } of diagnostics.slice(0, MOST_DIAGNOSTICS)) {
    talk.note(file, frame === undefined ? message : `${message}, at ${frame}`);
  }
  const more = diagnostics.length - MOST_DIAGNOSTICS;
  if (more > 0) talk.note(file, `and ${more} more`);
}
