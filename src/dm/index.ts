export { messageNumber, type OrderVerdict, orderOf, requestHash } from "./message-order.ts";
export { type ResolvedRespURI, type RespURIRules, resolveRespURI } from "./resp-uri.ts";
