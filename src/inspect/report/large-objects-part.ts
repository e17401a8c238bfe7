import type { LargeObject } from "../conversation/model.ts";
import { grouped } from "../quantities.ts";
import { type Html, html, type Part } from "./html.ts";
import { octets, shortened } from "./numbers.ts";
import type { Sheet } from "./sheet.ts";
import { statusMark } from "./signs.ts";

/** Chunks drawn one by one; more are drawn together. */
const CHUNKS_DRAWN = 40;

/** Large objects with their chunks in proportion, and what is missing of them. */
export function largeObjectsPart(sheet: Sheet): Html | false {
  const { largeObjects } = sheet.heard;
  if (largeObjects.length === 0) return false;
  return html`<section id="large"><h2 class="h">Large objects <span class="mute">joined from their chunks</span></h2>${largeObjects.map((one) => objectPart(sheet, one))}</section>`;
}

function objectPart(sheet: Sheet, object: LargeObject): Html {
  const { name, size, received, isComplete, chunks, sender, type, fits } = object;
  const [first] = chunks;
  const last = chunks.at(-1);
  const isWhole = isComplete && fits !== false;
  const mark = isWhole
    ? statusMark("ok", last?.status, "complete")
    : statusMark("refused", undefined, isComplete ? "size differs" : "incomplete");
  const announced =
    size === undefined
      ? html`<b>${octets(received)}</b>, size not announced`
      : size === received
        ? html`<b>${octets(received)}</b> as announced (Size)`
        : html`${grouped(received)} of <b>${octets(size)}</b>`;
  const by = sender === "device" ? "from the device" : "from the server";
  const missing = size !== undefined && size > received ? size - received : 0;
  const drawn: Part[] = chunks
    .slice(0, CHUNKS_DRAWN)
    .map(
      ({ exchange, size: n }, index) =>
        html`<a href="#x${exchange}" style="--n:${Math.max(1, n)}" title="chunk ${index + 1}: ${octets(n)}"><i></i>#${exchange}</a>`,
    );
  const rest = chunks.slice(CHUNKS_DRAWN);
  if (rest.length > 0) {
    const sum = rest.reduce((all, { size: n }) => all + n, 0);
    drawn.push(
      html`<a href="#x${rest[0]?.exchange ?? 0}" style="--n:${Math.max(1, sum)}" title="${grouped(rest.length)} chunks: ${octets(sum)}"><i></i>${grouped(rest.length)} more</a>`,
    );
  }
  if (missing > 0) drawn.push(html`<a class="lost" style="--n:${missing}"><i></i>${octets(missing)} missing</a>`);
  const shownName = first === undefined ? shortened(name) : sheet.redacted.marked(shortened(name), first.exchange);
  return html`<div class="lo"><p><b class="m">${shownName}</b><span>${type !== undefined && `${shortened(type)}, `}${announced}, ${by}</span>${mark}</p><div class="chunks">${drawn}</div></div>`;
}
