import { growth } from "./cases.ts";
import { type Bar, type BarGroup, barChart, lineChart } from "./charts.ts";
import { megabytesPerSecond, significant, time } from "./format.ts";
import { best, byName, median, type Result, type Results, type Run } from "./results.ts";
import { goalCells, goalHeadings } from "./tables.ts";

/** The files of a report: their names, behind the name of the run, and what they hold. */
export interface ReportFile {
  readonly suffix: string;
  readonly content: string;
}

/** What is drawn of the message of 20 KB: an operation and the peers that do the same. */
const compared: readonly (readonly [title: string, operation: string, peers: readonly string[]])[] = [
  ["WBXML → AST", "ast/wbxml", ["libwbxml-tree", "json-parse"]],
  ["WBXML → XML", "convert/wbxml", ["libwbxml-to-xml"]],
  ["XML → AST", "ast/xml", ["expat", "saxes", "txml", "fast-xml-parser", "libxml2-wasm"]],
  ["XML → WBXML", "convert/xml", ["libwbxml-from-xml"]],
  ["AST → WBXML", "encode/wbxml", ["json-stringify"]],
  ["AST → XML", "encode/xml", ["json-stringify-bytes"]],
];
const grown = ["ast/wbxml", "convert/wbxml", "encode/wbxml", "ast/xml", "convert/xml", "json-parse"];
const NANOSECONDS = 1e9;
const MEGABYTE = 1_000_000;

/** A run as Markdown, with the charts it names: `name` is how they are called before their suffix. */
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

function throughputChart(results: Results): string {
  const groups = compared.map(([title, operation, peers]): BarGroup => {
    const bars = [operation, ...peers].flatMap((work): Bar[] => {
      const result = results.get(`${work}/medium`);
      if (result === undefined) return [];
      const value = NANOSECONDS / best(result);
      return [
        { label: work === operation ? "syncml" : work, value, text: significant(value), ours: work === operation },
      ];
    });
    return { title, bars };
  });
  return chartOf("Messages of 20 KB a second, best of all rounds", groups.filter(isDrawable));
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
        ...bar("heap:json-parse/medium", "json-parse", "heap", 1000, "KB", false),
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
  return chartOf("Memory", groups.filter(isDrawable));
}

function chartOf(title: string, groups: readonly BarGroup[]): string {
  return groups.length === 0 ? "" : barChart(title, groups);
}

function growthChart(results: Results): string {
  const lines = grown
    .map((work) => ({
      label: work,
      values: Object.keys(growth).map((size) => {
        const result = results.get(`${work}/${size}`);
        return result && best(result) / result.bytes;
      }),
    }))
    .filter(({ values }) => values.some((value) => value !== undefined));
  return lines.length === 0 ? "" : lineChart("Nanoseconds a byte by size of the XML", Object.values(growth), lines);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return `${line(head)}${line(head.map(() => "---"))}${rows.map(line).join("")}\n`;
}

function markdown(run: Run, name: string, charts: readonly ReportFile[]): string {
  const { machine, results, goals, missing } = run;
  const versions = Object.entries(machine.versions).map(([peer, version]) => `${peer} ${version}`);
  const timed = results.filter(({ mode }) => mode === "time" || mode === "portable");
  const rest = results.filter((result) => !timed.includes(result));
  return [
    `# Benchmark ${name}\n\n`,
    `${run.date.slice(0, 10)}, seed ${run.seed}${run.quick ? ", quick" : ""}. `,
    `${machine.cpu}, ${machine.cores} cores, ${significant(machine.memoryBytes / 2 ** 30)} GiB, ${machine.system}, `,
    `Node ${machine.node}; ${versions.join(", ")}.\n\n`,
    ...Object.entries(missing).map(([peer, reason]) => `Not measured: ${peer}: ${reason.trim().split("\n")[0]}\n\n`),
    ...charts.map(({ suffix }) => `![${suffix.slice(1, -".svg".length)}](${name}${suffix})\n\n`),
    "## Goals\n\n",
    table(goalHeadings, goals.map(goalCells)),
    "## Times\n\n",
    table(
      ["case or peer", "bytes", "best", "median", "MB/s"],
      timed.map((result) => [
        result.name,
        String(result.bytes),
        time(best(result)),
        time(median(result)),
        megabytesPerSecond(result.bytes, best(result)),
      ]),
    ),
    ...(rest.length === 0 ? [] : ["## Memory and cold start\n\n", table(["case or peer", "", ""], rest.map(numbers))]),
  ].join("");
}

const units: Readonly<Record<string, (value: number) => string>> = {
  heap: (value) => `${value.toFixed(0)} B on the heap`,
  beside: (value) => `${value.toFixed(0)} B beside the output`,
  peak: (value) => `${significant(value / MEGABYTE)} MB over base`,
  first: (value) => `${time(value)} for the first call`,
  early: (value) => `${time(value)} for calls 2–100`,
  late: (value) => `${time(value)} for calls 101–1,000`,
  best: time,
};

function numbers(result: Result): string[] {
  const known = Object.keys(result.rounds[0] ?? {}).flatMap((number) => units[number]?.(best(result, number)) ?? []);
  return [result.name, `${result.bytes} B`, known.join(" · ")];
}
