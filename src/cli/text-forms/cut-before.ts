/** Where the rest begins, and how to get it alone. */
export function cutBefore(offset: number, what: string): string {
  return `${what} begins at byte ${offset}; tail -c +${offset + 1} FILE | syncml … reads it`;
}
