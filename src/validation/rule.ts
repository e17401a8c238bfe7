import type { Markup, MarkupElement } from "./markup.ts";
import type { Profile, SyncmlVersion } from "./profiles.ts";

export type Severity = "error" | "warning";

/** One rule as the table shows it. */
export interface RuleRow {
  /** `area/name`: stable, for silencing. */
  readonly id: string;
  readonly severity: Severity;
  readonly profiles: readonly Profile[];
  /** The text that says so, by document and element or section; or in whose software it was seen. */
  readonly clause: string;
  /** What a message that keeps the rule does. */
  readonly demands: string;
  /** What breaks otherwise and for whom: the end of a sentence, after a comma and "so". */
  readonly breaks: string;
}

/** Tells that `at` breaks the rule: `what` is wrong there, the beginning of a sentence. */
export type ReportFault = (at: MarkupElement, what: string) => void;

/** What a rule may ask beside the element. */
export interface RuleContext {
  readonly profile: Profile;
  readonly version: SyncmlVersion;
  readonly markup: Markup;
  /** Who sent a message of device management, as far as its addresses tell: servers have those of HTTP. */
  readonly sender: "client" | "server" | undefined;
}

/** A rule with the check that finds what breaks it. */
export interface Rule extends RuleRow {
  /**
   * The standard elements that `check` is called for: `Item`, or where it is no element of the message itself, with the
   * area before the name, as `metinf:Size`, `devinf:DataStore`, `dmddf:Node`. A check of the whole message is one of
   * `SyncML`, which is there once: of anything else a peer may send any number. One of `Fragment` is called for the first
   * of the commands that came without a message.
   */
  readonly at: readonly string[];
  readonly check: (element: MarkupElement, report: ReportFault, context: RuleContext) => void;
}

/** One place where a document breaks a rule. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** As `/SyncML/SyncBody/Replace[2]/Item`: with the position among siblings of one name. */
  readonly path: string;
  /** Bytes from the start of the outermost document to the start tag; `undefined` in a message that has no bytes. */
  readonly offset: number | undefined;
  /** One sentence: what is wrong, and what breaks for whom. */
  readonly message: string;
}

const MAX_QUOTED = 40;

/** A value of the peer inside a sentence. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value);
}
