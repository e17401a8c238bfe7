import { describe, expect, test } from "vitest";
import { storedDigest } from "../../../src/authentication/digest.ts";
import {
  type DsNotification,
  decodeNotification,
  decodePush,
  encodeNotification,
  encodePush,
  type NotificationInput,
  segmentSms,
  verifyNotification,
} from "../../../src/push/index.ts";
import { corpusText } from "../../support/corpus.ts";
import { errorOf } from "../../support/error-of.ts";
import { bytes } from "../../support/hex.ts";

interface Vector {
  readonly name: string;
  readonly captured?: true;
  readonly version: number;
  readonly ui: number;
  readonly init: number;
  readonly session: number;
  readonly sessionIdElement?: string;
  readonly serverId: string;
  readonly password?: string;
  readonly nonceHex?: string;
  readonly vendorHex?: string;
  readonly h1B64?: string;
  readonly messageHex?: string;
  readonly wspPushHex?: string;
  readonly smsUserDataHex?: string;
  readonly syncs?: readonly { readonly syncType: number; readonly contentType: number; readonly serverUri: string }[];
}

interface Resync {
  readonly messageHex: string;
  readonly serverId: string;
  readonly password: string;
}

const { notification: vectors } = JSON.parse(corpusText("vectors/vectors.json")) as {
  readonly notification: { readonly dm: readonly Vector[]; readonly ds: readonly Vector[] };
};
const { nonceResync } = JSON.parse(corpusText("vectors/vectors-dm.json")) as {
  readonly nonceResync: {
    readonly clientHoldsServerNonceHex: string;
    readonly serverHoldsServerNonceHex: string;
    readonly notificationServerWouldSend: Resync;
    readonly notificationResync: Resync;
  };
};

const hex = (octets: Uint8Array) => Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
const uiModes = ["unspecified", "background", "informative", "user-interaction"] as const;
const contentTypes: Readonly<Record<number, string>> = { 6: "text/x-vCalendar", 7: "text/x-vCard" };

function fieldsOf(vector: Vector, kind: "dm" | "ds"): NotificationInput {
  const { version, ui, init, session, serverId, vendorHex, syncs } = vector;
  return {
    kind,
    version,
    uiMode: uiModes[ui],
    initiator: init === 1 ? "server" : "client",
    sessionID: session,
    serverID: serverId,
    vendor: bytes(vendorHex ?? ""),
    ...(syncs && {
      syncs: syncs.map(({ syncType, contentType, serverUri }) => ({
        syncType,
        contentType: contentTypes[contentType],
        serverURI: serverUri,
      })),
    }),
  };
}

const all = (["dm", "ds"] as const).flatMap((kind) => vectors[kind].map((vector) => ({ kind, vector })));
const messageOf = ({ messageHex, wspPushHex }: Vector) =>
  messageHex === undefined ? decodePush(bytes(wspPushHex as string)).body : bytes(messageHex);

describe.each(all)("vector $kind $vector.name", ({ kind, vector }) => {
  const message = messageOf(vector);
  const key = { secret: vector.password ?? "", nonce: bytes(vector.nonceHex ?? "") };

  test("is decoded, and encoded to the same octets", () => {
    const notification = decodeNotification(message);
    if (notification.kind === "dm-1.3") throw new Error("of another layout");
    const { syncs, vendor, ...fields } = fieldsOf(vector, kind);
    expect(notification).toMatchObject({
      ...fields,
      sessionID: vector.sessionIdElement ?? vector.session.toString(16).toUpperCase(),
      sessionNumber: vector.session,
      futureUse: 0,
      ...(syncs && { syncs }),
    });
    expect(hex(notification.vendor)).toBe(vector.vendorHex ?? "");
    expect(hex(encodeNotification(notification, notification))).toBe(hex(message));
  });

  if (vector.password === undefined) return;

  test("is verified by secret and by stored digest, and refused with another", () => {
    const account = { serverID: vector.serverId, ...key };
    const { secret, ...rest } = account;
    const stored = { ...rest, storedDigest: vector.h1B64 ?? storedDigest(vector.serverId, secret) };
    // Of a message that was made with the resynchronisation nonce this is the stored one.
    expect(verifyNotification(message, [account])).toMatchObject({ ok: true, account, resync: false });
    expect(verifyNotification(message, [stored])).toMatchObject({ ok: true, account: stored, resync: false });
    const refused = { ok: false, resync: false, reason: "wrong-digest", notification: { serverID: vector.serverId } };
    expect(verifyNotification(message, [{ ...account, secret: `${secret}!` }])).toMatchObject(refused);
    const otherNonce = { ...account, nonce: bytes("0102") };
    expect(verifyNotification(message, [otherNonce], { resynchronization: "refuse" })).toMatchObject(refused);
    expect(verifyNotification(message, [{ ...account, serverID: "other" }])).toMatchObject({
      ok: false,
      reason: "unknown-server",
    });
  });

  if (vector.captured) return;

  test("is made from its fields", () => {
    const fields = fieldsOf(vector, kind);
    expect(hex(encodeNotification(fields, key))).toBe(vector.messageHex);
    const { h1B64 } = vector;
    if (h1B64 !== undefined) {
      expect(hex(encodeNotification(fields, { storedDigest: h1B64, nonce: key.nonce }))).toBe(vector.messageHex);
    }
    const [type, applicationID, transactionID] = kind === "dm" ? ["", "syncml.dm", 1] : ["ds.", "push.syncml", 2];
    const contentType = `application/vnd.syncml.${type}notification`;
    const push = encodePush({ contentType, applicationID, transactionID: transactionID as number, body: message });
    expect(hex(push)).toBe(vector.wspPushHex);
    if (vector.smsUserDataHex !== undefined) expect(segmentSms(push).map(hex)).toEqual([vector.smsUserDataHex]);
  });
});

