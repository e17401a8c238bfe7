import { addressRules } from "./address-rules.ts";
import { devInfRules } from "./devinf-rules.ts";
import { dmRules } from "./dm-rules.ts";
import { dtdRules } from "./dtd-rules.ts";
import { interopRules } from "./interop-rules.ts";
import { largeObjectRules } from "./large-object-rules.ts";
import { messageRules } from "./message-rules.ts";
import type { RuleRow } from "./rule.ts";
import { tndsRules } from "./tnds-rules.ts";
import { wireRules } from "./wire-rules.ts";

/** The table of all rules, by area. */
export const rules: readonly RuleRow[] = [
  ...dtdRules,
  ...messageRules,
  ...largeObjectRules,
  ...dmRules,
  ...addressRules,
  ...devInfRules,
  ...tndsRules,
  ...interopRules,
  ...wireRules,
];
