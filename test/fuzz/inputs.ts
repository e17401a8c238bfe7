import fc from "fast-check";
import { create } from "../../src/ast/create.ts";
import type { Fragment, SyncML, SyncmlDocument } from "../../src/ast/nodes.ts";
import { stringify } from "../../src/ast/stringify.ts";
import { convert } from "../../src/codec/convert.ts";
import { decodePartial } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { isSyncmlError } from "../../src/core/errors.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import {
  encodeDmBootstrap,
  encodeNotification,
  encodePush,
  encodeSmsPdu,
  encodeUserData,
} from "../../src/push/index.ts";
import { messages } from "../../src/testing/messages.ts";
import { mutations } from "../../src/testing/mutations.ts";
import { notifications } from "../../src/testing/notifications.ts";
import { tokenDocuments } from "../../src/testing/token-documents.ts";
import { xmlDocuments } from "../../src/testing/xml-documents.ts";
import { xmlSpellings } from "../../src/testing/xml-spellings.ts";
import { profiles } from "../../src/validation/profiles.ts";
import { wapDefinitions, withStandard } from "../../src/vocabulary/wap/index.ts";
import { cases, corpusBytes, corpusText, wbxmlBodies, xmlBodies, xmlCases } from "../support/corpus.ts";
import { listChunks } from "../support/listing.ts";
import { wapCorpus } from "../support/wap-corpus.ts";
import { wapDocuments } from "../support/wap-documents.ts";

const MAX_SEED_BYTES = 6000;

/** Input for an entry point: whole documents to start from, and how to make others. */
export interface Inputs {
  readonly seeds: readonly Uint8Array[];
  /** Documents that are not in the corpus, whole and sound. */
  readonly made: fc.Arbitrary<Uint8Array>;
}

const small = (document: Uint8Array) => document.length > 0 && document.length < MAX_SEED_BYTES;
const wbxmlSeeds = [...wbxmlBodies.map(({ file }) => corpusBytes(file)), ...cases.map(({ input }) => input)].filter(
  small,
);
const xmlSeeds = [...xmlBodies.map(({ file }) => corpusBytes(file)), ...xmlCases.map(({ input }) => input)].filter(
  small,
);
const anyMessage = fc.oneof(
  ...(["1.0", "1.1", "1.2"] as const).map((version) => messages({ version })),
  ...profiles.map((profile) => messages({ profile })),
);

export const wbxmlInputs: Inputs = {
  seeds: wbxmlSeeds,
  made: fc.oneof(
    tokenDocuments(),
    anyMessage.map((message) => encode(message, { format: "wbxml" })),
  ),
};

/** All languages of WAP besides the standard ones. */
export const wapVocabularies = withStandard(...wapDefinitions);

/** Documents of the other languages of WAP. */
export const wapInputs: Inputs = {
  seeds: wapCorpus.map(({ xml }) => convert(xml, { to: "wbxml", vocabularies: wapVocabularies })),
  made: fc.oneof(...wapDefinitions.map(wapDocuments)),
};

export const xmlInputs: Inputs = {
  seeds: xmlSeeds,
  made: fc.oneof(xmlDocuments(), anyMessage.chain(xmlSpellings).map(encodeUtf8)),
};

/** Documents whose encoding is known before they come to the tokenizer. */
const withoutDeclaration = (document: Uint8Array) => {
  const [declaration = ""] = /^(?:\xef\xbb\xbf)?<\?xml.*?\?>/s.exec(Buffer.from(document).toString("latin1")) ?? [];
  return document.subarray(declaration.length);
};

export const xmlBodyInputs: Inputs = {
  seeds: xmlSeeds.map(withoutDeclaration).filter(({ length }) => length > 0),
  made: xmlInputs.made.map(withoutDeclaration),
};

export const documentInputs: Inputs = {
  seeds: [...wbxmlSeeds, ...xmlSeeds],
  made: fc.oneof(wbxmlInputs.made, xmlInputs.made),
};

