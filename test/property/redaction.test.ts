import fc from "fast-check";
import { expect, test } from "vitest";
import { create, newItem, newMessage, newSource, newTarget } from "../../src/ast/create.ts";
import type { Command, GenericElement, Item, MgmtTree, SyncML } from "../../src/ast/nodes.ts";
import { decode } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { encodeBase64 } from "../../src/core/base64.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { describeCommands } from "../../src/dm/redact.ts";
import { redactMessage } from "../../src/dm/redact-message.ts";

// No secret of four octets or more is in the lines or the copy of a message, in whatever encoding, wherever it was in the message.

/** Letters that nothing else in a message has, so that a find is a leak. */
const secretText = fc.string({ unit: fc.constantFrom(...'QXZVJKWYqxzvjkwy&<"é%'), minLength: 4, maxLength: 40 });
const secretUri = fc.constantFrom(
  "./DMAcc/a/AppAuth/1/AAuthSecret",
  "./DMAcc/a/AppAuth/1/AAuthData?prop=Name",
  "./AP/PXLogical/1/PXAUTH-PW",
  "./AP/NAPDef/1/NAPAuthInf/AUTHSECRET",
  "./Vendor/WiFi/Password",
  "./Vendor/WiFi/psk/Value",
  "./SIM/PIN",
);

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("%", "&#37;");

function treeWith(secret: string, value: Item["data"] = secret): MgmtTree {
  const leaf = (nodeName: string, data: Item["data"]) => create("Node", { nodeName, nodes: [], value: data });
  return create("MgmtTree", {
    verDTD: "1.2",
    nodes: [create("Node", { nodeName: "a", nodes: [leaf("Name", "kept"), leaf("AAuthSecret", value)] })],
  });
}

function elementWith(secret: string): GenericElement {
  const text = { kind: "Text", value: secret, opaque: false } as const;
  const base = { kind: "Element", namespace: "", page: -1, token: -1, attributes: [] } as const;
  return {
    ...base,
    attributes: [],
    local: "profile",
    children: [{ ...base, attributes: [], local: "Password", children: [text] }],
  };
}

const provisioningXml = (secret: string) =>
  `<wap-provisioningdoc version="1.0"><characteristic type="APPAUTH"><parm name="AAUTHSECRET" value="${escaped(secret)}"/></characteristic></wap-provisioningdoc>`;

