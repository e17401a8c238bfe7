import fc from "fast-check";
import { expect, test } from "vitest";
import { type DeviceEvent, type DeviceState, type SimulatedDevice, simulatedDevice } from "../../src/device/index.ts";
import { type Alert, type Command, create, newItem } from "../../src/index.ts";

// Every Exec that was answered 202 has one outcome that a server learns, or that the device gives up: whatever the order of Execs,
// time, restarts and sessions, and whatever servers answer. Each Exec has a Correlator of its own.

const operations = [
  "./FUMO/Download",
  "./FUMO/Update",
  "./FUMO/DownloadAndUpdate",
  "./SCOMO/Download/a/Operations/Download",
  "./SCOMO/Download/b/Operations/DownloadInstall",
  "./SCOMO/Inventory/Delivered/a/Operations/Install",
  "./SCOMO/Inventory/Deployed/a/Operations/Remove",
  "./LAWMO/Operations/FullyLock",
  "./LAWMO/Operations/Wipe",
  "./LAWMO/Operations/FactoryReset",
  "./DiagMon/Battery/Operations/Start",
  "./DiagMon/Battery/Operations/Stop",
];

type Step =
  | { readonly kind: "exec"; readonly uri: string }
  | { readonly kind: "package" | "restart" | "delete" }
  | { readonly kind: "work"; readonly ms: number }
  /** A session: what the server answers to each alert, `null` if the answer is lost; whether the client ever tells the device. */
  | { readonly kind: "session"; readonly answers: readonly (number | null)[] };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("exec" as const), uri: fc.constantFrom(...operations) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("work" as const), ms: fc.constantFrom(0, 1000, 30_000, 90_000, 400_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("package" as const, "restart" as const, "delete" as const) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("session" as const),
      answers: fc.array(fc.constantFrom(200, 202, 401, 406, 500, null), { maxLength: 4 }),
    }),
  },
);

const results = fc.record({
  Download: fc.constantFrom(200, 411, 503, 1402),
  DownloadAndUpdate: fc.array(fc.constantFrom(200, 402, 410, 503), { minLength: 1, maxLength: 3 }),
  Update: fc.constantFrom(200, 410, 502),
  Install: fc.constantFrom(1200, 1405),
  Start: fc.constantFrom(1200, 1405),
});

const url = "https://dm.example/2.0.pkg";

function put(uri: string): Command {
  return create("Add", { cmdID: "1", items: [newItem(uri, url)] });
}

function setUrl(uri: string): Command {
  return create("Replace", { cmdID: "1", items: [newItem(uri, url)] });
}

function codeOf(device: SimulatedDevice, command: Command): number | undefined {
  const outcome = device.apply("srv", [command]);
  return outcome.state === "done" ? outcome.results[0]?.statuses[0]?.code : undefined;
}

/** One history of a device; `log` has all that happened. */
class History {
  device: SimulatedDevice;
  readonly log: DeviceEvent[] = [];
  /** Correlators of Execs that were answered 202, with those whose outcome was learned, or given up. */
  readonly accepted: string[] = [];
  readonly done: string[] = [];
  #last = 0;
  readonly #make: (state?: DeviceState) => SimulatedDevice;

  constructor(make: (state: DeviceState | undefined, log: (event: DeviceEvent) => void) => SimulatedDevice) {
    this.#make = (state) => make(state, (event) => this.log.push(event));
    this.device = this.#make();
  }

  run(given: Step): void {
    const { device } = this;
    switch (given.kind) {
      case "package":
        for (const uri of ["./FUMO/Download/PkgURL", "./FUMO/DownloadAndUpdate/PkgURL"]) codeOf(device, setUrl(uri));
        for (const name of ["a", "b"]) codeOf(device, put(`./SCOMO/Download/${name}/PkgURL`));
        return;
      case "delete":
        codeOf(device, create("Delete", { cmdID: "1", items: [newItem("./SCOMO/Download/b")] }));
        return;
      case "restart": {
        const stored = JSON.stringify(device.state());
        this.device = this.#make(JSON.parse(stored));
        expect(JSON.stringify(this.device.state())).toBe(stored);
        return;
      }
      case "work":
        device.work(given.ms);
        return;
      case "exec":
        this.#exec(given.uri);
        return;
      case "session":
        this.#session(given.answers);
    }
  }

  /** Time passes and sessions succeed until nothing is left. */
  finish(): void {
    this.device.work("done");
    this.#session([]);
    this.device.work(1_000_000);
  }

  #exec(uri: string): void {
    const { device } = this;
    const correlator = `c${++this.#last}`;
    const object = (job: { readonly object: string; readonly state: string }) =>
      job.state === "running" && uri.startsWith(`${job.object}/`);
    const wasBusy = device.jobs.some(object);
    const code = codeOf(device, create("Exec", { cmdID: "1", correlator, items: [newItem(uri)] }));
    expect([200, 202, 404, 405, 500]).toContain(code);
    if (wasBusy && !uri.endsWith("/Stop")) expect(code).toBe(405);
    if (code === 202) this.accepted.push(correlator);
  }

  #session(answers: readonly (number | null)[]): void {
    const { device } = this;
    const before = new Set(waiting(device));
    for (const [index, alert] of device.alerts().entries()) {
      const code = index < answers.length ? answers[index] : 200;
      if (typeof code !== "number") continue;
      const known = JSON.parse(JSON.stringify(alert)) as Alert;
      device.alertAnswered(known, code);
      // Told twice, as when a reply is repeated.
      device.alertAnswered(known, code);
    }
    device.sessionEnded();
    const after = waiting(device);
    this.done.push(...[...before].filter((one) => !after.includes(one)));
  }
}

function waiting(device: SimulatedDevice): string[] {
  return device.alerts().map(({ correlator = "?" }) => correlator);
}

const options = { wipeList: ["a"], reportAttempts: 2, reportBackoff: 1000 } as const;

test("each operation that was accepted is reported once, whatever happens in between", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), results, (steps, ordered) => {
      const history = new History((state, log) => simulatedDevice({ ...options, results: ordered, state, log }));
      for (const each of steps) {
        history.run(each);
        const reports = waiting(history.device);
        expect(new Set(reports).size).toBe(reports.length);
        // Nothing is reported that was not asked for, nothing twice, nothing after it was learned.
        expect(reports.every((one) => history.accepted.includes(one) && !history.done.includes(one))).toBe(true);
        const busy = history.device.jobs.filter(({ state }) => state === "running").map(({ object }) => object);
        expect(new Set(busy).size).toBe(busy.length);
      }
      history.finish();
      expect([...history.done].sort()).toEqual([...history.accepted].sort());
      expect(history.device.jobs).toEqual([]);
      const started = history.log.filter(({ kind }) => kind === "started").length;
      const finished = history.log.filter((event) => event.kind === "finished" && event.isReported).length;
      expect([started, finished]).toEqual([history.accepted.length, history.accepted.length]);
    }),
    { numRuns: 100 },
  );
});

test("the same calls give the same device, octet for octet", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), fc.integer(), (steps, seed) => {
      const [one, other] = [0, 1].map((restarts) => {
        const history = new History((state, log) => simulatedDevice({ ...options, seed, state, log }));
        for (const each of steps) {
          history.run(each);
          for (let count = 0; count < restarts; count++) history.run({ kind: "restart" });
        }
        history.finish();
        return JSON.stringify([history.device.state(), history.log]);
      });
      expect(one).toBe(other);
    }),
    { numRuns: 40 },
  );
});
