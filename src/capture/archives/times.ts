const iso = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d{1,12}))?\s*(Z|[+-]\d\d:?\d\d)$/i;

/**
 * Milliseconds since 1970 in UTC, with fractions, of a time as ISO 8601 writes it; `undefined` for any other text, for a time without a
 * zone, and for the year 1, which stands for no time.
 */
export function isoTime(text: string | undefined): number | undefined {
  const [, seconds, fraction = "0", zone = ""] = iso.exec(text?.trim() ?? "") ?? [];
  if (seconds === undefined || /^0001/.test(seconds)) return undefined;
  const time = Date.parse(`${seconds}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`);
  return Number.isNaN(time) ? undefined : time + Number(`0.${fraction}`) * 1_000;
}
