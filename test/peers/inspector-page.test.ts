// Needs Chromium (Debian: chromium); run by `npm run test:peers`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inspectorPage } from "../../build/inspector-page.ts";

const corpus = fileURLToPath(new URL("../../corpus/", import.meta.url));
const withProblem = `${corpus}syncevolution/p06-auth-basic-wrong-wbxml/capture.pcapng`;
const oneMessage = `${corpus}libdmclient/d08-auth-challenge-md5-wbxml/001-resp.wbxml`;
/** Kilobytes that the page may have when it is compressed, as servers send it. */
const MOST_KB = 226;

let folder = "";
let address = "";
let browser: Browser;
let page: Page;
let trouble: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "syncml-page-"));
  const file = join(folder, "syncml-inspector.html");
  writeFileSync(file, await inspectorPage());
  address = pathToFileURL(file).href;
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
}, 60_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  trouble = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 }, acceptDownloads: true });
  page = await context.newPage();
  page.on("console", (message) => trouble.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("request", (request) => {
    if (!/^(?:file:.*\/syncml-inspector\.html|blob:)/.test(request.url())) trouble.push(`asks for ${request.url()}`);
  });
  await page.goto(address);
});
afterEach(async () => {
  // A violated policy is told on the console.
  expect(trouble).toEqual([]);
  await page.context().close();
});

async function open(...files: readonly string[]): Promise<void> {
  await page.setInputFiles("#chooser", [...files]);
  await page.waitForSelector("#tree-rows .t");
}

