import { significant } from "../src/cli/benchmark/figures.ts";
import { cases, growth, withPortable } from "./cases.ts";
import { type Bar, type BarGroup, barChart, lineChart } from "./charts.ts";
import { comparisons, perMessage, traffic } from "./recorded-figures.ts";
import { best, byName, type Results, type Run } from "./results.ts";
import { goalCells, goalHeadings, modeTables } from "./tables.ts";

/** Files of a report: content by name suffix, which follows the name of the run. */
export interface ReportFile {
  readonly suffix: string;
  readonly content: string;
}

const grown = ["ast/wbxml", "convert/wbxml", "encode/wbxml", "ast/xml", "convert/xml", "json-parse", "libwbxml-tree"];
/** Labels of peers in charts that name no operation. */
const labels: Readonly<Record<string, string>> = { "json-parse": "JSON.parse", "libwbxml-tree": "libwbxml, tree" };
const labelOf = (work: string) => labels[work] ?? work;
const NANOSECONDS = 1e9;
const MEGABYTE = 1_000_000;

/** A run as Markdown with its charts; `name` is the common prefix of their file names. */
export function renderReport(run: Run, name: string): ReportFile[] {
  const results = byName(run.results);
  const charts: ReportFile[] = [
    { suffix: "-throughput.svg", content: throughputChart(results) },
    { suffix: "-growth.svg", content: growthChart(results) },
    { suffix: "-memory.svg", content: memoryChart(results) },
  ].filter(({ content }) => content !== "");
  return [{ suffix: ".md", content: markdown(run, name, charts) }, ...charts];
}

const isDrawable = ({ bars }: BarGroup) => bars.some(({ ours }) => ours);

/** Messages of recorded traffic per second, grouped by operation and traffic. */
function throughputChart(results: Results): string {
  const groups = Object.entries(traffic).flatMap(([fixture, name]) =>
    comparisons.map(({ title, operation, peers }): BarGroup => {
      const ours = perMessage(results, operation, fixture);
      const works = [[operation, "syncml"] as const, ...Object.entries(peers)];
      const bars = works.flatMap(([work, label]): Bar[] => {
        const took = perMessage(results, work, fixture);
        if (took === undefined) return [];
        const value = NANOSECONDS / took;
        const written = Number(value.toPrecision(3)).toLocaleString("en");
        if (work === operation) return [{ label, value, text: written, ours: true }];
        const times = ours === undefined ? "" : ` (1/${significant(took / ours)})`;
        return [{ label, value, text: written + times, ours: false }];
      });
      return { title: `${name}: ${title}`, bars };
    }),
  );
  return chartOf("Recorded messages a second (more is better)", groups.filter(isDrawable));
}

function memoryChart(results: Results): string {
  const bar = (name: string, label: string, number: string, scale: number, unit: string, ours: boolean): Bar[] => {
    const result = results.get(name);
    if (result === undefined) return [];
    const value = best(result, number) / scale;
    return [{ label, value: Math.max(0, value), text: `${significant(value)} ${unit}`, ours }];
  };
  const groups: BarGroup[] = [
    {
      title: "Heap for the AST of a message of 20 KB",
      bars: [
        ...bar("heap:ast/wbxml/medium", "syncml", "heap", 1000, "KB", true),
        ...bar("heap:json-parse/medium", "JSON.parse", "heap", 1000, "KB", false),
      ],
    },
    {
      title: "Memory beside the output, message of 20 KB",
      bars: ["encode/wbxml", "encode/xml", "convert/wbxml", "convert/xml"].flatMap((operation) =>
        bar(`heap:${operation}/medium`, operation, "beside", 1000, "KB", true),
      ),
    },
    {
      title: "Resident memory over base while one OPAQUE streams",
      bars: ["tokenize", "convert", "base64"].flatMap((operation) =>
        ["256MB", "1GB"].flatMap((size) =>
          bar(`stream:${operation}/wbxml/${size}`, `${operation} ${size}`, "peak", MEGABYTE, "MB", true),
        ),
      ),
    },
  ];
  return chartOf("Memory (less is better)", groups.filter(isDrawable));
}

function chartOf(title: string, groups: readonly BarGroup[]): string {
  return groups.length === 0 ? "" : barChart(title, groups);
}

function growthChart(results: Results): string {
  const lines = grown
    .map((work) => ({
      label: labelOf(work),
      values: Object.entries(growth).map(([fixture, bytes]) => {
        const result = results.get(`${work}/${fixture}`);
        return result && best(result) / bytes;
      }),
    }))
    .filter(({ values }) => values.filter((value) => value !== undefined).length > 1);
  const title = "Nanoseconds for a byte of the message's XML, by its size (less is better)";
  return lines.length === 0 ? "" : lineChart(title, Object.values(growth).map(sizeText), lines);
}

const sizeText = (bytes: number) => (bytes < MEGABYTE ? `${bytes / 1000} KB` : `${bytes / MEGABYTE} MB`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return `${line(head)}${line(head.map(() => "---"))}${rows.map(line).join("")}\n`;
}

function markdown(run: Run, name: string, charts: readonly ReportFile[]): string {
  const { machine, results, goals, missing } = run;
  const versions = Object.entries(machine.versions).map(([peer, version]) => `${peer} ${version}`);
  return [
    `# Benchmark ${name}\n\n`,
    `${run.date.slice(0, 10)}, seed ${run.seed}${run.quick ? ", quick" : ""}. `,
    `${machine.cpu}, ${machine.cores} cores, ${significant(machine.memoryBytes / 2 ** 30)} GiB, ${machine.system}, `,
    `Node ${machine.node}; ${versions.join(", ")}.\n\n`,
    ...Object.entries(missing).map(([peer, reason]) => `Not measured: ${peer}: ${reason.trim().split("\n")[0]}\n\n`),
    ...charts.map(({ suffix }) => `![${suffix.slice(1, -".svg".length)}](${name}${suffix})\n\n`),
    "## Goals\n\n",
    table(goalHeadings, goals.map(goalCells)),
    ...modeTables(withPortable(cases), byName(results)).map(
      ({ title, head, cases: ours, peers }) => `## ${title}\n\n${table(head, [...ours, ...peers])}`,
    ),
  ].join("");
}
