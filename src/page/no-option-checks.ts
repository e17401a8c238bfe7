// What the page has in place of the checks of options, which are for callers without types.

export * from "../core/options.ts";
export function checkOptions(): void {}
