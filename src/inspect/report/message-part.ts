import { statusCodes } from "../../ast/codes/status-codes.ts";
import type { Gap, Payload } from "../../capture/model.ts";
import type {
  CommandStatus,
  ConversationCommand,
  ConversationExchange,
  ConversationMessage,
  Outcome,
} from "../conversation/model.ts";
import { beginningOf } from "../cut-text.ts";
import { counted, grouped } from "../quantities.ts";
import { elementPart, leavesPart, type ShownMessage } from "./element-part.ts";
import type { Element } from "./elements.ts";
import { toldOf } from "./gists-part.ts";
import { block, type Html, html, type Part } from "./html.ts";
import { itemsPart } from "./items-part.ts";
import { hexOffset, octets, seconds, shortened } from "./numbers.ts";
import { isShown, markOf, signInOutcome, withLinks, wordOf } from "./outcomes.ts";
import { arrow, type GivenResults, type MovedStatus, type Sheet } from "./sheet.ts";
import { sign } from "./signs.ts";

/** Characters of a value that are shown; of a chunk fewer, since it is a part only. */
const VALUE_SHOWN = 16_384;
const CHUNK_SHOWN = 1024;
/** Octets before a fault, and from it on, that are shown. */
const BEFORE_FAULT = 32;
const AFTER_FAULT = 48;
/** Octets shown of what is no message. */
const UNREAD_SHOWN = 256;
const STATUSES_LISTED = 500;
/** A value with such characters is octets, which are shown as such. */
const notText = /[^\P{Cc}\t\r\n]/u;

/** A message of an exchange: its commands with what answers them, and what it answers. */
export class MessagePart {
  private readonly sheet: Sheet;
  private readonly exchange: ConversationExchange;
  private readonly message: ConversationMessage;
  private readonly payload: Payload | undefined;
  private readonly shown: ShownMessage | undefined;

  constructor(sheet: Sheet, exchange: ConversationExchange, message: ConversationMessage) {
    this.sheet = sheet;
    this.exchange = exchange;
    this.message = message;
    const payload = sheet.payload(exchange, message);
    this.payload = payload;
    if (payload === undefined) return;
    const replaced = sheet.redacted.in(exchange.index, message === exchange.request ? "request" : "response");
    this.shown = { payload, elements: sheet.elements(payload), replaced, marked: (text) => this.marked(text) };
  }

  html(): Html {
    const { sender, signIn, commands, gaps } = this.message;
    const { index } = this.exchange;
    const rows: Part[] = [];
    if (signIn !== undefined && isShown(signIn)) rows.push(this.signIn());
    for (const given of this.sheet.resultsIn(index, sender)) rows.push(this.results(given));
    for (const command of commands) rows.push(this.command(command));
    const style = sender === "device" ? "req" : "resp";
    const list = rows.length > 0 && html`<ul class="cmds">${rows}</ul>`;
    return html`<section class="msg ${style}">${this.heading()}${list}${gaps.map((gap) => this.gap(gap))}${this.fault()}${this.moved()}</section>`;
  }

  private heading(): Html {
    const { sender, msgID, bytes, isFinal, gaps, encoding, fault } = this.message;
    const { wait } = this.exchange;
    const missing = gaps.every(({ length }) => length !== undefined)
      ? gaps.reduce((sum, { length = 0 }) => sum + length, 0)
      : 0;
    const size = missing > 0 ? `${grouped(bytes)} of ${octets(bytes + missing)}` : octets(bytes);
    const frame = this.payload?.frame;
    const isReply = this.message === this.exchange.response;
    const facts = [
      ...(msgID === undefined ? [] : [`MsgID ${shortened(msgID)}`]),
      size,
      ...(frame === undefined ? [] : [`${this.frameWord()} ${frame}`]),
      ...(isReply && wait !== undefined ? [`after ${seconds(wait)}`] : []),
      ...(isFinal || fault !== undefined || encoding === "unknown" ? [] : ["more to come (no Final)"]),
    ];
    const name = sender === "device" ? "Device to server" : "Server to device";
    return html`<h4>${sign(sender === "device" ? "up" : "down")}<span>${name}</span><span class="mute num">${facts.join(" · ")}</span></h4>`;
  }

