/** What a PDU of the Wireless Transaction Protocol is for. */
type WtpKind = "invoke" | "result" | "acknowledgement" | "abort" | "other";

/** A PDU of WTP. */
export interface WtpPdu {
  readonly kind: WtpKind;
  /** Number of the transaction, without the bit that tells who sends. */
  readonly transaction: number;
  /** Who sends it answers the transaction, and did not begin it. */
  readonly isFromResponder: boolean;
  /** Number of the segment, 0–255; none of the first. */
  readonly sequence: number | undefined;
  readonly isLast: boolean;
  readonly isRepeated: boolean;
  /** Where the user data is. */
  readonly start: number;
  readonly end: number;
}

const INVOKE = 1;
const SEGMENTED_INVOKE = 5;
const SEGMENTED_RESULT = 6;
const kinds: readonly (WtpKind | undefined)[] = [
  undefined,
  "invoke",
  "result",
  "acknowledgement",
  "abort",
  "invoke",
  "result",
  "other",
];

/** The PDUs of a datagram, of which there are several if it begins with zero; what is none is left out, and `undefined` for it. */
export function* wtpPdus(bytes: Uint8Array): Generator<WtpPdu | undefined> {
  if (bytes[0] !== 0) {
    yield wtpPdu(bytes, 0, bytes.length);
    return;
  }
  let pos = 1;
  while (pos < bytes.length) {
    let length = bytes[pos++] as number;
    if (length >= 0x80) length = (length & 0x7f) * 256 + (bytes[pos++] ?? 0);
    yield wtpPdu(bytes, pos, Math.min(bytes.length, pos + length));
    pos += length;
  }
}

function wtpPdu(bytes: Uint8Array, from: number, end: number): WtpPdu | undefined {
  const head = bytes[from] as number;
  const type = (head >> 3) & 15;
  const kind = kinds[type];
  const isSegment = type === SEGMENTED_INVOKE || type === SEGMENTED_RESULT;
  let start = from + (type === INVOKE || isSegment || kind === "abort" ? 4 : 3);
  if (kind === undefined || start > end) return undefined;
  // Items of variable length come before the user data; each says whether another follows.
  for (let isMore = head >= 0x80; isMore; ) {
    if (start >= end) return undefined;
    const item = bytes[start] as number;
    isMore = item >= 0x80;
    start += (item & 4) === 0 ? 1 + (item & 3) : 2 + (bytes[start + 1] ?? 0);
  }
  if (start > end) return undefined;
  const number = (bytes[from + 1] as number) * 256 + (bytes[from + 2] as number);
  return {
    kind,
    transaction: number & 0x7fff,
    isFromResponder: number >= 0x8000,
    sequence: isSegment ? bytes[from + 3] : undefined,
    isLast: (head & 2) !== 0,
    isRepeated: (head & 1) !== 0,
    start,
    end,
  };
}
