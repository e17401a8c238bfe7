import type { ConversationExchange, Run } from "../conversation/model.ts";
import { gistPart } from "./gists-part.ts";
import { type Html, html, type Part } from "./html.ts";
import { seconds, shortened } from "./numbers.ts";
import { classOf, type ExchangeOutcome, exchangeMark, outcomeOf } from "./outcomes.ts";
import type { Sheet } from "./sheet.ts";

/** Marks on the axis, at most. */
const TICKS = 9;
/** A bar that ends past this part of the axis has its length written before it. */
const WRITTEN_BEFORE = 0.86;

interface Axis {
  /** All of it, in milliseconds. */
  readonly length: number;
  readonly step: number;
}

interface Row {
  readonly first: ConversationExchange;
  readonly last: ConversationExchange;
  readonly run?: Run;
}

/** When what was said, and how long the device waited: a row an exchange, a run in one. */
export function timelinePart(sheet: Sheet): Html {
  const rows = rowsOf(sheet);
  const axis = axisOf(rows);
  const parts: Part[] = [];
  const ids = new Map(sheet.heard.sessions.map(({ number, id }) => [number, id]));
  let session: number | undefined;
  for (const row of rows) {
    if (row.first.session !== session || parts.length === 0) {
      session = row.first.session;
      const id = session === undefined ? undefined : ids.get(session);
      parts.push(
        html`<div class="tses"><span>${id === undefined ? "no session" : `session ${shortened(id)}`}</span></div>`,
      );
    }
    parts.push(rowPart(sheet, row, axis));
  }
  const about = axis === undefined ? "the capture has no times" : "a bar is the time the device waited for its answer";
  return html`<section id="time"><h2 class="h">Timeline <span class="mute">${about}</span></h2><div class="tl">${axis !== undefined && headPart(axis)}${parts}</div></section>`;
}

function rowsOf({ heard }: Sheet): Row[] {
  const runs = new Map(heard.runs.map((run) => [run.first, run]));
  const rows: Row[] = [];
  let open: { row: { first: ConversationExchange; last: ConversationExchange; run: Run } } | undefined;
  for (const exchange of heard.exchanges) {
    if (open !== undefined && exchange.index <= open.row.run.last) {
      open.row.last = exchange;
      continue;
    }
    const run = runs.get(exchange.index);
    const row = { first: exchange, last: exchange, ...(run === undefined ? {} : { run }) };
    open =
      run === undefined
        ? undefined
        : { row: row as { first: ConversationExchange; last: ConversationExchange; run: Run } };
    rows.push(row);
  }
  return rows;
}

function axisOf(rows: readonly Row[]): Axis | undefined {
  const end = rows.reduce((latest, { last }) => Math.max(latest, (last.start ?? 0) + (last.wait ?? 0)), 0);
  if (end <= 0) return undefined;
  let step = 10 ** Math.floor(Math.log10(end / TICKS));
  for (const factor of [2, 2.5, 2]) {
    if (end / step <= TICKS) break;
    step *= factor;
  }
  return { length: Math.ceil(end / step) * step, step };
}

function headPart({ length, step }: Axis): Html {
  const ticks = Array.from({ length: Math.round(length / step) + 1 }, (_, index) => {
    const at = index * step;
    const text = `${Number((at / 1000).toPrecision(6))} s`;
    return html`<span style="left:${percent(at / length)}">${text}</span>`;
  });
  return html`<div class="thead"><span></span><span></span><span class="tc">${ticks}</span><span></span></div>`;
}

function rowPart(sheet: Sheet, { first, last, run }: Row, axis: Axis | undefined): Html {
  const outcome = run === undefined ? outcomeOf(first) : runOutcome(first, last);
  const style = classOf(outcome.outcome);
  const number = run === undefined ? `#${first.index}` : `#${first.index}–${last.index}`;
  const gist =
    run === undefined
      ? gistPart(sheet, first)
      : html`<span class="g mute">${sheet.redacted.marked(run.text, first.index)}</span>`;
  const chart = axis === undefined ? html`<span></span>` : bar(first, last, style, axis);
  return html`<a class="trow ${style}" href="#x${first.index}"><span class="tn num">${number}</span><span class="tg">${gist}</span>${chart}<span class="to">${exchangeMark(outcome)}</span></a>`;
}

function runOutcome(first: ConversationExchange, last: ConversationExchange): ExchangeOutcome {
  const { outcome, code } = outcomeOf(first);
  const times = `${last.index - first.index + 1} times`;
  return { outcome, ...(code === undefined ? {} : { code }), word: times };
}

function bar(
  first: ConversationExchange,
  last: ConversationExchange,
  style: ReturnType<typeof classOf>,
  { length, step }: Axis,
): Html {
  const grid = `background-size:${percent(step / length)} 100%`;
  if (first.start === undefined) return html`<span class="tc" style="${grid}"></span>`;
  const end = (last.start ?? first.start) + (last.wait ?? 0);
  const from = first.start / length;
  const to = Math.max(from, end / length);
  const isBefore = to > WRITTEN_BEFORE;
  const place = isBefore ? `right:calc(${percent(1 - from)} + 6px)` : `left:calc(${percent(to)} + 6px)`;
  const written = first.wait === undefined && first === last ? "no answer" : seconds(end - first.start);
  return html`<span class="tc" style="${grid}"><span class="bar ${style}" style="left:${percent(from)};width:max(3px,${percent(to - from)})"></span><span class="tw num" style="${place}">${written}</span></span>`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`;
}
