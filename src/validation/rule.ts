import type { Markup, MarkupElement } from "./markup.ts";
import type { Profile, SyncmlVersion } from "./profiles.ts";

/** How serious a finding is: a breach of the standard or certain harm (`"error"`), or likely harm (`"warning"`). */
export type Severity = "error" | "warning";

/** One rule as the table shows it. */
export interface RuleRow {
  /** `area/name`: stable, for silencing. */
  readonly id: string;
  /** Severity of its findings. */
  readonly severity: Severity;
  /** The profiles it applies to. */
  readonly profiles: readonly Profile[];
  /** The source of the rule: document and element or section, or the software it was seen in. */
  readonly clause: string;
  /** What a message that keeps the rule does. */
  readonly demands: string;
  /** What breaks otherwise and for whom: the end of a sentence, after a comma and "so". */
  readonly breaks: string;
}

/** Reports that `at` breaks the rule; `what` is the beginning of a sentence that says what is wrong. */
export type ReportFault = (at: MarkupElement, what: string) => void;

/** What a rule may use besides the element. */
export interface RuleContext {
  /** The profile the document is checked against. */
  readonly profile: Profile;
  /** The version of SyncML in that profile. */
  readonly version: SyncmlVersion;
  /** The whole document. */
  readonly markup: Markup;
  /** Sender of a device management message, as far as its addresses tell: servers have HTTP addresses. */
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
  /** Called for each such element; calls `report` for each fault. */
  readonly check: (element: MarkupElement, report: ReportFault, context: RuleContext) => void;
}

/** One place where a document breaks a rule. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  /** Severity of the rule. */
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