/** A command that carries a secret, by where it does. */
const carriers: Readonly<Record<string, (secret: string, uri: string) => Command[]>> = {
  "data as text": (secret, uri) => [create("Replace", { cmdID: "1", items: [newItem(uri, secret)] })],
  "data as octets": (secret, uri) => [
    create("Add", { cmdID: "1", items: [newItem(uri, encodeUtf8(secret), { format: "bin", emi: [] })] }),
  ],
  "data as base64": (secret, uri) => [
    create("Add", {
      cmdID: "1",
      meta: create("Meta", { format: "b64", emi: [] }),
      items: [newItem(uri, encodeBase64(encodeUtf8(secret)))],
    }),
  ],
  "data of Results": (secret, uri) => [
    create("Results", { cmdID: "1", cmdRef: "2", items: [create("Item", { source: newSource(uri), data: secret })] }),
  ],
  "data of Results that names its source once": (secret, uri) => [
    create("Results", { cmdID: "1", cmdRef: "2", sourceRef: uri, items: [create("Item", { data: secret })] }),
  ],
  "data without an address": (secret) => [create("Exec", { cmdID: "1", items: [create("Item", { data: secret })] })],
  "tree as a document": (secret) => [create("Add", { cmdID: "1", items: [newItem("./DMAcc", treeWith(secret))] })],
  "tree with octets": (secret) => [
    create("Add", { cmdID: "1", items: [newItem("./DMAcc", treeWith(secret, encodeUtf8(secret)))] }),
  ],
  "tree as text": (secret) => [
    create("Add", {
      cmdID: "1",
      items: [newItem("./DMAcc", encode(treeWith(secret), { format: "xml", output: "string" }))],
    }),
  ],
  "tree as WBXML": (secret) => [
    create("Add", {
      cmdID: "1",
      items: [newItem("./DMAcc", encode(treeWith(secret), { format: "wbxml" }), { format: "bin", emi: [] })],
    }),
  ],
  "tree as base64": (secret) => [
    create("Add", {
      cmdID: "1",
      items: [
        newItem("./DMAcc", encodeBase64(encodeUtf8(encode(treeWith(secret), { format: "xml", output: "string" })))),
      ],
    }),
  ],
  "first chunk of a tree": (secret) => {
    const whole = encode(treeWith(secret), { format: "xml", output: "string" });
    const piece = whole.slice(0, whole.lastIndexOf("</Value>"));
    return [
      create("Add", {
        cmdID: "1",
        items: [create("Item", { target: newTarget("./DMAcc"), data: piece, moreData: true })],
      }),
    ];
  },
  "middle chunk of a tree": (secret) => [
    create("Add", {
      cmdID: "1",
      items: [create("Item", { target: newTarget("./DMAcc"), data: secret, moreData: true })],
    }),
  ],
  "element that the standard does not have": (secret) => [
    create("Alert", { cmdID: "1", data: "1201", items: [], extra: { sequence: [elementWith(secret)] } }),
  ],
  "last chunk of a tree": (secret) => {
    const whole = encode(treeWith(secret), { format: "xml", output: "string" });
    return [create("Add", { cmdID: "1", items: [newItem("./DMAcc", whole.slice(whole.lastIndexOf("<Value>")))] })];
  },
  "provisioning document": (secret) => [
    create("Replace", { cmdID: "1", items: [newItem("./Vendor/Bootstrap", provisioningXml(secret))] }),
  ],
  markup: (secret) => [create("Replace", { cmdID: "1", items: [newItem("./Vendor/Profile", [elementWith(secret)])] })],
  "query of a URL": (secret) => [
    create("Replace", {
      cmdID: "1",
      items: [newItem("./FUMO/PkgURL", `https://dl.example/fw?sig=${encodeURIComponent(secret)}&b=1`)],
    }),
  ],
  "password of a URL": (secret) => [
    create("Replace", {
      cmdID: "1",
      items: [newItem("./FUMO/PkgURL", `https://u:${encodeURIComponent(secret)}@dl.example/fw`)],
    }),
  ],
  "text of a user alert": (secret) => [
    create("Alert", {
      cmdID: "1",
      data: "1102",
      items: [create("Item", { data: "MINDT=1" }), create("Item", { data: secret })],
    }),
  ],
  "answer of the user": (secret) => [
    create("Status", {
      cmdID: "1",
      msgRef: "1",
      cmdRef: "2",
      cmd: "Alert",
      data: "200",
      items: [create("Item", { data: secret })],
    }),
  ],
  "credentials of a command": (secret) => [
    create("Get", { cmdID: "1", cred: create("Cred", { data: secret }), items: [newItem("./DevInfo")] }),
  ],
  nonce: (secret) => [
    create("Status", {
      cmdID: "1",
      msgRef: "1",
      cmdRef: "0",
      cmd: "SyncHdr",
      data: "401",
      chal: create("Chal", {
        meta: create("Meta", {
          type: "syncml:auth-md5",
          format: "b64",
          nextNonce: encodeBase64(encodeUtf8(secret)),
          emi: [],
        }),
      }),
    }),
  ],
  group: (secret, uri) => [
    create("Sequence", {
      cmdID: "1",
      commands: [
        create("Atomic", { cmdID: "2", commands: [create("Replace", { cmdID: "3", items: [newItem(uri, secret)] })] }),
      ],
    }),
  ],
};

