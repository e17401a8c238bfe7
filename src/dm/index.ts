export type { AccountScheme, Direction, DmAccount, Nonces } from "./account.ts";
export { type Answer, type AnsweredItem, type Answers, type AnswerValue, answerOf } from "./answer.ts";
export { type ClientBeginning, type ClientContext, type ClientInput, clientInput, startClient } from "./client.ts";
export {
  type ClientClock,
  type ClientEvents,
  type ClientReason,
  type ClientRequest,
  type ClientResponse,
  type ClientRun,
  type DmClient,
  type DmClientOptions,
  dmClient,
} from "./client-driver.ts";
export type { BodyStream, FetchRequest, FetchResponse, HttpRequest, HttpResponse } from "./http.ts";
export type { LogEvent } from "./log-event.ts";
export type { DeviceOutcome, ManagedDevice, StepResult, StepStatus } from "./managed-device.ts";
export { type MemoryStore, type MemoryStoreOptions, memoryStore } from "./memory-store.ts";
export { messageNumber, type OrderVerdict, orderOf, requestHash } from "./message-order.ts";
export { type NodeRequest, type NodeResponse, nodeListener } from "./node-listener.ts";
export { openSession } from "./open-session.ts";
export type { Plan } from "./plan.ts";
export {
  type ExecOptions,
  type NodeValue,
  type PlanCommands,
  planCommands,
  type ValueOptions,
} from "./plan-commands.ts";
export {
  defaultPolicy,
  type PolicyRow,
  type PolicySide,
  policyTable,
  resolvePolicy,
  type SessionPolicy,
} from "./policy.ts";
export {
  detectProfile,
  type PeerProfile,
  type ProfileName,
  type ProfileRow,
  profileOf,
  profileRows,
  standardProfile,
} from "./profiles.ts";
export type { SessionKey } from "./receive.ts";
export { describeCommands, shortDevice } from "./redact.ts";
export { redactMessage } from "./redact-message.ts";
export { type RedisClient, type RedisCommand, type RedisStoreOptions, redisStore } from "./redis-store.ts";
export { type ResolvedRespURI, type RespURIRules, resolveRespURI } from "./resp-uri.ts";
export { type Asked, type Script, script } from "./script.ts";
export { isSecretUri } from "./secret-uri.ts";
export { type ServerContext, type ServerInput, serverInput } from "./server.ts";
export {
  type Claim,
  type DmServer,
  type DmServerOptions,
  dmServer,
  type EndedSession,
  type ServerEvents,
} from "./server-driver.ts";
export type { LogMode } from "./session-log.ts";
export type { MaybePromise, SessionStore, SetOptions, StoredValue } from "./session-store.ts";
export type * from "./session-types.ts";
export type { ChooseOptions, ConfirmOptions, DisplayOptions, InputOptions, InputType } from "./user-alert.ts";
