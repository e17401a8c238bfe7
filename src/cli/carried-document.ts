import { beginsDocument } from "../capture/text/document-start.ts";
import { type Unwrapped, type UnwrappedSegments, unwrapSegments } from "../push/unwrap.ts";
import { describeNotification } from "./dm-notification.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";
import type { Talk } from "./talk.ts";

/** A document that carriers held. */
export interface CarriedDocument {
  readonly bytes: Uint8Array;
  /** Content type of the push. */
  readonly contentType: string | undefined;
}

/** Reports what is missing of the messages of several SMS; returns the exit code that it makes. */
export function reportLosses(name: string, { incomplete, conflicts, dropped }: UnwrappedSegments, talk: Talk): number {
  for (const { sender, reference, total, missing } of incomplete) {
    const from = sender === "" ? "" : ` from ${sender}`;
    talk.failure(
      `${name}: of the SMS with reference ${reference}${from}, ${missing.join(", ")} of ${total} are missing`,
    );
  }
  for (const { index, sequence } of conflicts) {
    talk.note(name, `SMS ${index + 1} differs from an earlier one with part ${sequence} of its message: both are used`);
  }
  for (const { index, reason } of dropped) talk.note(name, `SMS ${index + 1} is left out: ${reason}`);
  return incomplete.length > 0 ? ExitCode.UNDECODABLE : ExitCode.CLEAN;
}

/**
 * The document in a push, an SMS, or several SMS that make up one message. What was read, and what is missing, is reported.
 * `undefined` if there is none.
 *
 * @throws {CommandFailure} if there are several.
 */
export function carriedDocument(name: string, octets: readonly Uint8Array[], talk: Talk): CarriedDocument | undefined {
  const found = unwrapSegments(octets);
  const { messages } = found;
  const documents = messages.filter(({ push, body }) => push !== undefined && isDocument(body));
  const [document] = documents;
  if (document === undefined) return undefined;
  if (documents.length > 1) {
    const reason = `has ${documents.length} documents in SMS; leave the lines of one`;
    throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${reason}`);
  }
  reportLosses(name, found, talk);
  if (messages.length > 1) talk.note(name, `${messages.length - 1} other messages are left out`);
  talk.note(name, `read from ${carriersOf(document)}; bytes count from where the document begins`);
  return { bytes: document.body, contentType: document.contentType };
}

/**
 * Likewise for what is SMS beyond doubt.
 *
 * @throws {CommandFailure} also if a part of the only message is missing.
 */
export function documentInSms(name: string, octets: readonly Uint8Array[], talk: Talk): CarriedDocument | undefined {
  const document = carriedDocument(name, octets, talk);
  if (document !== undefined) return document;
  const found = unwrapSegments(octets);
  if (found.messages.length > 0 || found.incomplete.length === 0) return undefined;
  reportLosses(name, found, talk);
  throw new CommandFailure(ExitCode.UNDECODABLE, `${name}: no message is whole`);
}

/** Whether octets begin like a document, and are no notification. */
export function isDocument(body: Uint8Array): boolean {
  return beginsDocument(body) && describeNotification(body) === undefined;
}

function carriersOf({ sms, userData }: Unwrapped): string {
  if (userData === undefined) return "a push";
  const total = userData.concatenation?.total ?? 1;
  const several = total === 1 ? "an SMS" : `${total} SMS`;
  return sms === undefined ? `a push in the user data of ${several}` : `a push in ${several}`;
}
