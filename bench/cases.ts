// What is measured, on which fixtures, against which peers: one row per operation.
import { sessionFixtures } from "./dm-session.ts";
import { oddities } from "./oddities.ts";

/**
 * How an operation is measured. `time`: steady state. `portable`: the same without `Buffer`. `heap`: bytes a call
 * allocates. `cold`: the first thousand calls. `stream`: resident memory while one huge document passes through. `store`: what
 * sessions take while they wait.
 */
export type Mode = "time" | "portable" | "heap" | "cold" | "stream" | "store";

/** A measurement made by one process. */
export interface Task {
  readonly mode: Mode;
  /** An operation of ours, `operation/format`, or a peer. */
  readonly work: string;
  readonly fixture: string;
}

/** `operation/format/fixture`, prefixed with the mode unless it is `time`. */
export function nameOf({ mode, work, fixture }: Task): string {
  return `${mode === "time" ? "" : `${mode}:`}${work}/${fixture}`;
}

/** Whether a task measures the library rather than a peer. */
export function isOurs({ work }: Task): boolean {
  return work.includes("/");
}

/** A task of ours and what it is compared with: peers, and other tasks of ours. */
export interface Case {
  readonly name: string;
  readonly task: Task;
  readonly peers: readonly Task[];
}

interface Row {
  readonly operation: string;
  readonly fixtures: readonly string[];
  readonly mode?: Mode;
  /** Each peer with its fixtures; `peer/fixture` means that fixture for all cases. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
  /** Own operations to compare with, on the same fixture or the one named. */
  readonly ours?: readonly string[];
}

/** The fixtures of the growth curve, with the bytes of their XML. */
export const growth: Readonly<Record<string, number>> = {
  "1KB": 1000,
  medium: 20_000,
  "200KB": 200_000,
  large: 2_000_000,
  "16MB": 16_000_000,
};

/** Recorded traffic of real programs. */
const recorded = ["sync", "management"];
const sizes = ["small", "medium", "large"];
const documents = [...recorded, ...sizes, "object", "text"];
/** For WBXML readers only: in XML there is no string table. */
const tabled = [...documents, "string-table"];
/** Data that is base64 only in XML. */
const octets = ["octets"];
const withGrowth = (fixtures: readonly string[]) => [...new Set([...fixtures, ...Object.keys(growth)])];
const markup = [...recorded, ...sizes, "text"];
const headed = [...recorded, ...sizes];
const NO_ODDITY = "oddity-none";
/** All of them in sequence, and the message without any for comparison. */
const everyOddity = ["oddities", NO_ODDITY];
const oddityFixtures = (form: "wbxml" | "xml") =>
  Object.entries(oddities)
    .filter(([name, { inWbxml }]) => name !== "none" && (inWbxml || form === "xml"))
    .map(([name]) => `oddity-${name}`);
