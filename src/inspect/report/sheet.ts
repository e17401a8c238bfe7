import type { Capture, Exchange, Payload } from "../../capture/model.ts";
import type {
  CommandResult,
  CommandStatus,
  Conversation,
  ConversationCommand,
  ConversationExchange,
  ConversationMessage,
  Problem,
  Sender,
  SignIn,
  StrayStatus,
} from "../conversation/model.ts";
import { explanationOf } from "../explain/explain.ts";
import type { Redaction } from "../redaction/redact.ts";
import { MessageElements } from "./elements.ts";
import { type Html, html } from "./html.ts";
import { isShown } from "./outcomes.ts";
import { RedactedPlaces } from "./redacted-places.ts";

/** A Status that is shown at what it answers. */
export interface MovedStatus {
  readonly status: CommandStatus;
  /** `Get 1`, or the header. */
  readonly answers: string;
  readonly anchor: string;
  /** Where what it answers is. */
  readonly exchange: number;
  readonly sender: Sender;
  readonly command?: ConversationCommand;
  readonly signIn?: SignIn;
}

/** Results, and the command that asked for them. */
export interface GivenResults {
  readonly result: CommandResult;
  readonly anchor: string;
  readonly command: ConversationCommand;
}

/** Characters of values in a page, so that long sessions have pages that browsers like. */
const VALUE_CHARACTERS = 1_000_000;
const CHARACTERS_AT_LEAST = 512;

/** What the parts of a report look things up in. */
export class Sheet {
  readonly capture: Capture;
  readonly heard: Conversation;
  readonly redacted: RedactedPlaces;
  private readonly exchanges: ReadonlyMap<number, Exchange>;
  private valuesLeft = VALUE_CHARACTERS;
  private readonly anchors = new Map<object, string>();
  /** By `exchange sender`. */
  private readonly moved = new Map<string, MovedStatus[]>();
  private readonly given = new Map<string, GivenResults[]>();
  private readonly stray = new Map<string, StrayStatus[]>();
  private readonly problems = new Map<number, number[]>();

  constructor(capture: Capture, heard: Conversation, replaced: readonly Redaction[]) {
    this.capture = capture;
    this.heard = heard;
    this.redacted = new RedactedPlaces(capture, replaced);
    this.exchanges = new Map(capture.exchanges.map((exchange) => [exchange.index, exchange]));
    for (const { index, request, response } of heard.exchanges) {
      for (const message of [request, response]) if (message !== undefined) this.enter(index, message);
    }
    for (const one of heard.strayStatuses) {
      if (one.sender !== undefined) entry(this.stray, `${one.exchange} ${one.sender}`).push(one);
    }
    heard.problems.forEach(({ exchanges }, number) => {
      for (const index of exchanges) entry(this.problems, index).push(number);
    });
  }

  /** How many characters of a value may be shown: few, once the values before it took a million. */
  takeRoom(wanted: number): number {
    const room = this.valuesLeft > 0 ? wanted : Math.min(wanted, CHARACTERS_AT_LEAST);
    this.valuesLeft -= room;
    return room;
  }

  /** Where a command or a result is in the page. */
  anchorOf(thing: object): string {
    return this.anchors.get(thing) ?? "";
  }

  movedIn(exchange: number, sender: Sender): readonly MovedStatus[] {
    return this.moved.get(`${exchange} ${sender}`) ?? [];
  }

  resultsIn(exchange: number, sender: Sender): readonly GivenResults[] {
    return this.given.get(`${exchange} ${sender}`) ?? [];
  }

  /** Statuses whose command is not in the capture. */
  strayIn(exchange: number, sender: Sender): readonly StrayStatus[] {
    return this.stray.get(`${exchange} ${sender}`) ?? [];
  }

  /** Numbers of the problems of an exchange, from 0. */
  problemsOf(exchange: number): readonly number[] {
    return this.problems.get(exchange) ?? [];
  }

  problem(number: number): Problem {
    return this.heard.problems[number] as Problem;
  }

  exchange(index: number): Exchange | undefined {
    return this.exchanges.get(index);
  }

  payload({ index, request }: ConversationExchange, message: ConversationMessage): Payload | undefined {
    const exchange = this.exchanges.get(index);
    return message === request ? exchange?.request : exchange?.response;
  }

  /** What the octets of a message say. Not kept: a report has each message once. */
  elements(payload: Payload): MessageElements {
    return new MessageElements(explanationOf(payload.bytes));
  }

  private enter(exchange: number, { sender, commands, signIn }: ConversationMessage): void {
    const side = `c${exchange}${sender === "device" ? "a" : "b"}`;
    let number = 0;
    if (signIn !== undefined) {
      const anchor = isShown(signIn) ? `${side}0` : `x${exchange}`;
      this.anchors.set(signIn, anchor);
      for (const status of allOf(signIn)) {
        this.move({ status, answers: "SyncHdr", anchor, exchange, sender, signIn });
      }
    }
    const enter = (inner: readonly ConversationCommand[]) => {
      for (const command of inner) {
        number++;
        const anchor = `${side}${number}`;
        this.anchors.set(command, anchor);
        const { results, name, id } = command;
        for (const status of allOf(command)) {
          this.move({ status, answers: `${name} ${id}`, anchor, exchange, sender, command });
        }
        for (const result of results) this.give(result, command);
        enter(command.commands);
      }
    };
    enter(commands);
  }

  private give(result: CommandResult, command: ConversationCommand): void {
    const by = command.sender === "device" ? "server" : "device";
    const list = entry(this.given, `${result.exchange} ${by}`);
    const anchor = `c${result.exchange}${by === "device" ? "a" : "b"}r${list.length + 1}`;
    this.anchors.set(result, anchor);
    list.push({ result, anchor, command });
    const { id, exchange } = result;
    for (const status of allOf(result)) this.move({ status, answers: `Results ${id}`, anchor, exchange, sender: by });
  }

  private move(moved: MovedStatus): void {
    entry(this.moved, `${moved.status.exchange} ${moved.status.sender}`).push(moved);
  }
}

/** What answers something: the Status that counts, and others. */
function allOf(answered: {
  readonly status?: CommandStatus;
  readonly otherStatuses?: readonly CommandStatus[];
}): readonly CommandStatus[] {
  const { status, otherStatuses = [] } = answered;
  return status === undefined ? otherStatuses : [status, ...otherStatuses];
}

function entry<Key, Value>(map: Map<Key, Value[]>, key: Key): Value[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made: Value[] = [];
  map.set(key, made);
  return made;
}

/** `#5`, as a link to the exchange. */
export function exchangeLink(index: number): Html {
  return html`<a href="#x${index}">#${index}</a>`;
}

/** `→` for what the device sent, `←` for what the server sent. */
export function arrow(sender: Sender): string {
  return sender === "device" ? "→" : "←";
}
