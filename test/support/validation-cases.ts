import type { ReadOptions } from "../../src/codec/options.ts";
import { syncml12 } from "../../src/vocabulary/syncml-1.2.ts";
import { bytes } from "./hex.ts";
import { type Part, wbxml } from "./message.ts";

// Messages that are right, and for each rule one that breaks this rule and no other.

/** The header of a message of device management, from the server unless `from` says otherwise. */
function dmHeader(from: "server" | "client", version: "1.1" | "1.2", more = ""): string {
  const ends = ["IMEI:1", "https://dm.example/"];
  const [target, source] = from === "server" ? ends : ends.reverse();
  return (
    `<SyncHdr><VerDTD>${version}</VerDTD><VerProto>DM/${version}</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>` +
    `<Target><LocURI>${target}</LocURI></Target><Source><LocURI>${source}</LocURI></Source>${more}</SyncHdr>`
  );
}

const document = (version: string, header: string, body: string) =>
  `<SyncML xmlns="SYNCML:SYNCML${version}">${header}<SyncBody>${body}</SyncBody></SyncML>`;

const meta = (name: string, value: string): string => `<${name} xmlns="syncml:metinf">${value}</${name}>`;

/** A message of a DM server. */
export const server = (body: string, more = ""): string =>
  document("1.2", dmHeader("server", "1.2", more), `${body}<Final/>`);
const serverWithoutFinal = (body: string): string => document("1.2", dmHeader("server", "1.2"), body);
/** A message of a DM client. */
export const client = (body: string, more = ""): string =>
  document("1.2", dmHeader("client", "1.2", more), `${body}<Final/>`);
const clientWithoutFinal = (body: string): string => document("1.2", dmHeader("client", "1.2"), body);

const dsHeader = (version: string) =>
  `<SyncHdr><VerDTD>${version}</VerDTD><VerProto>SyncML/${version}</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>` +
  "<Target><LocURI>http://ds.example/</LocURI></Target><Source><LocURI>IMEI:1</LocURI></Source></SyncHdr>";

/** A message of data synchronisation. */
export const sync = (version: "1.0" | "1.1" | "1.2", body: string): string =>
  document(version, dsHeader(version), `${body}<Final/>`);

export const status =
  "<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>";
const statusOf = (cmdID: number, cmdRef: number, cmd: string, data = "200") =>
  `<Status><CmdID>${cmdID}</CmdID><MsgRef>1</MsgRef><CmdRef>${cmdRef}</CmdRef><Cmd>${cmd}</Cmd><Data>${data}</Data></Status>`;
const target = (uri: string) => `<Target><LocURI>${uri}</LocURI></Target>`;
const source = (uri: string) => `<Source><LocURI>${uri}</LocURI></Source>`;
const get = "<Get><CmdID>2</CmdID><Item><Target><LocURI>./DevDetail/SwV</LocURI></Target></Item></Get>";
const results = `<Results><CmdID>3</CmdID><CmdRef>2</CmdRef><Item>${source("./A")}<Data>x</Data></Item></Results>`;
const command = (name: string, item: string, cmdID = 2) =>
  `<${name}><CmdID>${cmdID}</CmdID><Item>${item}</Item></${name}>`;
const alert = (code: string, items = "") => `<Alert><CmdID>2</CmdID><Data>${code}</Data>${items}</Alert>`;
const cred = (type: string, data: string) =>
  `<Cred><Meta>${meta("Format", "b64")}${meta("Type", type)}</Meta><Data>${data}</Data></Cred>`;
const chal = (format = meta("Format", "b64"), nonce = "AAAAAA==") =>
  `<Chal><Meta>${format}${meta("Type", "syncml:auth-md5")}${meta("NextNonce", nonce)}</Meta></Chal>`;
const refusal = (chalOf: string) => status.replace("<Data>200</Data>", `${chalOf}<Data>401</Data>`);
const deviceInfo = (...names: string[]) =>
  `<Replace><CmdID>3</CmdID>${names.map((name) => `<Item>${source(`./DevInfo/${name}`)}<Data>x</Data></Item>`).join("")}</Replace>`;

const dataStore12 =
  "<DataStore><SourceRef>./c</SourceRef><Rx-Pref><CTType>text/vcard</CTType><VerCT>3.0</VerCT></Rx-Pref>" +
  "<Tx-Pref><CTType>text/vcard</CTType><VerCT>3.0</VerCT></Tx-Pref>" +
  "<CTCap><CTType>text/vcard</CTType><VerCT>3.0</VerCT><Property><PropName>N</PropName></Property></CTCap>" +
  "<SyncCap><SyncType>1</SyncType></SyncCap></DataStore>";
const dataStore11 = dataStore12.replace(/<CTCap>.*<\/CTCap>/, "");
const ctCap11 = "<CTCap><CTType>text/vcard</CTType><PropName>N</PropName></CTCap>";
const devInf = (version: string, stores: string) =>
  `<DevInf xmlns="syncml:devinf"><VerDTD>${version}</VerDTD><DevID>1</DevID><DevTyp>phone</DevTyp>${stores}</DevInf>`;