/** Peers without a goal. */
const middling = ["medium", "text"];
const limits = ["large"];
// The C library's tree takes minutes for the largest.
const treeGrowth = ["1KB", "200KB"];
const rows: readonly Row[] = [
  {
    operation: "tokenize/wbxml",
    fixtures: tabled,
    peers: { "libwbxml-parse": tabled, "copy-wbxml": limits },
  },
  { operation: "events/wbxml", fixtures: markup, peers: { "libwbxml-parse": documents } },
  {
    operation: "ast/wbxml",
    fixtures: withGrowth([...tabled, ...everyOddity]),
    peers: { "json-parse": withGrowth([...documents, "oddities"]), "libwbxml-tree": [...tabled, ...treeGrowth] },
  },
  {
    operation: "view/wbxml",
    fixtures: documents,
    peers: { "json-parse": documents, "libwbxml-tree": documents },
  },
  {
    operation: "convert/wbxml",
    fixtures: withGrowth([...tabled, ...octets, ...everyOddity]),
    peers: { "libwbxml-to-xml": tabled, "base64-bytes": octets },
  },
  {
    operation: "events/xml",
    fixtures: markup,
    peers: { expat: markup, saxes: ["medium", "large", "text"], sax: middling, htmlparser2: middling },
  },
  {
    operation: "ast/xml",
    fixtures: withGrowth([...documents, ...everyOddity]),
    peers: {
      "expat-count": recorded,
      expat: documents,
      "json-parse": [...recorded, "oddities"],
      saxes: [...recorded, "medium", "large", "text"],
      txml: [...recorded, "medium", "large", "text"],
      "fast-xml-parser": middling,
      "libxml2-wasm": middling,
      "utf8-decode": [...limits, "text"],
      "copy-xml": limits,
    },
  },
  {
    operation: "convert/xml",
    fixtures: withGrowth([...documents, ...everyOddity]),
    peers: { "libwbxml-from-xml": documents },
  },
  { operation: "string-table/xml", fixtures: ["medium", "200KB"] },
  {
    operation: "encode/wbxml",
    fixtures: withGrowth([...documents, ...everyOddity]),
    peers: { "json-stringify": documents },
  },
  {
    operation: "encode/xml",
    fixtures: [...documents, ...octets, ...everyOddity],
    peers: { "json-stringify-bytes": documents, "base64-bytes": octets },
  },
  { operation: "peek/wbxml", fixtures: headed, peers: { "json-parse": headed } },
  { operation: "explain/wbxml", fixtures: [...recorded, "medium"] },
  { operation: "peek/xml", fixtures: headed, peers: { "json-parse": headed } },
  ...(["wbxml", "xml"] as const).flatMap((form): Row[] => [
    ...["ast", "convert"].map((operation) => ({
      operation: `${operation}/${form}`,
      fixtures: oddityFixtures(form),
      ours: [`${operation}/${form}/${NO_ODDITY}`],
    })),
    {
      // The messages to write were read from WBXML.
      operation: `encode/${form}`,
      fixtures: oddityFixtures("wbxml"),
      ours: [`encode/${form}/${NO_ODDITY}`],
    },
    ...["heard", "partial"].map((operation) => ({
      operation: `${operation}/${form}`,
      fixtures: recorded,
      peers: { "json-parse": recorded },
      ours: [`ast/${form}`],
    })),
    {
      operation: `commands/${form}`,
      fixtures: recorded,
      peers: { "json-parse": recorded },
      ours: [`ast/${form}`, `iterate/${form}`],
    },
    { operation: `iterate/${form}`, fixtures: recorded, ours: [`ast/${form}`] },
  ]),
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
  ...(["wbxml", "xml"] as const).flatMap((form): Row[] => [
    { operation: `server/${form}`, fixtures: sessionFixtures, ours: [`server-codec/${form}`] },
    { operation: `client/${form}`, fixtures: sessionFixtures, ours: [`client-codec/${form}`] },
    { operation: `http/${form}`, fixtures: sessionFixtures, ours: [`http-fixed/${form}`] },
  ]),
  { mode: "store", operation: "server/wbxml", fixtures: ["session-md5"] },
  { mode: "heap", operation: "tokenize/wbxml", fixtures: ["small", "medium"] },
  { mode: "heap", operation: "ast/wbxml", fixtures: sizes, peers: { "json-parse": sizes } },
  { mode: "heap", operation: "ast/xml", fixtures: ["small", "medium"], peers: { "json-parse": ["small", "medium"] } },
  { mode: "heap", operation: "encode/wbxml", fixtures: ["small", "medium"] },
  { mode: "heap", operation: "encode/xml", fixtures: ["small", "medium"] },
  { mode: "heap", operation: "convert/wbxml", fixtures: ["small", "medium"] },
  { mode: "heap", operation: "convert/xml", fixtures: ["small", "medium"] },
  { mode: "cold", operation: "ast/wbxml", fixtures: ["small"], peers: { "json-parse": ["small"] } },
  { mode: "stream", operation: "tokenize/wbxml", fixtures: ["256MB", "1GB"] },
  { mode: "stream", operation: "convert/wbxml", fixtures: ["256MB", "1GB"] },
  { mode: "stream", operation: "base64/wbxml", fixtures: ["256MB"] },
];

