import type { ConversationExchange } from "../conversation/model.ts";
import { gistPart } from "./gists-part.ts";
import { type Html, html } from "./html.ts";
import { MessagePart } from "./message-part.ts";
import { seconds } from "./numbers.ts";
import { classOf, exchangeMark, outcomeOf } from "./outcomes.ts";
import { sentence } from "./sentence.ts";
import type { Sheet } from "./sheet.ts";
import { sign, statusMark } from "./signs.ts";

const pinSigns = { error: "bad", warning: "warn", note: "info" } as const;

/** An exchange: a line that tells what and how, and both messages folded in it. */
export function exchangePart(sheet: Sheet, exchange: ConversationExchange, isOpen: boolean): Html {
  const { index, start, request, response } = exchange;
  const outcome = outcomeOf(exchange);
  const problems = sheet.problemsOf(index);
  const style = `xch ${classOf(outcome.outcome)}${problems.length > 0 ? " hasp" : ""}`;
  const pins = problems.map((number) => {
    const { severity, text } = sheet.problem(number);
    const look = pinSigns[severity];
    return html`<p class="pin ${look}">${sign(look, severity)}<span>${sheet.redacted.marked(sentence(text, true), index)} <a href="#p${number + 1}">why</a></span></p>`;
  });
  const messages = [request, response].map((message, side) =>
    message === undefined
      ? missingPart(sheet, index, side === 0 ? "request" : "response")
      : new MessagePart(sheet, exchange, message).html(),
  );
  const time = start === undefined ? "" : seconds(start);
  const body = html`<div class="xb">${pins}${messages}</div>`;
  const summary = html`<summary>${sign("chev")}<span class="xn num">#${index}</span><span class="xg">${gistPart(sheet, exchange)}</span><span class="xt num mute">${time}</span><span class="xo">${exchangeMark(outcome)}</span></summary>`;
  return isOpen
    ? html`<details class="${style}" id="x${index}" open>${summary}${body}</details>`
    : html`<details class="${style}" id="x${index}">${summary}${body}</details>`;
}

/** A side without a message. */
function missingPart(sheet: Sheet, index: number, side: "request" | "response"): Html {
  const payload = sheet.exchange(index)?.[side];
  const name = side === "request" ? "Device to server" : "Server to device";
  const style = side === "request" ? "req" : "resp";
  const said =
    payload === undefined
      ? statusMark("unanswered", undefined, side === "request" ? "not captured" : "no answer")
      : html`<span class="mute">${payload.head?.status === undefined ? "" : `HTTP ${payload.head.status}, `}no message in it</span>`;
  return html`<section class="msg ${style}"><h4>${sign(side === "request" ? "up" : "down")}<span>${name}</span>${said}</h4></section>`;
}
