export { messageNumber, type OrderVerdict, orderOf, requestHash } from "./message-order.ts";
export { describeCommands, shortDevice } from "./redact.ts";
export { redactMessage } from "./redact-message.ts";
export { type ResolvedRespURI, type RespURIRules, resolveRespURI } from "./resp-uri.ts";
export { isSecretUri } from "./secret-uri.ts";
