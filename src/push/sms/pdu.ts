import { ByteWriter } from "../../core/byte-writer.ts";
import { type Bytes, bytesOf, type Octets } from "../../core/bytes.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { octetsOfHex } from "../../core/hex-digit.ts";
import { checkOptions, flag, integer, oneOf, optionChecks } from "../../core/options.ts";
import { append } from "../append.ts";
import type { FieldRange } from "../field-range.ts";
import { OctetReader } from "../octet-reader.ts";
import { addressFrom, addressOf, MAX_ADDRESS_OCTETS, type SmsAddress, septetText } from "./address.ts";
import { timeStampOctets, timeStampText } from "./time-stamp.ts";
import { MAX_USER_DATA_OCTETS, readUserData, type UserData } from "./user-data.ts";

/** How user data is coded: 7-bit characters, octets, 16-bit characters, or not known. */
export type SmsCoding = "7-bit" | "8-bit" | "UCS-2" | "reserved";

/** What {@link encodeSmsPdu} takes. */
export interface SmsPduInput {
  /** To the phone, or from it. */
  readonly kind: "deliver" | "submit";
  /** Service centre. Nothing: the PDU starts without one; empty text: with a length of 0. Default: nothing. */
  readonly smsc?: SmsAddress | string | undefined;
  /** Sender of what was delivered, receiver of what is submitted. */
  readonly address: SmsAddress | string;
  /** Message reference of a SUBMIT. Default 0. */
  readonly messageReference?: number | undefined;
  /** Default 0. */
  readonly protocolID?: number | undefined;
  /** Default 0xf5, octets for the phone. */
  readonly dataCodingScheme?: number | undefined;
  /** Time stamp of a DELIVER, such as `26-11-02 12:34:56 +0000`. */
  readonly timeStamp?: string | undefined;
  /** The time stamp as it was read. Ignored where it is no longer that of `timeStamp`. */
  readonly timeStampOctets?: Uint8Array | undefined;
  /** Validity period of a SUBMIT: no octets, one (relative) or seven. Default: none. */
  readonly validityPeriod?: Uint8Array | undefined;
  /** Whether user data starts with a header. Default true. */
  readonly hasHeader?: boolean | undefined;
  /** User data with its header, as octets; 7-bit data is packed. At most 140. */
  readonly userData: Uint8Array;
  /** Septets of 7-bit data, octets of other. Default: what `userData` has room for. */
  readonly userDataLength?: number | undefined;
  /** The first octet of the TPDU as it was read, for the bits that no field has. Default: all of them 0, but "no more messages" of a DELIVER. */
  readonly firstOctet?: number | undefined;
}

/** A short message as a modem prints it. */
export interface SmsPdu extends SmsPduInput {
  /** Service centre; nothing if the PDU starts without one, without digits if its length is 0. */
  readonly smsc: SmsAddress | undefined;
  /** Sender of a DELIVER, destination of a SUBMIT. */
  readonly address: SmsAddress;
  /** TP-MR of a SUBMIT, 0–255. */
  readonly messageReference: number | undefined;
  /** TP-PID, one octet. */
  readonly protocolID: number;
  /** TP-DCS, one octet. */
  readonly dataCodingScheme: number;
  /** How user data is coded, by the data coding scheme. */
  readonly coding: SmsCoding;
  /** Time stamp of the service centre of a DELIVER, such as `26-11-02 12:34:56 +0100`; none for a SUBMIT. */
  readonly timeStamp: string | undefined;
  /** The seven octets of that time stamp, as they came. */
  readonly timeStampOctets: Uint8Array | undefined;
  /** TP-VP of a SUBMIT, as it came; none if absent. */
  readonly validityPeriod: Uint8Array | undefined;
  /** TP-UDL: octets, or septets if coded in 7 bits. */
  readonly userDataLength: number;
  /** User data begins with a header, TP-UDHI. */
  readonly hasHeader: boolean;
  /** The first octet, with the type and its flags. */
  readonly firstOctet: number;
  /** The header read, and the body; nothing without a header. */
  readonly header: UserData | undefined;
  /**
   * The text of UCS-2 data, and of 7-bit data whose characters are all the same in ASCII; without the header. Nothing for octets.
   */
  readonly text: string | undefined;
  /** Octets without the service centre, as the number that modems print. */
  readonly tpduLength: number;
  /** Where each field is in the octets, in order. */
  readonly ranges: readonly FieldRange[];
}

/** How {@link decodeSmsPdu} reads. */
export interface SmsPduOptions {
  /** Whether the PDU starts with the service centre. Default `"auto"`: with it, unless it is well-formed only without. */
  readonly smsc?: "auto" | "present" | "absent" | undefined;
}

const SUBMIT = 1;
const HEADER_BIT = 0x40;
const NO_MORE_MESSAGES = 0x04;
const VALIDITY_BITS = 0x18;
const RELATIVE = 0x10;
const ABSOLUTE = 0x18;
const NOTHING = new Uint8Array(0);

