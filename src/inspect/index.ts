export type {
  CommandReference,
  CommandResult,
  CommandStatus,
  Conversation,
  ConversationCommand,
  ConversationCounts,
  ConversationExchange,
  ConversationMessage,
  ConversationOptions,
  LargeObject,
  NonceUse,
  Outcome,
  PeerName,
  Problem,
  Run,
  Sender,
  SessionSummary,
  SignIn,
  StrayStatus,
  TouchedNode,
} from "./conversation/model.ts";
export { EventPrinter } from "./event-printer.ts";
export { TreePrinter, type TreePrintOptions } from "./tree-printer.ts";
