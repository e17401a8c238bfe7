// Figures shown in the README and docs/performance.md: time on recorded traffic, compared with peers.
import { significant, time } from "../src/cli/benchmark/figures.ts";
import { recordedCount } from "./recorded.ts";
import { best, type Results, ratio } from "./results.ts";

/** An operation and its peers on recorded traffic, each with a label. */
export interface Comparison {
  readonly title: string;
  readonly operation: string;
  readonly peers: Readonly<Record<string, string>>;
}

export const comparisons: readonly Comparison[] = [
  {
    title: "WBXML → message",
    operation: "ast/wbxml",
    peers: { "libwbxml-tree": "libwbxml's tree", "json-parse": "JSON.parse" },
  },
  { title: "WBXML → XML", operation: "convert/wbxml", peers: { "libwbxml-to-xml": "libwbxml" } },
  {
    title: "XML → message",
    operation: "ast/xml",
    peers: { "expat-count": "expat", "json-parse": "JSON.parse", saxes: "saxes", txml: "txml" },
  },
  { title: "XML → WBXML", operation: "convert/xml", peers: { "libwbxml-from-xml": "libwbxml" } },
  { title: "message → WBXML", operation: "encode/wbxml", peers: { "json-stringify": "JSON.stringify" } },
  {
    title: "message → XML",
    operation: "encode/xml",
    peers: { "json-stringify-bytes": "JSON.stringify and to bytes" },
  },
  { title: "header of WBXML alone", operation: "peek/wbxml", peers: { "json-parse": "JSON.parse" } },
  { title: "header of XML alone", operation: "peek/xml", peers: { "json-parse": "JSON.parse" } },
];

/** Labels of the fixtures of recorded traffic. */
export const traffic: Readonly<Record<string, string>> = { sync: "data sync", management: "device management" };

/** Average nanoseconds per message; undefined if not measured. */
export function perMessage(results: Results, work: string, fixture: string): number | undefined {
  const result = results.get(`${work}/${fixture}`);
  return result && best(result) / recordedCount(fixture);
}

/** Markdown table of the time per recorded message and the speed-up over each peer. */
function figures(results: Results): string {
  const heads = Object.entries(traffic).map(([fixture, name]) => `${name}, ${recordedCount(fixture)} messages`);
  const rows = comparisons.map(({ title, operation, peers }) => [
    title,
    ...Object.keys(traffic).map((fixture) => {
      const took = perMessage(results, operation, fixture);
      if (took === undefined) return "–";
      const ratios = Object.entries(peers).flatMap(([peer, name]) => {
        const times = ratio(results, `${operation}/${fixture}`, `${peer}/${fixture}`);
        return times === undefined ? [] : [`${significant(Number(times.toPrecision(2)))}× ${name}`];
      });
      return [time(took), ratios.join(", ")].filter(Boolean).join(": ");
    }),
  ]);
  return [["a message on average", ...heads], ["---", ...heads.map(() => "---")], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |\n`)
    .join("");
}

const MARKED = /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/;

/**
 * The page with the figures between its markers.
 *
 * @throws {Error} if the page has no markers.
 */
export function withFigures(page: string, results: Results): string {
  if (!MARKED.test(page)) throw new Error("the page has no <!-- figures -->");
  return page.replace(MARKED, (_all, open, close) => `${open}\n${figures(results)}\n${close}`);
}
