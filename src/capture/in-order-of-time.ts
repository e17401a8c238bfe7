interface Timed {
  readonly request?: { readonly time?: number } | undefined;
  readonly response?: { readonly time?: number } | undefined;
}

/** Exchanges in order of their first octet. One without a time keeps its place after the one before it. */
export function inOrderOfTime<One extends Timed>(exchanges: readonly One[]): One[] {
  let last = Number.NEGATIVE_INFINITY;
  const timed = exchanges.map((exchange) => {
    last = exchange.request?.time ?? exchange.response?.time ?? last;
    return { exchange, time: last };
  });
  // Of infinities the difference is no number.
  return timed.sort((a, b) => (a.time === b.time ? 0 : a.time < b.time ? -1 : 1)).map(({ exchange }) => exchange);
}
