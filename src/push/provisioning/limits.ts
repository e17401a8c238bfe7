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

/** The limits unless others are given. */
const defaultProvisioningLimits: ProvisioningLimits = { maxDocumentBytes: 20_480, maxDepth: 8, maxParms: 1000 };

const checks = optionChecks({
  maxDocumentBytes: integer(1, 16 * 1024 * 1024),
  maxDepth: integer(1, 64),
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
