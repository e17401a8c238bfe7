import { isKnownCharset } from "./charset.ts";
import { describe } from "./describe.ts";

/** The values that an option may have. */
export interface OptionCheck {
  /** The allowed values, for the message: completes "must be". */
  readonly wanted: string;
  /** Type of the allowed values. Another type is a `TypeError`, another value a `RangeError`. */
  readonly type: "string" | "number" | "boolean" | "function" | "object";
  readonly allows: (value: never) => boolean;
}

/** The checks for the options of one function, by name. */
export type OptionChecks = ReadonlyMap<string, OptionCheck>;

/** One of several words. */
export function oneOf(...words: readonly string[]): OptionCheck {
  const quoted = words.map((word) => JSON.stringify(word));
  return {
    wanted: quoted.length === 1 ? (quoted[0] as string) : `one of ${quoted.join(", ")}`,
    type: "string",
    allows: (value: string) => words.includes(value),
  };
}

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER): OptionCheck {
  return {
    wanted: `a whole number in ${min}–${max}`,
    type: "number",
    allows: (value: number) => Number.isInteger(value) && value >= min && value <= max,
  };
}

/** A number of at least `min`, whole or not, or infinity. */
export function atLeast(min: number): OptionCheck {
  return { wanted: `a number of at least ${min}`, type: "number", allows: (value: number) => value >= min };
}

/** The MIBenum of a known character set, or 0 for none. */
export const charsetNumber: OptionCheck = {
  wanted: "the MIBenum of a known character set, such as 106 for UTF-8",
  type: "number",
  allows: (value: number) => value === 0 || isKnownCharset(value),
};

export const anyString: OptionCheck = { wanted: "a string", type: "string", allows: () => true };
export const flag: OptionCheck = { wanted: "true or false", type: "boolean", allows: () => true };
export const anyFunction: OptionCheck = { wanted: "a function", type: "function", allows: () => true };
export const anyObject: OptionCheck = {
  wanted: "an object",
  type: "object",
  allows: (value: object) => value !== null,
};

export const anyMap: OptionCheck = {
  wanted: "a Map",
  type: "object",
  allows: (value: { readonly get?: unknown } | null) => typeof value?.get === "function",
};

/** What may appear between tags. */
export const whiteSpace: OptionCheck = {
  wanted: "white space",
  type: "string",
  allows: (value: string) => /^[\t\n\r ]*$/.test(value),
};

export const listOfStrings: OptionCheck = {
  wanted: "an array of strings",
  type: "object",
  allows: (value: unknown) => Array.isArray(value) && value.every((entry) => typeof entry === "string"),
};

export const listOfObjects: OptionCheck = {
  wanted: "an array of objects",
  type: "object",
  allows: (value: unknown) =>
    Array.isArray(value) && value.every((entry) => typeof entry === "object" && entry !== null),
};

/** A set of vocabularies, possibly from another copy of this package. */
export const vocabularySet: OptionCheck = {
  wanted: "a VocabularySet",
  type: "object",
  allows: (value: { readonly vocabularies?: unknown } | null) => Array.isArray(value?.vocabularies),
};

export function optionChecks(checks: Readonly<Record<string, OptionCheck>>): OptionChecks {
  return new Map(Object.entries(checks));
}

/**
 * Checks a caller's options once, on entry: the rest of the code relies on their types. An `undefined` option counts as left
 * out. Names missing from `checks` are ignored, since other functions may check them.
 *
 * @throws {TypeError} if `options` is not an object, or an option is of the wrong type.
 * @throws {RangeError} if an option has the right type but a value that is not allowed.
 */
export function checkOptions(options: unknown, checks: OptionChecks): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`options must be an object, not ${describe(options)}`);
  }
  // Costs about 30 ns an option.
  for (const name in options) {
    const check = checks.get(name);
    if (check === undefined) continue;
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || (typeof value === check.type && check.allows(value as never))) continue;
    const reason = `option ${name} must be ${check.wanted}, not ${describe(value)}`;
    // An object cannot be out of range: it is of the wrong kind.
    throw typeof value === check.type && check.type !== "object" ? new RangeError(reason) : new TypeError(reason);
  }
}

/** The options without those that are `undefined`, to be spread over defaults. */
export function given<Options extends object>(options: Options): Options {
  const copy: Partial<Options> = {};
  for (const name in options) if (options[name] !== undefined) copy[name] = options[name];
  return copy as Options;
}
