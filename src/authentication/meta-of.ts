import type { Chal, Cred, GenericContent } from "../ast/nodes.ts";
import { encodeBase64 } from "../core/base64.ts";

/** What the Meta of a Cred or Chal says. */
export interface AuthenticationMeta {
  /** Absent also where it is empty. */
  readonly type: string | undefined;
  /** In base64. Absent and empty are different: an empty nonce is one without octets. */
  readonly nextNonce: string | undefined;
}

/** Reads Type and NextNonce, also where a sender puts them straight into the Cred or Chal, without a Meta. */
export function metaOf({ meta, extra }: Cred | Chal): AuthenticationMeta {
  const stray = (local: string) => textOfElement(extra?.sequence, local);
  const type = (meta?.type ?? stray("Type"))?.trim();
  return { type: type === "" ? undefined : type, nextNonce: (meta?.nextNonce ?? stray("NextNonce"))?.trim() };
}

function textOfElement(sequence: readonly (string | GenericContent)[] | undefined, local: string): string | undefined {
  for (const content of sequence ?? []) {
    if (typeof content === "string" || content.kind !== "Element" || content.local !== local) continue;
    let text = "";
    for (const child of content.children) {
      if (child.kind === "Text") text += typeof child.value === "string" ? child.value : encodeBase64(child.value);
    }
    return text;
  }
  return undefined;
}
