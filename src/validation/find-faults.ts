import { type ContentReports, matchContent, placeFragment, placeRoot } from "./content-model.ts";
import type { MarkupElement, MarkupNote } from "./markup.ts";
import { PlacedElement, type PlacedMarkup } from "./placed-element.ts";
import { chooseProfile, type ProfileChoice } from "./profile-choice.ts";
import { type Profile, profileFacts } from "./profiles.ts";
import type { Finding, ReportFault, Rule, RuleContext, RuleRow } from "./rule.ts";
import { rules as standardRules } from "./rules.ts";

/** Pseudo-element in `at` for whole-message checks of commands that came without a message. */
const FRAGMENT = "Fragment";

/** What a document is checked against. */
export interface ValidateOptions {
  /**
   * The profile. Default: chosen by VerProto; without it, by the addresses, commands and alerts in use and VerDTD; without
   * any of these, `syncml-1.2`.
   */
  readonly profile: Profile;
  /** Called once for each document with the profile it is checked against, and why. Default: none. */
  readonly onProfile: (choice: ProfileChoice) => void;
  /** Changes to the table of rules. Default: none. */
  readonly rules: {
    /** Rules in addition to those of the table. */
    readonly add?: readonly Rule[];
    /** Ids of rules to leave out. */
    readonly silence?: readonly string[];
  };
}

/**
 * Finds where a document breaks the rules, in order of offsets. Time is linear in the size of the document.
 *
 * @throws {RangeError} if an id to silence is unknown, or two rules have the same id.
 */
export function findFaults(markup: PlacedMarkup, options: Partial<ValidateOptions> = {}): Finding[] {
  const [root] = markup.elements;
  const choice = chooseProfile(markup, options.profile);
  const { profile } = choice;
  options.onProfile?.(choice);
  const { active, checks } = rulesFor(profile, options.rules);
  const version = profileFacts[profile].verDTD;
  const context: RuleContext = { profile, version, markup, sender: senderOf(root) };

  const roots = markup.elements.filter(({ parent }) => parent === undefined);
  PlacedElement.number(roots);

  const findings: Finding[] = [];
  const report = (rule: RuleRow | undefined, path: string, offset: number | undefined, what: string) => {
    if (rule === undefined) return;
    const { id, severity, breaks } = rule;
    findings.push({ rule: id, severity, path: path || "/", offset, message: `${what}, so ${breaks}` });
  };
  const reportTo = (id: string): ReportFault => {
    const rule = active.get(id);
    return (at, what) => report(rule, at.path, at.offset, what);
  };

  for (const note of markup.notes) report(active.get(note.rule), pathOf(note), note.offset, note.what);
  const reports: ContentReports = {
    unknown: reportTo("dtd/unknown-element"),
    version: reportTo("dtd/element-version"),
    order: reportTo("dtd/order"),
    repeated: reportTo("dtd/repeated-element"),
    missing: reportTo("dtd/missing-element"),
    content: reportTo("dtd/content"),
    attribute: reportTo("dtd/attribute"),
    encoding: reportTo("message/invalid-text"),
  };
  const isFragment = placeFragment(roots, version, reports);
  if (root !== undefined && !isFragment && !placeRoot(root, version)) {
    reportTo("dtd/root")(root, `the root element is ${root.name}`);
  }
  for (const element of markup.elements) {
    if (element.space !== undefined) matchContent(element, version, reports);
  }
  // Checks run only now, since those of whole messages need the place of every element.
  for (const element of markup.elements) {
    const key = element.space === "core" ? element.name : `${element.space}:${element.name}`;
    for (const { id, check } of checks.get(key) ?? []) check(element, reportTo(id), context);
  }
  if (root !== undefined && isFragment) {
    for (const { id, check } of checks.get(FRAGMENT) ?? []) check(root, reportTo(id), context);
  }
  return findings.sort((one, other) => (one.offset ?? 0) - (other.offset ?? 0));
}

function senderOf(root: MarkupElement | undefined): RuleContext["sender"] {
  const isServer = (end: string) => /^https?:/i.test(root?.valueOf("SyncHdr", end, "LocURI") ?? "");
  if (isServer("Source") === isServer("Target")) return undefined;
  return isServer("Source") ? "server" : "client";
}

/** The rules that apply, by id, and those that look at an element, by its name. */
interface ActiveRules {
  readonly active: ReadonlyMap<string, RuleRow>;
  readonly checks: ReadonlyMap<string, readonly Rule[]>;
}

/** Those of the table as it is, by profile: made once, since that takes as long as checking a small message. */
const unchanged = new Map<Profile, ActiveRules>();

function rulesFor(profile: Profile, changes: ValidateOptions["rules"] | undefined): ActiveRules {
  const known = changes === undefined ? unchanged.get(profile) : undefined;
  if (known !== undefined) return known;
  const active = activeRules(changes ?? {}, profile);
  const rules = { active, checks: checksByElement(active) };
  if (changes === undefined) unchanged.set(profile, rules);
  return rules;
}

function activeRules({ add = [], silence = [] }: ValidateOptions["rules"], profile: Profile): Map<string, RuleRow> {
  const all = new Map<string, RuleRow>();
  for (const rule of [...standardRules, ...add]) {
    if (all.has(rule.id)) throw new RangeError(`there are two rules ${rule.id}`);
    all.set(rule.id, rule);
  }
  for (const id of silence) {
    if (!all.has(id)) throw new RangeError(`there is no rule ${id}`);
  }
  return new Map([...all].filter(([id, rule]) => !silence.includes(id) && rule.profiles.includes(profile)));
}

function checksByElement(active: ReadonlyMap<string, RuleRow>): Map<string, Rule[]> {
  const checks = new Map<string, Rule[]>();
  for (const rule of active.values()) {
    if (!("check" in rule)) continue;
    for (const key of (rule as Rule).at) {
      const list = checks.get(key) ?? [];
      list.push(rule as Rule);
      checks.set(key, list);
    }
  }
  return checks;
}

function pathOf({ element, below }: MarkupNote): string {
  return `${element?.path ?? ""}${below}`;
}
