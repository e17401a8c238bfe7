/** Candidates to decode before giving up. */
const MAX_CANDIDATES = 256;

/** Longer runs of base64 in other text (`data:` URLs, log lines, quotes, MIME bodies), including line breaks. */
export function* base64Inside(text: string): Generator<{ readonly source: string; readonly index: number }> {
  const runs = /[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]+={0,2}(?=\r?\n|$))*={0,2}/g;
  for (let count = 0; count < MAX_CANDIDATES; count++) {
    const found = runs.exec(text);
    if (found === null) return;
    yield { source: found[0], index: found.index };
  }
}
