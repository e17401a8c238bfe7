/** What kind of value came instead of a secret, without the value. */
export function describeSecret(value: unknown): string {
  return value === null ? "null" : value === undefined ? "undefined" : `a value of type ${typeof value}`;
}

/** @throws {TypeError} if a secret is not a string that has something in it; the message does not repeat it. */
export function secretText(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value;
  const what = value === "" ? "an empty one" : describeSecret(value);
  throw new TypeError(`${name} must be a string that is not empty, not ${what}`);
}
