export { type ComparedPlace, type CompareOptions, compare, type Difference } from "./comparison/compare.ts";
export type { Ignorable, NodeDifference } from "./comparison/compare-nodes.ts";
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
  RuleFinding,
  Run,
  Sender,
  SessionSummary,
  SignIn,
  SignInProof,
  SignInTry,
  StrayResult,
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
export { type ExplanationRow, explanationRows, type RowNote, type RowsBy } from "./explain/explanation-rows.ts";
export { type ExplanationPaint, type ExplanationTextOptions, explanationText } from "./explain/explanation-text.ts";
export type { Explanation, Finding, Leaf, LeafKind } from "./explain/leaf.ts";
export { type ExplanationPart, leavesOf, nearestPath, partAround, partAtPath } from "./explain/part.ts";
export { type RedactedCapture, type Redaction, type RedactOptions, redact } from "./redaction/redact.ts";
export type { SecretClass } from "./redaction/secrets.ts";
export { type ReportOptions, reportHtml } from "./report/report-html.ts";
export { TreePrinter, type TreePrintOptions } from "./tree-printer.ts";