test("captured notifications of data synchronisation name their datastores", () => {
  const captured = vectors.ds.filter((vector) => vector.captured).map(messageOf);
  const syncs = captured.flatMap((message) => (decodeNotification(message) as DsNotification).syncs);
  expect(syncs).toEqual([
    { syncType: 206, contentType: undefined, serverURI: "Contacts", futureUse: 0 },
    { syncType: 206, contentType: undefined, serverURI: "Calendar", futureUse: 0 },
  ]);
});

describe("a server that lost its nonce", () => {
  const { notificationServerWouldSend, notificationResync } = nonceResync;
  const { serverId, password } = notificationResync;
  const account = { serverID: serverId, secret: password, nonce: bytes(nonceResync.clientHoldsServerNonceHex) };
  const [stale, resynchronized] = [notificationServerWouldSend, notificationResync].map((one) => bytes(one.messageHex));

  test("is refused with the nonce that it holds", () => {
    expect(verifyNotification(stale as Uint8Array, [account])).toMatchObject({ ok: false, reason: "wrong-digest" });
    const its = { ...account, nonce: bytes(nonceResync.serverHoldsServerNonceHex) };
    expect(verifyNotification(stale as Uint8Array, [its])).toMatchObject({ ok: true, resync: false });
  });

  test("is verified with the resynchronisation nonce, unless that is refused", () => {
    const message = resynchronized as Uint8Array;
    expect(verifyNotification(message, [account])).toMatchObject({ ok: true, resync: true, account });
    const { resync } = verifyNotification(message, [{ ...account, nonce: new Uint8Array(4) }]);
    expect(resync).toBe(false);
    const strict = verifyNotification(message, [account], { resynchronization: "refuse" });
    expect(strict).toMatchObject({ ok: false, resync: false, reason: "wrong-digest" });
  });

  test("both are made from their fields", () => {
    const fields = { sessionID: 0x1234, uiMode: "background", initiator: "server", serverID: serverId } as const;
    const made = (nonce: Uint8Array) => hex(encodeNotification(fields, { secret: password, nonce }));
    expect(made(bytes(nonceResync.serverHoldsServerNonceHex))).toBe(notificationServerWouldSend.messageHex);
    expect(made(new Uint8Array(4))).toBe(notificationResync.messageHex);
  });
});

const fields = { sessionID: "a7", serverID: "com.example.dm" } as const;
const key = { secret: "srv-secret", nonce: Uint8Array.of(1, 2, 3) };
const account = { serverID: "com.example.dm", ...key };

test("defaults are those of the standard", () => {
  const dm = decodeNotification(encodeNotification(fields, key));
  expect(dm).toMatchObject({ kind: "dm", version: 11, uiMode: "unspecified", initiator: "server", sessionID: "A7" });
  const ds = decodeNotification(encodeNotification({ kind: "ds", ...fields }, key));
  expect(ds).toMatchObject({ kind: "ds", version: 12, syncs: [], syncsFutureUse: 0 });
});