const devInfType = (form: string) => `<Meta>${meta("Type", `application/vnd.syncml-devinf+${form}`)}</Meta>`;
const put = (data: string, uri = "./devinf12", type = devInfType("xml")) =>
  `<Put><CmdID>2</CmdID>${type}<Item>${source(uri)}<Data>${data}</Data></Item></Put>`;

const tree = (nodes: string, version = "1.2") =>
  `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>${version}</VerDTD>${nodes}</MgmtTree>`;
const leaf = "<Node><NodeName>a</NodeName><Value>x</Value></Node>";
const addTree = (data: string, format = "xml") =>
  command(
    "Add",
    `${target("./A")}<Meta>${meta("Format", format)}${meta("Type", "application/vnd.syncml.dmtnds+xml")}</Meta><Data>${data}</Data>`,
  );
const properties = (format: string, type = "<MIME>text/plain</MIME>") =>
  `<RTProperties><Format><${format}/></Format><Type>${type}</Type></RTProperties>`;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Right messages of every profile, and documents of other kinds. */
export const rightMessages: Readonly<Record<string, string>> = {
  "a DM client's package 1": client(
    alert("1201") + deviceInfo("DevId", "Man", "Mod", "DmV", "Lang"),
    cred("syncml:auth-basic", "dXNlcjpwdw=="),
  ),
  "a DM server's challenge": server(refusal(chal()) + statusOf(2, 2, "Alert", "407")),
  "a DM server's commands": server(
    `${status}${get}<Exec><CmdID>4</CmdID><Correlator>c</Correlator><Item>${target("./A/Run")}</Item></Exec>` +
      `<Sequence><CmdID>5</CmdID>${command("Add", `${target("./A/B")}<Meta>${meta("Format", "node")}</Meta>`, 6)}` +
      `${command("Replace", `${target("./A/B/C")}<Meta>${meta("Format", "int")}</Meta><Data>-3</Data>`, 7)}` +
      `<Alert><CmdID>8</CmdID><Data>1101</Data><Item/><Item><Data>Go on?</Data></Item></Alert></Sequence>` +
      `<Atomic><CmdID>9</CmdID>${command("Delete", target("./A/D"), 10)}</Atomic>`,
  ),
  "a DM client's results": client(
    `${status}${statusOf(2, 2, "Get")}${results}` +
      `<Alert><CmdID>4</CmdID><Data>1226</Data><Item>${source("./A")}<Meta>${meta("Format", "chr")}${meta("Type", "example.a")}</Meta><Data>x</Data></Item></Alert>`,
  ),
  "addresses with all that is allowed": server(
    [
      "./DevDetail?list=Struct",
      "./A?prop=ACL",
      ".",
      "./",
      "./Vendor/MSFT/Wifi/My%20SSID",
      "./Vendor/Straße",
      "./Vendor/MSI/{1803A630-3C38-4D2B-9B9A-0CB37243539C}/Download",
      "./Vendor/a.b/.c/d..e",
    ]
      .map((uri, index) => command("Get", target(uri), index + 1))
      .join(""),
  ),
  "values that look like faults and are none": server(
    command("Replace", `${target("./A")}<Data>a &amp;lt; b</Data>`) +
      command("Replace", `${target("./B")}<Data>BEGIN:VCARD&#13;&#10;END:VCARD&#13;&#10;</Data>`, 3) +
      command("Replace", `${target("./C")}<Meta>${meta("Format", "xml")}</Meta><Data>&lt;a/&gt;</Data>`, 4),
  ),
  "a DM client that reports its interior nodes": client(
    alert("1201") +
      deviceInfo("DevId", "Man", "Mod", "DmV", "Lang") +
      command("Replace", `${source("./DevInfo/Ext")}<Meta>${meta("Format", "node")}</Meta><Data>a/b</Data>`, 4),
  ),
  "a DM client that challenges the server and begins anew": client(
    refusal(chal()) + alert("1201") + deviceInfo("DevId", "Man", "Mod", "DmV", "Lang"),
  ),
  "a message of DM 1.3": server(get).replace("<VerProto>DM/1.2", "<VerProto>DM/1.3"),
  "a profile with line breaks": tree(`\n${leaf}\n`),
  "a chunk": serverWithoutFinal(
    status + command("Add", `${target("./A")}<Meta>${meta("Size", "10")}</Meta><Data>hello</Data><MoreData/>`),
  ),
  "a DM client that asks for the rest": clientWithoutFinal(status + alert("1222")),
  "a tree as elements": server(addTree(tree(leaf))),
  "a tree as text": server(addTree(escaped(`<?xml version="1.0"?>\n${tree(`\n${leaf}\n`)}`))),
  "a tree in CDATA": server(addTree(`<![CDATA[${tree(leaf)}]]>`)),
  "a message of DM 1.1.2": document("1.1", dmHeader("server", "1.1"), `${status}${get}<Final/>`),
  "a message of SyncML 1.0": sync("1.0", put(devInf("1.0", dataStore11 + ctCap11), "./devinf10")),
  "a message of SyncML 1.1": sync("1.1", put(devInf("1.1", dataStore11 + ctCap11), "./devinf11")),
  "a message of SyncML 1.2": sync(
    "1.2",
    `${put(devInf("1.2", dataStore12))}<Sync><CmdID>3</CmdID>${target("./c")}${source("./c")}<NumberOfChanges>1</NumberOfChanges>` +
      `${command("Add", `${source("1")}<Meta>${meta("Type", "text/vcard")}</Meta><Data>x</Data>`, 4)}</Sync>`,
  ),
  "device information by itself": devInf("1.1", dataStore11 + ctCap11),
  "a tree by itself": tree(leaf),
  "a device description": tree(
    "<Node><NodeName/><DFProperties><AccessType><Get/><Add/></AccessType><DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><DFType><DDFName/></DFType></DFProperties></Node>",
  ),
};