  private frameWord(): string {
    return this.sheet.capture.format.startsWith("pcap") ? "frame" : "entry";
  }

  private signIn(): Html {
    const { signIn } = this.message;
    if (signIn === undefined) return html``;
    const { status, text } = signIn;
    const outcome = signInOutcome(signIn);
    const challenge = status?.challenge;
    const asks =
      challenge !== undefined &&
      html`<span class="chal">asks for ${challenge.scheme}${challenge.nonce !== undefined && html`, nonce <b>${challenge.nonce}</b>`}</span>`;
    const element = this.shown?.elements.next("Cred", "");
    return this.row({
      anchor: this.sheet.anchorOf(signIn),
      isHot: outcome === "refused" || outcome === "look",
      kind: "SyncHdr",
      what: html`Sign-in <span class="note">${this.linked(text)}</span>`,
      aside: asks,
      mark: markOf(status, outcome),
      more: this.more(outcome, "sign-in", status, element, "Cred"),
    });
  }

  private results({ result, anchor, command }: GivenResults): Html {
    const { id, uri = "", value, text, status } = result;
    const element = this.shown?.elements.next("Results", id);
    const note = value === undefined ? text : `= “${shortened(value)}”`;
    const answered = html`<a class="res" href="#${this.sheet.anchorOf(command)}">answers ${command.name} ${shortened(command.id)} of #${command.exchange}</a>`;
    return this.row({
      anchor,
      isHot: false,
      kind: `Results ${shortened(id)}`,
      what: html`<span class="m">${this.marked(shortened(uri))}</span> <span class="note">${this.marked(note)}</span>`,
      aside: answered,
      mark: status !== undefined && markOf(status, "ok"),
      more: html`${value !== undefined && this.value(value, VALUE_SHOWN)}${this.more("ok", "Results", status, element, "Element")}`,
    });
  }

  private command(command: ConversationCommand): Html {
    const { name, id, outcome, status, results, value, commands, largeObject } = command;
    const element = this.shown?.elements.next(name, id);
    const { what, note, isWire } = toldOf(command);
    const about = isWire ? html`<span class="m">${this.marked(shortened(what))}</span>` : this.marked(shortened(what));
    const given = results.map((result) => {
      const side = this.message.sender === "device" ? "down" : "up";
      return html`<a class="res" href="#${this.sheet.anchorOf(result)}">${sign(side)} Results ${shortened(result.id)}: ${this.marked(shortened(result.text))}</a>`;
    });
    const shownValue = value !== undefined && this.value(value, largeObject === undefined ? VALUE_SHOWN : CHUNK_SHOWN);
    const items =
      element !== undefined &&
      commands.length === 0 &&
      this.shown !== undefined &&
      itemsPart(this.shown.elements.explanation.leaves, element, (text) => this.marked(text));
    const inner = commands.length > 0 && html`<ul class="cmds sub">${commands.map((one) => this.command(one))}</ul>`;
    return this.row({
      anchor: this.sheet.anchorOf(command),
      isHot: outcome !== "ok" && outcome !== "none",
      kind: `${name} ${shortened(id, 12)}`,
      what: html`${about}${note !== "" && html` <span class="note">${this.marked(note)}</span>`}`,
      aside: given,
      mark: markOf(status, outcome),
      more: html`${this.meaning(outcome, name, status)}${items === false ? shownValue : items}${this.more(outcome, name, status, element, "Element", true)}`,
      inner,
    });
  }

  private row(row: {
    anchor: string;
    isHot: boolean;
    kind: string;
    what: Part;
    aside: Part;
    mark: Part;
    more: Part;
    inner?: Part;
  }): Html {
    const { anchor, isHot, kind, what, aside, mark, more, inner } = row;
    return html`<li class="cmd${isHot && " hot"}" id="${anchor}"><details><summary><span class="kind">${kind}</span><span class="what">${what}</span><span class="stat">${aside}<span class="sc">${mark}</span></span></summary><div class="more">${more}</div></details>${inner}</li>`;
  }

