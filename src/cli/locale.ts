import type { Environment } from "./environment.ts";

/** Whether a terminal of this environment shows characters beyond ASCII: by its locale, as POSIX has it, or because it is one of Windows. */
export function showsUnicode({ variables }: Environment): boolean {
  // Empty ones do not count.
  const locale = variables["LC_ALL"] || variables["LC_CTYPE"] || variables["LANG"] || "";
  return /utf-?8/i.test(locale) || variables["OS"] === "Windows_NT";
}
