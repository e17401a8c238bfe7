import { afterEach, beforeEach, expect } from "vitest";

/** Fails every test of this file that leaves a promise to be rejected with nobody listening. */
export function expectNoUnhandledRejections(): void {
  const rejections: unknown[] = [];
  const inNode = (reason: unknown) => rejections.push(reason);
  const inBrowser = (event: Event) => rejections.push((event as Event & { readonly reason: unknown }).reason);
  const isBrowser = "document" in globalThis;

  beforeEach(() => {
    if (isBrowser) addEventListener("unhandledrejection", inBrowser);
    else process.on("unhandledRejection", inNode);
  });

  afterEach(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (isBrowser) removeEventListener("unhandledrejection", inBrowser);
    else process.off("unhandledRejection", inNode);
    expect(rejections.splice(0)).toEqual([]);
  });
}
