import fc from "fast-check";
import { expect, test } from "vitest";
import type { SyncmlError } from "../../src/core/errors.ts";
import {
  type Characteristic,
  decodePush,
  dmAccountOfRows,
  dmAccountRows,
  encodeProvisioning,
  encodePush,
  type NewDmAccount,
  type ProvisionedDmAccount,
  parseProvisioning,
  parseProvisioningPartial,
  segmentSms,
  signProvisioning,
  type Unwrapped,
  unwrapSegments,
} from "../../src/push/index.ts";
import { isSecretParm, knownCharacteristics } from "../../src/push/provisioning/known-characteristics.ts";

const names = [...new Set([...knownCharacteristics.values()].flatMap(({ parms }) => parms)), "X-VENDOR", "naïve"];
const text = fc.string({ unit: fc.constantFrom(...('aB1 ,-&<"é😀'.match(/./gu) as string[])), maxLength: 12 });
const value = fc.oneof(text, fc.constantFrom("INTERNET", "APN", "HTTP-BASIC,DIGEST", "APPSRV", "IPV4", "443"));
const parm = fc
  .record({ name: fc.constantFrom(...names), value: fc.option(value, { nil: undefined }) })
  .map(({ name, value }) => ({
    name,
    ...(value === undefined ? {} : { value }),
    ...(isSecretParm(name) ? { secret: true as const } : {}),
  }));
function characteristicOf(inner: fc.Arbitrary<Characteristic[]>): fc.Arbitrary<Characteristic> {
  return fc.record({
    type: fc.constantFrom(...knownCharacteristics.keys(), "X-TYPE"),
    parms: fc.array(parm, { maxLength: 4 }),
    characteristics: inner,
  });
}
const innermost = characteristicOf(fc.constant([]));
const characteristic = characteristicOf(
  fc.array(characteristicOf(fc.array(innermost, { maxLength: 2 })), { maxLength: 2 }),
);
const document = fc
  .record({
    version: fc.constantFrom("1.0", "1.1", undefined),
    characteristics: fc.array(characteristic, { maxLength: 3 }),
  })
  .map(({ version, characteristics }) => (version === undefined ? { characteristics } : { version, characteristics }));
const limits = { maxDepth: 64, maxDocumentBytes: 1024 * 1024, maxParms: 100_000 };

const writing = fc.record({
  format: fc.constantFrom("wbxml" as const, "xml" as const),
  wbxmlVersion: fc.constantFrom("1.1" as const, "1.2" as const, "1.3" as const),
  stringTable: fc.constantFrom("none" as const, "auto" as const),
});

test("a document that is written and read is the same", () => {
  fc.assert(
    fc.property(document, writing, (document, options) => {
      expect(parseProvisioning(encodeProvisioning(document, options), { limits }).document).toEqual(document);
    }),
  );
});

const filled = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 8 });
const optional = <Type>(arbitrary: fc.Arbitrary<Type>) => fc.option(arbitrary, { nil: undefined });
const defined = <Type extends object>(fields: Type): Type =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)) as Type;
const account = fc
  .record({
    appID: fc.constant("w7" as const),
    serverID: filled,
    name: optional(text),
    addresses: fc.array(
      fc.record({
        address: filled.map((host) => `https://${host.replace(/[^a-z]/gi, "x")}/`),
        type: fc.constantFrom("URI", "IPv4", "IPv6", "ALPHA"),
        ports: fc.array(fc.integer({ min: 1, max: 65_535 }).map(String), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    credentials: fc.array(
      fc
        .record({
          level: fc.constantFrom("CLCRED", "SRVCRED", "OBEX", "HTTP"),
          type: fc.constantFrom("DIGEST", "BASIC", "HMAC", "HTTP-BASIC"),
          user: optional(text),
          secret: optional(text),
          data: optional(fc.uint8Array({ maxLength: 20 })),
        })
        .map(defined),
      { maxLength: 3 },
    ),
    connections: fc.array(fc.record({ kind: fc.constantFrom("TO-NAPID" as const, "TO-PROXY" as const), id: filled })),
    other: fc.constant([]),
    startSession: fc.boolean(),
  })
  .map((fields) => defined(fields) as ProvisionedDmAccount);

test("an account is the same after a document, and after the rows of a DMAcc", () => {
  fc.assert(
    fc.property(account, (account) => {
      const document = encodeProvisioning({ accounts: [account as NewDmAccount] });
      expect(parseProvisioning(document, { limits }).accounts).toEqual([account]);
      const rows = dmAccountRows(account, { addressOf: ({ kind, id }) => JSON.stringify([kind, id]) });
      const connectionOf = (uri: string) => {
        const [kind, id] = JSON.parse(uri) as ["TO-NAPID" | "TO-PROXY", string];
        return { kind, id };
      };
      const back = dmAccountOfRows(rows, { connectionOf });
      expect({ ...back, startSession: account.startSession }).toEqual(account);
    }),
  );
});

test("a document that is cut anywhere is refused at the cut, with what was read before", () => {
  fc.assert(
    fc.property(document, fc.constantFrom("wbxml" as const, "xml" as const), fc.nat(), (document, format, at) => {
      const whole = encodeProvisioning(document, { format });
      const cut = whole.subarray(0, at % whole.length);
      const { error, document: read } = parseProvisioningPartial(cut, { limits });
      expect((error as SyncmlError).code).toBe("truncated-input");
      expect((error as SyncmlError).offset).toBeLessThanOrEqual(cut.length);
      expect(read.characteristics.length).toBeLessThanOrEqual(document.characteristics.length);
    }),
  );
});

test("what is signed fits, and with any octet changed it does not", () => {
  const methods = fc.constantFrom(
    "NETWPIN" as const,
    "USERPIN" as const,
    "USERNETWPIN" as const,
    "USERPINMAC" as const,
  );
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
  fc.assert(
    fc.property(document, methods, digits(10), digits(15), fc.nat(), (document, method, pin, imsi, at) => {
      const written = encodeProvisioning(document);
      const { contentType, body, entry } = signProvisioning(written, { method, pin, imsi });
      const keys = { contentType, pin: entry ?? pin, imsi };
      expect(parseProvisioningPartial(body, keys).verified).toBe(true);
      // In what carries it, the signature is found without the caller's help.
      const push = encodePush({ contentType, body });
      const { contentType: _type, ...onlyKeys } = keys;
      expect(parseProvisioningPartial(decodePush(push), onlyKeys).verified).toBe(true);
      const [message] = unwrapSegments(segmentSms(push)).messages;
      expect(parseProvisioningPartial(message as Unwrapped, onlyKeys).verified).toBe(true);
      const changed = body.slice();
      changed[at % changed.length] = ~(changed[at % changed.length] as number) & 0xff;
      expect(parseProvisioningPartial(changed, keys).verified).toBe(false);
    }),
  );
});
