import { alertCodes } from "../../ast/codes/alert-codes.ts";
import { statusCodes } from "../../ast/codes/status-codes.ts";
import type { Outcome } from "./model.ts";

/** What a code says about one kind of command; `""` where the code alone says enough. */
interface Sentence {
  readonly text: string;
  readonly outcome?: Outcome;
}

/** By `code command`, then by `code`. Codes that are not here have the name that the standard gives them. */
const sentences = new Map<string, Sentence>(
  Object.entries<Sentence>({
    "200": { text: "" },
    "200 1101": { text: "yes" },
    "201": { text: "added" },
    "202": { text: "taken, the outcome comes later" },
    "213": { text: "chunk taken" },
    "214": { text: "cancelled by the user", outcome: "look" },
    "215": { text: "not carried out", outcome: "consequence" },
    "216": { text: "rolled back", outcome: "consequence" },
    "304": { text: "nothing changed" },
    "304 1101": { text: "no" },
    "401": { text: "refused: not signed in", outcome: "refused" },
    "404": { text: "not there", outcome: "look" },
    "405": { text: "not allowed here", outcome: "refused" },
    "406": { text: "not supported", outcome: "look" },
    "407": { text: "credentials wanted", outcome: "look" },
    "418": { text: "is there already", outcome: "look" },
    "424": { text: "size differs from what was announced", outcome: "refused" },
    "425": { text: "no right to do this", outcome: "refused" },
    "507": { text: "nothing of the Atomic was done", outcome: "refused" },
    "508": { text: "slow sync wanted", outcome: "look" },
    "508 Alert": { text: "slow sync wanted: anchors differ", outcome: "look" },
    "516": { text: "could not be rolled back", outcome: "refused" },
  }),
);

/** How a code ends a command, in words. `context` is the name of the command, or the code of an Alert. */
export function sentenceOf(code: string, context: string): { readonly text: string; readonly outcome: Outcome } {
  const known = sentences.get(`${code} ${context}`) ?? sentences.get(code);
  const outcome =
    known?.outcome ??
    (/^[12]\d\d$/.test(code) || code === "304" ? "ok" : statusCodes[code] === undefined ? "look" : "refused");
  return { text: known?.text ?? statusCodes[code]?.name.toLowerCase() ?? "a code of no standard", outcome };
}

const alerts = new Map(
  Object.entries({
    "200": "two-way sync",
    "201": "slow sync",
    "202": "one-way sync from the device",
    "203": "refresh from the device",
    "204": "one-way sync from the server",
    "205": "refresh from the server",
    "222": "next message wanted",
    "1100": "show",
    "1101": "ask",
    "1102": "ask for text",
    "1103": "ask for one choice",
    "1104": "ask for choices",
    "1200": "session asked for by the server",
    "1201": "session started by the device",
    "1222": "next message wanted",
    "1223": "session aborted",
    "1226": "generic alert",
  }),
);

/** What an Alert asks for or tells. */
export function alertText(code: string): string {
  return alerts.get(code) ?? alertCodes[code]?.name.toLowerCase() ?? "an alert of no standard";
}
