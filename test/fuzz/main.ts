import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Coverage } from "./coverage.ts";
import { type Finding, Fuzzer } from "./fuzzer.ts";

// npm run fuzz -- --seconds N --seed S [--only NAME]
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
const print = (line: string) => process.stdout.write(`${line}\n`);

/** Writes a finding, to be named and described in the hostile corpus. */
function keep({ entryPoint, input, reason }: Finding, index: number): string {
  const name = `test/fuzz/found/${entryPoint.replace("/", "-")}-${seed}-${index}`;
  mkdirSync(name, { recursive: true });
  writeFileSync(`${name}/input.${input[0] !== undefined && input[0] < 4 ? "wbxml" : "xml"}`, input);
  writeFileSync(`${name}/README.md`, `# ${entryPoint}\n\n${reason}\n\nFound by \`npm run fuzz -- --seed ${seed}\`.\n`);
  return name;
}

print(`fuzzing for ${seconds} s with --seed ${seed}`);
const coverage = new Coverage((url) => url.includes("/src/"));
await coverage.start();
const { entryPoints } = await import("./entry-points.ts");
const instruments = {
  // CPU time of this process, since the machine is shared.
  now: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  heldBytes: () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  },
  covered: () => coverage.take(),
};
const fuzzers = entryPoints
  .filter(({ name }) => values.only === undefined || name === values.only)
  .map((entryPoint) => ({ name: entryPoint.name, fuzzer: new Fuzzer(entryPoint, seed, instruments), spent: 0 }));
const { GrowthFuzzer } = await import("./growth.ts");
const growth = new GrowthFuzzer(seed);
const triesGrowth = values.only === undefined || values.only === "growth";
if (fuzzers.length === 0 && !triesGrowth) throw new RangeError(`there is no entry point ${values.only}`);

const begin = performance.now();
const end = begin + seconds * 1000;
/** Share of the time for growing documents. */
const GROWTH_SHARE = fuzzers.length === 0 ? 1 : 0.15;
let growthSpent = 0;
while (performance.now() < end) {
  if (triesGrowth && growthSpent <= (performance.now() - begin) * GROWTH_SHARE) {
    const start = performance.now();
    await growth.runOne();
    growthSpent += performance.now() - start;
    continue;
  }
  // Each gets the same time, so the one that had least is next.
  const next = fuzzers.reduce((least, other) => (other.spent < least.spent ? other : least));
  const start = performance.now();
  await next.fuzzer.runBatch();
  next.spent += performance.now() - start;
}

print("entry point          inputs   accepted  kept  findings");
for (const { name, fuzzer } of fuzzers) {
  const { inputs, accepted, kept, findings } = fuzzer;
  print(
    `${name.padEnd(18)} ${`${inputs}`.padStart(8)} ${`${accepted}`.padStart(10)} ${`${kept}`.padStart(5)} ${`${findings.length}`.padStart(9)}`,
  );
}
print(
  `${"growth".padEnd(18)} ${`${growth.inputs}`.padStart(8)} ${" ".repeat(16)} ${`${growth.findings.length}`.padStart(9)}`,
);
const findings = [...fuzzers.flatMap(({ fuzzer }) => fuzzer.findings), ...growth.findings];
for (const [index, finding] of findings.entries()) {
  print(`\n${finding.entryPoint}: ${finding.reason}\n  ${keep(finding, index)}`);
}
process.exitCode = findings.length === 0 ? 0 : 1;
