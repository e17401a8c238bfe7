const DAY_MS = 86_400_000;

/** A time as TStamp: `YYYYMMDDThhmmssZ`. `now` is milliseconds since 1970 in UTC, by the caller's clock. */
export function timestampOf(now: number): string {
  const seconds = Math.floor((now - Math.floor(now / DAY_MS) * DAY_MS) / 1000);
  // The civil calendar in eras of 400 years, 146,097 days each, whose years begin in March: the leap day is then the last.
  const days = Math.floor(now / DAY_MS) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${String(year).padStart(4, "0")}${two(month)}${two(day)}T${time.map(two).join("")}Z`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
