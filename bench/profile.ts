// npm run profile -- CASE: runs one case alone, keeps its CPU profile and prints the ten lines that take most time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chooseCases } from "./cases.ts";
import { gateSeed } from "./fixtures.ts";
import { type CpuProfile, hottestLines } from "./hottest-lines.ts";
import { Workshop } from "./workshop.ts";

const LINES = 10;
const durations = { warmUp: 500, measured: 3000 };

const [name] = process.argv.slice(2);
if (name === undefined) throw new Error("usage: npm run profile -- CASE");
const [chosen] = chooseCases([`^${name}$`], false);
const workshop = await Workshop.open([], gateSeed);
try {
  const folder = process.cwd();
  const file = `${name.replaceAll(/[:/]/g, "-")}.cpuprofile`;
  if (chosen !== undefined) {
    await workshop.measure(chosen.task, durations, false, undefined, [
      "--cpu-prof",
      `--cpu-prof-dir=${folder}`,
      `--cpu-prof-name=${file}`,
    ]);
  }
  const profile = JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile;
  for (const { share, place, name } of hottestLines(profile, LINES)) {
    process.stdout.write(`${(100 * share).toFixed(1).padStart(5)} %  ${place && `${place} `}${name}\n`);
  }
  process.stdout.write(`${join(folder, file)}\n`);
} finally {
  workshop.close();
}
