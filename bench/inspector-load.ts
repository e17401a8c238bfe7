// Drops captures (pcapng) of DM sessions on the inspector page in Chromium: time until the exchanges and the first message are
// painted, and memory of page and worker. Needs Chromium (Debian: chromium) and playwright, as the tests of the page do.
// Run: npm run bench:inspector -- [MEGABYTES …]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright";
import { inspectorPage } from "../build/inspector-page.ts";
import { MEGABYTE, writeCapture } from "./session-capture.ts";

const ROUNDS = 5;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10];
const folder = mkdtempSync(join(tmpdir(), "syncml-inspector-load-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Octets in use, of V8 and of the buffers that it does not count. */
interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

interface Load {
  /** From the drop to the frame that shows exchanges and tree. */
  readonly milliseconds: number;
  readonly page: HeapUsage;
  readonly worker: HeapUsage;
  /** The most resident memory of the process that has both. */
  readonly mostResident: number;
}

// An expression, since the types of browsers are not those of programs.
const dropAndWait = `new Promise((resolve) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(document.querySelector("#load").files[0]);
  const started = performance.now();
  dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  const look = () => {
    const isThere = document.querySelector("#tree-rows .t") && document.querySelector("#messages [role=option]");
    // What a frame changed is painted once the next task runs.
    if (isThere) setTimeout(() => resolve(performance.now() - started));
    else requestAnimationFrame(look);
  };
  look();
})`;

// Numbers of questions to a worker.
const COLLECTION = 1;
const HEAP_USAGE = 2;

/** The heap of the worker of a page, through the page's own connection. */
async function heapOfWorker(page: Page): Promise<HeapUsage> {
  const session = await page.context().newCDPSession(page);
  const answer = new Promise<HeapUsage>((resolve) => {
    session.on("Target.receivedMessageFromTarget", ({ message }) => {
      const { id, result } = JSON.parse(message);
      if (id === HEAP_USAGE) resolve(result);
    });
    session.on("Target.attachedToTarget", ({ sessionId }) => {
      const ask = (id: number, method: string) =>
        session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) });
      void ask(COLLECTION, "HeapProfiler.collectGarbage").then(() => ask(HEAP_USAGE, "Runtime.getHeapUsage"));
    });
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return answer;
}

async function heapOfPage(page: Page): Promise<HeapUsage> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  return session.send("Runtime.getHeapUsage");
}

async function mostResident(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const peaks = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0) * 1_024);
  return Math.max(...peaks);
}

/** One load in a browser of its own. */
async function load(address: string, file: string): Promise<Load> {
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
    await page.goto(address);
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement("input"), { type: "file", id: "load" }))`,
    );
    await page.setInputFiles("#load", file);
    const milliseconds = (await page.evaluate(dropAndWait)) as number;
    return {
      milliseconds,
      page: await heapOfPage(page),
      worker: await heapOfWorker(page),
      mostResident: await mostResident(browser),
    };
  } finally {
    await browser.close();
  }
}

const inMegabytes = (octets: number) => `${(octets / MEGABYTE).toFixed(0)} MB`;
const heap = ({ usedSize, backingStorageSize = 0 }: HeapUsage) =>
  `${inMegabytes(usedSize)} and ${inMegabytes(backingStorageSize)} of buffers`;

async function main(): Promise<void> {
  const page = join(folder, "syncml-inspector.html");
  writeFileSync(page, await inspectorPage());
  for (const size of sizes) {
    const file = join(folder, `sessions-${size}.pcapng`);
    writeCapture(file, size * MEGABYTE);
    const loads: Load[] = [];
    for (let round = 0; round < ROUNDS; round++) loads.push(await load(pathToFileURL(page).href, file));
    const inOrder = loads.toSorted((one, other) => one.milliseconds - other.milliseconds);
    const median = inOrder[ROUNDS >> 1] as Load;
    const seconds = inOrder.map(({ milliseconds }) => (milliseconds / 1_000).toFixed(2));
    const lines = [
      `${size} MB`,
      `  first useful paint  ${(median.milliseconds / 1_000).toFixed(2)} s (${seconds.join(", ")})`,
      `  heap of the page    ${heap(median.page)}`,
      `  heap of the worker  ${heap(median.worker)}`,
      `  process at most     ${inMegabytes(median.mostResident)} resident`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
    rmSync(file);
  }
}

await main();