/** Pastes text; expressions, since the types of browsers are not those of tests. */
async function pasted(text: string): Promise<void> {
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", ${JSON.stringify(text)});
    dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
  }`);
}

const text = (selector: string) => page.textContent(selector);
const selectedRow = () => text("#tree-rows .t.sel");
const selectedMessage = () => page.getAttribute("#messages [aria-selected=true]", "id");

describe("a capture with a problem", () => {
  beforeEach(() => open(withProblem));

  test("shows what went wrong, opens where it did, and goes from finding to finding", async () => {
    expect(await text("#findings button:first-child")).toMatch(/^wrong password/i);
    expect(await selectedMessage()).toBe("message-2-request");
    await page.keyboard.press("n");
    await page.keyboard.press("n");
    const second = await page.textContent("#findings button:nth-child(2) .w");
    await expect.poll(selectedMessage).toBe(`message-${second?.slice(1)}-request`);
    await page.keyboard.press("Shift+N");
    await expect.poll(selectedMessage).toBe("message-2-request");
    await expect.poll(selectedRow).toMatch(/^Cred/);
    expect(await text("#told")).toMatch(/wrong password/i);
  });

  test("lists the messages of each session, and goes through them by keys", async () => {
    expect(await page.locator("#messages .sh").allTextContents()).toEqual([
      "session 5",
      "session 6",
      "session 10",
      "session 11",
    ]);
    await page.keyboard.press("j");
    await expect.poll(selectedMessage).toBe("message-2-response");
    await page.keyboard.press("k");
    await expect.poll(selectedMessage).toBe("message-2-request");
    await page.focus("#messages");
    await page.keyboard.press("ArrowDown");
    await expect.poll(selectedMessage).toBe("message-2-response");
    expect(await page.getAttribute("#messages", "aria-activedescendant")).toBe("message-2-response");
  });

  test("hides secrets by a key, and shows them again", async () => {
    await page.click("#message-1-request");
    const value = async () => {
      const row = page.locator("#tree-rows .t", { hasText: /^Data/ }).first();
      return row.locator(".v").textContent();
    };
    await expect.poll(async () => (await page.textContent("#message-title")) ?? "").toContain("#1");
    const shown = await value();
    await page.keyboard.press("h");
    await expect.poll(value).not.toBe(shown);
    expect((await value())?.length).toBe(shown?.length);
    expect(await page.getAttribute("#hide", "aria-pressed")).toBe("true");
    await page.keyboard.press("h");
    await expect.poll(value).toBe(shown);
  });

  test("saves a report and a redacted capture without the password", async () => {
    const [report] = await Promise.all([page.waitForEvent("download"), page.click("#report")]);
    expect(report.suggestedFilename()).toBe("capture.pcapng.report.html");
    const html = readFileSync(await report.path(), "utf8");
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html.toLowerCase()).toContain("wrong password");
    const [redacted] = await Promise.all([page.waitForEvent("download"), page.click("#redact")]);
    const har = readFileSync(await redacted.path(), "utf8");
    expect(JSON.parse(har).log.entries).toHaveLength(8);
    const credentials = Buffer.from("alice:").toString("base64").slice(0, 8);
    expect(html).not.toContain(credentials);
    expect(har).not.toContain(credentials);
    await page.setInputFiles("#chooser", await redacted.path());
    await expect.poll(() => page.locator("#tabs .tab").count()).toBe(2);
    expect(await page.locator("#messages .x.req").count()).toBe(8);
  });
});

describe("one message", () => {
  beforeEach(() => open(oneMessage));

  test("shows its elements beside its octets; what is under the pointer is marked on both sides and moves nothing", async () => {
    expect(await page.locator("#tree-rows .t").first().textContent()).toBe("SyncML");
    const row = page.locator("#tree-rows .t", { hasText: "NextNonce" });
    await row.hover();
    expect(await page.locator("#hex b.on").first().textContent()).toBe("50");
    expect(await page.locator("#hex b.on").count()).toBe(20);
    expect(await text("#said")).toBe('NextNonce “bm9uY2UtMDAwMQ==”: base64 of "nonce-0001", 10 bytes');
    expect(await text("#place")).toBe("0x0091 to 0x00a4 · 20 B · /SyncML/SyncBody/Status/Chal/Meta/NextNonce");
    await page.hover('#hex b[data-o="0"]');
    expect(await text("#said")).toContain("WBXML 1.3");
    await page.hover('#hex b[data-o="146"]');
    await expect.poll(() => page.locator("#tree-rows .t.on").textContent()).toContain("NextNonce");
    expect(await page.evaluate('["#tree-rows", "#hex"].map((one) => document.querySelector(one).scrollTop)')).toEqual([
      0, 0,
    ]);
  });

  test("a click selects on both sides and scrolls the other pane", async () => {
    await page.setViewportSize({ width: 1440, height: 400 });
    await page.click('#hex b[data-o="146"]');
    expect(await selectedRow()).toContain("NextNonce");
    await page.keyboard.press("End");
    expect(await selectedRow()).toContain("Final");
    await expect.poll(() => page.locator('#hex b[data-o="245"]').isVisible()).toBe(true);
  });

  test("arrows go through the elements, and fold them", async () => {
    await page.focus("#tree-rows");
    await page.keyboard.press("ArrowDown");
    expect(await selectedRow()).toBe("SyncHdr");
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator("#tree-rows .t").nth(2).textContent()).toBe("SyncBody");
    expect(await page.getAttribute("#tree-rows .t.sel", "aria-expanded")).toBe("false");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await selectedRow()).toBe("VerDTD1.2");
    expect(await page.getAttribute("#tree-rows", "aria-activedescendant")).toBe("row-2");
    await page.keyboard.press("ArrowLeft");
    expect(await selectedRow()).toBe("SyncHdr");
  });

  test("in the bytes, arrows go from byte to byte", async () => {
    await page.click('#hex b[data-o="7"]');
    await page.focus("#hex");
    await page.keyboard.press("ArrowRight");
    expect(await text("#hex b.cur")).toBe("03");
    await page.keyboard.press("ArrowDown");
    expect(await page.getAttribute("#hex b.cur", "data-o")).toBe("24");
    expect(await selectedRow()).toContain("SessionID");
  });

  test("Enter opens a value as a document of its own, Esc goes back", async () => {
    await page.locator("#tree-rows .t", { hasText: "NextNonce" }).click();
    await page.keyboard.press("Enter");
    await expect.poll(() => text("#message-title")).toContain("NextNonce");
    expect(await text("#hex .l:nth-child(2), #hex div div.l")).toContain("6e");
    await page.keyboard.press("Escape");
    await expect.poll(() => text("#message-title")).not.toContain("NextNonce");
    expect(await selectedRow()).toContain("NextNonce");
  });

  test("/ finds names and values, Enter goes on", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("401");
    expect(await selectedRow()).toContain("401");
    const first = await page.getAttribute("#tree-rows .t.sel", "id");
    await page.keyboard.press("Enter");
    expect(await selectedRow()).toContain("401");
    expect(await page.getAttribute("#tree-rows .t.sel", "id")).not.toBe(first);
    await page.fill("#find", "nowhere");
    expect(await page.getAttribute("#find", "class")).toContain("bad");
    await page.focus("#find");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    expect(await page.locator("#all-keys").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
  });

  test("is copied as hex, base64 and C, and saved octet for octet", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const octets = readFileSync(oneMessage);
    const copied = async (button: string) => {
      await page.click(button);
      return page.evaluate<string>("navigator.clipboard.readText()");
    };
    expect(Buffer.from((await copied("#copy-hex")).replaceAll(" ", ""), "hex")).toEqual(octets);
    expect(Buffer.from(await copied("#copy-base64"), "base64")).toEqual(octets);
    expect(await copied("#copy-c")).toContain(`message[${octets.length}]`);
    const [saved] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
    expect(readFileSync(await saved.path())).toEqual(octets);
  });
});

test("hex that is pasted is opened; a message that is cut says where", async () => {
  await pasted(readFileSync(oneMessage).subarray(0, 150).toString("hex"));
  await page.waitForSelector("#tree-rows .t");
  expect(await text("#fault")).toContain("The document ends here");
  expect(await page.locator("#tree-rows .nc").count()).toBeGreaterThan(2);
  expect(await page.locator("#messages .st.bad").textContent()).toBe("cut");
});

test("an input that is none is refused in words, and what was open stays", async () => {
  await open(oneMessage);
  await pasted("good morning");
  await expect.poll(() => text("#told")).toMatch(/^pasted: .+/);
  expect(await selectedRow()).toBe("SyncML");
});

test("tabs: several inputs, closed again", async () => {
  await open(withProblem, oneMessage);
  await expect.poll(() => page.locator("#tabs .tab").count()).toBe(2);
  await expect.poll(() => page.getAttribute("#tabs .tab:nth-child(2) [role=tab]", "aria-selected")).toBe("true");
  await page.click("#tabs .tab:nth-child(1) [role=tab]");
  await expect.poll(() => page.locator("#messages .sh").count()).toBe(4);
  await page.click("#tabs .tab:nth-child(1) .close");
  await page.click("#tabs .tab:nth-child(1) .close");
  expect(await page.locator(".drop").isVisible()).toBe(true);
});

test("text of a peer is text", async () => {
  const hostile = "<img src=x onerror=alert(1)>‮&amp;<script>alert(2)</script>";
  const escaped = hostile.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const sent =
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>${escaped}</SessionID>` +
    `<MsgID>1</MsgID><Target><LocURI>${escaped}</LocURI></Target><Source><LocURI>${escaped}</LocURI></Source></SyncHdr>` +
    `<SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>${escaped}</LocURI></Target></Item></Get><Final/></SyncBody></SyncML>`;
  await pasted(sent);
  await page.waitForSelector("#tree-rows .t");
  expect(await page.locator("#tree-rows img, #messages img, #tree-rows script").count()).toBe(0);
  expect(await page.locator("#tree-rows .t", { hasText: "SessionID" }).textContent()).toContain("\\u202e");
  expect(await page.locator("#tree-rows .t", { hasText: "SessionID" }).textContent()).toContain("<img src=x");
});

