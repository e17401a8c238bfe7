/** Hex without the comments at the end of lines (after `;`, `#`, `'`, `//` or `--`); `undefined` if there are none. */
export function withoutComments(text: string): string | undefined {
  if (!/[;#']|\/\/|--/.test(text)) return undefined;
  return text
    .split("\n")
    .map((line) => line.replace(/(?:[;#']|\/\/|--).*/, ""))
    .join("\n");
}
