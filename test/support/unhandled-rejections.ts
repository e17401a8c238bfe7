import { afterEach, beforeEach, expect } from "vitest";

/** Fails every test of this file with an unhandled rejection. */
export function expectNoUnhandledRejections(): void {
  const rejections: unknown[] = [];
  const inNode = (reason: unknown) => rejections.push(reason);
  const inBrowser = (event: Event) => rejections.push((event as Event & { readonly reason: unknown }).reason);
  const page = "document" in globalThis ? (globalThis as unknown as EventTarget) : undefined;

  beforeEach(() => {
    page?.addEventListener("unhandledrejection", inBrowser);
    if (page === undefined) process.on("unhandledRejection", inNode);
  });

  afterEach(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    page?.removeEventListener("unhandledrejection", inBrowser);
    if (page === undefined) process.off("unhandledRejection", inNode);
    expect(rejections.splice(0)).toEqual([]);
  });
}
