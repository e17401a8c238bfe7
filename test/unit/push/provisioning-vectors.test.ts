import { expect, test } from "vitest";
import {
  type DmBootstrapMethod,
  decodePush,
  dmAccountOfRows,
  dmAccountRows,
  encodeDmBootstrap,
  encodeProvisioning,
  encodePush,
  imsiOctets,
  imsiOfOctets,
  type ProvisionedDmAccount,
  type ProvisioningMethod,
  type PushInput,
  parseDmBootstrap,
  parseProvisioning,
  parseProvisioningPartial,
  segmentSms,
  signDmBootstrap,
  signProvisioning,
  type Unwrapped,
  unwrapCarriers,
  unwrapSegments,
} from "../../../src/push/index.ts";
import { bootstrapMac } from "../../../src/push/provisioning/security.ts";
import { corpusText } from "../../support/corpus.ts";
import { bytes } from "../../support/hex.ts";

interface MacVector {
  readonly name?: string;
  readonly method: ProvisioningMethod;
  readonly secOctet: string;
  readonly imsi?: string;
  readonly pin?: string;
  readonly firstHalf?: string;
  readonly steps?: { readonly firstHalf?: string };
  readonly userTypes?: string;
  readonly documentHex: string;
  readonly documentOf?: string;
  readonly keyHex: string;
  readonly macUpperHex: string;
  readonly wspPushHex?: string;
}

interface DmProfileVector {
  readonly method: string;
  readonly keyUtf8: string;
  readonly contentType: string;
  readonly documentHex: string;
}

const { bootstrap, semiOctet } = JSON.parse(corpusText("vectors/vectors.json")) as {
  readonly bootstrap: readonly (MacVector & DmProfileVector)[];
  readonly semiOctet: readonly { readonly imsi: string; readonly keyHex: string }[];
};
const dm = JSON.parse(corpusText("vectors/vectors-dm.json")) as {
  readonly cpMac: readonly MacVector[];
  readonly cpMacNegative: readonly MacVector[];
  readonly dmProfileBootstrap: {
    readonly wbxmlHex: string;
    readonly variants: readonly DmProfileVector[];
  };
  readonly cpW7Account: {
    readonly xml: string;
    readonly documentHex: string;
    readonly macs: readonly MacVector[];
    readonly dmAcc: readonly (readonly [string, string])[];
  };
};

const hex = (octets: Uint8Array) => Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");

test.each(semiOctet)("the IMSI $imsi in semi-octets and back", ({ imsi, keyHex }) => {
  expect(hex(imsiOctets(imsi))).toBe(keyHex);
  expect(imsiOfOctets(bytes(keyHex))).toBe(imsi);
});

const macVectors = [
  ...bootstrap.filter(({ secOctet }) => secOctet !== undefined),
  ...dm.cpMac,
  ...dm.cpW7Account.macs.map((mac) => ({ ...mac, documentHex: dm.cpW7Account.documentHex })),
];

test.each(macVectors.map((vector, index) => [`${index} ${vector.method}`, vector] as const))(
  "signs and checks vector %s",
  (_, { method, imsi, pin, firstHalf, steps, userTypes, macUpperHex, documentHex, secOctet }) => {
    const document = bytes(documentHex);
    const signed = signProvisioning(document, { method, imsi, pin: pin ?? firstHalf ?? steps?.firstHalf });
    expect(hex(signed.body)).toBe(documentHex);
    if (secOctet !== undefined) expect(0x80 + signed.sec).toBe(Number.parseInt(secOctet, 16));
    if (method === "USERPINMAC") {
      expect(signed).toMatchObject({ entry: userTypes, contentType: expect.not.stringContaining("MAC=") as string });
    } else {
      expect(signed.mac).toBe(macUpperHex);
    }
    const keys = { imsi, pin: signed.entry ?? pin };
    const check = (contentType: string) => parseProvisioningPartial(document, { contentType, ...keys });
    expect(check(signed.contentType)).toMatchObject({ verified: true, method });
    // Numbers for words, lower case and quotes are the same.
    const other = signed.contentType
      .replace(`SEC=${method}`, `sec="${signed.sec}"`)
      .replace(/MAC=\w+/, (mac) => mac.toLowerCase());
    expect(check(other).verified).toBe(true);
    const wrong = { imsi: "999999999999999", pin: "99999999999999" };
    expect(parseProvisioningPartial(document, { contentType: signed.contentType, ...wrong }).verified).toBe(false);
    expect(parseProvisioningPartial(document, { contentType: signed.contentType }).issues).toContainEqual(
      expect.objectContaining({ code: "key-missing" }),
    );
  },
);

test.each(dm.cpMacNegative.map((vector) => [vector.name as string, vector] as const))(
  "refuses a MAC made with a known mistake: %s",
  (name, { documentOf, keyHex, macUpperHex }) => {
    const right = dm.cpMac.find((one) => one.name === documentOf) as MacVector;
    const document = bytes(right.documentHex);
    if (!name.includes("flipped")) expect(bootstrapMac(bytes(keyHex), document)).toBe(macUpperHex);
    const { verified } = parseProvisioning(document, {
      sec: right.method,
      mac: macUpperHex,
      imsi: right.imsi,
      pin: right.pin,
    });
    expect(verified).toBe(false);
  },
);

