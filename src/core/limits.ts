/** What one document may cost. All limits are on by default; a declared length is checked before any of it is read. */
export interface Limits {
  /** Deepest nesting of elements, including those of embedded documents. Default 256, range 1–65,535. */
  readonly maxDepth: number;
  /** Bytes of the document. Default 256 MiB, range 1–2^53 − 1. */
  readonly maxDocumentBytes: number;
  /** Bytes of the string table. Default 1 MiB, range 0–2^32 − 1. */
  readonly maxStringTableBytes: number;
  /**
   * Total bytes that references may expand to: references to the string table, including literal names, and uses of long
   * namespaces, by prefix or inherited. Default 16 MiB, range 0–2^53 − 1.
   */
  readonly maxReferencedBytes: number;
  /** Bytes of one inline string or attribute value. Default 16 MiB, range 0–2^53 − 1. */
  readonly maxTextBytes: number;
  /** Bytes of one opaque. Default 64 MiB, range 0–2^32 − 1. */
  readonly maxOpaqueBytes: number;
  /** Elements of the document. Default 4,000,000, range 1–2^53 − 1. */
  readonly maxElements: number;
  /** Attributes of one element. Default 256, range 0–65,535. */
  readonly maxAttributes: number;
}

/** Default and range of one limit. */
export interface LimitRange {
  /** The limit. */
  readonly name: keyof Limits;
  /** Its default value. */
  readonly default: number;
  /** Least value. */
  readonly min: number;
  /** Greatest value. */
  readonly max: number;
}

const MAX_UINT32 = 0xffff_ffff;
/** As deep as a reader may be allowed to go, which keeps what is open in a stack of its own. */
const MAX_READ_DEPTH = 65_535;
/** As deep as a message is written, with a call for each level: deeper than any default, and far from the end of the stack. */
export const MAX_WRITTEN_DEPTH = 1000;

/** Default and range of every limit, used by {@link resolveLimits} and the docs. */
export const limitRanges: readonly LimitRange[] = [
  { name: "maxDepth", default: 256, min: 1, max: MAX_READ_DEPTH },
  { name: "maxDocumentBytes", default: 256 * 1024 * 1024, min: 1, max: Number.MAX_SAFE_INTEGER },
  { name: "maxStringTableBytes", default: 1024 * 1024, min: 0, max: MAX_UINT32 },
  { name: "maxReferencedBytes", default: 16 * 1024 * 1024, min: 0, max: Number.MAX_SAFE_INTEGER },
  { name: "maxTextBytes", default: 16 * 1024 * 1024, min: 0, max: Number.MAX_SAFE_INTEGER },
  { name: "maxOpaqueBytes", default: 64 * 1024 * 1024, min: 0, max: MAX_UINT32 },
  { name: "maxElements", default: 4_000_000, min: 1, max: Number.MAX_SAFE_INTEGER },
  { name: "maxAttributes", default: 256, min: 0, max: 65_535 },
];

/**
 * The limits in force: those in `limits`, else the defaults.
 *
 * @throws {RangeError} if a limit is not a whole number in its range.
 */
export function resolveLimits(limits?: Partial<Limits>): Limits {
  return limits === undefined || limits === defaultLimits ? defaultLimits : checkedLimits(limits);
}

function checkedLimits(limits: Partial<Limits>): Limits {
  const resolved = {} as Record<keyof Limits, number>;
  for (const { name, default: fallback, min, max } of limitRanges) {
    const value = limits[name] ?? fallback;
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new RangeError(`${name} is ${value}, outside ${min}–${max}`);
    }
    resolved[name] = value;
  }
  return resolved;
}

/** The default limits. */
export const defaultLimits: Limits = checkedLimits({});
