/** The version in a VerDTD or VerProto, such as `1.1` in `1.1`, `DM/1.1` and `1.1.2`; `undefined` if there is none. */
export function versionNumber(text: string): string | undefined {
  return /\d+\.\d+/.exec(text)?.[0];
}