const headerFields = (secret: string) => ({
  verProto: "DM/1.2" as const,
  sessionID: "1",
  msgID: "1",
  target: `https://dm.example/s?t=${encodeURIComponent(secret)}`,
  source: newSource("IMEI:350000000000006", secret),
  respURI: `https://dm.example/s?t=${encodeURIComponent(secret)}`,
  cred: create("Cred", {
    meta: create("Meta", { type: "syncml:auth-basic", format: "b64", emi: [] }),
    data: encodeBase64(encodeUtf8(`alice:${secret}`)),
  }),
});

/** The digits of base64 that the octets of a secret have at one of three places in a group, whatever is around them. */
function base64At(octets: Uint8Array, place: number): string {
  const padded = new Uint8Array(place + octets.length);
  padded.set(octets, place);
  const digits = encodeBase64(padded).replaceAll("=", "");
  return digits.slice(place === 0 ? 0 : place + 1, Math.floor(((place + octets.length) * 8) / 6));
}

/** Spellings of a secret that are long enough not to be found by chance. */
function spellings(secret: string): string[] {
  const octets = encodeUtf8(secret);
  const hex = Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
  const base64 = [0, 1, 2].map((place) => base64At(octets, place)).filter((digits) => digits.length >= 5);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    escaped(secret),
    encodeURIComponent(secret),
    hex,
    hex.toUpperCase(),
    ...base64,
  ];
}

function leaks(text: string, secret: string): string[] {
  return spellings(secret).filter((spelling) => text.includes(spelling));
}

/** The whole of a value as text, octets as Latin-1 and UTF-8. */
function textOf(message: SyncML): string {
  return JSON.stringify(message, (_, value: unknown) =>
    value instanceof Uint8Array ? `${String.fromCharCode(...value)} ${new TextDecoder().decode(value)}` : value,
  );
}

const formats = fc.constantFrom("as made", "xml", "wbxml");

test.each(Object.entries(carriers))("no secret survives: %s", (_, commandsWith) => {
  fc.assert(
    fc.property(secretText, secretUri, formats, fc.boolean(), (secret, uri, format, inHeader) => {
      const plain = {
        verProto: "DM/1.2",
        sessionID: "1",
        msgID: "1",
        target: "https://dm.example/",
        source: "IMEI:350000000000006",
      } as const;
      const made = newMessage(inHeader ? headerFields(secret) : plain, commandsWith(secret, uri));
      const message = format === "as made" ? made : decode(encode(made, { format: format as "xml" | "wbxml" }));
      const before = textOf(message);
      expect(leaks(textOf(redactMessage(message)), secret)).toEqual([]);
      expect(leaks(describeCommands(message).join("\n"), secret)).toEqual([]);
      expect(textOf(message)).toBe(before);
    }),
    { numRuns: 60 },
  );
});

test("the search finds what is there", () => {
  fc.assert(
    fc.property(secretText, fc.integer({ min: 0, max: 2 }), (secret, before) => {
      const octets = encodeUtf8("abc".slice(0, before) + secret);
      expect(leaks(`x${secret}y`, secret)).not.toEqual([]);
      expect(leaks(encodeURIComponent(secret), secret)).not.toEqual([]);
      if (encodeUtf8(secret).length >= 6) expect(leaks(encodeBase64(octets), secret)).not.toEqual([]);
    }),
  );
});

test("the copy is a message: it is written and read as one", () => {
  fc.assert(
    fc.property(secretText, secretUri, fc.constantFrom(...Object.values(carriers)), (secret, uri, commandsWith) => {
      const copy = redactMessage(newMessage(headerFields(secret), commandsWith(secret, uri)));
      const again = decode(encode(copy, { format: "xml" }));
      expect(again.syncBody.commands.map(({ kind }) => kind)).toEqual(copy.syncBody.commands.map(({ kind }) => kind));
    }),
    { numRuns: 60 },
  );
});
