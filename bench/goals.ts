// What the project promises (must) and strives for (aim), as ratios to a peer in the same run or as bytes.
import { sessionFixtures } from "./dm-session.ts";
import { oddities } from "./oddities.ts";
import { best, byName, type GoalOutcome, type Result, type Results, ratio } from "./results.ts";

interface Goal extends Omit<GoalOutcome, "reached" | "verdict"> {
  /** Higher is better for ratios to a peer, lower for everything else. */
  readonly higherIsBetter: boolean;
  readonly reached: (results: Results) => number | undefined;
}

const MEGABYTE = 1_000_000;

/** How many times faster `operation` is than `peer`, by fixture. */
function faster(
  what: string,
  operation: string,
  peer: string,
  fixtures: Readonly<Record<string, readonly [must: number, aim: number]>>,
): Goal[] {
  return Object.entries(fixtures).map(([fixture, [must, aim]]) => ({
    pair: `${what}: ${fixture}`,
    unit: "×",
    must,
    aim,
    higherIsBetter: true,
    reached: (results) => ratio(results, `${operation}/${fixture}`, `${peer}/${fixture}`),
  }));
}

function lower(
  pair: string,
  unit: Goal["unit"],
  [must, aim]: readonly [number, number],
  reached: Goal["reached"],
): Goal {
  return { pair, unit, must, aim, higherIsBetter: false, reached };
}

/** Cost of `one` divided by the cost of `other`. */
const slower = (one: string, other: string, number?: string) => (results: Results) =>
  ratio(results, other, one, number);

const cost = (name: string, number: string, scale: number) => (results: Results) => {
  const result = results.get(name);
  return result && best(result, number) / scale;
};

/** Heap bytes per additional token, excluding the tokenizer itself. */
function heapPerToken(results: Results): number | undefined {
  const [small, medium] = [results.get("heap:tokenize/wbxml/small"), results.get("heap:tokenize/wbxml/medium")];
  if (!small || !medium) return undefined;
  const tokens = best(medium, "tokens") - best(small, "tokens");
  return Math.round((10 * (best(medium, "heap") - best(small, "heap"))) / tokens) / 10;
}

const nanosecondsPerByte = (result: Result) => best(result) / result.bytes;

/** Cost per byte of `one` divided by that of `other`. */
const slowerPerByte = (one: string, other: string) => (results: Results) => {
  const [given, base] = [results.get(one), results.get(other)];
  return given && base && nanosecondsPerByte(given) / nanosecondsPerByte(base);
};

function growth(operation: string, goal: readonly [number, number] = [1.6, 1.2], which = ""): Goal {
  const pair = `${operation}: ns per byte at 16 MB against 20 KB${which}`;
  return lower(pair, "×", goal, slowerPerByte(`${operation}/16MB`, `${operation}/medium`));
}

const WITH_ODDITY: readonly [must: number, aim: number] = [1.3, 1.1];

/** A message with one oddity, read `from` one form, relative to the same without; and all of them together. */
function withOddity(operation: string, form: "wbxml" | "xml", from: "wbxml" | "xml" = form): Goal[] {
  const work = `${operation}/${form}`;
  return [
    ...Object.entries(oddities)
      .filter(([name, { inWbxml }]) => name !== "none" && (inWbxml || from === "xml"))
      .map(([name]) =>
        lower(
          `${work}: 41 commands with one oddity against without: ${name}`,
          "×",
          WITH_ODDITY,
          slower(`${work}/oddity-${name}`, `${work}/oddity-none`),
        ),
      ),
    lower(
      `${work}: 41 commands with one oddity against without: all, per byte`,
      "×",
      WITH_ODDITY,
      slowerPerByte(`${work}/oddities`, `${work}/oddity-none`),
    ),
  ];
}

/** Optional extras, relative to plain `decode`. */
function besideDecode(what: string, operation: string, goal: readonly [must: number, aim: number]): Goal[] {
  return (["wbxml", "xml"] as const).flatMap((form) =>
    faster(`${what} against decode, ${form === "wbxml" ? "WBXML" : "XML"}`, `${operation}/${form}`, `ast/${form}`, {
      sync: goal,
      management: goal,
    }),
  );
}