const readChecks = optionChecks({ smsc: oneOf("auto", "present", "absent") });
const writeChecks = optionChecks({
  kind: oneOf("deliver", "submit"),
  messageReference: integer(0, 255),
  protocolID: integer(0, 255),
  dataCodingScheme: integer(0, 255),
  userDataLength: integer(0, 160),
  firstOctet: integer(0, 255),
  hasHeader: flag,
});

/**
 * Reads a DELIVER or SUBMIT PDU (GSM 03.40), as octets or in hexadecimal with white space between. All of the input must be
 * the PDU. Offsets and ranges count octets, also of hexadecimal input.
 *
 * @throws {SyncmlError} `truncated-input` or `invalid-layout`, with offset and field.
 * @throws {TypeError} if the input is neither octets nor hexadecimal.
 */
export function decodeSmsPdu(input: Bytes | string, options: SmsPduOptions = {}): SmsPdu {
  checkOptions(options, readChecks);
  const bytes = typeof input === "string" ? octetsOfText(input) : bytesOf(input);
  const { smsc = "auto" } = options;
  if (smsc !== "auto") return readPdu(bytes, smsc === "present");
  try {
    return readPdu(bytes, true);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    try {
      return readPdu(bytes, false);
    } catch {
      // The usual form says more of what is wrong.
      throw error;
    }
  }
}

/**
 * Writes a DELIVER or SUBMIT PDU (GSM 03.40).
 *
 * @throws {TypeError} if a field is of the wrong type.
 * @throws {RangeError} if a value cannot be written.
 */
export function encodeSmsPdu(pdu: SmsPduInput): Octets {
  checkOptions(pdu, writeChecks);
  const userData = bytesOf(pdu.userData);
  if (userData.length > MAX_USER_DATA_OCTETS) throw new RangeError("userData has at most 140 octets");
  const isSubmit = pdu.kind === "submit";
  const { hasHeader = true, dataCodingScheme = 0xf5, validityPeriod = NOTHING } = pdu;
  const writer = new ByteWriter(180);
  if (pdu.smsc !== undefined) writeSmsc(writer, pdu.smsc);
  const rest = (pdu.firstOctet ?? (isSubmit ? 0 : NO_MORE_MESSAGES)) & ~(HEADER_BIT | 3);
  const first = rest | (hasHeader ? HEADER_BIT : 0) | (isSubmit ? SUBMIT : 0);
  writer.byte(isSubmit ? withValidity(first, validityPeriod.length) : first);
  if (isSubmit) writer.byte(pdu.messageReference ?? 0);
  const address = addressIn(pdu.address);
  if (address.octets.length !== Math.ceil(address.digits / 2) || address.octets.length > MAX_ADDRESS_OCTETS) {
    throw new RangeError("an address has at most 20 digits, two in an octet");
  }
  writer.byte(address.digits);
  writer.byte(address.type);
  append(writer, address.octets);
  writer.byte(pdu.protocolID ?? 0);
  writer.byte(dataCodingScheme);
  append(writer, isSubmit ? validityPeriod : stampOf(pdu));
  writer.byte(lengthOf(userData.length, codingOf(dataCodingScheme), pdu.userDataLength));
  append(writer, userData);
  return writer.take();
}

function writeSmsc(writer: ByteWriter, smsc: SmsAddress | string): void {
  if (smsc === "" || (typeof smsc === "object" && smsc.octets.length === 0)) {
    writer.byte(0);
    return;
  }
  const { type, octets } = addressIn(smsc);
  if (octets.length > MAX_ADDRESS_OCTETS) throw new RangeError("a service centre has at most 20 digits");
  writer.byte(octets.length + 1);
  writer.byte(type);
  append(writer, octets);
}

/** Parts of an address that was read and changed do not fit any more: its text counts. */
function addressIn(address: SmsAddress | string): SmsAddress {
  if (typeof address === "string") return addressFrom(address);
  const { type, digits, text, octets } = address;
  return addressOf(type, octets, digits).text === text ? address : addressFrom(text);
}

function withValidity(first: number, octets: number): number {
  const had = first & VALIDITY_BITS;
  const rest = first & ~VALIDITY_BITS;
  if (octets === 0) return rest;
  if (octets === 1) return rest | RELATIVE;
  if (octets !== 7) throw new RangeError("validityPeriod has no octets, one or seven");
  return rest | (had === 0x08 ? had : ABSOLUTE);
}

function stampOf({ timeStamp, timeStampOctets: octets }: SmsPduInput): Uint8Array {
  if (timeStamp === undefined) throw new TypeError("a DELIVER needs a timeStamp");
  return octets?.length === 7 && timeStampText(octets) === timeStamp ? octets : timeStampOctets(timeStamp);
}

function lengthOf(octets: number, coding: SmsCoding, given: number | undefined): number {
  if (coding !== "7-bit") return octets;
  if (given !== undefined && Math.ceil((given * 7) / 8) === octets) return given;
  return Math.floor((octets * 8) / 7);
}

