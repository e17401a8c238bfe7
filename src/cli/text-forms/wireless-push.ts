import { unwrapCarriers } from "../../push/unwrap.ts";
import { cutBefore } from "./cut-before.ts";
import { describeNotification } from "./dm-notification.ts";
import { beginsDocument, beginsWbxml } from "./document-start.ts";

const names = { sms: "an SMS", userData: "the user data of an SMS", push: "a WSP push" } as const;

/** Describes a WSP push with a document or notification, alone, in the user data of an SMS, or in an SMS. */
export function wirelessPush(bytes: Uint8Array): string | undefined {
  // A consistent WBXML header is enough: it is not a push.
  if (beginsWbxml(bytes)) return undefined;
  const { layers, body, bodyStart } = unwrapCarriers(bytes);
  // An SMS has user data anyway.
  const outer = layers.filter(({ kind }, index) => kind !== "userData" || index === 0);
  if (!outer.some(({ kind }) => kind === "push")) return undefined;
  const carrier = `looks like ${outer.map(({ kind }) => names[kind]).join(" with ")}`;
  const pushed = describeNotification(body);
  if (pushed !== undefined) return `${carrier}; what begins at byte ${bodyStart} ${pushed}`;
  if (!beginsDocument(body)) return undefined;
  return `${carrier}; ${cutBefore(bodyStart, beginsWbxml(body) ? "WBXML in it" : "XML in it")}`;
}
