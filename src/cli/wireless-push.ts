import { beginsDocument, beginsWbxml } from "../capture/text/document-start.ts";
import { unwrapCarriers } from "../push/unwrap.ts";
import { describeNotification } from "./dm-notification.ts";

const names = { sms: "an SMS", userData: "the user data of an SMS", push: "a WSP push" } as const;

/** Whether bytes are a WSP push of a document or a notification, alone, in the user data of an SMS, or in an SMS. */
export function isWirelessPush(bytes: Uint8Array): boolean {
  // A consistent WBXML header is enough: it is not a push.
  if (beginsWbxml(bytes)) return false;
  const { push, body } = unwrapCarriers(bytes);
  return push !== undefined && (beginsDocument(body) || describeNotification(body) !== undefined);
}

/** Describes such a push of a notification; documents are read. */
export function describePush(bytes: Uint8Array): string | undefined {
  if (!isWirelessPush(bytes)) return undefined;
  const { layers, body, bodyStart } = unwrapCarriers(bytes);
  const pushed = describeNotification(body);
  if (pushed === undefined) return undefined;
  // An SMS has user data anyway.
  const outer = layers.filter(({ kind }, index) => kind !== "userData" || index === 0);
  return `looks like ${outer.map(({ kind }) => names[kind]).join(" with ")}; what begins at byte ${bodyStart} ${pushed}`;
}
