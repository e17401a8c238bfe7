/** A table without some of its tokens, which a later version does not have. */
export function without(
  table: Readonly<Record<number, string>>,
  ...tokens: readonly number[]
): Readonly<Record<number, string>> {
  return Object.fromEntries(Object.entries(table).filter(([token]) => !tokens.includes(Number(token))));
}