test("the title of a message is whole where the window is narrow, and what is told of it gives way", async () => {
  await open(withProblem);
  const isCut = (selector: string) =>
    page.evaluate(`(() => {
      const { scrollWidth, clientWidth } = document.querySelector(${JSON.stringify(selector)});
      return scrollWidth > clientWidth;
    })()`);
  for (const width of [1440, 1160, 1090, 700, 420]) {
    await page.setViewportSize({ width, height: 860 });
    expect(await isCut("#message-title"), `at ${width}`).toBe(false);
  }
  await page.setViewportSize({ width: 1160, height: 860 });
  expect(await isCut("#message-about")).toBe(false);
  expect(await page.getAttribute("#message-about", "title")).toBe(await text("#message-about"));
});

test("a narrow window has one pane at a time, eight bytes a line", async () => {
  await page.setViewportSize({ width: 420, height: 800 });
  await open(oneMessage);
  expect(await page.locator("#hex").isVisible()).toBe(false);
  await page.click("#show-bytes");
  expect(await page.locator("#hex").isVisible()).toBe(true);
  await expect.poll(() => page.locator("#hex .rul b").count()).toBe(8);
  await page.click("#show-messages");
  expect(await page.locator("#messages").isVisible()).toBe(true);
});

test("a long list has only the rows that can be seen", async () => {
  const exchange = readFileSync(oneMessage).toString("base64");
  const entries = Array.from({ length: 20_000 }, (_, index) => ({
    startedDateTime: new Date(1_700_000_000_000 + index).toISOString(),
    time: 1,
    request: {
      method: "POST",
      url: "http://dm.example/",
      httpVersion: "HTTP/1.1",
      headers: [],
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: 200,
      statusText: "OK",
      httpVersion: "HTTP/1.1",
      headers: [],
      cookies: [],
      content: { size: 248, mimeType: "application/vnd.syncml.dm+wbxml", text: exchange, encoding: "base64" },
      redirectURL: "",
      headersSize: -1,
      bodySize: 248,
    },
    cache: {},
    timings: { send: 0, wait: 1, receive: 0 },
  }));
  const file = join(folder, "long.har");
  writeFileSync(file, JSON.stringify({ log: { version: "1.2", creator: { name: "test", version: "1" }, entries } }));
  await page.setInputFiles("#chooser", file);
  await page.waitForSelector("#tree-rows .t", { timeout: 60_000 });
  expect(await page.locator("#messages .x").count()).toBeLessThan(120);
  await page.evaluate('document.querySelector("#messages").scrollTo(0, 1e9)');
  await expect.poll(() => page.locator("#messages .x").last().textContent()).toContain("#20000");
}, 90_000);