test("a changed octet anywhere does not fit", () => {
  const { documentHex, macUpperHex, imsi } = dm.cpMac[0] as MacVector;
  const document = bytes(documentHex);
  for (let index = 0; index < document.length; index++) {
    const changed = document.slice();
    changed[index] = (changed[index] as number) ^ 1;
    expect(parseProvisioningPartial(changed, { sec: "0", mac: macUpperHex, imsi }).verified).toBe(false);
  }
});

test("reads and writes the document with an account, octet by octet", () => {
  const { documentHex, xml } = dm.cpW7Account;
  const parsed = parseProvisioning(bytes(documentHex));
  expect(hex(encodeProvisioning(parsed.document))).toBe(documentHex);
  expect(parseProvisioning(xml).document).toEqual(parsed.document);
  const text = new TextDecoder().decode(encodeProvisioning(parsed.document, { format: "xml" }));
  expect(text.replace(/^<\?xml.*?\?>/, "")).toBe(xml);
  const [nap] = parsed.document.characteristics;
  const made = { version: undefined, characteristics: [nap as NonNullable<typeof nap>], accounts: parsed.accounts };
  expect(hex(encodeProvisioning(made))).toBe(documentHex);
  expect(parsed).toMatchObject({ unknown: [], verified: "none", issues: [{ code: "not-signed" }] });
});

test("the account becomes the rows of a DMAcc and comes back", () => {
  const { documentHex, dmAcc } = dm.cpW7Account;
  const account = parseProvisioning(bytes(documentHex)).accounts[0] as ProvisionedDmAccount;
  const rows = dmAccountRows(account, { addressOf: ({ id }) => `<URI of the object made from ${id}>` });
  const shown = rows.map(({ path, value }) => [path, typeof value === "string" ? value : `hex:${hex(value)}`]);
  expect(shown).toEqual(dmAcc);
  const back = dmAccountOfRows(rows, { connectionOf: () => ({ kind: "TO-NAPID", id: "NAP1" }) });
  expect({ ...back, startSession: true }).toEqual(account);
});

test.each(dm.dmProfileBootstrap.variants.map((vector) => [vector.method as DmBootstrapMethod, vector] as const))(
  "the DM profile signed by %s, both ways",
  (method, { contentType }) => {
    const message = bytes(dm.dmProfileBootstrap.wbxmlHex);
    const keys = { pin: "1234", networkID: "86753098675309" };
    expect(signDmBootstrap(message, { method, ...keys }).contentType).toBe(contentType);
    const parsed = parseDmBootstrap(message, { contentType, ...keys });
    expect(parsed).toMatchObject({ verified: true, method, issues: [], accounts: [{ uri: "./DMAcc/Example" }] });
    const [{ account, uri }] = parsed.accounts as [(typeof parsed.accounts)[number]];
    const again = encodeDmBootstrap(account, { accountURI: uri, target: "IMEI:004999010640000" });
    expect(hex(again)).toBe(dm.dmProfileBootstrap.wbxmlHex);
    const tree = parseDmBootstrap(encodeDmBootstrap(account, { form: "tree", accountURI: uri }));
    expect(tree.accounts).toEqual([{ uri: "./Inbox/Example", account }]);
    expect(parseDmBootstrap(message, { contentType, pin: "4321", networkID: "1" }).verified).toBe(false);
    expect(parseDmBootstrap(message, { contentType }).verified).toBe(false);
  },
);

test.each(bootstrap.filter(({ secOctet }) => secOctet === undefined))("the MAC of $method", (vector) => {
  const mac = bootstrapMac(new TextEncoder().encode(vector.keyUtf8), bytes(vector.documentHex));
  expect(vector.contentType.toUpperCase()).toContain(`MAC=${mac}`);
});

test.each(bootstrap.filter(({ wspPushHex }) => wspPushHex !== undefined))(
  "a document signed by $method goes into a push, and its signature is found there",
  ({ method, imsi, pin, documentHex, wspPushHex }) => {
    // The documents of these vectors end early.
    const octets = bytes(wspPushHex as string);
    const signed = signProvisioning(bytes(documentHex), { method, imsi, pin });
    expect(hex(encodePush(signed))).toBe(wspPushHex);
    const fits = { verified: true, method };
    expect(parseProvisioningPartial(decodePush(octets), { imsi, pin })).toMatchObject(fits);
    expect(parseProvisioningPartial(unwrapCarriers(octets), { imsi, pin })).toMatchObject(fits);
    expect(parseProvisioningPartial(signed, { imsi, pin })).toMatchObject(fits);
    const { body, sec, mac } = signed;
    expect(parseProvisioningPartial(body, { sec, mac, imsi, pin })).toMatchObject(fits);
    expect(parseProvisioningPartial(decodePush(octets), { imsi: "1", pin: "9" })).toMatchObject({
      verified: false,
      method,
    });
    // What the caller says counts more than what came with the document.
    expect(parseProvisioningPartial(decodePush(octets), { contentType: "a/b", imsi, pin }).verified).toBe("none");
    expect(parseProvisioningPartial(decodePush(octets), { mac: "00", imsi, pin }).verified).toBe(false);
  },
);

