/** What is used of the URL of browsers, Node, workers, Deno and Bun. */
interface Uri {
  readonly href: string;
  readonly protocol: string;
  readonly origin: string;
  readonly username: string;
  readonly password: string;
  hash: string;
}

const { URL } = globalThis as unknown as { readonly URL: new (uri: string, base?: string) => Uri };

/** Longest URI that is followed, in characters. */
const MAX_URI = 2048;

/** When a URI of another origin is followed. */
export interface RespURIRules {
  /** The server has proved itself in the very message that has the RespURI. */
  readonly authenticated: boolean;
  /** Whether to go on at a URI of another origin; it is asked only where the server has proved itself. Default: no. */
  readonly allow?: ((current: string, next: string) => boolean) | undefined;
}

/** Where the next message goes, or why the RespURI is refused. No reason contains a path or a query: they may have tokens. */
export type ResolvedRespURI =
  | {
      readonly ok: true;
      /** Absolute, without a fragment. */
      readonly uri: string;
      /** Scheme, host or port differ from those of the current URI: credentials may go there in digest form only. */
      readonly isNewOrigin: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Where the next message goes, by a RespURI or an HTTP redirection. The standard sets no limits; these keep a forged reply from
 * moving credentials to a third party. It may be relative to the current URI. Other schemes than `http:` and `https:`, a step
 * from `https:` to `http:`, user information and more than 2,048 characters are refused. The same origin is accepted; another
 * one only if the server is authenticated and the host allows it.
 */
export function resolveRespURI(current: string, next: string, rules: RespURIRules): ResolvedRespURI {
  const from = parse(current);
  if (from === undefined) return refused("the current URI cannot be read");
  if (next.length > MAX_URI) return refused(`it is longer than ${MAX_URI} characters`);
  const to = parse(next, current);
  if (to === undefined) return refused("it cannot be read");
  to.hash = "";
  if (to.protocol !== "https:" && to.protocol !== "http:") return refused(`its scheme is ${to.protocol}`);
  if (from.protocol === "https:" && to.protocol === "http:") return refused("it gives up TLS");
  if (to.username !== "" || to.password !== "") return refused("it contains user information");
  if (to.href.length > MAX_URI) return refused(`it is longer than ${MAX_URI} characters`);
  const isNewOrigin = to.origin !== from.origin;
  if (isNewOrigin && !rules.authenticated) {
    return refused(`its origin is ${to.origin}, and the server has not proved itself in this message`);
  }
  // Compared with `true`: the promise of a plain JavaScript caller's async function is no permission.
  if (isNewOrigin && rules.allow?.(current, to.href) !== true) {
    return refused(`its origin is ${to.origin}, which is not allowed`);
  }
  return { ok: true, uri: to.href, isNewOrigin };
}

/** Whether two URIs have the same scheme, host and port. */
export function isSameOrigin(one: string, other: string): boolean {
  if (one === other) return true;
  const origin = parse(one)?.origin;
  // The origin of schemes without hosts is the text "null".
  return origin !== undefined && origin !== "null" && origin === parse(other)?.origin;
}

function refused(reason: string): ResolvedRespURI {
  return { ok: false, reason };
}

function parse(uri: string, base?: string): Uri | undefined {
  try {
    return new URL(uri, base);
  } catch {
    return undefined;
  }
}
