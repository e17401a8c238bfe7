import type { Capture } from "../../capture/model.ts";
import { anyObject, anyString, atLeast, checkOptions, flag, oneOf, optionChecks } from "../../core/options.ts";
import { conversation } from "../conversation/conversation.ts";
import type { Conversation, ConversationOptions, SignInProof } from "../conversation/model.ts";
import { redact } from "../redaction/redact.ts";
import { changedPart, changedTitle } from "./changed-part.ts";
import { conversationPart } from "./conversation-part.ts";
import { filePart } from "./file-part.ts";
import { contentsPart, headPart, nothingFound } from "./head-part.ts";
import { constantMarkup, type Html, html, seenText } from "./html.ts";
import { largeObjectsPart } from "./large-objects-part.ts";
import { problemsPart } from "./problems-part.ts";
import { redactionPart } from "./redaction-part.ts";
import { rulesPart } from "./rules-part.ts";
import { script } from "./script.ts";
import { Sheet } from "./sheet.ts";
import { drawingsOfPage } from "./signs.ts";
import { styleOfReport } from "./style.ts";
import { timelinePart } from "./timeline-part.ts";

/** What a report shows, and what it says of the file it is about. */
export interface ReportOptions extends ConversationOptions {
  /** What the file is called. Default `"capture"`. */
  readonly name?: string;
  /** Its size in octets. Default: not told. */
  readonly size?: number;
  /** SHA-256 of it, as digits. Default: not told. */
  readonly sha256?: string;
  /** What makes the report: a name and a version. Default `"syncml"`. */
  readonly madeBy?: string;
  /** When it is made, as it is to be shown. Default: not told. */
  readonly date?: string;
  /** `"show"` leaves secrets as they were sent. Default `"hide"`. */
  readonly secrets?: "hide" | "show";
  /** Exchanges that are shown, the first ones; of a capture with more, the page says how many it leaves out. Default 20,000, range 1 and up. */
  readonly maxExchanges?: number;
}

/** More of them, and the page may be longer than a string can be. */
export const defaultReportExchanges = 20_000;

/** SHA-256 of the script, by which the page allows it and no other. */
const SCRIPT_HASH = "sha256-rshedp5gcJ3yagMz7zNpjm3Ip91T7P+z1hN+8hNYs6M=";

const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

const checks = optionChecks({
  name: anyString,
  size: atLeast(0),
  sha256: anyString,
  madeBy: anyString,
  date: anyString,
  secrets: oneOf("hide", "show"),
  accounts: anyObject,
  validate: flag,
  maxExchanges: atLeast(1),
  proofs: anyObject,
});

/**
 * A capture as a page for people: what happened, what went wrong and how to mend it, and the whole conversation with each octet explained. The page is one file
 * that needs neither scripts nor a network and lets nothing in; text of peers is text in it. Secrets are replaced, unless they are to be shown. Takes time and
 * space in proportion to the capture.
 *
 * @throws {TypeError} if an option is of the wrong type.
 */
export function reportHtml(capture: Capture, options: ReportOptions = {}): string {
  checkOptions(options, checks);
  const { accounts = [] } = options;
  const shown = firstOf(capture, options);
  return reportOf(shown, options, () => conversation(shown, { accounts, validate: false }));
}

/** {@link reportHtml} of a capture whose conversation, with the same accounts, is there already. */
export function reportOfConversation(capture: Capture, heard: Conversation, options: ReportOptions = {}): string {
  checkOptions(options, checks);
  return reportOf(firstOf(capture, options), options, () => heard);
}

/** A capture up to the limit of exchanges, which tells what is left out. */
function firstOf(capture: Capture, { maxExchanges = defaultReportExchanges }: ReportOptions): Capture {
  const all = capture.exchanges.length;
  if (all <= maxExchanges) return capture;
  const message = `more exchanges than a report shows (maxExchanges): ${all - maxExchanges} of ${all} left out`;
  return {
    ...capture,
    exchanges: capture.exchanges.slice(0, maxExchanges),
    diagnostics: [{ code: "limit-reached", message }, ...capture.diagnostics],
  };
}

function reportOf(capture: Capture, options: ReportOptions, hear: () => Conversation): string {
  const { name = "capture", size, sha256, madeBy = "syncml", date, accounts = [], validate = true } = options;
  const isRedacted = options.secrets !== "show";
  const { capture: shown, replaced } = isRedacted ? redact(capture) : { capture, replaced: [] };
  const proofs = isRedacted ? proofsOf(hear()) : [];
  const heard = conversation(shown, { accounts, validate, proofs });
  const sheet = new Sheet(shown, heard, replaced);
  const hasAccounts = accounts.length > 0;
  const body =
    heard.counts.messages === 0
      ? html`${headPart(sheet, name)}${nothingFound(sheet, name)}`
      : html`${headPart(sheet, name)}${problemsPart(sheet, hasAccounts)}${timelinePart(sheet)}${largeObjectsPart(sheet)}${conversationPart(sheet)}${changedPart(sheet)}${rulesPart(sheet)}${redactionPart(sheet, isRedacted)}`;
  const end = filePart(sheet, { name, size, sha256, madeBy, date, hasAccounts });
  return page(
    `${heard.verdict} · ${name}`,
    html`${contentsPart(sheet, changedTitle(sheet))}<main>${body}${end}</main>`,
  );
}

/** What could be checked of the sign-ins while their digests were what was sent. */
function proofsOf({ exchanges }: Conversation): SignInProof[] {
  return exchanges.flatMap(({ index, request, response }) =>
    [request, response].flatMap((message) => {
      if (message?.signIn === undefined) return [];
      const { proof, nonce, usesAccount, passwordFrom } = message.signIn;
      return [
        {
          exchange: index,
          sender: message.sender,
          proof,
          ...(nonce === undefined ? {} : { nonce }),
          ...(usesAccount === undefined ? {} : { usesAccount }),
          ...(passwordFrom === undefined ? {} : { passwordFrom }),
        },
      ];
    }),
  );
}

function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${seenText(title)}</title>
<style>${constantMarkup(styleOfReport())}</style></head><body>${drawingsOfPage()}
<div class="wrap">${content}</div><script>${constantMarkup(script)}</script></body></html>
`.markup;
}
