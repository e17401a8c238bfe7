import { grouped } from "../quantities.ts";
import { type Html, html } from "./html.ts";
import { hexOffset, octets } from "./numbers.ts";
import type { Sheet } from "./sheet.ts";

/** Notes about the file that are listed; more are counted. */
const NOTES_SHOWN = 60;

/** What is known of the file, and of how the report was made. */
interface Origin {
  readonly name: string;
  readonly size: number | undefined;
  readonly sha256: string | undefined;
  readonly madeBy: string;
  readonly date: string | undefined;
  /** Passwords to check digests with were given. */
  readonly hasAccounts: boolean;
}

/** How the report was made, and what a reader should know of the file. */
export function filePart(sheet: Sheet, { name, size, sha256, madeBy, date, hasAccounts }: Origin): Html {
  const { format, because, counts, diagnostics } = sheet.capture;
  const seen = Object.entries(counts).map(([what, count]) => `${grouped(count)} ${what}`);
  const facts = [
    ...(size === undefined ? [] : [octets(size)]),
    `read as ${format}${because === "" ? "" : ` (${because})`}`,
    ...seen,
  ];
  const sum = sha256 !== undefined && html`, SHA-256 <span class="m">${sha256}</span>`;
  const on = date === undefined ? "" : ` on ${date}`;
  const checked = hasAccounts && " Digests were checked with a password that was given; it is not in this file.";
  const hasTimes = sheet.heard.exchanges.some(({ start }) => start !== undefined);
  const times = hasTimes && " Times are seconds from the first message.";
  const notes = diagnostics.slice(0, NOTES_SHOWN).map(({ message, frame, offset }) => {
    const place = frame !== undefined ? `frame ${frame}: ` : offset !== undefined ? `byte ${hexOffset(offset)}: ` : "";
    return html`<li>${place}${message}</li>`;
  });
  const rest = diagnostics.length > NOTES_SHOWN && html`<li>and ${grouped(diagnostics.length - NOTES_SHOWN)} more</li>`;
  const about =
    diagnostics.length > 0 &&
    html`<section id="file"><h2 class="h">The file <span class="mute">${grouped(diagnostics.length)} ${diagnostics.length === 1 ? "note" : "notes"} on what was lost, undone or put up with</span></h2><ul class="notes">${notes}${rest}</ul></section>`;
  return html`${about}<footer>Made offline by ${madeBy}${on}. This file loads nothing and sends nothing. Capture: ${name}, ${facts.join(", ")}${sum}.${times}${checked}</footer>`;
}
