import { type Bytes, bytesOf } from "../../core/bytes.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { hexDigitValue } from "../../core/hex-digit.ts";
import { checkOptions, oneOf, optionChecks } from "../../core/options.ts";
import type { FieldRange } from "../field-range.ts";
import { OctetReader } from "../octet-reader.ts";
import { decodeUserData, type UserData } from "./user-data.ts";

/** An address of a short message. */
export interface SmsAddress {
  /** Type of number and numbering plan, as one octet: 0x91 is international, 0xd0 alphanumeric. */
  readonly type: number;
  /** Digits, with `+` if international; text if alphanumeric and in plain ASCII letters, digits and blanks. */
  readonly text: string;
  /** The address without length and type. */
  readonly octets: Uint8Array;
}

/** A short message as a modem prints it. */
export interface SmsPdu {
  readonly kind: "deliver" | "submit";
  /** Service centre; nothing if the PDU has none, or an empty one. */
  readonly smsc: SmsAddress | undefined;
  /** Sender of what was delivered, receiver of what is submitted. */
  readonly address: SmsAddress;
  /** Message reference of a SUBMIT. */
  readonly messageReference: number | undefined;
  readonly protocolID: number;
  readonly dataCodingScheme: number;
  readonly coding: "7-bit" | "8-bit" | "UCS-2" | "reserved";
  /** Time stamp of a DELIVER, such as `26-11-02 12:34:56 +0000`. */
  readonly timeStamp: string | undefined;
  /** Validity period of a SUBMIT: none, or one or seven octets. */
  readonly validityPeriod: Uint8Array | undefined;
  /** Septets of 7-bit data, octets of other. */
  readonly userDataLength: number;
  /** Whether user data starts with a header. */
  readonly hasHeader: boolean;
  /** User data with its header, as octets; 7-bit data stays packed. */
  readonly userData: Uint8Array;
  /** The header read, and the body; nothing without a header. */
  readonly header: UserData | undefined;
  /** Octets without the service centre, as the number that modems print. */
  readonly tpduLength: number;
  readonly ranges: readonly FieldRange[];
}

/** How {@link decodeSmsPdu} reads. */
export interface SmsPduOptions {
  /** Whether the PDU starts with the service centre. Default `"auto"`: with it, unless it is well-formed only without. */
  readonly smsc?: "auto" | "present" | "absent" | undefined;
}

const checks = optionChecks({ smsc: oneOf("auto", "present", "absent") });
const INTERNATIONAL = 1;
const ALPHANUMERIC = 5;
const MAX_ADDRESS_OCTETS = 10;

/**
 * Reads a DELIVER or SUBMIT PDU (GSM 03.40), as octets or in hexadecimal with white space between. All of the input must be
 * the PDU. Offsets and ranges count octets, also of hexadecimal input.
 *
 * @throws {SyncmlError} `truncated-input` or `invalid-layout`, with offset and field.
 * @throws {TypeError} if the input is neither octets nor hexadecimal.
 */
export function decodeSmsPdu(input: Bytes | string, options: SmsPduOptions = {}): SmsPdu {
  checkOptions(options, checks);
  const bytes = typeof input === "string" ? octetsOfHex(input) : bytesOf(input);
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

function octetsOfHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, "");
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits))
    throw new TypeError("a PDU is pairs of hexadecimal digits");
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => {
    return hexDigitValue(digits.charCodeAt(2 * index)) * 16 + hexDigitValue(digits.charCodeAt(2 * index + 1));
  });
}