const goals: readonly Goal[] = [
  ...faster("WBXML → AST against the C library's tree", "ast/wbxml", "libwbxml-tree", {
    sync: [5.5, 8],
    management: [8, 12],
    small: [8, 18],
    medium: [8, 18],
    large: [200, 500],
  }),
  ...faster("WBXML → AST against JSON.parse of the same message", "ast/wbxml", "json-parse", {
    sync: [3.5, 5],
    management: [3.8, 5],
    small: [3.5, 7],
    medium: [3.5, 7],
    large: [3.5, 7],
  }),
  ...faster("WBXML → AST as views against JSON.parse", "view/wbxml", "json-parse", {
    text: [5, 12],
    object: [150, 500],
  }),
  ...faster("WBXML → XML against the C library", "convert/wbxml", "libwbxml-to-xml", {
    sync: [8, 15],
    management: [12, 20],
    small: [10, 25],
    medium: [10, 25],
    large: [200, 500],
  }),
  ...faster("XML → WBXML against the C library", "convert/xml", "libwbxml-from-xml", {
    sync: [12, 20],
    management: [13, 20],
    small: [10, 20],
    medium: [10, 20],
    object: [5, 8],
  }),
  ...faster("XML → AST against expat with handlers that count (C)", "ast/xml", "expat-count", {
    sync: [2.4, 4],
    management: [2.9, 4],
  }),
  ...faster("XML → AST against JSON.parse of the same message", "ast/xml", "json-parse", {
    sync: [2.2, 3],
    management: [1.8, 3],
  }),
  ...faster("XML → AST against expat without handlers (C)", "ast/xml", "expat", {
    small: [2.5, 4.5],
    medium: [2.5, 4.5],
    large: [1.8, 4.5],
  }),
  ...faster("XML → AST against saxes", "ast/xml", "saxes", { medium: [5, 10] }),
  ...faster("XML → AST against txml", "ast/xml", "txml", { medium: [3.5, 6] }),
  ...faster("AST → WBXML against JSON.stringify", "encode/wbxml", "json-stringify", {
    small: [2, 4.5],
    medium: [2.5, 4.5],
    large: [2.5, 4.5],
  }),
  ...faster("AST → XML against JSON.stringify and to bytes", "encode/xml", "json-stringify-bytes", {
    management: [1.8, 3],
    small: [1.8, 3.5],
    medium: [1.8, 3.5],
    large: [1.8, 3.5],
  }),
  ...faster("eager multi-byte text: WBXML → AST against JSON.parse", "ast/wbxml", "json-parse", { text: [1, 1.5] }),
  ...faster("XML → events against expat without handlers (C)", "events/xml", "expat", {
    sync: [0.9, 1.5],
    management: [0.9, 1.5],
  }),
  ...faster("header of XML alone against JSON.parse of the message", "peek/xml", "json-parse", {
    sync: [15, 30],
    management: [8, 15],
  }),
  ...["sync", "management", "medium"].map((fixture) =>
    lower(
      `explain against decode of WBXML: ${fixture}`,
      "×",
      [10, 4],
      slower(`explain/wbxml/${fixture}`, `ast/wbxml/${fixture}`),
    ),
  ),
  ...besideDecode("with a diagnostics listener", "heard", [0.9, 1]),
  ...besideDecode("decodePartial", "partial", [0.85, 1]),
  ...besideDecode("readCommands", "commands", [0.5, 0.8]),
  ...["ast", "convert"].flatMap((operation) => [...withOddity(operation, "wbxml"), ...withOddity(operation, "xml")]),
  ...withOddity("encode", "wbxml"),
  ...withOddity("encode", "xml", "wbxml"),
  ...["wbxml", "xml"].flatMap((form) => [
    ...faster(`requests a second of dmServer against a fixed answer, ${form}`, `http/${form}`, `http-fixed/${form}`, {
      "session-basic": [0.6, 0.8],
      "session-md5": [0.6, 0.8],
    }),
    ...["server", "client"].flatMap((side) =>
      sessionFixtures.map((fixture) =>
        lower(
          `${side} machine against decode and encode of its messages, ${form}: ${fixture}`,
          "×",
          [4, 2],
          slower(`${side}/${form}/${fixture}`, `${side}-codec/${form}/${fixture}`),
        ),
      ),
    ),
  ]),
  lower("state of a session as JSON", "B", [4096, 3072], cost("store:server/wbxml/session-md5", "state", 1)),
  lower(
    "100,000 idle sessions in the memory store, resident",
    "MB",
    [500, 300],
    cost("store:server/wbxml/session-md5", "resident", MEGABYTE),
  ),
  lower("heap: tokenizer, per token", "B", [0, 0], heapPerToken),
  ...["small", "medium", "large"].map((fixture) =>
    lower(
      `heap: AST against JSON.parse: ${fixture}`,
      "×",
      [1.6, 1.1],
      slower(`heap:ast/wbxml/${fixture}`, `heap:json-parse/${fixture}`, "heap"),
    ),
  ),
  ...["encode/wbxml", "encode/xml", "convert/wbxml", "convert/xml"].map((operation) =>
    lower(
      `heap: ${operation} beside the output: medium`,
      "B",
      [1024, 256],
      cost(`heap:${operation}/medium`, "beside", 1),
    ),
  ),
  ...["tokenize", "convert"].flatMap((operation) =>
    ["256MB", "1GB"].map((size) =>
      lower(
        `${operation}: ${size} OPAQUE streamed, memory over base`,
        "MB",
        [8, 4],
        cost(`stream:${operation}/wbxml/${size}`, "peak", MEGABYTE),
      ),
    ),
  ),
  ...["ast/wbxml", "ast/xml", "convert/wbxml", "convert/xml", "encode/wbxml"].map((operation) => growth(operation)),
  ...["ast/wbxml", "ast/xml"].map((operation) => growth(operation, [3, 1.5], ", as a first limit")),
  lower(
    "cold: mean of calls 101–1,000, small, against JSON.parse",
    "×",
    [3, 1.5],
    slower("cold:ast/wbxml/small", "cold:json-parse/small", "late"),
  ),
];

/** How far each goal is met; `null` if not measured. */
export function judge(results: readonly Result[]): GoalOutcome[] {
  const named = byName(results);
  return goals.map(({ pair, unit, must, aim, higherIsBetter, reached: find }) => {
    const reached = find(named) ?? null;
    const meets = (goal: number) => reached !== null && (higherIsBetter ? reached >= goal : reached <= goal);
    const verdict = reached === null ? "not measured" : meets(aim) ? "aim" : meets(must) ? "must" : "missed";
    return { pair, unit, must, aim, reached, verdict };
  });
}