const provisioned = JSON.parse(corpusText("vectors/vectors-dm.json")) as {
  readonly cpMac: readonly { readonly documentHex: string }[];
  readonly cpW7Account: { readonly documentHex: string; readonly xml: string };
};
const provisioningSeeds = [
  ...[...provisioned.cpMac, provisioned.cpW7Account].map(({ documentHex }) =>
    Uint8Array.from(Buffer.from(documentHex, "hex")),
  ),
  encodeUtf8(provisioned.cpW7Account.xml),
];

/** Client provisioning documents in both forms. */
export const provisioningInputs: Inputs = { seeds: provisioningSeeds, made: fc.constantFrom(...provisioningSeeds) };

const escapes = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const treeMessages = ["é", "日😀"].flatMap((text) => {
  const tree = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>\n<Node><NodeName>${text}]</NodeName><Oops/></Node><Node/></MgmtTree>`;
  return [`<![CDATA[${tree}]]>`, escapes(tree), `${escapes(tree.slice(0, 60))}<![CDATA[${tree.slice(60)}]]>`].map(
    (data) =>
      `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody><Add><CmdID>1</CmdID><Item><Data>${data}</Data></Item></Add></SyncBody></SyncML>`,
  );
});

/** The same, with documents that are the text of others. */
export const nestedInputs: Inputs = {
  seeds: [
    ...documentInputs.seeds,
    ...treeMessages.map(encodeUtf8),
    ...treeMessages.map((text) => Uint8Array.from(Buffer.from(`\ufeff${text}`, "utf16le"))),
  ],
  made: documentInputs.made,
};

/** The commands of a message without one around them: in their SyncBody, the first alone, or all in a row. */
function fragmentsOf({ syncBody }: SyncML): Fragment[] {
  const { commands, final } = syncBody;
  const inBody = create("Fragment", { inBody: true, commands, final });
  if (commands.length === 0) return [inBody];
  return [inBody, create("Fragment", { commands: commands.slice(0, 1) }), create("Fragment", { commands })];
}

/** A fragment in the forms that can hold it: WBXML has one root. */
function fragmentDocuments(fragment: Fragment): Uint8Array[] {
  return (["wbxml", "xml"] as const).flatMap((format) => {
    try {
      return [encode(fragment, { format })];
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      return [];
    }
  });
}

const fragmentSeeds = documentInputs.seeds.flatMap((document) => {
  const message: SyncmlDocument | undefined = decodePartial(document).document;
  return message?.kind === "SyncML" ? fragmentsOf(message).flatMap(fragmentDocuments) : [];
});
const anyFragment = anyMessage.chain((message) => fc.constantFrom(...fragmentsOf(message)));

/** Documents without a message around their commands. */
export const fragmentInputs: Inputs = {
  seeds: fragmentSeeds.filter(small).filter((_, index) => index % 5 === 0),
  made: fc.oneof(
    anyFragment
      .map(fragmentDocuments)
      .filter(({ length }) => length > 0)
      .chain((documents) => fc.constantFrom(...documents)),
    // Several versions in a row, each with its own spelling.
    fc
      .tuple(
        fc.array(
          anyMessage.map(fragmentsOf).chain((all) => xmlSpellings(all[all.length > 1 ? 1 : 0] as Fragment)),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
        fc.constantFrom("", "\n", "<!-- -->"),
      )
      .map(([roots, between]) =>
        encodeUtf8(roots.map((root, index) => (index > 0 ? rootOf(root) : root)).join(between)),
      ),
  ),
};

/** A document without what is allowed only at its start. */
function rootOf(document: string): string {
  return document.replace(/^\ufeff?<\?xml.*?\?>/s, "");
}

export const listingInputs: Inputs = {
  seeds: wbxmlSeeds.slice(0, 120).map((document) => encodeUtf8(listChunks([document]).text)),
  made: wbxmlInputs.made.map((document) => encodeUtf8(listChunks([document]).text)),
};

export const jsonInputs: Inputs = {
  seeds: wbxmlSeeds.slice(0, 120).flatMap((document) => {
    const { document: message } = decodePartial(document);
    return message === undefined ? [] : [encodeUtf8(stringify(message))];
  }),
  made: anyMessage.map((message) => encodeUtf8(stringify(message))),
};

const headerPieces = [
  "algorithm=MD5",
  'username="dm-client"',
  "mac=XQjZWzrFzRkTXjeBWPtjSA==",
  'x="\\"',
  "=",
  '"',
  " ",
  "",
];

/** Headers with the MAC of a message. */
export const headerInputs: Inputs = {
  seeds: [
    'algorithm=MD5, username="dm-client", mac=XQjZWzrFzRkTXjeBWPtjSA==',
    'username="a, mac=b", mac=XQjZWzrFzRkTXjeBWPtjSA==',
    'algorithm=MD5, username="a\\"b", mac=NTI2OTJhMDAwNjYxODkwYmQ3NWUxN2RhN2ZmYmJlMzk',
  ].map(encodeUtf8),
  made: fc.array(fc.constantFrom(...headerPieces), { maxLength: 20 }).map((pieces) => encodeUtf8(pieces.join(","))),
};

/** Documents as people paste them. */
const written = (document: Uint8Array): string[] => {
  const buffer = Buffer.from(document);
  const hex = buffer.toString("hex");
  const dump = (hex.match(/.{1,32}/g) ?? []).map((line, index) => {
    const offset = (index * 16).toString(16).padStart(8, "0");
    return `${offset}: ${(line.match(/.{1,4}/g) ?? []).join(" ")}  ................`;
  });
  const escaped = (hex.match(/../g) ?? []).map((pair) => `\\x${pair}`).join("");
  return [hex, buffer.toString("base64"), dump.join("\n"), escaped, hex.toUpperCase().replace(/..(?=.)/g, "$&:")];
};

export const textInputs: Inputs = {
  seeds: documentInputs.seeds
    .filter(({ length }) => length < 500)
    .flatMap((document) => written(document).map(encodeUtf8)),
  made: fc.tuple(documentInputs.made, fc.nat(4)).map(([document, way]) => encodeUtf8(written(document)[way] as string)),
};

/** Documents, intact and as people paste them. */
export const pastedInputs: Inputs = {
  seeds: [...documentInputs.seeds, ...textInputs.seeds],
  made: fc.oneof(documentInputs.made, textInputs.made),
};

/** Inputs made from a pool: most damaged, some intact. */
export function inputsFrom(pool: readonly Uint8Array[], made: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const pooled = fc.constantFrom(...pool);
  return fc.oneof(
    { weight: 8, arbitrary: pooled.chain(mutations) },
    { weight: 1, arbitrary: made },
    { weight: 1, arbitrary: made.chain(mutations) },
  );
}

const carried = JSON.parse(corpusText("vectors/vectors.json")) as {
  readonly wsp: readonly { readonly pduHex: string }[];
  readonly sms: readonly { readonly segmentsHex: readonly string[] }[];
};
const pushSeeds = carried.wsp.map(({ pduHex }) => new Uint8Array(Buffer.from(pduHex, "hex")));
const userDataSeeds = carried.sms.flatMap(({ segmentsHex }) =>
  segmentsHex.map((hex) => new Uint8Array(Buffer.from(hex, "hex"))),
);
const timeStamp = "26-11-02 12:34:56 +0000";
const carrierSeeds = [
  ...pushSeeds,
  ...userDataSeeds,
  ...userDataSeeds.map((userData) => encodeSmsPdu({ kind: "deliver", smsc: "+1", address: "+2", timeStamp, userData })),
];

/** Push PDUs, user data of short messages, and short messages. */
export const carrierInputs: Inputs = { seeds: carrierSeeds, made: fc.constantFrom(...carrierSeeds) };

const notificationSeeds = (
  JSON.parse(corpusText("vectors/vectors.json")) as {
    readonly notification: Readonly<Record<"dm" | "ds", readonly { readonly messageHex?: string }[]>>;
  }
).notification;

/** Notifications of device management and of data synchronisation. */
export const notificationInputs: Inputs = {
  seeds: [...notificationSeeds.dm, ...notificationSeeds.ds]
    .flatMap(({ messageHex }) => messageHex ?? [])
    .map((hex) => new Uint8Array(Buffer.from(hex, "hex"))),
  made: notifications().map((fields) => encodeNotification(fields, { secret: "" })),
};

const carriedSeeds = [
  ...carrierSeeds,
  ...notificationInputs.seeds,
  ...notificationInputs.seeds.map((body) => encodePush({ contentType: "application/vnd.syncml.notification", body })),
];
/** A PDU as a modem prints it, with the number of its octets after the service centre. */
export const modemLog = (pdu: Uint8Array, length: number = pdu.length - 1 - (pdu[0] ?? 0)): Uint8Array =>
  encodeUtf8(`+CMGR: 1,,${length}\r\n${Buffer.from(pdu).toString("hex")}\r\nOK\r\n`);

/** Notifications alone and in their carriers, as octets and as text. */
export const carriedInputs: Inputs = {
  seeds: [
    ...carriedSeeds,
    ...carriedSeeds.flatMap((octets) => written(octets).map(encodeUtf8)),
    ...carrierSeeds.map((pdu) => modemLog(pdu)),
  ],
  made: notificationInputs.made,
};

const elements = fc.array(
  fc.oneof(
    fc.record({ identifier: fc.constantFrom(0x00, 0x04, 0x05, 0x08, 0x70), data: fc.uint8Array({ maxLength: 6 }) }),
    fc
      .tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .map(([reference, one, other]) => ({
        identifier: 0x00,
        data: Uint8Array.of(reference, Math.max(one, other), Math.min(one, other)),
      })),
    fc.constant({ identifier: 0x05, data: Uint8Array.of(0x0b, 0x84, 0xc0, 0x02) }),
  ),
  { maxLength: 4 },
);
const anyUserData = fc
  .tuple(elements, fc.uint8Array({ maxLength: 20 }))
  .map(([elements, body]) => encodeUserData({ elements, body }));

/** User data of short messages. */
export const userDataInputs: Inputs = { seeds: userDataSeeds, made: anyUserData };

/** Each with an octet for its length before it. */
const inARow = (pieces: readonly Uint8Array[]) =>
  new Uint8Array(Buffer.concat(pieces.flatMap((piece) => [Uint8Array.of(piece.length), piece])));

/** Segments of messages in a row. */
export const segmentInputs: Inputs = {
  seeds: [inARow(userDataSeeds.slice(0, 4)), ...userDataSeeds.map((userData) => inARow([userData, userData]))],
  made: fc.array(anyUserData, { minLength: 1, maxLength: 8 }).map(inARow),
};

const report = Buffer.from("064d0c912143658709216211202143650062112021436500" + "00", "hex");
const logs = carrierSeeds.slice(pushSeeds.length + userDataSeeds.length).map((pdu) => [modemLog(pdu), pdu] as const);
const transcript = (pieces: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(pieces));
const wrapped = (log: Uint8Array) =>
  encodeUtf8(
    Buffer.from(log)
      .toString()
      .replace(/[0-9a-f]{40}/g, "$&\r\n")
      .toUpperCase(),
  );
const logPieces = [
  ...logs.flatMap(([log, pdu]) => [log, wrapped(log), encodeUtf8(`${Buffer.from(pdu).toString("hex")}\n`)]),
  encodeUtf8(`+CDS: ${report.length}\r\n${report.toString("hex")}\r\n`),
  encodeUtf8("\r\nAT+CMGL=4\r\r\n"),
  encodeUtf8('+CMTI: "SM",1\r\n'),
];

/** Logs of modems. */
export const transcriptInputs: Inputs = {
  seeds: [...logs.map(([log]) => log), ...logs.map(([log]) => wrapped(log)), transcript(logPieces)],
  made: fc.array(fc.constantFrom(...logPieces), { minLength: 1, maxLength: 5 }).map(transcript),
};

const bootstrapped = (
  JSON.parse(corpusText("vectors/vectors-dm.json")) as { readonly dmProfileBootstrap: { readonly wbxmlHex: string } }
).dmProfileBootstrap;
const bootstrapSeed = new Uint8Array(Buffer.from(bootstrapped.wbxmlHex, "hex"));
const bootstrapAccount = {
  appID: "w7",
  serverID: "com.example",
  addresses: [{ address: "192.0.2.1", type: "IPv4", ports: ["80", "443"] }],
  credentials: [{ level: "SRVCRED", type: "DIGEST", user: "s", secret: "p", data: Uint8Array.of(1, 2, 255) }],
} as const;
const bootstrapSeeds = [
  encodeDmBootstrap(bootstrapAccount),
  encodeDmBootstrap(bootstrapAccount, { form: "tree" }),
  bootstrapSeed,
].flatMap((message) => [message, convert(message, { to: "xml", output: "bytes" })]);

/** Bootstrap messages of the DM profile, by items and by a tree, in both forms. */
export const dmBootstrapInputs: Inputs = { seeds: bootstrapSeeds, made: fc.constantFrom(...bootstrapSeeds) };
const ddf = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Man>Example</Man><Node><NodeName>A</NodeName><Path>.</Path>
<DFProperties><AccessType><Get/><Add/></AccessType><DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
<DFType><DDFName>urn:oma:mo:oma-fumo:1.0</DDFName></DFType></DFProperties><Node><NodeName/><DFProperties><AccessType><Add/><Delete/><Get/>
<Replace/></AccessType><DefaultValue>1</DefaultValue><DFFormat><int/></DFFormat><Occurrence><ZeroOrMore/></Occurrence><DFType><MIME>text/plain</MIME>
</DFType></DFProperties></Node></Node></MgmtTree>`;
const tnds = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><RTProperties><ACL>Get=*</ACL><Format><node/></Format>
<Type><DDFName>x</DDFName></Type></RTProperties><Node><NodeName>B</NodeName><RTProperties><Format><bin/></Format><Title>t</Title></RTProperties>
<Value>AAEC</Value></Node><Node><NodeName>C%2FD</NodeName><Value>text</Value></Node><Node><NodeName>E</NodeName><Node><NodeName>F</NodeName>
<RTProperties><Format><bool/></Format></RTProperties><Value>true</Value></Node></Node></Node></MgmtTree>`;
const treeSeeds = [ddf, tnds]
  .map(encodeUtf8)
  .concat(
    xmlSeeds.filter((document) =>
      /^[^>]*(\?>\s*(<!DOCTYPE[^>]*>\s*)?)?<MgmtTree/.test(Buffer.from(document).toString("latin1")),
    ),
  );

/** Descriptions of trees, and serialised trees. */
export const ddfInputs: Inputs = { seeds: treeSeeds, made: fc.constantFrom(...treeSeeds) };

const commandOf = (kind: string, address: string, rest = "", meta = "") =>
  `<${kind}><CmdID>1</CmdID>${meta}<Item><Target><LocURI>${address}</LocURI></Target>${rest}</Item></${kind}>`;
const dataOf = (data: string) => `<Data>${escapes(data)}</Data>`;
const metaOf = (format: string, type: string) =>
  `<Meta><Format xmlns="syncml:metinf">${format}</Format><Type xmlns="syncml:metinf">${type}</Type></Meta>`;
const question = (code: number, ...data: string[]) =>
  `<Alert><CmdID>1</CmdID><Data>${code}</Data>${data.map((one) => `<Item>${dataOf(one)}</Item>`).join("")}</Alert>`;
const deviceCommands = [
  commandOf("Get", "./DevInfo?list=StructData"),
  commandOf("Get", ".?list=TNDS+Format+Value"),
  commandOf("Get", "./FUMO/State?prop=VerNo"),
  commandOf("Replace", "./FUMO/Download/PkgURL", dataOf("https://dm.example/fw-2.0")),
  commandOf("Replace", "./FUMO/Update/PkgData", dataOf("AAEC"), metaOf("b64", "application/octet-stream")),
  commandOf("Replace", "./LAWMO?prop=ACL", dataOf("Get=*&Replace=srv")),
  commandOf("Replace", "./SCOMO/Download/p?prop=Name", dataOf("q")),
  commandOf("Exec", "./FUMO/Download", "", "<Correlator>c</Correlator>"),
  commandOf("Exec", "./FUMO/Update"),
  commandOf("Add", "./SCOMO/Download/p/PkgURL", dataOf("https://dm.example/p")),
  commandOf("Exec", "./SCOMO/Download/p/Operations/DownloadInstall"),
  commandOf("Delete", "./SCOMO/Download/p"),
  commandOf("Exec", "./LAWMO/Operations/FactoryReset"),
  commandOf("Exec", "./DiagMon/Battery/Operations/Start"),
  commandOf("Exec", "./DiagMon/Battery/Operations/Stop"),
  commandOf("Add", "./DMAcc/2", dataOf(tnds), metaOf("xml", "application/vnd.syncml.dmtnds+xml")),
  commandOf("Replace", "./SCOMO/Download", dataOf(tnds), metaOf("xml", "application/vnd.syncml.dmtnds+xml")),
  question(1100, "MINDT=1", "Shown"),
  question(1101, "DR=0&MAXDT=5", "Sure?"),
  question(1102, "MAXLEN=3&DR=abcd&IT=N", "Number?"),
  question(1104, "DR=1-3", "Which?", "a", "b"),
];
const group = (kind: string) => (members: readonly string[]) =>
  `<${kind}><CmdID>1</CmdID>${members.join("")}</${kind}>`;
const deviceMessage = (commands: readonly string[]) =>
  encodeUtf8(
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>IMEI:1</LocURI></Target><Source><LocURI>srv</LocURI></Source></SyncHdr><SyncBody>${commands.join("")}</SyncBody></SyncML>`,
  );
