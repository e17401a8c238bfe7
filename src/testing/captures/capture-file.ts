import { type ConversationStyle, conversationsOf, rawHttpFile } from "./conversations.ts";
import { type HarStyle, harFile } from "./har-file.ts";
import { type CapturedPacket, type InternetStyle, packetsOf } from "./internet-packets.ts";
import { type CapturedFrame, frameOf, isUnpadded, type LinkName } from "./link-frames.ts";
import { type PacketFileStyle, packetFile } from "./packet-files.ts";
import { type Loss, segmentsOf, type TcpStyle } from "./tcp-segments.ts";
import type { TrafficExchange } from "./traffic.ts";

/** Frames of a capture, and all that is around the messages in them. */
export interface PacketCarrier {
  /** Which kind of carrier. */
  readonly kind: "packets";
  /** How its messages follow each other. */
  readonly conversation: ConversationStyle;
  /** How its segments are cut, ordered and lost. */
  readonly tcp: TcpStyle;
  /** How its packets are addressed and fragmented. */
  readonly internet: InternetStyle;
  /** The links that frames are captured on, in turn; of pcap the first alone. */
  readonly links: readonly [LinkName, ...LinkName[]];
  /** How the file is written. */
  readonly file: PacketFileStyle;
  /** Frames of connections take turns. */
  readonly isInterleaved: boolean;
  /** Places among the frames, as shares of them, of frames that are not captured. */
  readonly lostFrames: readonly number[];
}

/** What carries messages in a file. */
export type Carrier =
  | PacketCarrier
  | { readonly kind: "har"; readonly har: HarStyle }
  | { readonly kind: "http"; readonly conversation: ConversationStyle };

/** A file with captured traffic. */
export interface CapturedTraffic {
  /** The octets of the capture. */
  readonly file: Uint8Array;
  /** Bodies as they were on the wire where a content coding was on them. */
  readonly coded: readonly Uint8Array[];
  /** What the file lacks of what the sides sent. */
  readonly losses: readonly Loss[];
  /** Connections that have no handshake in the file. */
  readonly lateConnections: number;
}

/** Exchanges as a file, in this carrier. The same arguments give the same octets. */
export function captureTraffic(exchanges: readonly TrafficExchange[], carrier: Carrier): CapturedTraffic {
  const whole = { coded: [], losses: [], lateConnections: 0 };
  if (carrier.kind === "har") return { ...whole, file: harFile(exchanges, carrier.har) };
  if (carrier.kind === "http") return { ...whole, file: rawHttpFile(exchanges, carrier.conversation) };
  return packets(exchanges, carrier);
}

function packets(exchanges: readonly TrafficExchange[], carrier: PacketCarrier): CapturedTraffic {
  const conversations = conversationsOf(exchanges, carrier.conversation);
  const connections = conversations.map((one, index) => segmentsOf(one, carrier.tcp, index));
  const links = carrier.file.format === "pcap" ? carrier.links.slice(0, 1) : carrier.links;
  const canBeOffloaded = carrier.internet.isOffloaded && links.every(isUnpadded);
  let identification = 0;
  const packetsOfConnections = connections.map(({ segments }) =>
    segments.flatMap((segment) => packetsOf(segment, carrier.internet, ++identification, canBeOffloaded)),
  );
  const inTurn =
    carrier.isInterleaved && !carrier.tcp.reusesPort ? interleaved(packetsOfConnections) : packetsOfConnections.flat();
  const frames = inTurn.map((packet, index) => frameOf(packet, links[index % links.length] as LinkName));
  return {
    file: packetFile(withoutLost(frames, carrier.lostFrames), carrier.file),
    coded: conversations.flatMap(({ coded }) => coded),
    losses: connections.flatMap(({ losses }) => losses),
    lateConnections: carrier.tcp.hasHandshake ? 0 : connections.length,
  };
}

function interleaved(lists: readonly (readonly CapturedPacket[])[]): CapturedPacket[] {
  const all: CapturedPacket[] = [];
  const most = Math.max(0, ...lists.map(({ length }) => length));
  for (let index = 0; index < most; index++) {
    for (const list of lists) {
      const packet = list[index];
      if (packet !== undefined) all.push(packet);
    }
  }
  return all;
}

function withoutLost(frames: readonly CapturedFrame[], lost: readonly number[]): CapturedFrame[] {
  const indexes = new Set(lost.map((share) => Math.floor(share * frames.length)));
  return frames.filter((_, index) => !indexes.has(index));
}