const withBuffer: readonly Case[] = rows.flatMap((row) => row.fixtures.map((fixture) => caseOf(row, fixture)));

/** Also measured without `Buffer` by default; others on request. */
const portable = /^(ast|convert|encode)\/(wbxml|xml)\/(small|medium|text)$/;

/** Every case, in the order of the table. */
export const cases: readonly Case[] = withPortable(withBuffer, ({ name }) => portable.test(name));

function caseOf({ mode = "time", operation, peers = {}, ours = [] }: Row, fixture: string): Case {
  const task: Task = { mode, work: operation, fixture };
  const tasks = Object.entries(peers)
    .filter(([, fixtures]) => fixtures.includes(fixture))
    .map(([peer]): Task => {
      const [work = peer, other = fixture] = peer.split("/");
      return { mode, work, fixture: other };
    });
  const others = ours.map((one): Task => {
    const [name, form, other = fixture] = one.split("/");
    return { mode, work: `${name}/${form}`, fixture: other };
  });
  return { name: nameOf(task), task, peers: [...tasks, ...others] };
}

/** The cases, followed by the `wanted` ones without `Buffer`; their peers keep it. */
export function withPortable(chosen: readonly Case[], wanted: (one: Case) => boolean = () => true): Case[] {
  const added = chosen
    .filter((one) => one.task.mode === "time" && wanted(one))
    .map(({ task, peers }): Case => {
      const without: Task = { ...task, mode: "portable" };
      return { name: nameOf(without), task: without, peers: [task, ...peers] };
    });
  return [...new Map([...chosen, ...added].map((one) => [one.name, one])).values()];
}

// Enough to notice a slower function, few enough for every commit.
const quick = [
  "ast/(wbxml|xml)/(sync|management)",
  "(convert|encode)/(wbxml|xml)/management",
  "(peek|heard)/xml/management",
  "ast/(wbxml|xml)/(oddities|oddity-none)",
  "tokenize/wbxml/management",
  "view/wbxml/text",
  "heap:(ast|encode)/wbxml/medium",
  "(server|client|http)/wbxml/session-md5",
  "store:server/wbxml/session-md5",
];

/** Peers that a quick run leaves out: limits, and peers for which a faster, steadier one exists. */
const slowPeers = ["copy-wbxml", "copy-xml", "utf8-decode", "saxes", "txml", "fast-xml-parser", "libxml2-wasm"];

/**
 * The cases whose names match one of the patterns, which are regular expressions for a part of the name; without
 * patterns all cases, or the quick ones.
 *
 * @throws {Error} if a pattern is not a regular expression or nothing matches.
 */
export function chooseCases(patterns: readonly string[], isQuick: boolean): readonly Case[] {
  const asked = patterns.length > 0 ? patterns : isQuick ? quick.map((pattern) => `^${pattern}$`) : [""];
  const expressions = asked.map((pattern) => new RegExp(pattern));
  const chosen = cases.filter(({ name }) => expressions.some((expression) => expression.test(name)));
  if (chosen.length === 0) throw new Error(`no case matches ${asked.join(" ")}; --list names them`);
  if (!isQuick) return chosen;
  return chosen.map((one) => ({ ...one, peers: one.peers.filter(({ work }) => !slowPeers.includes(work)) }));
}

/** All tasks of the cases, without duplicates. */
export function tasksOf(chosen: readonly Case[]): Task[] {
  const tasks = chosen.flatMap(({ task, peers }) => [task, ...peers]);
  return [...new Map(tasks.map((task) => [nameOf(task), task])).values()];
}
