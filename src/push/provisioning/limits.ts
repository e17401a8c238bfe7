import type { Limits } from "../../core/limits.ts";
import { checkOptions, integer, optionChecks } from "../../core/options.ts";

/** What one provisioning document may cost. */
export interface ProvisioningLimits {
  /** Octets of the document. Default 20,480, range 1–16 Mi. */
  readonly maxDocumentBytes: number;
  /** Deepest nesting of elements, the root and parms included. Default 8, range 1–64. */
  readonly maxDepth: number;
  /** Parms of the document. Default 1000, range 0–1,000,000. */
  readonly maxParms: number;
}

/** Deepest nesting that a limit may allow, and that is written. */
export const MAX_PROVISIONING_DEPTH = 64;

/** References may repeat a string of the table at one octet each, so what they expand to has a limit of its own. */
export const MAX_EXPANSION = 16;

/** The limits unless others are given. */
const defaultProvisioningLimits: ProvisioningLimits = { maxDocumentBytes: 20_480, maxDepth: 8, maxParms: 1000 };

const checks = optionChecks({
  maxDocumentBytes: integer(1, 16 * 1024 * 1024),
  maxDepth: integer(1, MAX_PROVISIONING_DEPTH),
  maxParms: integer(0, 1_000_000),
});

/** The limits in force: those given, else the defaults. */
export function provisioningLimits(given: Partial<ProvisioningLimits> = {}): ProvisioningLimits {
  checkOptions(given, checks);
  return {
    maxDocumentBytes: given.maxDocumentBytes ?? defaultProvisioningLimits.maxDocumentBytes,
    maxDepth: given.maxDepth ?? defaultProvisioningLimits.maxDepth,
    maxParms: given.maxParms ?? defaultProvisioningLimits.maxParms,
  };
}

/** The limits of the reader below, for elements that are nested so deep. */
export function readerLimits(
  { maxDocumentBytes }: Pick<ProvisioningLimits, "maxDocumentBytes">,
  maxDepth: number,
): Partial<Limits> {
  const expanded = maxDocumentBytes * MAX_EXPANSION;
  return { maxDepth, maxDocumentBytes, maxReferencedBytes: expanded, maxTextBytes: expanded };
}