export interface ValidationCase {
  readonly rule: string;
  /** XML with `^` in front of the start tag at fault, or WBXML with the offset of its token. */
  readonly document: string | { readonly bytes: Uint8Array; readonly offset: number };
  readonly path: string;
  readonly options?: Partial<ReadOptions>;
}

const xml = (rule: string, path: string, text: string): ValidationCase => ({ rule, path, document: text });
const body = "/SyncML/SyncBody";

/** The header of a WBXML message, with what it must have. */
const headerOf = (verProto: string): Part => [
  "SyncHdr",
  ["VerDTD", "1.2"],
  ["VerProto", verProto],
  ["SessionID", "1"],
  ["MsgID", "1"],
  ["Target", ["LocURI", "a"]],
  ["Source", ["LocURI", "b"]],
];
const wbxmlHeader = headerOf("DM/1.2");
const message = (...commands: Part[]) => wbxml(syncml12, ["SyncML", wbxmlHeader, ["SyncBody", ...commands]]);
const plainAlert: Part = ["Alert", ["CmdID", "1"], ["Data", "1225"]];
const plain = message(plainAlert);
/** Where the root of {@link plain} begins. */
const ROOT = 5;
const withHeader = (header: string, rest = plain) => Uint8Array.of(...bytes(header), ...rest.subarray(ROOT));
/** Offset of the first occurrence of `part`. */
const find = (whole: Uint8Array, part: string) => Buffer.from(whole).indexOf(Buffer.from(bytes(part)));
/** Replaces the first occurrence of some bytes. */
function patched(whole: Uint8Array, before: string, after: string): Uint8Array {
  const at = find(whole, before);
  return Uint8Array.of(...whole.subarray(0, at), ...bytes(after), ...whole.subarray(at + bytes(before).length));
}
const binary = (rule: string, path: string, data: Uint8Array, offset: number, options?: Partial<ReadOptions>) => ({
  rule,
  path,
  document: { bytes: data, offset },
  ...(options === undefined ? {} : { options }),
});

/** A message of data synchronisation with these bytes in its Data, and the string table that they refer to. */
function syncWith(table: string, content: string): Uint8Array {
  const put: Part = ["Put", ["CmdID", "1"], ["Item", ["Data", "?"]]];
  const whole = wbxml(syncml12, ["SyncML", headerOf("SyncML/1.2"), ["SyncBody", put]]);
  const length = bytes(table).length.toString(16).padStart(2, "0");
  return withHeader(`03 A4 01 6A ${length} ${table}`, patched(whole, '03 "?" 00', content));
}

const unknown = syncWith("", "30");
const unprefixed = syncWith('"e" 00 "p:b" 00', '84 00 04 02 03 "x" 00 01');
const opaqueAttribute = syncWith('"e" 00 "b" 00', "84 00 04 02 C3 01 FF 01");
const inSyncData = "/SyncML/SyncBody/Put/Item/Data";
const extended = patched(plain, '4F 03 "1225"', '4F C2 03 "1225"');
const instructed = patched(plain, '4F 03 "1225"', '4F 43 04 00 01 03 "1225"');
const announced = wbxml(syncml12, [
  "SyncML",
  wbxmlHeader,
  [
    "SyncBody",
    [
      "Replace",
      ["CmdID", "1"],
      [
        "Item",
        ["Target", ["LocURI", "./A"]],
        ["Meta", ["Type", "application/vnd.syncml.dmtnds+wbxml"]],
        ["Data", Uint8Array.from(Buffer.from("no document"))],
      ],
    ],
  ],
]);

/** A server that reads a node of this address. */
const address = (rule: string, uri: string): ValidationCase =>
  xml(rule, `${body}/Get/Item/Target/LocURI`, server(get.replace("<LocURI>./DevDetail/SwV", () => `^<LocURI>${uri}`)));

