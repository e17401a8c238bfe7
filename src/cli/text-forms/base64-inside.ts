/** Candidates that are decoded before the search is given up. */
const MAX_CANDIDATES = 256;

/** Runs of base64 of some length in other text, such as `data:` addresses, log lines, quotes and MIME bodies, line breaks included. */
export function* base64Inside(text: string): Generator<{ readonly source: string; readonly index: number }> {
  const runs = /[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]+={0,2}(?=\r?\n|$))*={0,2}/g;
  for (let count = 0; count < MAX_CANDIDATES; count++) {
    const found = runs.exec(text);
    if (found === null) return;
    yield { source: found[0], index: found.index };
  }
}
