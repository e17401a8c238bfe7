/** Where the document begins, and how to cut off what comes before it. */
export function cutBefore(offset: number, what: string): string {
  return `${what} begins at byte ${offset}; tail -c +${offset + 1} FILE | syncml … reads it`;
}
