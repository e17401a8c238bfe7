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
  /** What the rule requires, as one sentence about a correct message. */
  readonly demands: string;
  /** What breaks otherwise and for whom. Completes a sentence, after a comma and "so". */
  readonly breaks: string;
}

/** Reports that `at` breaks the rule. `what` begins a sentence and says what is wrong. */
export type ReportFault = (at: MarkupElement, what: string) => void;

/** What a rule may use besides the element. */
export interface RuleContext {
  /** The profile the document is checked against. */
  readonly profile: Profile;
  /** The version of SyncML in that profile. */
  readonly version: SyncmlVersion;
  /** The whole document. */
  readonly markup: Markup;
  /** Sender of the message, as far as its addresses tell: servers have HTTP addresses. */
  readonly sender: "client" | "server" | undefined;
}

/** A rule with the check that finds what breaks it. */
export interface Rule extends RuleRow {
  /**
   * The standard elements that `check` is called for. Elements of the message are named alone (`Item`), others with their
   * area (`metinf:Size`, `devinf:DataStore`, `dmddf:Node`). To check the whole message, name `SyncML`, which appears once:
   * a peer may send any number of anything else. `Fragment` is the first of the commands that came without a message.
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
  /** Such as `/SyncML/SyncBody/Replace[2]/Item`: with the position, from 1, among siblings of the same name. */
  readonly path: string;
  /** Bytes from the start of the outermost document to the start tag; `undefined` in a message that has no bytes. */
  readonly offset: number | undefined;
  /** One sentence: what is wrong, and what breaks for whom. */
  readonly message: string;
}

const MAX_QUOTED = 40;

/** A value from the document, quoted and shortened for use in a sentence. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value);
}
