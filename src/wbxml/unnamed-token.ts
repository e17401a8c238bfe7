/** The local name for a token that no vocabulary knows, such as `wbxml-token-0-3F`. */
export function unnamedToken(page: number, token: number): string {
  return `wbxml-token-${page}-${token.toString(16).toUpperCase().padStart(2, "0")}`;
}
