export { type ChallengeInput, type ChallengeReading, challenge, readChallenge } from "../authentication/challenge.ts";
export {
  type CredentialsCheck,
  type CredentialsInput,
  checkCredentials,
  claimedUser,
  credentials,
  type ExpectedCredentials,
} from "../authentication/credentials.ts";
export { storedDigest } from "../authentication/digest.ts";
export {
  checkHmacHeader,
  type ExpectedHmac,
  type HmacCheck,
  type HmacHeader,
  type HmacInput,
  hmacHeader,
  parseHmacHeader,
} from "../authentication/hmac-header.ts";
export type { Identity } from "../authentication/identity.ts";
export { type AuthenticationScheme, type CredScheme, schemeTypes } from "../authentication/scheme.ts";
export type { FieldRange } from "./field-range.ts";
export { type DecodeNotificationOptions, decodeNotification } from "./notification/decode.ts";
export { encodeNotification, type NotificationKey, type NotificationProof } from "./notification/encode.ts";
export type {
  DmNotification,
  DsNotification,
  Initiator,
  Notification,
  NotificationInput,
  ReceivedNotification,
  SyncRecord,
  UiMode,
  UnreadNotification,
} from "./notification/notification.ts";
export {
  type NotificationAccount,
  type NotificationAccounts,
  RESYNCHRONIZATION_NONCE,
  type Verification,
  type VerifyNotificationOptions,
  verifyNotification,
} from "./notification/verify.ts";
export type {
  AccountAddress,
  AccountConnection,
  AccountCredentials,
  AccountFields,
  NewAccount,
  NewAccountFields,
  NewDmAccount,
  NewSyncAccount,
  ProvisionedAccount,
  ProvisionedDmAccount,
  SyncAccount,
  SyncDatabase,
} from "./provisioning/accounts.ts";
export {
  type ConnectionAddresses,
  type ConnectionReferences,
  type DmAccountRow,
  dmAccountOfRows,
  dmAccountRows,
} from "./provisioning/dm-account-rows.ts";
export {
  type DmBootstrapKeys,
  type DmBootstrapMethod,
  type DmBootstrapOptions,
  encodeDmBootstrap,
  type SignedDmBootstrap,
  signDmBootstrap,
} from "./provisioning/dm-bootstrap.ts";
export type { Characteristic, ProvisioningDocument, ProvisioningParm } from "./provisioning/document.ts";
export { imsiOctets, imsiOfOctets } from "./provisioning/imsi-octets.ts";
export type { ProvisioningIssue, ProvisioningIssueCode } from "./provisioning/issues.ts";
export type { ProvisioningLimits } from "./provisioning/limits.ts";
export type { ProvisioningKeys, ProvisioningMethod } from "./provisioning/methods.ts";
export {
  encodeProvisioning,
  type NewProvisioning,
  type ParsedProvisioning,
  type ParseProvisioningOptions,
  type PartialProvisioning,
  parseProvisioning,
  parseProvisioningPartial,
  type UnknownSetting,
} from "./provisioning/provisioning.ts";
export {
  type BootstrappedAccount,
  type DmBootstrapLimits,
  type ParseDmBootstrapOptions,
  type ParsedDmBootstrap,
  type PartialDmBootstrap,
  parseDmBootstrap,
  parseDmBootstrapPartial,
} from "./provisioning/read-dm-bootstrap.ts";
export type { BootstrapSecurity, ContentTyped } from "./provisioning/security.ts";
export { type SignedProvisioning, type SignOptions, signProvisioning } from "./provisioning/sign.ts";
export type { Verified } from "./provisioning/signature.ts";
export type { ProvisioningWriteOptions } from "./provisioning/write-document.ts";
export type { SmsAddress } from "./sms/address.ts";
export {
  decodeSmsPdu,
  encodeSmsPdu,
  type SmsCoding,
  type SmsPdu,
  type SmsPduInput,
  type SmsPduOptions,
} from "./sms/pdu.ts";
export {
  type OpenSms,
  SmsReassembler,
  type SmsReassembly,
  type SmsReassemblyOptions,
  type SmsSegment,
} from "./sms/reassembly.ts";
export { readSmsTranscript, type SmsTranscript, type TranscriptFault, type TranscriptPdu } from "./sms/transcript.ts";
export {
  type Concatenation,
  decodeUserData,
  encodeUserData,
  type SegmentOptions,
  segmentSms,
  type UserData,
  type UserDataElement,
} from "./sms/user-data.ts";
export { type CarrierLayer, type Unwrapped, type UnwrappedSegments, unwrapCarriers, unwrapSegments } from "./unwrap.ts";
export type { WspField, WspFields, WspValue } from "./wsp/fields.ts";
export { decodePush, encodePush, type Push, type PushInput } from "./wsp/push.ts";
