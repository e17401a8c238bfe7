// One process of a run: measures one task in a fixture's folder and prints what it found as JSON.
import type { Mode } from "./cases.ts";
import type { Durations } from "./timing.ts";

/** Request to a process, passed as JSON in its only argument. */
export interface Order {
  readonly mode: Mode;
  readonly work: string;
  readonly fixture: string;
  readonly folder: string;
  readonly durations: Durations;
  /** Check the work first. */
  readonly check: boolean;
}

const { mode, work: name, fixture, folder, durations, check } = JSON.parse(process.argv[2] ?? "") as Order;
// The library looks for Buffer once, when it is loaded.
if (mode === "portable") Reflect.deleteProperty(globalThis, "Buffer");

if (mode === "stream") {
  const { measureStream } = await import("./streams.ts");
  print(measureStream(name, fixture));
} else if (mode === "store") {
  const { measureStored } = await import("./stored-sessions.ts");
  print(await measureStored(fixture, name.endsWith("/xml") ? "xml" : "wbxml", durations));
} else {
  const work = await prepare();
  if (check) await work.check();
  print({ bytes: work.bytes, sample: await measureIn(mode) });
  await work.close?.();

  async function measureIn(mode: Mode) {
    if (mode === "heap") return (await import("./heap.ts")).measureHeap(work);
    const { measureCold, measureTime } = await import("./timing.ts");
    return mode === "cold" ? measureCold(work, durations) : measureTime(work, durations);
  }
}

async function prepare() {
  const { LoadedFixture } = await import("./work.ts");
  const loaded = new LoadedFixture(folder);
  // Sessions are not for where there is no Buffer.
  const { operations } = isSession(fixture)
    ? { operations: (await import("./dm-operations.ts")).dmOperations }
    : await import("./operations.ts");
  const operation = operations[name];
  if (operation !== undefined) return operation(loaded);
  const { javascriptPeers } = await import("./peers/javascript.ts");
  const peer = javascriptPeers[name];
  if (peer === undefined) throw new Error(`there is nothing called ${name}`);
  return peer.prepare(loaded);
}

function isSession(fixture: string): boolean {
  return fixture.startsWith("session-");
}

function print(found: object): void {
  process.stdout.write(JSON.stringify(found));
}