  /** What a status means for this command, where that is not said by a word. */
  private meaning(outcome: Outcome, name: string, status: CommandStatus | undefined): Html | false {
    if (outcome === "unanswered") {
      return html`<p class="why">No Status for this ${name} is in the capture, though one is due.</p>`;
    }
    if (status === undefined || (outcome === "ok" && wordOf(status, outcome) === "done")) return false;
    if (outcome === "consequence" && status.text === "not carried out") {
      return html`<p class="why">Not carried out, because the sign-in of this message was refused. Nothing is wrong with this ${name} itself.</p>`;
    }
    const meaning = statusCodes[status.code]?.meaning;
    return html`<p class="why">${status.code}: ${wordOf(status, outcome)}.${meaning !== undefined && ` ${meaning}.`}</p>`;
  }

  /** Where the answer came from, and the element with its octets. */
  private more(
    outcome: Outcome,
    name: string,
    status: CommandStatus | undefined,
    element: Element | undefined,
    word: string,
    isExplained = false,
  ): Html {
    const said = status?.data.filter((text) => text !== "") ?? [];
    const data =
      said.length > 0 &&
      html`<p class="src">The Status says: ${said.slice(0, 8).map((text) => html`<code>${this.marked(shortened(text))}</code> `)}</p>`;
    return html`${!isExplained && this.meaning(outcome, name, status)}${data}${this.source(status, element, word)}${
      this.shown !== undefined && element !== undefined && elementPart(this.shown, element)
    }`;
  }

  private source(status: CommandStatus | undefined, element: Element | undefined, word: string): Html {
    const answered =
      status !== undefined &&
      html`Answered by Status ${shortened(status.id ?? "", 12)} in <a href="#x${status.exchange}">#${status.exchange} ${arrow(status.sender)}</a> (MsgRef ${shortened(status.msgRef ?? "", 12)}, CmdRef ${shortened(status.cmdRef ?? "", 12)}). `;
    const place =
      element !== undefined &&
      html`${word} at ${hexOffset(element.start)}–${hexOffset(Math.max(element.start, element.end - 1))}, ${octets(element.end - element.start)}`;
    return html`<p class="src">${answered}${place} <span class="car">${this.carrier()}</span></p>`;
  }

  /** `frame 12 › TCP › HTTP POST › WBXML`. */
  private carrier(): string {
    const { frame, head, undone } = this.payload ?? {};
    const exchange = this.sheet.exchange(this.exchange.index);
    const carrier = exchange?.carrier ?? "";
    const method = head?.method ?? head?.status;
    const isPackets = this.sheet.capture.format.startsWith("pcap");
    const steps = [
      ...(frame === undefined ? [] : [`${this.frameWord()} ${frame}`]),
      ...(isPackets && exchange?.connection !== undefined && carrier === "http" ? ["TCP"] : []),
      `${carrier.toUpperCase()}${method === undefined ? "" : ` ${method}`}`,
      ...(undone ?? []),
      this.message.encoding === "unknown" ? "unknown" : this.message.encoding.toUpperCase(),
    ];
    return steps.join(" › ");
  }

  private value(value: string, limit: number): Html | false {
    if (value === "" || notText.test(value)) return false;
    const room = this.sheet.takeRoom(Math.min(limit, value.length));
    const rest = value.length - room;
    const shown = rest > 0 ? beginningOf(value, room) : value;
    const more = rest > 0 && html`\n<span class="mute">⋮ ${counted(rest, "character")} not shown in this report</span>`;
    return html`<pre class="val">${this.lines(shown)}${more}</pre>`;
  }

  private lines(text: string): Part {
    const marked = this.marked(text);
    if (typeof marked === "string") return block(marked);
    return Array.isArray(marked) ? marked.map((part) => (typeof part === "string" ? block(part) : part)) : marked;
  }