const oneCommand = fc.constantFrom(...deviceCommands);
const severalCommands = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: oneCommand },
    { weight: 1, arbitrary: fc.array(oneCommand, { maxLength: 4 }).map(group("Atomic")) },
    { weight: 1, arbitrary: fc.array(oneCommand, { maxLength: 4 }).map(group("Sequence")) },
  ),
  { maxLength: 8 },
);

/** A server's messages for a device with the standard objects. */
export const deviceInputs: Inputs = {
  seeds: deviceCommands.map((command) =>
    deviceMessage([command, group("Sequence")([command]), group("Atomic")([command])]),
  ),
  made: severalCommands.map(deviceMessage),
};

/** An HTTP message around a document: with its length, without, or in chunks. */
const httpSeeds = ["Content-Length", "Connection", "Transfer-Encoding"].flatMap((header) =>
  documentInputs.seeds.slice(0, 8).map((body) => {
    const isChunked = header === "Transfer-Encoding";
    const value = header === "Content-Length" ? body.length : isChunked ? "chunked" : "close";
    const head = `POST /dm HTTP/1.1\r\nContent-Type: application/vnd.syncml.dm+wbxml\r\n${header}: ${value}\r\n\r\n`;
    const [before, after] = isChunked ? [`${body.length.toString(16)}\r\n`, "\r\n0\r\n\r\n"] : ["", ""];
    return Uint8Array.from([...encodeUtf8(head + before), ...body, ...encodeUtf8(after)]);
  }),
);

/** Messages of HTTP. */
export const httpInputs: Inputs = { seeds: httpSeeds, made: fc.constantFrom(...httpSeeds) };
