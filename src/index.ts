export type { BuildOptions, OpenItem, PartListener } from "./ast/builder.ts";
export { AstBuilder } from "./ast/builder.ts";
export {
  create,
  type FieldsOf,
  item,
  message,
  type NewHeader,
  type NodeKind,
  type NodeOf,
  source,
  target,
} from "./ast/create.ts";
export { fromJson, toJson } from "./ast/json.ts";
export type * from "./ast/nodes.ts";
export { type FindingGroup, groupFindings } from "./ast/validation/finding-groups.ts";
export type { Markup, MarkupElement, Note } from "./ast/validation/markup.ts";
export type { ProfileBasis, ProfileChoice } from "./ast/validation/profile-choice.ts";
export type { Profile, Version } from "./ast/validation/profiles.ts";
export type { Finding, Report, Rule, RuleContext, RuleRow, Severity } from "./ast/validation/rule.ts";
export { rules as validationRules } from "./ast/validation/rules.ts";
export { walkDocument } from "./ast/walker.ts";
export { wrapFragment } from "./ast/wrap-fragment.ts";
export { type ConvertOptions, convert } from "./codec/convert.ts";
export { decode, decodeDocument, decodePartial, type PartialResult } from "./codec/decode.ts";
export { EmbeddedDocuments } from "./codec/embedded-documents.ts";
export { type EncodeOptions, encode } from "./codec/encode.ts";
export { equalMessages } from "./codec/equal-messages.ts";
export { type DocumentSource, openDocument } from "./codec/open-document.ts";
export type { DecodeOptions, ReadOptions, WriteOptions } from "./codec/options.ts";
export { parseFragment } from "./codec/parse-fragment.ts";
export { peek } from "./codec/peek.ts";
export { openValidation, type ValidateDocumentOptions, type Validation, validate } from "./codec/validate.ts";
export type { Bytes } from "./core/bytes.ts";
export type { Diagnostic, DiagnosticCode, DiagnosticListener } from "./core/diagnostics.ts";
export { isSyncmlError, SyncmlError, type SyncmlErrorCode } from "./core/errors.ts";
export { type Limits, limitRanges } from "./core/limits.ts";
export type { AttributeName, ChunkedSource, DocumentInfo, ElementName, EventSink, Locator } from "./core/sink.ts";