test("the page is one file that may reach nothing, and small", async () => {
  const html = readFileSync(fileURLToPath(address), "utf8");
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<link|<img|src="|href="(?!#)/);
  expect(gzipSync(html, { level: 9 }).length / 1024).toBeLessThan(MOST_KB);
});

describe("in an editor", () => {
  /** The last one opens another file. */
  const tabs = () => page.locator("#tabs [role=tab]").allTextContents();
  const handOver = (name: string) => {
    const bytes = JSON.stringify([...readFileSync(oneMessage)]);
    return page.evaluate(`postMessage({ name: ${JSON.stringify(name)}, bytes: Uint8Array.from(${bytes}) }, "*")`);
  };

  test("the page says that it is ready, and opens the file that it is handed", async () => {
    await page.addInitScript(() => {
      const told: unknown[] = [];
      Object.assign(globalThis, {
        told,
        acquireVsCodeApi: () => ({ postMessage: (message: unknown) => told.push(message) }),
      });
    });
    await page.reload();
    expect(await page.evaluate("told")).toEqual(["ready"]);
    await page.evaluate('postMessage(null, "*"), postMessage({ name: "no octets", bytes: "none" }, "*")');
    await handOver("answer.wbxml");
    await page.waitForSelector("#tree-rows .t");
    expect(await tabs()).toEqual(["answer.wbxml", ""]);
  });

  test("without one, nobody hands over anything", async () => {
    await handOver("answer.wbxml");
    await open(oneMessage);
    expect(await tabs()).toEqual(["001-resp.wbxml", ""]);
  });
});
