import { counted, grouped } from "../quantities.ts";
import { type Html, html, joined } from "./html.ts";
import { exchangeLink, type Sheet } from "./sheet.ts";
import { sign } from "./signs.ts";

const RULES_SHOWN = 100;
const EXCHANGES_SHOWN = 12;

/** What validation says, folded: most of it did no harm in this capture. */
export function rulesPart(sheet: Sheet): Html | false {
  const { findings = [] } = sheet.heard;
  if (findings.length === 0) return false;
  const items = findings.slice(0, RULES_SHOWN).map(({ rule, severity, text, exchanges, count }) => {
    const [first = 0] = exchanges;
    const where = joined(exchanges.slice(0, EXCHANGES_SHOWN).map(exchangeLink), " ");
    const rest = exchanges.length > EXCHANGES_SHOWN && ` and ${grouped(exchanges.length - EXCHANGES_SHOWN)} more`;
    const look = severity === "error" ? "bad" : "warn";
    return html`<li class="pin ${look}">${sign(look, severity)}<span><code>${rule}</code> ${sheet.redacted.marked(text, first)}, in ${counted(count, "place")}: ${where}${rest}</span></li>`;
  });
  const more =
    findings.length > RULES_SHOWN && html`<li class="mute">and ${grouped(findings.length - RULES_SHOWN)} more</li>`;
  return html`<section id="rules"><h2 class="h">Rules <span class="mute">what the standard has otherwise than these messages</span></h2><details class="moved"><summary>${counted(findings.length, "finding")}</summary><ul>${items}${more}</ul></details></section>`;
}
