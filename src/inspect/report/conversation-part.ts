import type { ConversationExchange, Run } from "../conversation/model.ts";
import { exchangePart } from "./exchange-part.ts";
import { constantMarkup, type Html, html, type Part } from "./html.ts";
import { shortened } from "./numbers.ts";
import { withLinks } from "./outcomes.ts";
import type { Sheet } from "./sheet.ts";
import { sign } from "./signs.ts";

/** As many exchanges are all open at first. */
const OPEN_AT_MOST = 4;

const filter = constantMarkup(
  '<span class="seg" role="radiogroup" aria-label="Show"><label><input type="radio" name="f" id="all" checked>All</label><label><input type="radio" name="f" id="only">Only problems</label></span>',
);

/** The exchanges, session by session. */
export function conversationPart(sheet: Sheet): Html {
  const { exchanges, sessions, problems, runs } = sheet.heard;
  const isOpen = exchanges.length <= OPEN_AT_MOST ? () => true : (index: number) => index === problems[0]?.exchanges[0];
  const bySession = new Map<number | undefined, ConversationExchange[]>();
  for (const exchange of exchanges) {
    const list = bySession.get(exchange.session);
    if (list === undefined) bySession.set(exchange.session, [exchange]);
    else list.push(exchange);
  }
  const runOf = new Map(runs.map((run) => [run.first, run]));
  const parts: Part[] = [];
  for (const { number, id, gist } of sessions) {
    const inside = bySession.get(number) ?? [];
    const known = (index: number) => sheet.exchange(index) !== undefined;
    const title = html`Session ${shortened(id)} <span class="mute">${spanOf(inside)} · ${withLinks(gist, known)}</span>`;
    parts.push(sessionPart(sheet, number, title, inside, runOf, isOpen));
  }
  const outside = bySession.get(undefined) ?? [];
  if (outside.length > 0) {
    const title = html`Outside of sessions <span class="mute">${spanOf(outside)}</span>`;
    parts.push(sessionPart(sheet, 0, title, outside, runOf, isOpen));
  }
  const choice = problems.length > 0 && filter;
  return html`<section id="convo"><h2 class="h">Conversation <span class="mute">each status is at the command it answers</span><span class="tools">${choice}<span id="acts"></span></span></h2>${parts}</section>`;
}

function spanOf(exchanges: readonly ConversationExchange[]): string {
  const [first] = exchanges;
  const last = exchanges.at(-1);
  if (first === undefined || last === undefined) return "";
  return first === last ? `#${first.index}` : `#${first.index} to #${last.index}`;
}

function sessionPart(
  sheet: Sheet,
  number: number,
  title: Html,
  exchanges: readonly ConversationExchange[],
  runOf: ReadonlyMap<number, Run>,
  isOpen: (index: number) => boolean,
): Html {
  const parts: Part[] = [];
  for (let position = 0; position < exchanges.length; ) {
    const exchange = exchanges[position] as ConversationExchange;
    const run = runOf.get(exchange.index);
    if (run === undefined) {
      parts.push(exchangePart(sheet, exchange, isOpen(exchange.index)));
      position++;
      continue;
    }
    const inside: Part[] = [];
    for (; position < exchanges.length && (exchanges[position] as ConversationExchange).index <= run.last; position++) {
      const one = exchanges[position] as ConversationExchange;
      inside.push(exchangePart(sheet, one, isOpen(one.index)));
    }
    const text = sheet.redacted.marked(run.text, run.first);
    parts.push(
      html`<details class="run"><summary>${sign("chev")}<b class="num">#${run.first} to #${run.last}</b> <span class="mute">${text}, the same each time</span></summary>${inside}</details>`,
    );
  }
  return html`<section class="ses" id="s${number}"><h3>${title}</h3>${parts}</section>`;
}
