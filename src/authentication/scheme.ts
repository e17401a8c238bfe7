/** How an identity is proved: a name and password in clear text, a digest of them and a nonce, or a digest of the message as well. */
export type AuthenticationScheme = "basic" | "md5" | "mac";

/** The schemes whose proof is a Cred; that of `mac` is the header `x-syncml-hmac`. */
export type CredScheme = Exclude<AuthenticationScheme, "mac">;

/** What the Meta Type of a Cred or Chal says for each scheme (OMA Device Management Security 1.2). */
export const schemeTypes: Readonly<Record<AuthenticationScheme, string>> = {
  basic: "syncml:auth-basic",
  md5: "syncml:auth-md5",
  mac: "syncml:auth-MAC",
};

/** Registered, and not computed from a name and a secret. */
const otherTypes: ReadonlySet<string> = new Set([
  "syncml:auth-x509",
  "syncml:auth-securid",
  "syncml:auth-safeword",
  "syncml:auth-digipass",
]);

/** The scheme that a Type names, whatever its case; `undefined` for any other. */
export function schemeOf(type: string): AuthenticationScheme | undefined {
  switch (type.trim().toLowerCase()) {
    case "syncml:auth-basic":
      return "basic";
    case "syncml:auth-md5":
      return "md5";
    case "syncml:auth-mac":
      return "mac";
    default:
      return undefined;
  }
}

/** Whether a standard registers the Type although nothing here can make or check it, such as `syncml:auth-X509`. */
export function isUnsupportedType(type: string): boolean {
  return otherTypes.has(type.trim().toLowerCase());
}
