const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const times = ["never", "once", "twice"];

/** `1 command`, `2 commands`, `1,200 commands`. */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${count === 1 ? what : plural(what)}`;
}

/** `one item`, `two items`, `12 items`. */
export function countedInWords(count: number, what: string): string {
  return `${inWords(count)} ${count === 1 ? what : plural(what)}`;
}

/** `three`; digits from 11 on. */
export function inWords(count: number): string {
  return words[count] ?? grouped(count);
}

/** `once`, `twice`, `three times`. */
export function timesInWords(count: number): string {
  return times[count] ?? `${inWords(count)} times`;
}

/** `third`; `11th` from 11 on. */
export function ordinal(count: number): string {
  const names = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
  return names[count] ?? `${grouped(count)}th`;
}

/** Digits in groups of three: `93,542`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+(?!\d))/g, ",");
}

/** `0.837 s` */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

/** `#2 #3 #4` */
export function numbered(exchanges: readonly number[]): string {
  return exchanges.map((index) => `#${index}`).join(" ");
}

/** `Add 5, Add 6 and Get 7`, and how many more than `most`. */
export function listed(texts: readonly string[], most = 4): string {
  if (texts.length > most) return `${texts.slice(0, most).join(", ")} and ${texts.length - most} more`;
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

function plural(what: string): string {
  return what.endsWith("y") ? `${what.slice(0, -1)}ies` : `${what}s`;
}