export const validationCases: readonly ValidationCase[] = [
  xml("dtd/root", "/Letter", "^<Letter/>"),
  xml("dtd/unknown-element", `${body}/Get/Item/Type`, server(get.replace("</Item>", `^${meta("Type", "x")}</Item>`))),
  xml(
    "dtd/element-version",
    `${body}/Sync/NumberOfChanges`,
    sync("1.0", `<Sync><CmdID>2</CmdID>^<NumberOfChanges>1</NumberOfChanges></Sync>`),
  ),
  xml(
    "dtd/order",
    `${body}/Alert/Data`,
    client(`<Alert><CmdID>2</CmdID><Correlator>c</Correlator>^<Data>1225</Data></Alert>`),
  ),
  xml("dtd/repeated-element", `${body}/Get/Item/Target[2]`, server(get.replace("</Item>", `^${target("./B")}</Item>`))),
  xml(
    "dtd/missing-element",
    `${body}/Status`,
    client(status.replace("<CmdRef>0</CmdRef>", "").replace("<Status", "^<Status")),
  ),
  xml("dtd/content", `${body}/Final`, server(get).replace("<Final/>", "^<Final>x</Final>")),
  xml("dtd/attribute", `${body}/Status/Data`, client(status.replace("<Data>", '^<Data code="1">'))),

  xml("message/version", "/SyncML/SyncHdr/VerDTD", server(get).replace("<VerDTD>1.2", "^<VerDTD>1.1")),
  xml(
    "message/namespace",
    "/SyncML",
    server(get).replace('<SyncML xmlns="SYNCML:SYNCML1.2', '^<SyncML xmlns="SYNCML:SYNCML1.1'),
  ),
  xml("message/msgid", "/SyncML/SyncHdr/MsgID", server(get).replace("<MsgID>1", "^<MsgID>0")),
  xml("message/number", "/SyncML/SyncHdr/Meta/MaxObjSize", server(get, `<Meta>^${meta("MaxObjSize", "0100")}</Meta>`)),
  xml("message/cmdid-zero", `${body}/Get/CmdID`, server(get.replace("<CmdID>2", "^<CmdID>0"))),
  xml("message/cmdid-unique", `${body}/Get/CmdID`, server(status + get.replace("<CmdID>2", "^<CmdID>1"))),
  xml("message/cmd-name", `${body}/Status/Cmd`, client(statusOf(1, 2, "Fetch").replace("<Cmd>", "^<Cmd>"))),
  xml("message/header-ref", `${body}/Status`, client(`^${statusOf(1, 2, "SyncHdr")}`)),
  xml("message/header-status-first", `${body}/Status[2]`, client(`${statusOf(2, 2, "Get")}^${status}`)),
  xml("message/results-after-status", `${body}/Results`, client(`^${results}${statusOf(2, 2, "Get")}`)),
  xml("message/status-for-status", `${body}/Status/Cmd`, client(statusOf(1, 2, "Status").replace("<Cmd>", "^<Cmd>"))),
  xml("message/status-code", `${body}/Status/Data`, client(statusOf(1, 2, "Get", "OK").replace("<Data>", "^<Data>"))),
  xml("message/alert-code", `${body}/Alert/Data`, client(alert("now").replace("<Data>", "^<Data>"))),
  xml("message/challenge", `${body}/Status`, server(`^${refusal("")}`)),
  xml(
    "message/nonce-format",
    `${body}/Status/Chal/Meta/NextNonce`,
    server(refusal(chal("")).replace("<NextNonce", "^<NextNonce")),
  ),
  xml(
    "message/auth-type",
    "/SyncML/SyncHdr/Cred/Meta/Type",
    client(status, cred("syncml:auth-Basic", "AAAA").replace("<Type", "^<Type")),
  ),
  xml(
    "message/md5-user",
    "/SyncML/SyncHdr/Source",
    client(status, cred("syncml:auth-md5", "AAAA")).replace("<Source>", "^<Source>"),
  ),
  xml(
    "message/format-name",
    `${body}/Replace/Item/Meta/Format`,
    server(command("Replace", `${target("./A")}<Meta>^${meta("Format", "Chr")}</Meta><Data>x</Data>`)),
  ),
  xml(
    "message/base64",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}<Meta>${meta("Format", "b64")}</Meta>^<Data>*</Data>`)),
  ),
  binary(
    "message/invalid-text",
    `${body}/Alert/Item/Data`,
    message(["Alert", ["CmdID", "1"], ["Data", "1225"], ["Item", ["Data", Uint8Array.of(0xff)]]]),
    find(message(["Alert", ["CmdID", "1"], ["Data", "1225"], ["Item", ["Data", Uint8Array.of(0xff)]]]), "4F C3 01"),
  ),
  xml("message/embedded-document", `${body}/Add/Item/Data/MgmtTree`, server(addTree("&lt;MgmtTree>^"))),

  xml(
    "large-object/size",
    `${body}/Add/Item/Meta/Size`,
    server(command("Add", `${target("./A")}<Meta>^${meta("Size", "10")}</Meta><Data>hello</Data>`)),
  ),
  xml(
    "large-object/last",
    `${body}/Add/Item`,
    serverWithoutFinal(
      command("Add", `${target("./A")}<Data>hello</Data><MoreData/>`, 1).replace("<Item>", "^<Item>") + get,
    ),
  ),
  xml(
    "large-object/final",
    `${body}/Final`,
    server(command("Add", `${target("./A")}<Data>hello</Data><MoreData/>`)).replace("<Final/>", "^<Final/>"),
  ),

  xml("dm/session-id", "/SyncML/SyncHdr/SessionID", server(get).replace("<SessionID>1", "^<SessionID>12345")),
  xml("dm/command", `${body}/Put`, server(`^${command("Put", "<Data>x</Data>")}`)),
  xml("dm/unused-element", `${body}/Get/NoResp`, server(get.replace("</CmdID>", "</CmdID>^<NoResp/>"))),
  xml(
    "dm/cred-place",
    `${body}/Get/Cred`,
    server(get.replace("</CmdID>", `</CmdID>^${cred("syncml:auth-basic", "AAAA")}`)),
  ),
  xml("dm/client-command", `${body}/Get`, client(`^${get}`)),
  xml(
    "dm/client-replace",
    `${body}/Replace/Item/Source/LocURI`,
    client(command("Replace", `${source("./DevDetail/SwV")}<Data>x</Data>`).replace("<LocURI>", "^<LocURI>")),
  ),
  xml("dm/device-info", `${body}/Alert`, client(`^${alert("1200")}${deviceInfo("DevId", "Man", "Mod", "DmV")}`)),
  xml("dm/alert-code", `${body}/Alert/Data`, client(alert("222").replace("<Data>", "^<Data>"))),
  xml("dm/alert-sender", `${body}/Alert`, server(`^${alert("1226")}`)),
  xml(
    "dm/typed-alert",
    `${body}/Alert/Item`,
    client(alert("1224", `^<Item><Meta>${meta("Format", "chr")}</Meta></Item>`)),
  ),
  xml("dm/user-alert", `${body}/Alert`, server(`^${alert("1101", "<Item/>")}`)),
  xml("dm/abort-final", `${body}/Alert`, clientWithoutFinal(`^${alert("1223")}`)),
  xml("dm/next-message-final", `${body}/Alert`, client(`^${alert("1222")}`)),
  xml("dm/server-final", body, serverWithoutFinal(get).replace("<SyncBody>", "^<SyncBody>")),
  xml("dm/refusal", `${body}/Get`, server(`${refusal(chal())}^${get}`)),
  xml("dm/atomic-member", `${body}/Atomic/Get`, server(`<Atomic><CmdID>1</CmdID>^${get}</Atomic>`)),
  xml(
    "dm/sequence-member",
    `${body}/Sequence/Atomic`,
    server(
      `<Sequence><CmdID>1</CmdID>^<Atomic><CmdID>3</CmdID>${command("Delete", target("./A"))}</Atomic></Sequence>`,
    ),
  ),
  xml("dm/address", `${body}/Delete/Item`, server(command("Delete", "").replace("<Item>", "^<Item>"))),
  xml("dm/results-source", `${body}/Results/Item/Target`, client(results.replace(source("./A"), `^${target("./A")}`))),
  xml(
    "dm/node-data",
    `${body}/Add/Item/Data`,
    server(command("Add", `${target("./A")}<Meta>${meta("Format", "node")}</Meta>^<Data>x</Data>`)),
  ),
  xml(
    "dm/node-type",
    `${body}/Add/Item/Meta/Type`,
    server(command("Add", `${target("./A")}<Meta>${meta("Format", "node")}^${meta("Type", "text/plain")}</Meta>`)),
  ),
  xml("dm/add-format", `${body}/Add/Item`, server(command("Add", target("./A")).replace("<Item>", "^<Item>"))),
  xml(
    "dm/format-value",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}<Meta>${meta("Format", "bool")}</Meta>^<Data>yes</Data>`)),
  ),

  xml(
    "devinf/version",
    `${body}/Put/Item/Data/DevInf/VerDTD`,
    sync("1.2", put(devInf("1.1", dataStore11 + ctCap11).replace("<VerDTD", "^<VerDTD"), "./devinf11")),
  ),
  xml(
    "devinf/ctcap-place",
    "/DevInf/DataStore/CTCap",
    devInf("1.1", dataStore11.replace("<SyncCap>", `^${ctCap11}<SyncCap>`)),
  ),
  xml("devinf/ctcap", "/DevInf/DataStore", devInf("1.2", `^${dataStore11}`)),
  xml(
    "devinf/sync-type",
    "/DevInf/DataStore/SyncCap/SyncType",
    devInf("1.2", dataStore12.replace("<SyncType>1", "^<SyncType>8")),
  ),
  xml(
    "devinf/meta-type",
    `${body}/Put/Item/Data/DevInf`,
    sync("1.2", put(`^${devInf("1.2", dataStore12)}`, "./devinf12", "")),
  ),
  xml(
    "devinf/address",
    `${body}/Put/Item/Source/LocURI`,
    sync("1.2", put(devInf("1.2", dataStore12), "./devinf11").replace("<LocURI>", "^<LocURI>")),
  ),

  xml("tnds/version", "/MgmtTree/VerDTD", tree(leaf, "1.3").replace("<VerDTD>", "^<VerDTD>")),
  xml("tnds/node-content", "/MgmtTree/Node/Value", tree(`<Node><NodeName>b</NodeName>${leaf}^<Value>x</Value></Node>`)),
  xml(
    "tnds/node-format",
    "/MgmtTree/Node/RTProperties/Format",
    tree(`<Node><NodeName>b</NodeName>${properties("chr").replace("<Format>", "^<Format>")}${leaf}</Node>`),
  ),
  xml(
    "tnds/node-name",
    `${body}/Add/Item/Data/MgmtTree/Node/NodeName`,
    server(addTree(tree(leaf.replace("<NodeName>a", "^<NodeName>a/b")))),
  ),
  xml(
    "tnds/description",
    `${body}/Add/Item/Data/MgmtTree/Node/DFProperties`,
    server(
      addTree(
        tree(
          "<Node><NodeName>a</NodeName>^<DFProperties><AccessType/><DFFormat><chr/></DFFormat><DFType><MIME>text/plain</MIME></DFType></DFProperties></Node>",
        ),
      ),
    ),
  ),
  xml(
    "tnds/one-of",
    "/MgmtTree/Node/RTProperties/Type",
    tree(`<Node><NodeName>b</NodeName>${properties("chr", "").replace("<Type>", "^<Type>")}<Value>x</Value></Node>`),
  ),
  xml("tnds/meta-format", `${body}/Add/Item/Data/MgmtTree`, server(addTree(`^${tree(leaf)}`, "chr"))),

  xml("interop/line-breaks", body, server(get).replace("</Get><Final/>", "</Get>^\n<Final/>")),
  xml(
    "interop/markup-in-data",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}^<Data><enabled xmlns=""/></Data>`)),
  ),
  xml(
    "interop/private-status",
    `${body}/Status/Data`,
    client(statusOf(1, 2, "Exec", "450").replace("<Data>", "^<Data>")),
  ),
  xml("interop/results-cmd", `${body}/Results/Cmd`, client(results.replace("</CmdRef>", "</CmdRef>^<Cmd>Get</Cmd>"))),
  xml("interop/slash-address", `${body}/Get/Item/Target/LocURI`, server(get.replace("<LocURI>./", "^<LocURI>/"))),
  xml(
    "interop/add-then-replace",
    `${body}/Atomic/Replace/Item`,
    server(
      `<Atomic><CmdID>1</CmdID>${command("Add", `${target("./A")}<Data>x</Data>`)}` +
        `${command("Replace", `${target("./A")}<Data>y</Data>`, 3).replace("<Item>", "^<Item>")}</Atomic>`,
    ),
  ),
  xml("interop/blanks", `${body}/Get/CmdID`, server(get.replace("<CmdID>2", "^<CmdID> 2"))),
  xml(
    "interop/embedded-type",
    `${body}/Put/Meta/Type`,
    sync("1.2", put(devInf("1.2", dataStore12), "./devinf12", devInfType("wbxml")).replace("<Type", "^<Type")),
  ),

  binary("wire/unterminated-string", "/", withHeader('03 00 00 6A 1D "-//SYNCML//DTD SyncML 1.2//EN"'), 4),
  binary("wire/vocabulary-from-media-type", "/", withHeader("03 01 6A 00"), 3, {
    mediaType: "application/vnd.syncml.dm+wbxml",
  }),
  binary("wire/vocabulary-from-root", "/SyncML", withHeader("03 01 6A 00"), 4),
  binary("wire/media-type-overrides-public-id", "/", withHeader("03 A4 03 6A 00"), 4, {
    mediaType: "application/vnd.syncml.dm+wbxml",
  }),
  binary("wire/unknown-token", `${inSyncData}/wbxml-token-0-30`, unknown, find(unknown, "4F 30") + 1),
  binary(
    "wire/xmlns-attribute",
    "/SyncML",
    Uint8Array.of(
      ...bytes('03 A4 01 6A 06 "xmlns" 00 ED 04 00 03 "SYNCML:SYNCML1.2" 00 01'),
      ...plain.subarray(ROOT + 1),
    ),
    // Attribute errors are reported at the END of the list.
    32,
  ),
  binary("wire/undeclared-prefix", `${inSyncData}/e`, unprefixed, find(unprefixed, '"x" 00 01') + 2),
  binary("wire/processing-instruction", `${body}/Alert/Data`, instructed, find(instructed, "43 04")),
  binary("wire/unknown-extension", `${body}/Alert/Data`, extended, find(extended, "C2 03")),
  binary("wire/opaque-attribute", `${inSyncData}/e`, opaqueAttribute, find(opaqueAttribute, "C3 01 FF")),
  binary(
    "wire/not-an-embedded-document",
    `${body}/Replace/Item/Data`,
    announced,
    find(announced, 'C3 0B "no document"'),
  ),
  binary("wire/trailing-bytes", "/", Uint8Array.of(...plain, 0x0a), plain.length),
  xml("wire/blanks-before-declaration", "/", `^\n <?xml version="1.0"?>${server(get)}`),
  xml(
    "wire/namespace-inferred",
    `${body}/Get/Meta/Type`,
    server(get.replace("</CmdID>", "</CmdID><Meta>^<Type>x</Type></Meta>")),
  ),
  xml(
    "wire/control-character",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}<Data>^\u0001</Data>`)),
  ),
  xml(
    "wire/carriage-return",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}<Data>^\r</Data>`)),
  ),
  binary("wire/wbxml-version", "/SyncML", Uint8Array.of(0x00, 0xa4, 0x01, 0x00, ...plain.subarray(ROOT)), 4),

  address("address/backslash", ".\\Vendor\\MSFT\\X"),
  address("address/blank", "./Vendor/My Wifi"),
  address("address/empty-segment", "./Vendor//X"),
  address("address/trailing-slash", "./Vendor/X/"),
  address("address/unseen-character", "./Vendor/X\u200b"),
  address("address/no-root", "Vendor/X"),
  address("address/dot-segment", "./Vendor/../X"),
  address("address/escape", "./Vendor/50%"),
  address("address/template", "./Vendor/{ProviderID}/X"),
  xml(
    "interop/double-escaped",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}^<Data>&amp;lt;MsiInstallJob/&amp;gt;</Data>`)),
  ),
  xml(
    "interop/carriage-return",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}^<Data>x&#13;</Data>`)),
  ),
  xml(
    "interop/alert-format",
    `${body}/Alert/Item`,
    client(
      alert("1224", `^<Item><Meta>${meta("Type", "com.microsoft/MDM/LoginStatus")}</Meta><Data>user</Data></Item>`),
    ),
  ),

  // Other ways to break some rules.
  address("address/blank", "./Vendor/a\n  b"),
  address("address/blank", "./Vendor/a\u00a0b"),
  address("address/unseen-character", "./Vendor/\u202ex"),
  address("address/unseen-character", "./Vendor/x\ufeffy"),
  address("address/unseen-character", "./Vendor/x\u0085y".replace("\u0085", "\u0090")),
  address("address/dot-segment", "./Vendor/./X"),
  address("address/dot-segment", "../X"),
  address("address/template", "./Vendor/{{name}}"),
  address("address/escape", "./Vendor/%USERNAME%/x"),
  xml(
    "address/backslash",
    `${body}/Results/Item/Source/LocURI`,
    client(`${status}${results.replace("<LocURI>./A", "^<LocURI>./A\\B")}`),
  ),
  xml(
    "interop/double-escaped",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}^<Data><![CDATA[ &lt;?xml version="1.0"?&gt;]]></Data>`)),
  ),
  xml(
    "interop/carriage-return",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}^<Data>x&#13;y&#13;&#10;z</Data>`)),
  ),
  xml(
    "dm/typed-alert",
    `${body}/Alert/Item`,
    client(alert("1226", `^<Item><Meta>${meta("Type", "example.a")}</Meta><Data>x</Data></Item>`)),
  ),
  xml(
    "devinf/blanks",
    "/DevInf/DataStore/Rx-Pref/CTType",
    devInf("1.1", dataStore11.replace("<CTType>text/vcard", "^<CTType>text/vcard ") + ctCap11),
  ),
  xml("dtd/unknown-element", `${body}/Get/CmdID/b`, server(get.replace("<CmdID>2", "<CmdID>2^<b/>"))),
  xml(
    "dtd/unknown-element",
    "/DevInf/CTCap/MaxSize",
    devInf("1.1", `${dataStore11}<CTCap><CTType>a</CTType>^<MaxSize>1</MaxSize></CTCap>`),
  ),
  xml(
    "dtd/order",
    `${body}/Get[2]`,
    server(`${get}<Final/>^${get.replace("<CmdID>2", "<CmdID>3")}`).replace("<Final/></SyncBody>", "</SyncBody>"),
  ),
  xml(
    "dtd/order",
    `${body}/Replace/Meta/MetInf/Type`,
    server(
      `<Replace><CmdID>1</CmdID><Meta><MetInf xmlns="syncml:metinf"><Mark>x</Mark>^<Type>a</Type></MetInf></Meta><Item>${target("./A")}<Data/></Item></Replace>`,
    ),
  ),
  xml(
    "dtd/order",
    "/DevInf/CTCap/DataType",
    devInf(
      "1.1",
      `${dataStore11}<CTCap><CTType>a</CTType><PropName>B</PropName><Size>1</Size>^<DataType>c</DataType></CTCap>`,
    ),
  ),
  xml(
    "dtd/repeated-element",
    `${body}/Exec/Item[2]`,
    server(`<Exec><CmdID>1</CmdID><Item>${target("./A")}</Item>^<Item>${target("./B")}</Item></Exec>`),
  ),
  xml(
    "dtd/missing-element",
    "/SyncML",
    server(get)
      .replace(/<SyncBody>.*<\/SyncBody>/, "")
      .replace("<SyncML", "^<SyncML"),
  ),
  xml("dtd/missing-element", body, client("").replace("<SyncBody>", "^<SyncBody>")),
  xml(
    "dtd/content",
    "/MgmtTree/Node/RTProperties/Format",
    tree(
      `<Node><NodeName>b</NodeName>${properties("chr").replace("<Format>", "^<Format><int/>")}<Value>x</Value></Node>`,
    ),
  ),
  xml("dtd/content", `${body}/Get`, server(get.replace("<Get>", "^<Get>x"))),
  xml(
    "message/version",
    "/SyncML/SyncHdr/VerProto",
    server(get).replace("<VerProto>DM/1.2", "^<VerProto>SyncML/2.0").replace("https", "x"),
  ),
  xml("message/alert-code", `${body}/Alert`, client("^<Alert><CmdID>2</CmdID></Alert>")),
  xml(
    "message/base64",
    `${body}/Status/Chal/Meta/NextNonce`,
    server(refusal(chal(undefined, "AAAAA")).replace("<NextNonce", "^<NextNonce")),
  ),
  xml("message/header-ref", `${body}/Status`, client(`^${statusOf(1, 0, "Get")}`)),
  xml(
    "message/format-name",
    `${body}/Replace/Item/Meta/Format`,
    sync("1.1", command("Replace", `<Meta>^${meta("Format", "float")}</Meta><Data>1</Data>`)),
  ),
  xml(
    "large-object/size",
    `${body}/Add/Item/Meta/Size`,
    serverWithoutFinal(
      command("Add", `${target("./A")}<Meta>^${meta("Size", "5")}</Meta><Data>hello</Data><MoreData/>`),
    ),
  ),
  xml(
    "large-object/size",
    `${body}/Add/Meta/Size`,
    server(
      `<Add><CmdID>1</CmdID><Meta>^${meta("Size", "4")}</Meta><Item>${target("./A")}<Data>hello</Data></Item></Add>`,
    ),
  ),
  xml(
    "large-object/last",
    `${body}/Results/Item[1]`,
    clientWithoutFinal(results.replace("<Item>", `^<Item>${source("./B")}<Data>x</Data><MoreData/></Item><Item>`)),
  ),
  xml("dm/alert-sender", `${body}/Alert`, client(`^${alert("1100", "<Item/><Item/>")}`)),
  xml("dm/user-alert", `${body}/Alert`, server(`^${alert("1103", "<Item/><Item/>")}`)),
  xml(
    "dm/client-replace",
    `${body}/Replace/Item/Target/LocURI`,
    client(command("Replace", `${target("./DevInfos")}<Data>x</Data>`).replace("<LocURI>", "^<LocURI>")),
  ),
  xml(
    "dm/format-value",
    `${body}/Replace/Item/Data`,
    server(command("Replace", `${target("./A")}<Meta>${meta("Format", "int")}</Meta>^<Data>1.5</Data>`)),
  ),
  xml(
    "dm/format-value",
    `${body}/Replace/Item/Data`,
    server(
      `<Replace><CmdID>1</CmdID><Meta>${meta("Format", "float")}</Meta><Item>${target("./A")}^<Data>1e</Data></Item></Replace>`,
    ),
  ),
  xml(
    "devinf/ctcap-place",
    "/DevInf/CTCap",
    devInf(
      "1.2",
      `${dataStore12}^<CTCap><CTType>a</CTType><VerCT>1</VerCT><Property><PropName>N</PropName></Property></CTCap>`,
    ),
  ),
  xml(
    "devinf/ctcap",
    "/DevInf/DataStore/CTCap",
    devInf(
      "1.2",
      dataStore12
        .replace("<CTCap>", "^<CTCap>")
        .replace(/<CTType>text.vcard<.CTType><VerCT>3.0<.VerCT>(?=<Prop)/, "<CTType>a</CTType>"),
    ),
  ),
  xml(
    "devinf/meta-type",
    `${body}/Put/Item/Data/DevInf`,
    sync("1.2", put(`^${devInf("1.2", dataStore12)}`, "./devinf12", `<Meta>${meta("Type", "text/xml")}</Meta>`)),
  ),
  xml(
    "tnds/node-format",
    "/MgmtTree/Node/RTProperties/Format",
    tree(`<Node><NodeName>b</NodeName>${properties("node").replace("<Format>", "^<Format>")}<Value>x</Value></Node>`),
  ),
  xml(
    "tnds/one-of",
    "/MgmtTree/Node/RTProperties/Type",
    tree(
      `<Node><NodeName>b</NodeName>${properties("chr", "<MIME>a/b</MIME><DDFName>c</DDFName>").replace("<Type>", "^<Type>")}<Value>x</Value></Node>`,
    ),
  ),
  xml(
    "tnds/node-name",
    `${body}/Add/Item/Data/MgmtTree/Node/NodeName`,
    server(addTree(escaped(tree(leaf.replace("<NodeName>a", "^<NodeName>"))))),
  ),
  xml(
    "interop/private-status",
    `${body}/Status/Data`,
    client(statusOf(1, 2, "Exec", "515").replace("<Data>", "^<Data>")),
  ),
];