function octetsOfText(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, "");
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) {
    throw new TypeError("a PDU is pairs of hexadecimal digits");
  }
  return octetsOfHex(digits);
}

function readPdu(bytes: Uint8Array, withSmsc: boolean): SmsPdu {
  const reader = new OctetReader(bytes, "/sms");
  const smsc = withSmsc ? readSmsc(reader) : undefined;
  const tpduStart = reader.pos;
  const octet = (field: string) => {
    const value = reader.octet(field);
    reader.note(field, reader.pos - 1);
    return value;
  };
  const firstOctet = octet("firstOctet");
  const type = firstOctet & 3;
  if (type > SUBMIT) throw reader.fault("invalid-layout", "neither DELIVER nor SUBMIT", "firstOctet", tpduStart);
  const isSubmit = type === SUBMIT;
  const messageReference = isSubmit ? octet("messageReference") : undefined;
  const address = readAddress(reader);
  const protocolID = octet("protocolID");
  const dataCodingScheme = octet("dataCodingScheme");
  const timeStart = reader.pos;
  let stamp: Uint8Array | undefined;
  let validityPeriod: Uint8Array | undefined;
  if (isSubmit) {
    const format = firstOctet & VALIDITY_BITS;
    validityPeriod = reader.take(format === 0 ? 0 : format === RELATIVE ? 1 : 7, "validityPeriod");
    if (format !== 0) reader.note("validityPeriod", timeStart);
  } else {
    stamp = reader.take(7, "timeStamp");
    reader.note("timeStamp", timeStart);
  }
  const userDataLength = octet("userDataLength");
  const coding = codingOf(dataCodingScheme);
  const length = coding === "7-bit" ? Math.ceil((userDataLength * 7) / 8) : userDataLength;
  const userStart = reader.pos;
  if (length > MAX_USER_DATA_OCTETS) {
    throw reader.fault("invalid-layout", "user data has at most 140 octets", "userDataLength", userStart - 1);
  }
  const userData = reader.take(length, "userData");
  reader.note("userData", userStart);
  if (reader.pos < bytes.length) throw reader.fault("invalid-layout", "octets after the user data", "userData");
  const header =
    (firstOctet & HEADER_BIT) !== 0 ? readUserData(userData, userStart, reader.ranges.slice(0, -1)) : undefined;
  return {
    kind: isSubmit ? "submit" : "deliver",
    smsc,
    address,
    messageReference,
    protocolID,
    dataCodingScheme,
    coding,
    timeStamp: stamp === undefined ? undefined : timeStampText(stamp),
    timeStampOctets: stamp,
    validityPeriod,
    userDataLength,
    hasHeader: header !== undefined,
    firstOctet,
    userData,
    header,
    text: userText(coding, userData, userDataLength, header),
    tpduLength: bytes.length - tpduStart,
    ranges: reader.ranges,
  };
}

function userText(
  coding: SmsCoding,
  userData: Uint8Array,
  length: number,
  header: UserData | undefined,
): string | undefined {
  const start = header === undefined ? 0 : userData.length - header.body.length;
  if (coding === "7-bit") {
    // Text starts at the first septet after the header.
    const text = septetText(userData, length, "\0", Math.ceil((start * 8) / 7));
    return text.includes("\0") ? undefined : text;
  }
  if (coding !== "UCS-2") return undefined;
  let text = "";
  for (let pos = start; pos + 1 < userData.length; pos += 2) {
    text += String.fromCharCode((userData[pos] as number) * 256 + (userData[pos + 1] as number));
  }
  return text;
}

function readSmsc(reader: OctetReader): SmsAddress {
  const length = reader.octet("smsc");
  if (length === 1 || length > MAX_ADDRESS_OCTETS + 1) {
    throw reader.fault("invalid-layout", `a service centre has no ${length} octets`, "smsc", 0);
  }
  const octets = reader.take(length, "smsc");
  reader.note("smsc", 0);
  const type = octets[0];
  if (type === undefined) return { type: 0, digits: 0, text: "", octets };
  return addressOf(type, octets.subarray(1), 2 * (length - 1));
}

function readAddress(reader: OctetReader): SmsAddress {
  const start = reader.pos;
  const digits = reader.octet("address");
  if (digits > 2 * MAX_ADDRESS_OCTETS) {
    throw reader.fault("invalid-layout", "an address has at most 20 digits", "address", start);
  }
  const type = reader.octet("address");
  const octets = reader.take(Math.ceil(digits / 2), "address");
  reader.note("address", start);
  return addressOf(type, octets, digits);
}

function codingOf(scheme: number): SmsCoding {
  if ((scheme & 0xf0) === 0xf0) return scheme & 4 ? "8-bit" : "7-bit";
  if ((scheme & 0xc0) !== 0) return "reserved";
  return (["7-bit", "8-bit", "UCS-2", "reserved"] as const)[(scheme >> 2) & 3] as SmsCoding;
}
