/** A clause as a sentence: with a capital, if it is to begin with one, and a full stop. */
export function sentence(text: string, hasCapital: boolean, stop = "."): string {
  const first = hasCapital && /^(?:a|[a-z]{2,})[ ,:]/.test(text) ? text.charAt(0).toUpperCase() : text.charAt(0);
  return first + text.slice(1) + (text === "" || /[.!?…]$/.test(text) ? "" : stop);
}
