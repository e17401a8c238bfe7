import { describe, expect, test } from "vitest";
import type { Chal, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { decodeBase64, encodeBase64 } from "../../../src/core/base64.ts";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import {
  challenge,
  checkCredentials,
  checkHmacHeader,
  credentials,
  hmacHeader,
  parseHmacHeader,
  readChallenge,
  storedDigest,
} from "../../../src/push/index.ts";
import { corpusText } from "../../support/corpus.ts";
import { bytes } from "../../support/hex.ts";

interface Secret {
  readonly user: string;
  readonly password: string;
}
interface Digest extends Secret {
  readonly nonceHex?: string;
  readonly nonceB64?: string;
  readonly h1B64?: string;
  readonly credData: string;
  readonly note?: string;
}
interface Mac extends Secret {
  readonly nonceHex: string;
  readonly bodyHex: string;
  readonly header: string;
}
interface Authentication extends Secret {
  readonly scheme: "syncml:auth-basic" | "syncml:auth-md5" | "syncml:auth-MAC";
  readonly nonceHex?: string;
  readonly credData?: string;
  readonly header?: string;
}
interface Message {
  readonly id: string;
  readonly note: string;
  readonly xml: string;
  readonly wbxmlHex: string;
  readonly auth?: Authentication;
  readonly wbxmlAuth?: { readonly header: string };
}
interface HeaderForm {
  readonly value: string;
  readonly username: string;
  readonly mac: string | null;
  readonly algorithm: string;
  readonly ok: boolean;
}

const vectors = JSON.parse(corpusText("vectors/vectors.json")) as {
  readonly basic: readonly Digest[];
  readonly authMd5: readonly Digest[];
  readonly authMac: readonly Mac[];
};
interface Negative {
  readonly name: string;
  readonly mac?: string;
  readonly digestHex?: string;
}
interface Session {
  readonly messages: readonly Message[];
  readonly negative?: readonly Negative[];
}
const sessions = JSON.parse(corpusText("vectors/vectors-dm.json")) as Readonly<
  Record<"basicSession" | "md5Session" | "md5NonceChain" | "macSession" | "nonceResync", Session>
> & {
  readonly hmacHeaderForms: readonly HeaderForm[];
  readonly published: readonly Digest[];
};

const isNegative = ({ note }: { readonly note?: string }) => note?.startsWith("NEGATIVE") === true;
const otherNonce = encodeUtf8("another");

describe.each(vectors.basic)("basic of $user", ({ user, password, data }: Secret & { readonly data?: string }) => {
  test("is made and accepted", () => {
    const cred = credentials({ scheme: "basic", user, secret: password });
    expect(cred.meta).toMatchObject({ type: "syncml:auth-basic", format: "b64" });
    expect(cred.data).toBe(data);
    const h1 = storedDigest(user, password);
    expect(checkCredentials(cred, { scheme: "basic", user, secret: password })).toEqual({
      ok: true,
      user,
      scheme: "basic",
    });
    expect(checkCredentials(cred, { scheme: "basic", user, storedDigest: h1 })).toEqual({
      ok: true,
      user,
      scheme: "basic",
    });
  });

  test("is refused for another name or password", () => {
    const cred = credentials({ scheme: "basic", user, secret: password });
    for (const other of [
      { user: `${user}x`, secret: password },
      { user, secret: `${password}x` },
    ]) {
      expect(checkCredentials(cred, { scheme: "basic", ...other })).toMatchObject({ ok: false, reason: "wrong" });
    }
  });
});

const digests = [...vectors.authMd5, ...sessions.published.filter(({ nonceHex }) => nonceHex !== undefined)];

test.each(digests.filter((vector) => !isNegative(vector)))("md5 of $user with nonce $nonceHex", (vector) => {
  const { user, password, credData } = vector;
  const [nonce, h1] = [bytes(vector.nonceHex as string), vector.h1B64 as string];
  expect(storedDigest(user, password)).toBe(h1);
  const accepted = { ok: true, user, scheme: "md5" };
  for (const secret of [{ user, secret: password } as const, { user, storedDigest: h1 } as const]) {
    const cred = credentials({ scheme: "md5", ...secret, nonce });
    expect(cred.data).toBe(credData);
    expect(checkCredentials(cred, { scheme: "md5", user, secret: password, nonce })).toEqual(accepted);
    expect(checkCredentials(cred, { scheme: "md5", user, storedDigest: h1, nonce })).toEqual(accepted);
    expect(checkCredentials(cred, { scheme: "md5", user, storedDigest: h1, nonce: otherNonce })).toMatchObject({
      reason: "wrong",
    });
  }
  expect(readChallenge(challenge({ scheme: "md5", nonce })).nonce).toEqual(nonce);
  expect(encodeBase64(nonce)).toBe(vector.nonceB64);
});

test.each(digests.filter(isNegative))("md5 of $user, $note", ({ user, password, credData, nonceB64 }) => {
  const cred = { ...credentials({ scheme: "md5", user, secret: password }), data: credData };
  const nonce = decodeBase64(nonceB64 as string) as Uint8Array;
  expect(checkCredentials(cred, { scheme: "md5", user, secret: password, nonce })).toMatchObject({ reason: "wrong" });
  // It is the digest over the text of the nonce.
  const text = encodeUtf8(nonceB64 as string);
  expect(checkCredentials(cred, { scheme: "md5", user, secret: password, nonce: text })).toMatchObject({ ok: true });
});

test("basic as published", () => {
  const [, published] = sessions.published;
  const { user, password, credData } = published as Digest;
  expect(credentials({ scheme: "basic", user, secret: password }).data).toBe(credData);
});

describe.each(vectors.authMac)("mac over $bodyKind", ({ user, password, nonceHex, bodyHex, header }) => {
  const [nonce, body] = [bytes(nonceHex), bytes(bodyHex)];

  test("is made and accepted, also from the stored digest", () => {
    const h1 = storedDigest(user, password);
    expect(hmacHeader(body, { user, secret: password, nonce })).toBe(header);
    expect(hmacHeader(body, { user, storedDigest: h1, nonce })).toBe(header);
    expect(checkHmacHeader(header, body, { user, secret: password, nonce })).toEqual({ ok: true, user });
    expect(checkHmacHeader(header, body, { user, storedDigest: h1, nonce })).toEqual({ ok: true, user });
  });

  test("is refused for another body, nonce, password or name", () => {
    const wrong = { ok: false, reason: "wrong" };
    expect(checkHmacHeader(header, Uint8Array.of(...body, 0), { user, secret: password, nonce })).toEqual(wrong);
    expect(checkHmacHeader(header, body, { user, secret: password, nonce: otherNonce })).toEqual(wrong);
    expect(checkHmacHeader(header, body, { user, secret: "x", nonce })).toEqual(wrong);
    expect(checkHmacHeader(header, body, { user: "x", secret: password, nonce })).toEqual({
      ok: false,
      reason: "user",
    });
  });
});

const groups = ["basicSession", "md5Session", "md5NonceChain", "macSession", "nonceResync"] as const;
const messages = groups.flatMap((group) => sessions[group].messages.map((message) => ({ group, ...message })));

describe.each(messages.filter(({ auth }) => auth?.credData !== undefined))("$id of $group", (message) => {
  const { user, password, credData, nonceHex = "", scheme: type } = message.auth as Authentication;
  const scheme = type === "syncml:auth-basic" ? "basic" : "md5";
  const nonce = bytes(nonceHex);
  const documents: SyncML[] = [decode(message.xml), decode(bytes(message.wbxmlHex))];

  test("its Cred is what is made of the account and the nonce", () => {
    const { meta, data } = credentials({ scheme, user, secret: password, nonce });
    expect(data).toBe(credData);
    for (const { syncHdr } of documents) {
      expect(syncHdr.cred?.data).toBe(data);
      expect(syncHdr.cred?.meta).toMatchObject({ type: meta?.type, format: meta?.format });
    }
  });

  test("its Cred is accepted, and with another nonce refused", () => {
    for (const { syncHdr } of documents) {
      expect(checkCredentials(syncHdr.cred, { scheme, user, secret: password, nonce })).toEqual({
        ok: true,
        user,
        scheme,
      });
      const other = checkCredentials(syncHdr.cred, { scheme, user, secret: password, nonce: otherNonce });
      expect(other.ok).toBe(scheme === "basic");
    }
  });
});

test("the chain of nonces: each challenge gives the nonce of the credentials after it", () => {
  let nonce: Uint8Array | undefined;
  let proofs = 0;
  let refusals = 0;
  for (const message of sessions.md5NonceChain.messages) {
    const { syncHdr, syncBody } = decode(message.xml);
    const { auth } = message;
    if (auth?.credData !== undefined && syncHdr.source?.locName === "dm-client") {
      const check = checkCredentials(syncHdr.cred, {
        scheme: "md5",
        user: auth.user,
        secret: auth.password,
        nonce: nonce ?? Uint8Array.of(),
      });
      if (isNegative(message)) {
        expect(check).toMatchObject({ ok: false, reason: "wrong" });
        refusals++;
      } else {
        expect(check.ok).toBe(true);
        proofs++;
      }
    }
    const chal = chalOf(syncBody.commands);
    if (chal !== undefined && syncHdr.source?.locName !== "dm-client") ({ nonce } = readChallenge(chal));
  }
  expect([proofs, refusals].every((count) => count > 0)).toBe(true);
});

function chalOf(commands: SyncML["syncBody"]["commands"]): Chal | undefined {
  for (const command of commands) if (command.kind === "Status" && command.chal !== undefined) return command.chal;
  return undefined;
}

describe("the challenges of the sessions", () => {
  const challenges = messages.flatMap(({ xml, ...message }) => {
    const chal = chalOf(decode(xml).syncBody.commands);
    return chal === undefined ? [] : [{ ...message, chal }];
  });

  test.each(challenges)("$id of $group", ({ chal, wbxmlHex }) => {
    const reading = readChallenge(chal);
    expect(reading.type).toMatch(/^syncml:auth-(basic|md5|MAC)$/);
    const { scheme, nonce, hasNonce } = reading;
    const made = challenge({ scheme: scheme ?? "mac", nonce: hasNonce ? nonce : undefined });
    expect(made.meta).toMatchObject({ type: chal.meta?.type, nextNonce: chal.meta?.nextNonce });
    expect(readChallenge(made)).toEqual(reading);
    const again = chalOf(decode(bytes(wbxmlHex)).syncBody.commands);
    expect(readChallenge(again as Chal)).toEqual(reading);
  });
});

describe.each(messages.filter(({ auth }) => auth?.header !== undefined))("$id of $group", (message) => {
  const { user, password, nonceHex = "", header } = message.auth as Authentication;
  const nonce = bytes(nonceHex);
  const bodies: [Uint8Array, string][] = [
    [encodeUtf8(message.xml), header as string],
    [bytes(message.wbxmlHex), message.wbxmlAuth?.header as string],
  ];

  test("its header is made of the body, and accepted with that body and nonce only", () => {
    for (const [body, value] of bodies) {
      expect(hmacHeader(body, { user, secret: password, nonce })).toBe(value);
      expect(checkHmacHeader(value, body, { user, secret: password, nonce })).toEqual({ ok: true, user });
      expect(checkHmacHeader(value, body, { user, secret: password, nonce: otherNonce })).toMatchObject({
        reason: "wrong",
      });
    }
    const [[xml], [, ofWbxml]] = bodies as [[Uint8Array, string], [Uint8Array, string]];
    expect(checkHmacHeader(ofWbxml, xml, { user, secret: password, nonce })).toMatchObject({ reason: "wrong" });
  });
});

test.each(sessions.hmacHeaderForms)("the header $value", ({ value, username, mac, algorithm, ok }) => {
  expect(parseHmacHeader(value)).toMatchObject({ ok, username, mac: mac ?? undefined, algorithm });
});

test.each(sessions.macSession.negative as readonly Negative[])("a mac that must be refused: $name", ({ mac }) => {
  const [message] = sessions.macSession.messages as readonly [Message];
  const { user, password, nonceHex, header } = message.auth as Authentication;
  const nonce = bytes(nonceHex as string);
  const other = (header as string).replace(/mac=.*/, `mac=${mac}`);
  expect(other).not.toBe(header);
  expect(checkHmacHeader(other, encodeUtf8(message.xml), { user, secret: password, nonce })).toEqual({
    ok: false,
    reason: "wrong",
  });
});

test.each(sessions.nonceResync.negative as readonly Negative[])(
  "a digest that must be refused: $name",
  ({ digestHex }) => {
    const data = bytes(digestHex as string);
    for (const { auth } of sessions.nonceResync.messages) {
      if (auth === undefined) continue;
      const { user, password, nonceHex } = auth;
      const expected = { scheme: "md5", user, secret: password, nonce: bytes(nonceHex as string) } as const;
      const cred = credentials(expected);
      expect(checkCredentials({ ...cred, data }, expected)).toMatchObject({ ok: false, reason: "wrong" });
    }
  },
);