test("the nonce as text is a leniency with a name", () => {
  // "AQID" is base64 of the nonce, "AAAAAA==" that of four zero octets.
  const withText = (text: string) =>
    encodeNotification(fields, { secret: key.secret, nonce: new TextEncoder().encode(text) });
  for (const text of ["AQID", "AAAAAA=="]) {
    const message = withText(text);
    expect(verifyNotification(message, [account])).toMatchObject({ ok: false, reason: "wrong-digest" });
    const lenient = verifyNotification(message, [account], { nonceForm: "octets-or-text" });
    expect(lenient).toMatchObject({ ok: true, resync: text === "AAAAAA==" });
  }
});

test("a stored digest counts before a secret, and its base64 may have lost padding or gained white space", () => {
  const message = encodeNotification(fields, key);
  const stored = storedDigest(fields.serverID, key.secret);
  const spellings = [stored, stored.replace(/=+$/, ""), `${stored}\n`, `${stored.slice(0, 12)}\r\n${stored.slice(12)}`];
  for (const storedDigest of spellings) {
    const { nonce } = key;
    expect(encodeNotification(fields, { storedDigest, nonce, secret: "another" })).toEqual(message);
    const account = { serverID: fields.serverID, storedDigest, nonce, secret: "another" };
    expect(verifyNotification(message, [account]).ok).toBe(true);
  }
  const unusable = { ...account, storedDigest: "AAAA" };
  expect(() => verifyNotification(message, [unusable])).toThrow(/^storedDigest must be base64 of 16 octets$/);
});

test("accounts are a list, with several of one server, or a look-up", () => {
  const message = encodeNotification(fields, key);
  const first = { ...account, secret: "older", name: "first" };
  const second = { ...account, name: "second" };
  expect(verifyNotification(message, new Set([first, second])).account?.name).toBe("second");
  expect(verifyNotification(message, (serverID) => (serverID === "com.example.dm" ? second : undefined)).ok).toBe(true);
  expect(verifyNotification(message, () => undefined).reason).toBe("unknown-server");
  expect(verifyNotification(message, () => first).reason).toBe("wrong-digest");
});

test("the layout is told by kind, by media type, or by the octets", () => {
  const likeSyncs = encodeNotification({ ...fields, vendor: bytes("00") }, key);
  expect(decodeNotification(likeSyncs).kind).toBe("ds");
  expect(decodeNotification(likeSyncs, { kind: "dm" }).kind).toBe("dm");
  const kindOf = (contentType: string) => decodeNotification(likeSyncs, { contentType }).kind;
  expect(kindOf("application/vnd.syncml.notification")).toBe("dm");
  expect(kindOf("Application/vnd.syncml.ds.notification; x=1")).toBe("ds");
  expect(kindOf("application/octet-stream")).toBe("ds");
  for (const vendor of [
    "ca fe 01 02",
    "11",
    "00 00",
    "10",
    "10 60 000000 05 61",
    "10 60 000000 00",
    "10 b0 000000 01 61",
  ]) {
    expect(decodeNotification(encodeNotification({ ...fields, vendor: bytes(vendor) }, key)).kind).toBe("dm");
  }
});

test("the layout of device management 1.3 is handed out as it came", () => {
  const octets = bytes("01 02 03");
  const contentType = "application/vnd.syncml.dm.notification";
  const unread = { kind: "dm-1.3", octets, ranges: [{ field: "octets", start: 0, end: 3 }] };
  expect(decodeNotification(octets, { contentType })).toEqual(unread);
  expect(decodeNotification(octets, { kind: "dm-1.3" })).toEqual(unread);
  expect(verifyNotification(octets, [account], { contentType })).toEqual({
    ok: false,
    resync: false,
    notification: unread,
    reason: "unknown-layout",
  });
  // Some send the older layout under that type.
  const older = decodeNotification(encodeNotification(fields, key), { contentType, kind: "dm" });
  expect(older).toMatchObject({ kind: "dm", serverID: "com.example.dm" });
});

test("text that is not UTF-8 keeps its octets", () => {
  const read = decodeNotification(
    bytes('ab1a2714b91cc410f878cb621b5ad1d1 02d8000000 1234 03 "x" e4 "y" 10 60 000000 01 ff'),
    {
      kind: "ds",
    },
  ) as DsNotification;
  expect(read).toMatchObject({ serverID: "xäy", serverIDOctets: bytes('"x" e4 "y"') });
  expect(read.syncs).toMatchObject([{ serverURI: "ÿ", serverURIOctets: bytes("ff") }]);
  const written = (change: Partial<NotificationInput>) =>
    hex(encodeNotification({ ...read, ...change }, read)).slice(46, 54);
  expect(written({})).toBe("0378e479");
  expect(written({ serverID: "xyz" })).toBe("0378797a");
});

