export { allCommands, isContainer } from "./ast/all-commands.ts";
export type { BuildOptions, OpenItem, PartListener } from "./ast/builder.ts";
export { AstBuilder } from "./ast/builder.ts";
export { type AlertCode, alertCodes } from "./ast/codes/alert-codes.ts";
export { codeOf, isSuccess } from "./ast/codes/code-of.ts";
export type { CodeTable } from "./ast/codes/code-table.ts";
export { type StatusCode, statusCodes } from "./ast/codes/status-codes.ts";
export {
  create,
  type FieldsOf,
  type NewHeader,
  type NewMessageOptions,
  type NodeKind,
  type NodeOf,
  newItem,
  newMessage,
  newSource,
  newTarget,
  type RequiredOf,
} from "./ast/create.ts";
export type { ElementContentOptions } from "./ast/element-content.ts";
export type { EmbeddedTypeOptions } from "./ast/embedded-types.ts";
export { fromJson, toJson } from "./ast/json.ts";
export type { JsonObject, JsonValue } from "./ast/json-value.ts";
export { mediaTypeOf } from "./ast/media-type.ts";
export type { AnyNode, RequiredFields } from "./ast/node-kinds.ts";
export type * from "./ast/nodes.ts";
export { type NewCommand, type NewCommandOf, type ReplyOptions, reply } from "./ast/reply.ts";
export { type StringifyOptions, stringify } from "./ast/stringify.ts";
export { walkDocument } from "./ast/walker.ts";
export { wrapFragment } from "./ast/wrap-fragment.ts";
export { bytesOf } from "./codec/bytes-of.ts";
export { type ConvertOptions, convert } from "./codec/convert.ts";
export { decode, decodeDocument, decodePartial, type PartialResult } from "./codec/decode.ts";
export type { Format } from "./codec/detect-format.ts";
export { EmbeddedDocuments } from "./codec/embedded-documents.ts";
export { type EncodeOptions, encode } from "./codec/encode.ts";
export { equalMessages } from "./codec/equal-messages.ts";
export { type DocumentSource, openDocument } from "./codec/open-document.ts";
export type { DecodeOptions, ReadOptions, WriteOptions } from "./codec/options.ts";
export { parseFragment } from "./codec/parse-fragment.ts";
export { peek } from "./codec/peek.ts";
export { textOf } from "./codec/text-of.ts";
export { openValidation, type ValidateDocumentOptions, type Validation, validate } from "./codec/validate.ts";
export type { Bytes, Octets } from "./core/bytes.ts";
export type { Diagnostic, DiagnosticCode, DiagnosticListener } from "./core/diagnostics.ts";
export { isSyncmlError, SyncmlError, type SyncmlErrorCode } from "./core/errors.ts";
export { type LimitRange, type Limits, limitRanges } from "./core/limits.ts";
export type { AttributeName, ChunkedSource, DocumentInfo, ElementName, EventSink, Locator } from "./core/sink.ts";
export type { ValidateOptions } from "./validation/find-faults.ts";
export { type FindingGroup, groupFindings } from "./validation/finding-groups.ts";
export type { Markup, MarkupElement, MarkupNote } from "./validation/markup.ts";
export type { ProfileBasis, ProfileChoice } from "./validation/profile-choice.ts";
export type { Profile, SyncmlVersion } from "./validation/profiles.ts";
export type { Finding, ReportFault, Rule, RuleContext, RuleRow, Severity } from "./validation/rule.ts";
export { rules as validationRules } from "./validation/rules.ts";
export { type MediaTypes, mediaTypes } from "./vocabulary/media-types.ts";
