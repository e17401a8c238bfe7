import * as Code from "../../ast/codes/code.ts";
import { statusRemedies } from "../../ast/codes/remedies.ts";
import type { Conversation, ConversationCommand, Problem, SignIn } from "./model.ts";

const order = { error: 0, warning: 1, note: 2 } as const;

/** Findings by rule are notes; more of them than this are left to `validate`. */
const FINDINGS_TOLD = 5;

/** What went wrong, a cause once. */
export function findProblems(heard: Omit<Conversation, "verdict" | "problems">, hasAccounts: boolean): Problem[] {
  const found = new Found();
  for (const { index, request, response } of heard.exchanges) {
    for (const message of [request, response]) {
      if (message === undefined) continue;
      const { signIn, commands, fault, gaps, findings } = message;
      if (signIn !== undefined) signInProblem(found, signIn, index, hasAccounts);
      commandProblems(found, commands);
      for (const gap of gaps) {
        const what = gap.length === undefined ? "octets" : `${gap.length} octets`;
        found.add(
          "warning",
          "capture/gap",
          index,
          "octets are missing from the capture",
          `${what} at ${gap.offset}: ${gap.reason}`,
          "",
          "the capture itself",
        );
      }
      if (fault !== undefined) {
        found.add(
          "error",
          `message/${fault.code}`,
          index,
          "a message cannot be read to its end",
          `${fault.text}, at byte ${fault.offset}`,
          "",
          "decoded",
        );
      }
      for (const { rule, severity, text } of findings.slice(0, FINDINGS_TOLD)) {
        found.add(
          severity === "error" ? "warning" : "note",
          `rule/${rule}`,
          index,
          `a message breaks the rule ${rule}`,
          text,
          "",
          "validated",
        );
      }
    }
  }
  for (const { exchange, msgRef, cmdRef, command } of heard.strayStatuses) {
    found.add(
      "note",
      "status/stray",
      exchange,
      "a status without a command",
      `${command} ${cmdRef} of message ${msgRef} is not in the capture`,
      "",
      "message and command numbers",
    );
  }
  for (const { name, isComplete, chunks, received, size } of heard.largeObjects) {
    if (isComplete) continue;
    const last = chunks.at(-1)?.exchange ?? 0;
    const of = size === undefined ? "" : ` of ${size}`;
    found.add(
      "warning",
      "object/incomplete",
      last,
      `the large object ${name} was not completed`,
      `${received}${of} octets came in ${chunks.length} chunks`,
      "",
      "chunks joined",
    );
  }
  return found.inOrder();
}

class Found {
  private readonly byCause = new Map<string, Problem & { exchanges: number[]; evidence: string[] }>();

  add(
    severity: Problem["severity"],
    code: string,
    exchange: number,
    text: string,
    detail: string,
    remedy: string,
    checked: string,
  ): void {
    const key = `${code} ${text}`;
    const known = this.byCause.get(key);
    if (known === undefined) {
      this.byCause.set(key, {
        severity,
        code,
        exchanges: [exchange],
        text,
        detail,
        evidence: [`#${exchange}: ${detail}`],
        remedy,
        checked,
      });
      return;
    }
    if (known.exchanges.at(-1) !== exchange) known.exchanges.push(exchange);
    known.evidence.push(`#${exchange}: ${detail}`);
  }

  inOrder(): Problem[] {
    return [...this.byCause.values()].sort((a, b) => order[a.severity] - order[b.severity]);
  }
}

function signInProblem(
  found: Found,
  { scheme, proof, status, nonce }: SignIn,
  exchange: number,
  hasAccounts: boolean,
): void {
  if (scheme === "basic") {
    found.add(
      "note",
      "sign-in/clear-text",
      exchange,
      "the device signs in with basic; name and password crossed readable",
      "basic credentials are base64, not encrypted",
      "Ask for md5, or use TLS.",
      "credentials read",
    );
  }
  if (status?.code !== Code.INVALID_CREDENTIALS && status?.code !== Code.CREDENTIALS_MISSING) return;
  const wanted = status.challenge?.scheme;
  if (scheme === "none") {
    found.add(
      "note",
      "sign-in/none",
      exchange,
      "signed in only when asked",
      `the first message had no credentials; ${wanted ?? "some"} are wanted`,
      "",
      "credentials read",
    );
  } else if (wanted !== undefined && wanted !== scheme) {
    found.add(
      "warning",
      "sign-in/scheme",
      exchange,
      `the device starts with ${scheme}, the server asks for ${wanted}`,
      "it costs a round trip",
      `Set ${wanted} as the scheme of the account on the device.`,
      "Cred and Chal compared",
    );
  } else if (proof === "old-nonce") {
    found.add(
      "warning",
      "sign-in/old-nonce",
      exchange,
      "old nonce",
      `the digest is made with the nonce of #${nonce?.from ?? "?"}; a newer one had been given`,
      "Store the nonce of each Chal before the next message.",
      hasAccounts
        ? "checked with the password given"
        : "digest computed with the password of basic credentials in the capture",
    );
  } else if (proof === "right" || proof === "wrong") {
    found.add(
      "error",
      "sign-in/wrong-password",
      exchange,
      "wrong password: refused",
      proof === "right"
        ? "the digest fits the name and password that the device sent before and the nonce given last"
        : "the digest fits the given password with no nonce of the capture",
      "Set the same name and password on both sides.",
      hasAccounts
        ? "checked with the password given"
        : "digest computed with the password of basic credentials in the capture",
    );
  } else {
    found.add(
      "error",
      "sign-in/refused",
      exchange,
      `sign-in with ${scheme} refused`,
      "whether password or nonce is wrong cannot be checked without the password",
      "Give the name with --auth and the password in SYNCML_SECRET to see which.",
      "not checked: no password",
    );
  }
}

function commandProblems(found: Found, commands: readonly ConversationCommand[]): void {
  for (const { name, id, exchange, outcome, status, text, uri, commands: inner } of commands) {
    if (outcome === "unanswered") {
      const answered = inner.filter((one) => one.status !== undefined).length;
      found.add(
        "warning",
        "status/missing",
        exchange,
        `${name} ${id} was never answered`,
        answered > 0
          ? `commands inside were answered (${answered} of ${inner.length}), but not the ${name} around them`
          : text,
        "",
        "statuses matched by message and command number",
      );
    } else if ((outcome === "refused" || outcome === "look") && status !== undefined) {
      found.add(
        outcome === "refused" ? "error" : "warning",
        `status/${status.code}`,
        exchange,
        `${name} ${uri ?? id}: ${status.code} ${status.text}`,
        text,
        statusRemedies[status.code] ?? "",
        "status at its command",
      );
    }
    commandProblems(found, inner);
  }
}
