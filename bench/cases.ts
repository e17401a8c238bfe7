// What is measured, on what, and against whom: one row for an operation.

/**
 * How an operation is measured. `time`: steady state. `portable`: the same without `Buffer`. `heap`: bytes a call
 * allocates. `cold`: the first thousand calls. `stream`: resident memory while one huge document passes through.
 */
export type Mode = "time" | "portable" | "heap" | "cold" | "stream";

/** One thing that one process measures. */
export interface Task {
  readonly mode: Mode;
  /** An operation of ours, `operation/format`, or a peer. */
  readonly work: string;
  readonly fixture: string;
}

/** `operation/format/fixture`, with the mode in front where it is not `time`. */
export function nameOf({ mode, work, fixture }: Task): string {
  return `${mode === "time" ? "" : `${mode}:`}${work}/${fixture}`;
}

/** Whether a task is one of the library and not of a peer. */
export function isOurs({ work }: Task): boolean {
  return work.includes("/");
}

/** A task of ours and the peers it is compared with. */
export interface Case {
  readonly name: string;
  readonly task: Task;
  readonly peers: readonly Task[];
}

interface Row {
  readonly operation: string;
  readonly fixtures: readonly string[];
  readonly mode?: Mode;
  /** Each peer with the fixtures it takes; a peer written `peer/fixture` is given that one for all. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
}

/** The fixtures of the growth curve, with the size of their XML. */
export const growth: Readonly<Record<string, string>> = {
  "1KB": "1 KB",
  medium: "20 KB",
  "200KB": "200 KB",
  large: "2 MB",
  "16MB": "16 MB",
};

const sizes = ["small", "medium", "large"];
const documents = [...sizes, "object", "text", "string-table", "mixed"];
const grown = [...new Set([...documents, ...Object.keys(growth)])];
const limits = ["medium", "large", "object"];
const markup = [...sizes, "text", "mixed"];
const treed = ["medium", "large", "text", "mixed"];
// The C library's tree takes minutes for the largest.
const libwbxml = documents;
/** Messages all of whose values are strings: bytes are nothing that JSON.stringify could write. */
const strings = [...sizes, "object", "text"];

const rows: readonly Row[] = [
  {
    operation: "tokenize/wbxml",
    fixtures: documents,
    peers: { "libwbxml-parse": libwbxml, "copy-wbxml": limits },
  },
  { operation: "events/wbxml", fixtures: markup, peers: { "libwbxml-parse": libwbxml } },
  {
    operation: "ast/wbxml",
    fixtures: grown,
    peers: { "json-parse": grown, "libwbxml-tree": libwbxml },
  },
  {
    operation: "view/wbxml",
    fixtures: documents,
    peers: { "json-parse": documents, "libwbxml-tree": libwbxml },
  },
  { operation: "convert/wbxml", fixtures: grown, peers: { "libwbxml-to-xml": libwbxml } },
  {
    operation: "events/xml",
    fixtures: markup,
    peers: { expat: markup, saxes: markup, sax: markup, htmlparser2: markup },
  },
  {
    operation: "ast/xml",
    fixtures: grown,
    peers: {
      expat: documents,
      saxes: treed,
      txml: treed,
      "fast-xml-parser": treed,
      "libxml2-wasm": treed,
      "utf8-decode": [...limits, "text"],
      "copy-xml": limits,
    },
  },
  { operation: "convert/xml", fixtures: grown, peers: { "libwbxml-from-xml": libwbxml } },
  { operation: "string-table/xml", fixtures: ["1KB", "medium", "200KB", "large"] },
  { operation: "encode/wbxml", fixtures: grown, peers: { "json-stringify": strings } },
  { operation: "encode/xml", fixtures: documents, peers: { "json-stringify-bytes": strings } },
  { operation: "peek/wbxml", fixtures: documents, peers: { "json-parse": documents } },
  { operation: "peek/xml", fixtures: documents, peers: { "json-parse": documents } },
  {
    operation: "refuse/wbxml",
    fixtures: ["truncated", "deep", "long"],
    peers: { "json-parse/medium": ["truncated", "deep", "long"] },
  },
  {
    operation: "refuse/xml",
    fixtures: ["truncated", "deep", "long"],
    peers: { "json-parse/medium": ["truncated", "deep", "long"] },
  },
  { mode: "heap", operation: "tokenize/wbxml", fixtures: ["small", "medium"] },
  { mode: "heap", operation: "ast/wbxml", fixtures: sizes, peers: { "json-parse": sizes } },
  { mode: "heap", operation: "ast/xml", fixtures: sizes, peers: { "json-parse": sizes } },
  { mode: "heap", operation: "encode/wbxml", fixtures: sizes },
  { mode: "heap", operation: "encode/xml", fixtures: sizes },
  { mode: "heap", operation: "convert/wbxml", fixtures: sizes },
  { mode: "heap", operation: "convert/xml", fixtures: sizes },
  { mode: "cold", operation: "ast/wbxml", fixtures: ["small"], peers: { "json-parse": ["small"] } },
  { mode: "stream", operation: "tokenize/wbxml", fixtures: ["256MB", "1GB"] },
  { mode: "stream", operation: "convert/wbxml", fixtures: ["256MB", "1GB"] },
  { mode: "stream", operation: "base64/wbxml", fixtures: ["256MB", "1GB"] },
];

/** Every case, in the order of the table. */
export const cases: readonly Case[] = rows.flatMap((row) => row.fixtures.map((fixture) => caseOf(row, fixture)));

function caseOf({ mode = "time", operation, peers = {} }: Row, fixture: string): Case {
  const task: Task = { mode, work: operation, fixture };
  const tasks = Object.entries(peers)
    .filter(([, fixtures]) => fixtures.includes(fixture))
    .map(([peer]): Task => {
      const [work = peer, other = fixture] = peer.split("/");
      return { mode, work, fixture: other };
    });
  return { name: nameOf(task), task, peers: tasks };
}

/** The same cases without `Buffer`, against the same peers with it. */
export function portableCases(chosen: readonly Case[]): Case[] {
  return chosen
    .filter(({ task }) => task.mode === "time")
    .map(({ task, peers }) => {
      const portable: Task = { ...task, mode: "portable" };
      return { name: nameOf(portable), task: portable, peers: [task, ...peers] };
    });
}

// Enough of them to see a slower function, few enough for every commit.
const quick = [
  "tokenize/wbxml/medium",
  "ast/wbxml/(small|medium)",
  "view/wbxml/text",
  "convert/wbxml/(small|medium)",
  "ast/xml/(small|medium)",
  "convert/xml/(small|medium)",
  "encode/(wbxml|xml)/(small|medium)",
  "peek/wbxml/medium",
  "refuse/wbxml/truncated",
  "heap:(tokenize|ast|encode|convert)/wbxml/(small|medium)",
  "cold:ast/wbxml/small",
];

/** Peers that no goal names, and limits, which a quick run leaves out. */
const slowPeers = ["copy-wbxml", "copy-xml", "utf8-decode", "fast-xml-parser", "libxml2-wasm"];

/**
 * The cases whose names match one of the patterns, which are regular expressions for a part of the name; without
 * patterns all cases, or the quick ones.
 *
 * @throws {Error} if a pattern is no regular expression or nothing matches.
 */
export function chooseCases(patterns: readonly string[], isQuick: boolean): readonly Case[] {
  const asked = patterns.length > 0 ? patterns : isQuick ? quick.map((pattern) => `^${pattern}$`) : [""];
  const expressions = asked.map((pattern) => new RegExp(pattern));
  const chosen = cases.filter(({ name }) => expressions.some((expression) => expression.test(name)));
  if (chosen.length === 0) throw new Error(`no case matches ${asked.join(" ")}; --list names them`);
  if (!isQuick) return chosen;
  return chosen.map((one) => ({ ...one, peers: one.peers.filter(({ work }) => !slowPeers.includes(work)) }));
}

/** All tasks of some cases, each once. */
export function tasksOf(chosen: readonly Case[]): Task[] {
  const tasks = chosen.flatMap(({ task, peers }) => [task, ...peers]);
  return [...new Map(tasks.map((task) => [nameOf(task), task])).values()];
}
