import { describe, expect, test } from "vitest";
import { type ResolvedRespURI, resolveRespURI } from "../../../src/dm/resp-uri.ts";

const current = "https://dm.example/srv/sync?id=1";
const trusted = { authenticated: true, allow: () => true };

function uriOf(resolved: ResolvedRespURI): string | undefined {
  return resolved.ok ? resolved.uri : undefined;
}

function reasonOf(resolved: ResolvedRespURI): string | undefined {
  return resolved.ok ? undefined : resolved.reason;
}

describe("RespURI, rule 1: resolved against the current URI", () => {
  test.each([
    ["https://dm.example/other?s=9", "https://dm.example/other?s=9"],
    ["?s=9", "https://dm.example/srv/sync?s=9"],
    ["next", "https://dm.example/srv/next"],
    ["/next", "https://dm.example/next"],
    ["//dm.example/next", "https://dm.example/next"],
    ["", "https://dm.example/srv/sync?id=1"],
    [" https://dm.example/next\n", "https://dm.example/next"],
    ["https://dm.example/next#part", "https://dm.example/next"],
    ["HTTPS://DM.EXAMPLE:443/next", "https://dm.example/next"],
  ])("%j", (next, uri) => {
    expect(resolveRespURI(current, next, { authenticated: false })).toEqual({ ok: true, uri, isNewOrigin: false });
  });

  test.each(["ftp://dm.example/", "file:///etc/passwd", "javascript:alert(1)", "data:text/xml,a", "wss://dm.example/"])(
    "schemes http and https only: %s",
    (next) => {
      expect(reasonOf(resolveRespURI(current, next, trusted))).toMatch(/^its scheme is /);
    },
  );

  test("never https to http", () => {
    expect(reasonOf(resolveRespURI(current, "http://dm.example/", trusted))).toMatch(/TLS/);
    expect(uriOf(resolveRespURI("http://dm.example/", "http://dm.example/a", trusted))).toBe("http://dm.example/a");
  });

  test.each(["https://user@dm.example/", "https://user:pass@dm.example/", "https://:pass@dm.example/"])(
    "no user info: %s",
    (next) => {
      expect(reasonOf(resolveRespURI(current, next, trusted))).toMatch(/user information/);
    },
  );

  test("at most 2,048 characters, as sent and as resolved", () => {
    const start = "https://dm.example/";
    const longest = start + "a".repeat(2048 - start.length);
    expect(uriOf(resolveRespURI(current, longest, trusted))).toBe(longest);
    expect(reasonOf(resolveRespURI(current, `${longest}a`, trusted))).toMatch(/2048/);
    // Six characters of a character outside ASCII, once it is escaped.
    expect(reasonOf(resolveRespURI(current, `/${"é".repeat(400)}`, trusted))).toMatch(/2048/);
    expect(reasonOf(resolveRespURI(current, `/${"a".repeat(2047)}`, trusted))).toMatch(/2048/);
  });

  test("what is no URI is refused", () => {
    expect(reasonOf(resolveRespURI(current, "https://", trusted))).toBe("it cannot be read");
    expect(reasonOf(resolveRespURI(current, "https://[::1", trusted))).toBe("it cannot be read");
    expect(reasonOf(resolveRespURI("srv", "https://dm.example/", trusted))).toMatch(/current/);
  });
});

describe("RespURI, rule 2: same origin", () => {
  test("accepted at once, whoever sent it; the host is not asked", () => {
    const allow = (): boolean => {
      throw new Error("asked");
    };
    expect(resolveRespURI(current, "/a", { authenticated: false, allow })).toEqual({
      ok: true,
      uri: "https://dm.example/a",
      isNewOrigin: false,
    });
  });

  test.each([
    "https://dm.example:8443/",
    "https://dm.example.evil.example/",
    "https://evil.example/dm.example",
    "https:\\\\evil.example",
    "/\\evil.example",
    "//evil.example/",
    "https://dm.example@evil.example/",
  ])("another origin: %s", (next) => {
    expect(resolveRespURI(current, next, { authenticated: true })).toMatchObject({ ok: false });
  });

  test("http to https of the same host is another origin", () => {
    const next = "https://dm.example/";
    expect(resolveRespURI("http://dm.example/", next, { authenticated: true })).toMatchObject({ ok: false });
    expect(resolveRespURI("http://dm.example/", next, trusted)).toEqual({ ok: true, uri: next, isNewOrigin: true });
  });
});

describe("RespURI, rule 3: another origin", () => {
  const next = "https://b.example/srv?s=secret-token";

  test("refused by default", () => {
    expect(reasonOf(resolveRespURI(current, next, { authenticated: true }))).toMatch(
      /b\.example, which is not allowed/,
    );
  });

  test("refused while the server is not authenticated, and the host is not asked", () => {
    let asked = 0;
    const allow = () => ++asked > 0;
    expect(reasonOf(resolveRespURI(current, next, { authenticated: false, allow }))).toMatch(/not proved itself/);
    expect(asked).toBe(0);
  });

  test("accepted if the server is authenticated and the host says yes; it is told both URIs", () => {
    const asked: string[][] = [];
    const allow = (...uris: string[]) => asked.push(uris) > 0;
    expect(resolveRespURI(current, next, { authenticated: true, allow })).toEqual({
      ok: true,
      uri: next,
      isNewOrigin: true,
    });
    expect(asked).toEqual([[current, next]]);
  });

  test("only true is yes: not the promise of it", () => {
    const allow = (async () => true) as unknown as () => boolean;
    expect(resolveRespURI(current, next, { authenticated: true, allow })).toMatchObject({ ok: false });
  });

  test("no reason contains the path or the query", () => {
    expect(reasonOf(resolveRespURI(current, next, { authenticated: true }))).not.toMatch(/secret|srv/);
  });
});