function readPdu(bytes: Uint8Array, withSmsc: boolean): SmsPdu {
  const reader = new OctetReader(bytes, "/sms");
  const smsc = withSmsc ? readSmsc(reader) : undefined;
  const tpduStart = reader.pos;
  const first = reader.octet("firstOctet");
  reader.note("firstOctet", tpduStart);
  const type = first & 3;
  if (type > 1) throw reader.fault("invalid-layout", "neither DELIVER nor SUBMIT", "firstOctet", tpduStart);
  const isSubmit = type === 1;
  const octet = (field: string) => {
    const value = reader.octet(field);
    reader.note(field, reader.pos - 1);
    return value;
  };
  const messageReference = isSubmit ? octet("messageReference") : undefined;
  const addressStart = reader.pos;
  const address = readAddress(reader);
  reader.note("address", addressStart);
  const protocolID = octet("protocolID");
  const dataCodingScheme = octet("dataCodingScheme");
  const timeStart = reader.pos;
  let timeStamp: string | undefined;
  let validityPeriod: Uint8Array | undefined;
  if (isSubmit) {
    const format = (first >> 3) & 3;
    validityPeriod = reader.take(format === 0 ? 0 : format === 2 ? 1 : 7, "validityPeriod");
    reader.note("validityPeriod", timeStart);
  } else {
    timeStamp = timeText(reader.take(7, "timeStamp"));
    reader.note("timeStamp", timeStart);
  }
  const userDataLength = octet("userDataLength");
  const coding = codingOf(dataCodingScheme);
  const length = coding === "7-bit" ? Math.ceil((userDataLength * 7) / 8) : userDataLength;
  const userStart = reader.pos;
  if (length > 140)
    throw reader.fault("invalid-layout", "user data has at most 140 octets", "userDataLength", userStart - 1);
  const userData = reader.take(length, "userData");
  reader.note("userData", userStart);
  if (reader.pos < bytes.length) throw reader.fault("invalid-layout", "octets after the user data", "userData");
  const hasHeader = (first & 0x40) !== 0;
  return {
    kind: isSubmit ? "submit" : "deliver",
    smsc,
    address,
    messageReference,
    protocolID,
    dataCodingScheme,
    coding,
    timeStamp,
    validityPeriod,
    userDataLength,
    hasHeader,
    userData,
    header: hasHeader ? decodeUserData(userData) : undefined,
    tpduLength: bytes.length - tpduStart,
    ranges: reader.ranges,
  };
}

function readSmsc(reader: OctetReader): SmsAddress | undefined {
  const length = reader.octet("smsc");
  if (length > MAX_ADDRESS_OCTETS + 1) throw reader.fault("invalid-layout", "a service centre that long", "smsc", 0);
  const octets = reader.take(length, "smsc");
  reader.note("smsc", 0);
  const type = octets[0];
  return type === undefined ? undefined : addressOf(type, octets.subarray(1), 2 * (length - 1));
}

function readAddress(reader: OctetReader): SmsAddress {
  const digits = reader.octet("address");
  if (digits > 2 * MAX_ADDRESS_OCTETS) {
    throw reader.fault("invalid-layout", "an address has at most 20 digits", "address", reader.pos - 1);
  }
  const type = reader.octet("address");
  return addressOf(type, reader.take(Math.ceil(digits / 2), "address"), digits);
}

function addressOf(type: number, octets: Uint8Array, digits: number): SmsAddress {
  const kind = (type >> 4) & 7;
  if (kind === ALPHANUMERIC) return { type, text: septetText(octets, Math.floor((digits * 4) / 7)), octets };
  const text = Array.from(octets, swapped).join("").slice(0, digits).replace(/f$/, "");
  return { type, text: kind === INTERNATIONAL ? `+${text}` : text, octets };
}

/** Seven-bit characters, of which those that ASCII has at the same place are shown, and `?` for others. */
function septetText(octets: Uint8Array, count: number): string {
  let text = "";
  for (let index = 0; index < count; index++) {
    const bit = index * 7;
    const pair = (octets[bit >> 3] as number) | ((octets[(bit >> 3) + 1] ?? 0) << 8);
    const character = String.fromCharCode((pair >> (bit & 7)) & 0x7f);
    text += /[A-Za-z0-9 .,:;!?&+-]/.test(character) ? character : "?";
  }
  return text;
}

function swapped(octet: number): string {
  return (octet & 15).toString(16) + (octet >> 4).toString(16);
}

function timeText(octets: Uint8Array): string {
  const [year, month, day, hour, minute, second] = Array.from(octets, swapped);
  const zone = octets[6] as number;
  // Quarters of an hour; the bit of the sign is in the tens.
  const quarters = (zone & 7) * 10 + (zone >> 4);
  const pad = (value: number) => String(value).padStart(2, "0");
  const offset = `${zone & 8 ? "-" : "+"}${pad(Math.floor(quarters / 4))}${pad((quarters % 4) * 15)}`;
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${offset}`;
}

function codingOf(scheme: number): SmsPdu["coding"] {
  if ((scheme & 0xf0) === 0xf0) return scheme & 4 ? "8-bit" : "7-bit";
  if ((scheme & 0xc0) !== 0) return "reserved";
  return (["7-bit", "8-bit", "UCS-2", "reserved"] as const)[(scheme >> 2) & 3] as SmsPdu["coding"];
}
