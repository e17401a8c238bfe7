export type { FieldRange } from "./field-range.ts";
export { decodeSmsPdu, type SmsAddress, type SmsPdu, type SmsPduOptions } from "./sms/pdu.ts";
export { SmsReassembler, type SmsReassembly, type SmsReassemblyOptions, type SmsSegment } from "./sms/reassembly.ts";
export {
  type Concatenation,
  decodeUserData,
  encodeUserData,
  type SegmentOptions,
  segmentSms,
  type UserData,
  type UserDataElement,
} from "./sms/user-data.ts";
export { decodePush, encodePush, type Push, type PushInput, type WspField, type WspValue } from "./wsp/push.ts";
