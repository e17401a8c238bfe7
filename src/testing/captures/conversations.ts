import { continueOctets, type HttpStyle, httpOctets } from "./http-messages.ts";
import { concatenated, type TrafficExchange, type TrafficSide } from "./traffic.ts";

/** How exchanges are spoken over connections. */
export interface ConversationStyle {
  /** Requests and replies take turns in these styles. */
  readonly messages: readonly HttpStyle[];
  /** Exchanges of a connection. */
  readonly exchangesOfConnection: number;
  /** All requests of a connection come before its first reply. */
  readonly isPipelined: boolean;
}

/** What one side sends before the other speaks. */
export interface Burst {
  readonly side: TrafficSide;
  readonly octets: Uint8Array;
}

/** What is said over a connection. */
export interface Conversation {
  readonly bursts: readonly Burst[];
  /** Where the messages of each side begin in all that it sends. */
  readonly starts: Readonly<Record<TrafficSide, readonly number[]>>;
  /** Bodies with their content coding, as a reader gives them that cannot undo it. */
  readonly coded: readonly Uint8Array[];
  /** Its last reply ends with it. */
  readonly isUntilClose: boolean;
}

/** Exchanges as HTTP/1 over one connection after another. */
export function conversationsOf(
  exchanges: readonly TrafficExchange[],
  { messages, exchangesOfConnection, isPipelined }: ConversationStyle,
): Conversation[] {
  const conversations: Conversation[] = [];
  for (let first = 0; first < exchanges.length; first += exchangesOfConnection) {
    const some = exchanges.slice(first, first + exchangesOfConnection);
    conversations.push(conversation(some, first, messages, isPipelined, !isPipelined));
  }
  return conversations;
}

function conversation(
  exchanges: readonly TrafficExchange[],
  first: number,
  styles: readonly HttpStyle[],
  isPipelined: boolean,
  mayWait: boolean,
): Conversation {
  const styleOf = (index: number) => styles[index % styles.length] as HttpStyle;
  const turns: Burst[] = [];
  const sent = { opener: 0, acceptor: 0 };
  const starts: Record<TrafficSide, number[]> = { opener: [], acceptor: [] };
  const coded: Uint8Array[] = [];
  let isUntilClose = false;
  const say = (side: TrafficSide, ...parts: Uint8Array[]) => {
    const octets = concatenated(parts);
    turns.push({ side, octets });
    sent[side] += octets.length;
  };
  const ask = (index: number) => {
    const style = styleOf(2 * (first + index));
    const { request } = exchanges[index] as TrafficExchange;
    const octets = httpOctets(`POST /${first + index} HTTP/1.1`, request, style);
    coded.push(octets.coded);
    starts.opener.push(sent.opener);
    if (!style.expectsContinue || !mayWait) {
      say("opener", octets.head, octets.body);
      return;
    }
    say("opener", octets.head);
    starts.acceptor.push(sent.acceptor);
    say("acceptor", continueOctets);
    say("opener", octets.body);
  };
  const answer = (index: number) => {
    const style = styleOf(2 * (first + index) + 1);
    const isLast = index === exchanges.length - 1;
    const framing = style.framing === "until-close" && !isLast ? "length" : style.framing;
    if (framing === "until-close") isUntilClose = true;
    const octets = httpOctets("HTTP/1.1 200 OK", (exchanges[index] as TrafficExchange).response, { ...style, framing });
    coded.push(octets.coded);
    starts.acceptor.push(sent.acceptor);
    say("acceptor", octets.head, octets.body);
  };
  for (let index = 0; index < exchanges.length; index++) {
    ask(index);
    if (!isPipelined) answer(index);
  }
  if (isPipelined) for (let index = 0; index < exchanges.length; index++) answer(index);
  return { bursts: joined(turns), starts, coded, isUntilClose };
}

/** Turns of one side that follow each other are one. */
function joined(turns: readonly Burst[]): Burst[] {
  const bursts: Burst[] = [];
  for (const turn of turns) {
    const last = bursts.at(-1);
    if (last?.side === turn.side) {
      bursts[bursts.length - 1] = { side: turn.side, octets: concatenated([last.octets, turn.octets]) };
    } else if (turn.octets.length > 0) bursts.push(turn);
  }
  return bursts;
}

/** The same as a file of messages one after another. */
export function rawHttpFile(exchanges: readonly TrafficExchange[], style: ConversationStyle): Uint8Array {
  const { bursts } = conversation(exchanges, 0, style.messages, style.isPipelined, false);
  return concatenated(bursts.map(({ octets }) => octets));
}
