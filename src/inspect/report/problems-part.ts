import type { Conversation, Problem, SignIn } from "../conversation/model.ts";
import { counted, grouped } from "../quantities.ts";
import { type Html, html, joined, type Part } from "./html.ts";
import { markOf, signInOutcome, withLinks } from "./outcomes.ts";
import { sentence } from "./sentence.ts";
import { exchangeLink, type Sheet } from "./sheet.ts";
import { sign, statusMark } from "./signs.ts";

/** More than this of a problem's exchanges or tries are counted. */
const LISTED = 12;

const looks = {
  error: { style: "bad", sign: "bad" },
  warning: { style: "warn", sign: "warn" },
  note: { style: "info", sign: "info" },
} as const;

/** Problems, each with what was seen, how to mend it and how it was checked; or one line that there are none. */
export function problemsPart(sheet: Sheet, hasAccounts: boolean): Html {
  const { problems } = sheet.heard;
  const counts = (["error", "warning", "note"] as const)
    .map((severity) => [severity, problems.filter((problem) => problem.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => counted(count, severity));
  const title = problems.some(({ severity }) => severity === "error")
    ? "What went wrong"
    : problems.some(({ severity }) => severity === "warning")
      ? "Worth a look"
      : "Result";
  const cards = problems.map((problem, number) => card(sheet, problem, number, hasAccounts));
  const fine = title === "Result" && html`<p class="fine">${sign("ok")}<span>${fineText(sheet.heard)}</span></p>`;
  const counted_ = counts.length === 0 ? "no problems" : counts.join(", ");
  return html`<section id="problems"><h2 class="h">${title} <span class="mute">${counted_}</span></h2>${fine}${cards}</section>`;
}

function fineText({ unanswered, bytesNotCaptured }: Conversation): string {
  if (unanswered.length > 0) return "No answer is an error.";
  return bytesNotCaptured > 0
    ? "Nothing failed in what was captured."
    : "Nothing failed: every command was answered and no answer is an error.";
}

function card(sheet: Sheet, problem: Problem, number: number, hasAccounts: boolean): Html {
  const { severity, exchanges, text, detail, remedy, checked, code } = problem;
  const look = looks[severity];
  const [first = 0] = exchanges;
  const linked = (said: string) => linkedText(sheet, said, first);
  const where = joined(exchanges.slice(0, LISTED).map(exchangeLink), " ");
  const rest =
    exchanges.length > LISTED && html` <span class="mute">and ${grouped(exchanges.length - LISTED)} more</span>`;
  const tries = code.startsWith("sign-in/") ? triesOf(sheet, exchanges) : [];
  const proof = tries.length > 1 && triesTable(tries);
  const fix = remedy !== "" && html`<p class="fix"><b>To fix:</b> <span>${linked(sentence(remedy, false))}</span></p>`;
  const how =
    checked !== "" &&
    html`<p class="how">${sentence(howText(checked), true)}${(problem.usesAccount === true || (hasAccounts && /password given/.test(checked))) && " It is not in this file."}</p>`;
  return html`<article class="prob ${look.style}" id="p${number + 1}"><h3>${sign(look.sign, severity)}<span>${sheet.redacted.marked(sentence(text, true, ""), first)}</span><span class="where">${where}${rest}</span></h3><div class="pbody"><p>${linked(sentence(detail, true))}</p>${proof}${fix}${how}</div></article>`;
}

function howText(checked: string): string {
  return /^(not )?checked/i.test(checked) ? checked : `Checked by: ${checked}`;
}

function linkedText(sheet: Sheet, text: string, exchange: number): Part {
  const marked = sheet.redacted.marked(text, exchange);
  const known = (index: number) => sheet.exchange(index) !== undefined;
  const parts = Array.isArray(marked) ? (marked as readonly Part[]) : [marked];
  return parts.map((part) => (typeof part === "string" ? withLinks(part, known) : part));
}

interface Try {
  readonly exchange: number;
  readonly signIn: SignIn;
}

function triesOf(sheet: Sheet, exchanges: readonly number[]): Try[] {
  const inside = new Set(exchanges);
  return sheet.heard.exchanges
    .filter(({ index }) => inside.has(index))
    .flatMap(({ index, request, response }) => {
      const refused = [request?.signIn, response?.signIn].find(
        (one) => one !== undefined && /refused|look/.test(signInOutcome(one)),
      );
      return refused === undefined ? [] : [{ exchange: index, signIn: refused }];
    });
}

const proofWords: Readonly<Record<SignIn["proof"], string>> = {
  right: "yes",
  "old-nonce": "yes, with an old nonce",
  wrong: "no",
  unchecked: "not checked",
};

function triesTable(tries: readonly Try[]): Html {
  const rows = tries.slice(0, LISTED).map(({ exchange, signIn }) => {
    const { nonce, proof, status } = signIn;
    const used =
      nonce === undefined
        ? html`<span class="mute">unknown</span>`
        : html`<b>${nonce.letter}</b>, from ${exchangeLink(nonce.from)}`;
    const fits =
      proof === "right" ? statusMark("ok", undefined, "yes") : html`<span class="mute">${proofWords[proof]}</span>`;
    const given = status?.challenge?.nonce;
    const gives = given === undefined ? html`<span class="mute">nothing</span>` : html`nonce <b>${given}</b>`;
    return html`<tr><td>${exchangeLink(exchange)}</td><td>${used}</td><td>${fits}</td><td>${markOf(status, signInOutcome(signIn))}</td><td>${gives}</td></tr>`;
  });
  const rest = tries.length > LISTED && html`<p class="mute">and ${grouped(tries.length - LISTED)} more</p>`;
  return html`<table><thead><tr><th>Try</th><th>Nonce used</th><th>Digest fits</th><th>Answer</th><th>Server gives</th></tr></thead><tbody>${rows}</tbody></table>${rest}`;
}
