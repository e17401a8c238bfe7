import { grouped } from "../quantities.ts";
import type { Redaction } from "../redaction/redact.ts";
import { type Html, html } from "./html.ts";
import type { Sheet } from "./sheet.ts";
import { sign } from "./signs.ts";

/** Places listed in a row; more are counted. */
const PLACES_SHOWN = 40;

/** What was replaced, or that nothing was. */
export function redactionPart(sheet: Sheet, isRedacted: boolean): Html {
  const { replaced } = sheet.redacted;
  if (!isRedacted) {
    return html`<section id="redacted"><h2 class="h">Redacted <span class="mute">nothing</span></h2><p class="loud">${sign("warn")}<span>Nothing was replaced: passwords, digests, names and numbers are in this file as they were sent.</span></p></section>`;
  }
  if (replaced.length === 0) {
    return html`<section id="redacted"><h2 class="h">Redacted <span class="mute">nothing</span></h2><p class="text">No credential, nonce, name or identifier was found that had to be replaced.</p></section>`;
  }
  const rows = [...groups(replaced)].map(([kind, places]) => {
    const entries = [...places];
    return entries.map(([where, { count, sides }], index) => {
      const head = index === 0 && html`<th rowspan="${entries.length}" scope="rowgroup">${kind}</th>`;
      const shown = [...sides].slice(0, PLACES_SHOWN).join(", ");
      const rest = sides.size > PLACES_SHOWN && ` and ${grouped(sides.size - PLACES_SHOWN)} more`;
      return html`<tr>${head}<td>${where}</td><td class="num r">${grouped(count)}</td><td class="num mute">${shown}${rest}</td></tr>`;
    });
  });
  const values = `${grouped(replaced.length)} ${replaced.length === 1 ? "value" : "values"}`;
  return html`<section id="redacted"><h2 class="h">Redacted <span class="mute">${values}, marked <span class="red">like this</span></span></h2><p class="text">Replaced by characters of the same kind and number, so every offset, length and size is as it was; equal values stay equal. Digests were checked before they were replaced and no longer verify in the bytes shown.</p><table class="redt"><thead><tr><th>Class</th><th>In</th><th class="r">Times</th><th>Where</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

interface Group {
  count: number;
  readonly sides: Set<string>;
}

/** By class, then by what they are in. */
function groups(replaced: readonly Redaction[]): Map<string, Map<string, Group>> {
  const found = new Map<string, Map<string, Group>>();
  for (const { class: kind, where, exchange, side } of replaced) {
    const places = found.get(kind) ?? new Map<string, Group>();
    found.set(kind, places);
    const group = places.get(where) ?? { count: 0, sides: new Set() };
    places.set(where, group);
    group.count++;
    group.sides.add(`#${exchange}${side === "request" ? " →" : side === "response" ? " ←" : ""}`);
  }
  return found;
}
