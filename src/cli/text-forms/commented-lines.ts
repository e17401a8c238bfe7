/** Hex without the comments that end its lines, after `;`, `#`, `'`, `//` or `--`; `undefined` if there are none. */
export function withoutComments(text: string): string | undefined {
  if (!/[;#']|\/\/|--/.test(text)) return undefined;
  return text
    .split("\n")
    .map((line) => line.replace(/(?:[;#']|\/\/|--).*/, ""))
    .join("\n");
}
