import type { PeerName } from "../conversation/model.ts";
import { counted, grouped } from "../quantities.ts";
import { type Html, html } from "./html.ts";
import { duration, shortened } from "./numbers.ts";
import { classOf, outcomeOf } from "./outcomes.ts";
import type { Sheet } from "./sheet.ts";
import { looks, sign } from "./signs.ts";

/** Verdict, numbers and peers. */
export function headPart(sheet: Sheet, name: string): Html {
  const { verdict, counts, form, device, server, messages } = { ...sheet.heard, messages: sheet.heard.counts.messages };
  const [first = "", ...rest] = form.split(" in ");
  const facts = [
    fact(counts.exchanges, "exchange"),
    fact(messages, "message"),
    counts.sessions > 0 && fact(counts.sessions, "session"),
    counts.connections > 0 && fact(counts.connections, "connection"),
    counts.duration !== undefined && html`<div><dt>long</dt><dd>${duration(counts.duration)}</dd></div>`,
    messages > 0 && html`<div><dt>${rest.length > 0 && `in ${rest.join(" in ")}`}</dt><dd>${first}</dd></div>`,
  ];
  return html`<header class="top"><div class="file">${sign("file")}<span class="m">${name}</span></div>
<h1>${verdict}</h1>
<dl class="facts">${facts}</dl>
<div class="peers"><span>${sign("dev")} device ${peer(sheet, device)}</span><span aria-hidden="true">⇄</span><span>${sign("srv")} server ${peer(sheet, server)}</span></div></header>`;
}

function fact(count: number, what: string): Html {
  return html`<div><dt>${count === 1 ? what : `${what}s`}</dt><dd>${grouped(count)}</dd></div>`;
}

function peer(sheet: Sheet, { address, user }: PeerName): Html {
  const first = sheet.heard.exchanges[0]?.index ?? 0;
  const named =
    address === undefined
      ? html`<span class="m">unknown</span>`
      : html`<span class="m">${sheet.redacted.marked(shortened(address), first)}</span>`;
  return html`${named}${user !== undefined && html`, user <span class="m">${sheet.redacted.marked(shortened(user), first)}</span>`}`;
}

/** The list of contents at the side. */
export function contentsPart(sheet: Sheet, changedTitle: string | undefined): Html {
  const { problems, exchanges, largeObjects } = sheet.heard;
  const rows = exchanges.map((exchange) => {
    const outcome = outcomeOf(exchange);
    const look = looks[outcome.outcome === "none" ? "ok" : outcome.outcome];
    return html`<a class="x ${classOf(outcome.outcome)}" href="#x${exchange.index}">${sign(look.sign)}<span class="num">#${exchange.index}</span><span class="c">${outcome.code ?? "—"}</span></a>`;
  });
  const { length: replaced } = sheet.redacted.replaced;
  return html`<nav class="side" aria-label="Contents"><span class="brand">syncml report</span><h2>Overview</h2><a href="#problems">Problems<span class="c">${grouped(problems.length)}</span></a><a href="#time">Timeline</a>${
    largeObjects.length > 0 &&
    html`<a href="#large">Large objects<span class="c">${grouped(largeObjects.length)}</span></a>`
  }<a href="#convo">Conversation</a>${
    changedTitle !== undefined && html`<a href="#changed">${changedTitle}</a>`
  }<a href="#redacted">Redacted<span class="c">${grouped(replaced)}</span></a><h2>Exchanges</h2>${rows}</nav>`;
}

/** What to say where there is no message. */
export function nothingFound(sheet: Sheet, name: string): Html {
  const { counts, exchanges } = sheet.capture;
  const seen = Object.entries(counts).map(([what, count]) =>
    count === 1 ? `1 ${what.replace(/s$/, "")}` : `${grouped(count)} ${what}`,
  );
  const types = [
    ...new Set(exchanges.flatMap(({ request, response }) => [request?.contentType, response?.contentType])),
  ];
  const named = types.filter((type) => type !== undefined).slice(0, 5);
  const also = named.length > 0 && ` Content types: ${named.map((type) => shortened(type)).join(", ")}.`;
  return html`<section id="problems"><div class="raw calm"><p>${sign("info")} <b>No SyncML in ${name}.</b> ${[...seen, counted(exchanges.length, "exchange")].join(", ")}.${also}</p></div></section>`;
}
