export { conversation } from "./conversation/conversation.ts";
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
export {
  type ConversationPaint,
  type ConversationTextOptions,
  conversationText,
} from "./conversation/terminal-text.ts";
export { EventPrinter } from "./event-printer.ts";
export { type ExplainFormat, type ExplainOptions, explain, explanationOf } from "./explain/explain.ts";
export type { Explanation, Finding, Leaf, LeafKind } from "./explain/leaf.ts";
export { TreePrinter, type TreePrintOptions } from "./tree-printer.ts";
