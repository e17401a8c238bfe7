import type { Outcome } from "../conversation/model.ts";
import { constantMarkup, type Html, html, type Part } from "./html.ts";

/** A drawing of the page. */
export type Sign = "ok" | "bad" | "warn" | "none" | "info" | "chev" | "up" | "down" | "dev" | "srv" | "file" | "cut";

const drawings: Readonly<Record<Sign, string>> = {
  ok: '<path d="M3.5 8.5l3 3 6-7"/>',
  bad: '<path d="M5.4 1.9h5.2l3.5 3.5v5.2l-3.5 3.5H5.4l-3.5-3.5V5.4z"/><path d="M6 6l4 4M10 6l-4 4"/>',
  warn: '<path d="M8 2l6.3 11.5H1.7z"/><path d="M8 6.5v3.2M8 11.6v.1"/>',
  none: '<circle cx="8" cy="8" r="5.8" stroke-dasharray="2.6 2.4"/><path d="M8 5v3.4M8 10.8v.1"/>',
  info: '<circle cx="8" cy="8" r="6"/><path d="M8 7.4v3.4M8 5v.1"/>',
  chev: '<path d="M6 3.5L10.5 8 6 12.5"/>',
  up: '<path d="M2 8h11M9 3.8L13.2 8 9 12.2"/>',
  down: '<path d="M14 8H3M7 3.8L2.8 8 7 12.2"/>',
  dev: '<rect x="4.5" y="1.8" width="7" height="12.4" rx="1.6"/><path d="M7.3 11.8h1.4"/>',
  srv: '<rect x="2.2" y="2.6" width="11.6" height="4.6" rx="1.2"/><rect x="2.2" y="8.8" width="11.6" height="4.6" rx="1.2"/><path d="M4.6 4.9h.1M4.6 11.1h.1"/>',
  file: '<path d="M9.4 1.8H4.2a1 1 0 0 0-1 1v10.4a1 1 0 0 0 1 1h7.6a1 1 0 0 0 1-1V5.2z"/><path d="M9.2 2v3.4h3.4"/>',
  cut: '<circle cx="4.2" cy="12" r="1.9"/><circle cx="11.8" cy="12" r="1.9"/><path d="M5.2 10.4L11 2M10.8 10.4L5 2"/>',
};

/** The drawings, once a page, for {@link sign} to use. */
export function drawingsOfPage(): Html {
  const symbols = Object.entries(drawings).map(
    ([name, drawing]) => html`<symbol id="i-${name}" viewBox="0 0 16 16">${constantMarkup(drawing)}</symbol>`,
  );
  return html`<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>${symbols}</defs></svg>`;
}

/** A drawing; with `label` for those who cannot see it, if no word beside it says the same. */
export function sign(name: Sign, label?: string): Html {
  return label === undefined
    ? html`<svg class="i" aria-hidden="true"><use href="#i-${name}"/></svg>`
    : html`<svg class="i" role="img" aria-label="${label}"><use href="#i-${name}"/></svg>`;
}

/** How an outcome looks: its class, and its sign. */
export const looks: Readonly<Record<Outcome, { readonly style: string; readonly sign: Sign }>> = {
  ok: { style: "ok", sign: "ok" },
  look: { style: "warn", sign: "warn" },
  refused: { style: "bad", sign: "bad" },
  consequence: { style: "foll", sign: "bad" },
  unanswered: { style: "none", sign: "none" },
  none: { style: "foll none-due", sign: "info" },
};

/** A status: sign, code and word. Without a code the word is strong, unless all is well. */
export function statusMark(outcome: Outcome, code: string | undefined, word: Part): Html {
  const look = looks[outcome];
  const alone = outcome === "ok" ? html`${word}` : html`<b>${word}</b>`;
  const said = code === undefined ? alone : html`<b>${code}</b> ${word}`;
  return html`<span class="st ${look.style}">${sign(look.sign)}${said}</span>`;
}
