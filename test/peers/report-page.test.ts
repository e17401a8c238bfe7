import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Capture } from "../../src/capture/model.ts";
import { reportHtml } from "../../src/inspect/report/report-html.ts";
import { recordedCapture } from "../support/recorded-exchanges.ts";

// Reports of recorded sessions in Chromium: what a reader can do with them, and what they must not do.

let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  folder = mkdtempSync(join(tmpdir(), "report-"));
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const wrongPassword = recordedCapture("syncevolution/p06-auth-basic-wrong-wbxml");
const atomic = recordedCapture("libdmclient/d06-atomic-sequence-wbxml");

/** A page, with what it asked for and complained of. */
interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

async function open(capture: Capture, options: BrowserContextOptions = {}, hash = ""): Promise<Opened> {
  const file = join(folder, "report.html");
  writeFileSync(file, reportHtml(capture, { name: "capture.pcapng", secrets: "show" }));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== `${address}${hash}` && request.url() !== address) requests.push(request.url());
  });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => complaints.push(dialog.message()));
  await page.addInitScript({
    content:
      "addEventListener('securitypolicyviolation', (e) => reportError(new Error('policy: ' + e.violatedDirective)))",
  });
  await page.goto(`${address}${hash}`);
  return { page, requests, complaints };
}

const background = (page: Page, selector: string) =>
  page.evaluate(`getComputedStyle(document.querySelector("${selector}")).backgroundColor`);
const openExchanges = (page: Page) => page.locator(".xch[open]").count();

describe("a report in a browser", () => {
  it.each([
    ["a wrong password", wrongPassword],
    ["a session of device management", atomic],
  ])("keeps to its policy and asks for nothing: %s", async (_name, capture) => {
    const { page, requests, complaints } = await open(capture);
    for (const name of ["Open all", "Fold all"]) await page.getByRole("button", { name }).click();
    await page.locator(".where a").first().click();
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("notices what breaks the policy", async () => {
    const { page, complaints } = await open(atomic);
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = 0' }))",
    );
    await expect.poll(() => complaints.some((text) => text.startsWith("policy: script-src"))).toBe(true);
    expect(await page.title()).not.toBe("0");
    await page.context().close();
  });

  it("folds, filters and lights up without a script", async () => {
    const { page, complaints } = await open(wrongPassword, { javaScriptEnabled: false });
    expect(await page.locator("#acts button").count()).toBe(0);
    expect(await openExchanges(page)).toBe(1);
    await page.locator("#x1 > summary").click();
    await page.locator("#x2 > summary").click();
    expect(await page.locator("#x1").getAttribute("open")).not.toBeNull();
    expect(await page.locator("#x2").getAttribute("open")).toBeNull();
    expect(await page.locator("#x8").isVisible()).toBe(true);
    await page.locator("label", { hasText: "Only problems" }).click();
    expect(await page.locator("#x8").isVisible()).toBe(false);
    expect(await page.locator("#x3").isVisible()).toBe(true);
    await page.locator("#c1a0 summary").click();
    const octets = "#c1a0 .bytes .f3";
    const before = await background(page, octets);
    await page.locator("#c1a0 .fields .f3").hover();
    expect(await background(page, octets)).not.toBe(before);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("opens and folds all, and what a link leads to", async () => {
    const { page } = await open(wrongPassword, {}, "#c7a2");
    expect(await page.locator("#x7").getAttribute("open")).not.toBeNull();
    await page.getByRole("button", { name: "Open all" }).click();
    expect(await openExchanges(page)).toBe(8);
    await page.getByRole("button", { name: "Fold all" }).click();
    expect(await openExchanges(page)).toBe(0);
    await page.locator('.trow[href="#x5"]').click();
    expect(await page.locator("#x5").getAttribute("open")).not.toBeNull();
    await page.context().close();
  });

  it("is dark where the reader wants it dark", async () => {
    const colourOf = async (colorScheme: "dark" | "light") => {
      const { page } = await open(atomic, { colorScheme });
      const colour = await background(page, "body");
      await page.context().close();
      return colour;
    };
    expect(await colourOf("light")).toBe("rgb(246, 247, 249)");
    expect(await colourOf("dark")).toBe("rgb(14, 17, 20)");
  });

  it("is as narrow as a telephone", async () => {
    for (const capture of [wrongPassword, atomic]) {
      const { page } = await open(capture, { viewport: { width: 390, height: 800 } });
      await page.getByRole("button", { name: "Open all" }).click();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
      await page.context().close();
    }
  });

  it("is printed with its exchanges open, their details folded, and light", async () => {
    const { page } = await open(wrongPassword, { colorScheme: "dark", javaScriptEnabled: false });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("nav.side").isVisible()).toBe(false);
    expect(await page.locator("#x5 .msg.req").boundingBox()).not.toBeNull();
    expect(await page.locator("#x5 .msg.req").isVisible()).toBe(true);
    expect(await page.locator("#c5a0 .bytes").isVisible()).toBe(false);
    expect(await background(page, "body")).toBe("rgb(255, 255, 255)");
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.length).toBeGreaterThan(10_000);
    await page.context().close();
  });
});
