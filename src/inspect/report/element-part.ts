import type { Payload } from "../../capture/model.ts";
import { grouped } from "../quantities.ts";
import type { Element, MessageElements } from "./elements.ts";
import { type Field, fieldsOf, fieldsOfLeaves } from "./fields.ts";
import { type Html, html, type Part } from "./html.ts";
import { shortened } from "./numbers.ts";
import { leftOutFrom, octetsPart } from "./octets-part.ts";
import { type ReplacedRange, replacedMark } from "./redacted-places.ts";
import { DEPTHS, FIELDS_LIT } from "./style.ts";

/** More elements than this are counted. */
const FIELDS_SHOWN = FIELDS_LIT;
const VALUE_SHOWN = 38;
/** Characters of a long value in which something replaced is looked for. */
const MARKS_LOOKED_FOR = 1024;

/** What of a message is to be shown, and how text of it is marked. */
export interface ShownMessage {
  readonly payload: Payload;
  readonly elements: MessageElements;
  readonly replaced: readonly ReplacedRange[];
  readonly marked: (text: string) => Part;
}

/** An element, its parts one a row, and its octets beside it. */
export function elementPart({ payload, elements, replaced, marked }: ShownMessage, element: Element): Html {
  const { fields, segments } = fieldsOf(elements, element, payload.bytes);
  const { start, end } = element;
  const leftOut = leftOutFrom(start, end) ?? end;
  const visible = segments.reduce((count, one) => (one.start < leftOut ? Math.max(count, one.field + 1) : count), 0);
  const shown = Math.min(FIELDS_SHOWN, visible);
  const rows = fields.slice(0, shown).map((field, index) => fieldRow(field, index, marked));
  const more = fields.length - shown;
  const rest = more > 0 && html`<li class="mute">⋮ ${grouped(more)} more</li>`;
  const octets = octetsPart({ bytes: payload.bytes, start, end, segments, gaps: payload.gaps, replaced });
  return html`<div class="hx"><ol class="fields">${rows}${rest}</ol>${octets}</div>`;
}

/** Octets of a message that are no element. */
export function leavesPart({ payload, elements, replaced }: ShownMessage, start: number, end: number): Html {
  const inside = elements.explanation.leaves.filter((leaf) => leaf.end > start && leaf.start < end);
  const { segments } = fieldsOfLeaves(inside);
  return octetsPart({ bytes: payload.bytes, start, end, segments, gaps: payload.gaps, replaced });
}

/** A value that fits, with what was replaced in it marked; one that is cut is marked as a whole. */
function shownValue(value: string, marked: (text: string) => Part): Part {
  const shown = shortened(value, VALUE_SHOWN);
  if (shown === value) return marked(value);
  return typeof marked(value.slice(0, MARKS_LOOKED_FOR)) === "string" ? shown : replacedMark(shown);
}

function fieldRow({ name, depth, value, words, page }: Field, index: number, marked: (text: string) => Part): Html {
  const said = value !== undefined && value !== "" && html`<i>${shownValue(value, marked)}</i>`;
  const told = words !== undefined && html`<span class="mute">${words}</span>`;
  const switched = page !== undefined && html`<em>${page}</em>`;
  const inside = html`<b>${name}</b>${said}${told}${switched}`;
  return depth < DEPTHS
    ? html`<li class="f${index} d${depth}">${inside}</li>`
    : html`<li class="f${index}" style="--d:${depth}">${inside}</li>`;
}
