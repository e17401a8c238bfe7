export type { Profile, SyncmlVersion } from "../validation/profiles.ts";
export { type CapturedTraffic, type Carrier, captureTraffic, type PacketCarrier } from "./captures/capture-file.ts";
export { captures, type GeneratedCapture, trafficExchanges } from "./captures/captures.ts";
export { type CarrierOptions, carriers } from "./captures/carriers.ts";
export type { ConversationStyle } from "./captures/conversations.ts";
export type { HarStyle } from "./captures/har-file.ts";
export type { HttpStyle } from "./captures/http-messages.ts";
export type { InternetStyle } from "./captures/internet-packets.ts";
export type { LinkName } from "./captures/link-frames.ts";
export type { PacketFileStyle } from "./captures/packet-files.ts";
export type { Accident, Loss, TcpStyle } from "./captures/tcp-segments.ts";
export type { TrafficExchange, TrafficMessage } from "./captures/traffic.ts";
export { chunkings } from "./chunkings.ts";
export {
  type CaptureLawOptions,
  checkLossesSaidOnce,
  checkNothingInvented,
  checkSamePayloads,
  type ReadCapture,
  type ReadDiagnostic,
  type ReadPayload,
} from "./laws/captures.ts";
export { checkChunkBlind } from "./laws/chunk-blind.ts";
export type { Codec, ConvertingCodec } from "./laws/codec.ts";
export { type ConversionLawOptions, checkConversionsAgree, checkPayloads } from "./laws/conversions-agree.ts";
export { checkBalanced, checkCounted, type OpenReader } from "./laws/events.ts";
export { checkFaithful, type Listing } from "./laws/faithful.ts";
export { checkFormsAgree } from "./laws/forms-agree.ts";
export { checkHonest } from "./laws/honest.ts";
export type { DocumentLawOptions, MessageLawOptions, Runs } from "./laws/law.ts";
export { checkRefuses, type RefusalOptions } from "./laws/refuses.ts";
export { checkRoundTrip } from "./laws/round-trip.ts";
export { checkServer, type Respond, type ServerLawOptions } from "./laws/server.ts";
export { checkSpellings } from "./laws/spellings.ts";
export { checkTiles, type Tile } from "./laws/tiles.ts";
export { commands, documents, type MessageOptions, messages } from "./messages.ts";
export { mutations } from "./mutations.ts";
export type { Content } from "./nodes.ts";
export { notifications } from "./notifications.ts";
export { switchedPages } from "./page-switches.ts";
export { spoiltMessages } from "./spoilt-namespaces.ts";
export { tokenDocuments } from "./token-documents.ts";
export type { Sender } from "./usage/usage.ts";
export { xmlDocuments } from "./xml-documents.ts";
export { xmlSpellings } from "./xml-spellings.ts";