test.each([
  ["truncated-input", 3, "/notification/digest", "00 00 00"],
  ["truncated-input", 18, "/notification/version", "ab1a2714b91cc410f878cb621b5ad1d1 02d8"],
  ["invalid-layout", 16, "/notification/version", "ab1a2714b91cc410f878cb621b5ad1d1 0258000000 1234 01 78"],
  ["invalid-layout", 16, "/notification/version", "ab1a2714b91cc410f878cb621b5ad1d1 0380000000 1234 01 78"],
  ["truncated-input", 22, "/notification/sessionID", "ab1a2714b91cc410f878cb621b5ad1d1 02d8000000 12"],
  ["truncated-input", 23, "/notification/serverIDLength", "ab1a2714b91cc410f878cb621b5ad1d1 02d8000000 1234"],
  ["invalid-layout", 23, "/notification/serverIDLength", "ab1a2714b91cc410f878cb621b5ad1d1 02d8000000 1234 00 78"],
  ["truncated-input", 25, "/notification/serverID", "ab1a2714b91cc410f878cb621b5ad1d1 02d8000000 1234 02 78"],
] as const)("%s at %i in %s", (code, offset, path, listing) => {
  expect(errorOf(() => decodeNotification(bytes(listing)))).toMatchObject({ code, offset, path });
});

test.each([
  ["truncated-input", 25, "/notification/numSyncs", ""],
  ["truncated-input", 26, "/notification/syncs[0].syncType", "10"],
  ["truncated-input", 29, "/notification/syncs[0].contentType", "10 60 0000"],
  ["truncated-input", 30, "/notification/syncs[0].serverURILength", "10 60 000000"],
  ["truncated-input", 32, "/notification/syncs[0].serverURI", "10 60 000000 02 61"],
  ["truncated-input", 32, "/notification/syncs[1].syncType", "20 60 000000 01 61"],
] as const)("data synchronisation: %s at %i in %s", (code, offset, path, rest) => {
  const message = bytes(`ab1a2714b91cc410f878cb621b5ad1d1 0318000000 0007 01 78 ${rest}`);
  expect(errorOf(() => decodeNotification(message, { kind: "ds" }))).toMatchObject({ code, offset, path });
});

test.each<[string, object, object, string]>([
  ["no session", { sessionID: undefined }, {}, "TypeError: sessionID must be a number or a string"],
  ["a long session", { sessionID: 0x10000 }, {}, "RangeError: sessionID must be 0–65,535"],
  ["a session that is not hex", { sessionID: "12345" }, {}, "RangeError: sessionID must be 0–65,535"],
  ["no server", { serverID: undefined }, {}, "TypeError: serverID must be a string"],
  ["an empty server", { serverID: "" }, {}, "RangeError: serverID must have 1–255 octets, not 0"],
  ["a long server", { serverID: "ä".repeat(128) }, {}, "RangeError: serverID must have 1–255 octets, not 256"],
  ["a version", { version: 14 }, {}, "RangeError: option version"],
  ["a mode", { uiMode: "loud" }, {}, "RangeError: option uiMode"],
  ["reserved bits", { futureUse: 2 ** 27 }, {}, "RangeError: option futureUse"],
  ["datastores without their layout", { syncs: [] }, {}, "TypeError: syncs and syncsFutureUse need kind"],
  ["16 datastores", { kind: "ds", syncs: new Array(16).fill({}) }, {}, "RangeError: at most 15 datastores"],
  ["a datastore without address", { kind: "ds", syncs: [{ syncType: 206 }] }, {}, "TypeError: a datastore needs"],
  [
    "a datastore of an unknown type",
    { kind: "ds", syncs: [{ syncType: 206, serverURI: "a", contentType: "a/b" }] },
    {},
    "RangeError: a/b has no code",
  ],
  ["no secret", {}, { secret: undefined }, "TypeError: a notification needs the secret"],
  ["a secret that is no text", {}, { secret: 5 }, "TypeError: secret and storedDigest must be strings"],
  ["a stored digest of other octets", {}, { storedDigest: "AAAA" }, "RangeError: storedDigest must be base64 of 16"],
  ["a nonce in base64", {}, { nonce: "AQID" }, "TypeError: expected bytes"],
  ["a short digest", {}, { digest: new Uint8Array(15) }, "RangeError: a digest has 16 octets, not 15"],
])("the encoder refuses %s", (_what, change, proof, message) => {
  const run = () => encodeNotification({ ...fields, ...change } as NotificationInput, { ...key, ...proof } as never);
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  expect(String(thrown)).toContain(message);
});