  private gap({ offset, length, reason, acknowledged }: Gap): Html {
    const what = length === undefined ? "Bytes" : counted(length, "byte");
    const were = length === 1 ? "was" : "were";
    const lost = reason === "replaced" ? "replaced by the program that wrote the file" : "not captured";
    const other = this.message.sender === "device" ? "server" : "device";
    const also = acknowledged === true ? `; the ${other} acknowledged them` : "";
    return html`<p class="gap">${sign("cut")}<span><b>${what} ${were} ${lost}</b> (offset ${hexOffset(offset)}${also})</span></p>`;
  }

  private fault(): Html | false {
    const { fault, encoding } = this.message;
    if (this.shown === undefined) return false;
    const { length } = this.shown.payload.bytes;
    if (encoding === "unknown") {
      const octetsShown = leavesPart(this.shown, 0, Math.min(length, UNREAD_SHOWN));
      const why = fault === undefined ? "" : `, ${fault.text} (byte ${hexOffset(fault.offset)})`;
      return html`<div class="raw calm"><p>${sign("info")} <b>Not a SyncML message.</b> ${octets(length)}${this.marked(why)}.</p>${octetsShown}</div>`;
    }
    if (fault === undefined) return false;
    const at = Math.min(fault.offset, length);
    const start = Math.max(0, at - (at % 16) - BEFORE_FAULT);
    const octetsShown = leavesPart(this.shown, start, Math.min(length, at + AFTER_FAULT));
    const before = this.message.commands.length > 0 ? " What comes before is shown above." : "";
    return html`<div class="raw"><p>${sign("bad")} <b>Not decoded from byte ${hexOffset(fault.offset)} on.</b> ${this.marked(fault.text)}.${before}</p>${octetsShown}</div>`;
  }

  /** Statuses of this message, folded: each is at what it answers. */
  private moved(): Html | false {
    const moved = this.sheet.movedIn(this.exchange.index, this.message.sender);
    const stray = this.sheet.strayIn(this.exchange.index, this.message.sender);
    if (moved.length + stray.length === 0) return false;
    const items = moved.slice(0, STATUSES_LISTED).map((one) => movedItem(one));
    const rest = moved.length - STATUSES_LISTED;
    const more = rest > 0 && html`<li class="mute">⋮ ${grouped(rest)} more</li>`;
    const lost = stray.slice(0, STATUSES_LISTED).map(({ id, command, cmdRef, msgRef, code }) => {
      const answers = `${command} ${cmdRef} of message ${msgRef}, which is not in the capture`;
      return html`<li>Status ${shortened(id ?? "", 12)} → ${this.marked(shortened(answers))}: ${shortened(code, 12)}</li>`;
    });
    const [count, where] =
      moved.length + stray.length === 1
        ? ["1 status", "shown at the command it answers"]
        : [`${grouped(moved.length + stray.length)} statuses`, "shown at the commands they answer"];
    return html`<details class="moved"><summary>${count} <span class="mute">${where}</span></summary><ul>${items}${more}${lost}</ul></details>`;
  }

  private linked(text: string): Part {
    const marked = this.marked(text);
    const known = (index: number) => this.sheet.exchange(index) !== undefined;
    const parts = Array.isArray(marked) ? (marked as readonly Part[]) : [marked];
    return parts.map((part) => (typeof part === "string" ? withLinks(part, known) : part));
  }

  private marked(text: string): Part {
    return this.sheet.redacted.marked(text, this.exchange.index);
  }
}

function movedItem({ status, answers, anchor, exchange, sender, command, signIn }: MovedStatus): Html {
  const outcome = signIn === undefined ? (command?.outcome ?? "ok") : signInOutcome(signIn);
  return html`<li>Status ${shortened(status.id ?? "", 12)} → <a href="#${anchor}">${shortened(answers)} in #${exchange} ${arrow(sender)}</a> ${markOf(status, outcome)}</li>`;
}