const type = "application/vnd.wap.connectivity-wbxml";
test.each<[string, (mac: string) => Omit<Partial<PushInput>, "body">]>([
  ["numbers", (mac) => ({ parameters: { SEC: 1, MAC: mac } })],
  ["words", (mac) => ({ parameters: { SEC: "USERPIN", MAC: mac } })],
  ["names in lower case, the other way round", (mac) => ({ parameters: { mac: mac.toLowerCase(), sec: "userpin" } })],
  ["digits", (mac) => ({ parameters: { SEC: "1", MAC: mac } })],
  [
    "octets",
    (mac) => ({
      parameters: [
        { name: "SEC", value: 1 },
        { name: "MAC", value: bytes(mac) },
      ],
    }),
  ],
  ["text of the content type", (mac) => ({ contentType: `${type}; SEC=1; MAC=${mac}` })],
  ["text in quotes", (mac) => ({ contentType: `${type};name="a; SEC=0";SEC="USERPIN" ; MAC = "${mac}"` })],
  ["text and fields", (mac) => ({ contentType: `${type}; sec=USERPIN`, parameters: { MAC: mac } })],
])("SEC and MAC as %s are found", (_, carriedBy) => {
  const body = bytes(dm.cpW7Account.documentHex);
  const { mac = "" } = signProvisioning(body, { method: "USERPIN", pin: "1234" });
  const carried = { contentType: type, body, ...carriedBy(mac) };
  const { verified } = parseProvisioning(carried, { pin: "1234" });
  expect(verified).toBe(true);
  expect(parseProvisioning(decodePush(encodePush(carried)), { pin: "1234" })).toMatchObject({ verified });
  expect(parseProvisioning(carried, { pin: "4321" }).verified).toBe(false);
});

test("words of a content type are written as the numbers that devices read", () => {
  const body = bytes("03");
  for (const word of ["USERPIN", "userpin", "1", '"USERPIN"']) {
    const contentType = `${type}; SEC=${word}; charset=utf-8; x=y`;
    const parameters = [
      { name: "SEC", value: 1 },
      { name: "charset", value: 106 },
      { name: "x", value: "y" },
    ];
    expect(encodePush({ contentType, body })).toEqual(encodePush({ contentType: type, parameters, body }));
    const more = encodePush({ contentType, parameters: { MAC: "AB" }, body });
    expect(decodePush(more)).toMatchObject({ contentType: type, parameters: [...parameters, { value: "AB" }] });
  }
  const { parameters } = decodePush(encodePush({ contentType: `${type}; SEC=9`, body }));
  expect(parameters).toMatchObject([{ name: "SEC", value: "9" }]);
});

test("SEC that is neither text nor a number is refused, and a number without a method does not fit", () => {
  const body = bytes(dm.cpW7Account.documentHex);
  expect(() => parseProvisioning(body, { sec: true as never })).toThrow(TypeError);
  for (const sec of [4, -1, Number.NaN, "", "PIN"]) {
    expect(parseProvisioning(body, { sec, pin: "1234" })).toMatchObject({ verified: false });
    expect(parseDmBootstrap(bytes(dm.dmProfileBootstrap.wbxmlHex), { sec }).verified).toBe(false);
  }
});

test.each(dm.dmProfileBootstrap.variants.map(({ method }) => method as DmBootstrapMethod))(
  "a message of the DM profile signed by %s goes into short messages, and its signature is found there",
  (method) => {
    const keys = { pin: "1234", networkID: "86753098675309" };
    const signed = signDmBootstrap(bytes(dm.dmProfileBootstrap.wbxmlHex), { method, ...keys });
    const parts = segmentSms(encodePush({ ...signed, applicationID: "syncml.dm" }), { reference: 7 });
    expect(parts.length).toBeGreaterThan(2);
    const [message] = unwrapSegments(parts.reverse()).messages as [Unwrapped];
    expect(message.parameters).toMatchObject([{ name: "SEC" }, { name: "MAC", value: signed.mac }]);
    expect(parseDmBootstrap(message, keys)).toMatchObject({ verified: true, method });
    expect(parseDmBootstrap(signed, keys)).toMatchObject({ verified: true, method });
    expect(parseDmBootstrap(message, { ...keys, [method === "NETWORKID" ? "networkID" : "pin"]: "0" })).toMatchObject({
      verified: false,
    });
    // A push may have the number of the method of client provisioning that takes the same keys.
    const sec = ["NETWORKID", "USERPIN", "USERPIN_NETWORKID"].indexOf(method);
    const numbered = { ...message, parameters: { SEC: sec, MAC: signed.mac } };
    expect(parseDmBootstrap(numbered, keys)).toMatchObject({ verified: true, method });
  },
);
