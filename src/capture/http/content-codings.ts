import type { CaptureDiagnostic } from "../model.ts";
import { type CaptureOptions, limitsOf } from "../reader.ts";
import { type Inflated, inflate } from "./inflate.ts";

/** A body after its content codings are undone. */
export interface UndoneBody {
  readonly bytes: Uint8Array;
  /** The codings, in the order in which they were undone. */
  readonly undone: readonly string[];
  /** All of it came out. */
  readonly isWhole: boolean;
  readonly diagnostics: readonly CaptureDiagnostic[];
}

/** The head of RFC 1950 §2.2, with its check. */
const isZlib = ([first = 0, second = 0]: Uint8Array) =>
  (first & 0x0f) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0;
const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Undoes the codings of a `Content-Encoding` header from right to left (RFC 9110 §8.4): gzip and deflate, which may be zlib or
 * deflate alone; others by `options.decompress`. What cannot be undone is left as it is, with a diagnostic.
 *
 * @param header - the value of the header, or the values joined by commas; "" if there is none.
 * @param isCut - the end of the body is missing, so that a coding cut off is no news.
 */
export function undoContentCodings(
  body: Uint8Array,
  header: string,
  contentType: string | undefined,
  options: CaptureOptions,
  isCut: boolean,
): UndoneBody {
  if (header === "" && !isGzip(body)) return { bytes: body, undone: [], isWhole: !isCut, diagnostics: [] };
  const limits = limitsOf(options);
  const bounds = { bytes: limits.bodyBytes, ratio: limits.inflation };
  const undone: string[] = [];
  const diagnostics: CaptureDiagnostic[] = [];
  const say = (message: string) => diagnostics.push({ code: "content-coding", message });
  let bytes = body;
  let isWhole = !isCut;

  /** Takes what came out; false if nothing did, so that the body is left as it is. */
  const take = (coding: string, { bytes: output, fault }: Inflated): boolean => {
    if (fault !== undefined) {
      isWhole = false;
      if (fault.kind === "limit") {
        diagnostics.push({ code: "limit-reached", message: `${coding}: ${fault.reason}; the rest is left out` });
      } else {
        say(`the ${coding} is cut off or damaged (${fault.reason}); ${output.length} bytes came out`);
      }
      if (fault.kind === "damaged" && output.length === 0) return false;
    }
    bytes = output;
    undone.push(coding);
    return true;
  };

  const codings = header.split(",").map((coding) => coding.trim().toLowerCase());
  for (const coding of codings.reverse()) {
    if (coding === "" || coding === "identity" || bytes.length === 0) continue;
    if (coding === "gzip" || coding === "x-gzip") {
      if (!isGzip(bytes)) say(`the body is said to be ${coding} and is not`);
      else if (!take("gzip", inflate(bytes, "gzip", bounds))) break;
    } else if (coding === "deflate") {
      // No compressor begins deflate alone with what is a head of zlib: a block that is stored, after bits that are not zero.
      if (!take("deflate", inflate(bytes, isZlib(bytes) ? "zlib" : "raw", bounds))) break;
    } else {
      const decompress = Object.hasOwn(options.decompress ?? {}, coding) ? options.decompress?.[coding] : undefined;
      if (decompress === undefined) {
        say(`the body is left in the coding ${JSON.stringify(coding)}, for which no function was given`);
        isWhole = false;
        break;
      }
      try {
        const output = decompress(bytes, bounds.bytes);
        const isOver = output.length > bounds.bytes;
        const fault = { kind: "limit", reason: `more than ${bounds.bytes} bytes come out` } as const;
        take(coding, isOver ? { bytes: output.subarray(0, bounds.bytes), fault } : { bytes: output });
      } catch (error) {
        say(`the ${coding} cannot be undone: ${error instanceof Error ? error.message : String(error)}`);
        isWhole = false;
        break;
      }
    }
  }
  const isDeclared = codings.includes("gzip") || codings.includes("x-gzip");
  if (!isDeclared && isGzip(bytes) && /syncml/i.test(contentType ?? "")) {
    const inflated = inflate(bytes, "gzip", bounds);
    // Octets that only begin like one, and give nothing, are what was sent.
    if (inflated.bytes.length > 0 || inflated.fault === undefined) {
      say("the body is gzip, which its head does not say");
      take("gzip", inflated);
    }
  }
  return { bytes, undone, isWhole, diagnostics };
}
