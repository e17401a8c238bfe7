import { encodeUtf8 } from "../../src/core/utf8.ts";
import { syncml12 } from "../../src/vocabulary/syncml-1.2.ts";
import { bytes } from "./hex.ts";
import { devInfDocument12, message, type Part, replace, tokens, wbxml } from "./message.ts";

/** A message of a header and commands, with a string table. */
export const withHeader = (header: readonly Part[], commands: readonly Part[] = [], table = "") =>
  wbxml(syncml12, ["SyncML", ["SyncHdr", tokens(""), ...header], ["SyncBody", tokens(""), ...commands]], table);
/** An item with data, and with a Meta if that says anything. */
export const withData = (data: Part, ...meta: Part[]) =>
  replace(meta.length > 0 ? ["Item", ["Meta", ...meta], ["Data", data]] : ["Item", ["Data", data]]);

/** A document inside data. */
export const devInf = devInfDocument12(["Man", "m"]);
/** What announces it. */
export const devInfType: Part = ["Type", "application/vnd.syncml-devinf+wbxml"];
/** Markup inside data. */
export const anchors: Part = ["Anchor", ["Last", "1"], ["Next", "2"]];

/** WBXML messages with only DTD elements in DTD order, each with something particular. */
export const plainMessages: [what: string, document: Uint8Array][] = [
  ["nothing in header and body", wbxml(syncml12, ["SyncML", ["SyncHdr"], ["SyncBody"]])],
  ["nothing between the tags", withHeader([])],
  [
    "a header with all there is",
    withHeader([
      ["VerDTD", "1.2"],
      ["VerProto", "DM/1.2"],
      ["SessionID", "1"],
      ["MsgID", "2"],
      ["Target", ["LocURI", "IMEI:1"], ["LocName", "n"]],
      ["Source", ["LocURI", "http://server/é"]],
      ["RespURI", "http://server/r"],
      ["NoResp"],
      ["Cred", ["Meta", ["Format", "b64"], ["Type", "syncml:auth-md5"]], ["Data", "AA=="]],
      ["Meta", ["MaxMsgSize", "10000"], ["MaxObjSize", "20000"]],
    ]),
  ],
  [
    "commands with all there is",
    message(
      [
        "Status",
        ["CmdID", "1"],
        ["MsgRef", "1"],
        ["CmdRef", "0"],
        ["Cmd", "SyncHdr"],
        ["TargetRef", "a"],
        ["TargetRef", "b"],
        ["SourceRef", "c"],
        ["Chal", ["Meta", ["Format", "b64"], ["Type", "t"], ["NextNonce", "AA=="]]],
        ["Data", "200"],
      ],
      ["Alert", ["CmdID", "2"], ["Data", "1201"]],
      [
        "Sync",
        ["CmdID", "3"],
        ["Target", ["LocURI", "t"]],
        ["NumberOfChanges", "2"],
        [
          "Add",
          ["CmdID", "4"],
          ["Meta", ["Type", "text/plain"]],
          ["Item", ["Source", ["LocURI", "1"]], ["Data", "x"], ["MoreData"]],
          ["Item", ["Target", ["LocURI", "2"]], ["Data", "y"]],
        ],
        ["Delete", ["CmdID", "5"], ["Item", ["Target", ["LocURI", "3"]]]],
      ],
      ["Sequence", ["CmdID", "6"], ["Get", ["CmdID", "7"], ["Item", ["Target", ["LocURI", "./a"]]]]],
      ["Final"],
    ),
  ],
  [
    "a value that is empty, without content and without end",
    withHeader([["VerDTD", ""], ["VerProto", tokens("")], ["SessionID"], ["MsgID", bytes("")]]),
  ],
  ["a flag with tags around nothing", message(["Final", tokens("")])],
  [
    "values of every kind out of the table",
    withHeader(
      [
        ["VerDTD", tokens("83 00")],
        ["SessionID", tokens("83 04")],
        ["MsgID", tokens("83 07")],
      ],
      [],
      "1.2\0ab\0é\0",
    ),
  ],
  [
    "values as OPAQUE",
    withHeader([
      ["VerDTD", bytes('"1.2"')],
      ["SessionID", bytes('"é"')],
      ["MsgID", bytes('"1"')],
    ]),
  ],
  [
    "lists with items as OPAQUE",
    message([
      "Status",
      ["CmdID", "1"],
      ["TargetRef", "a"],
      ["TargetRef", bytes('"b"')],
      ["TargetRef", bytes('"c"')],
      ["Data", "200"],
    ]),
  ],
  ["data as OPAQUE", withData(bytes('"text"'))],
  ["data as OPAQUE of another script", withData(bytes('"日本"'))],
  [
    "data and other values of a node as OPAQUE",
    replace(["Item", ["Target", ["LocURI", "a"]], ["Data", bytes('"x"')]], ["Item", ["Data", bytes("")]]),
  ],
  ["an alert's data as OPAQUE", message(["Alert", ["CmdID", bytes('"1"')], ["Data", bytes('"1201"')]])],
  ["bytes", withData(bytes("FF 10 80"), ["Format", "bin"])],
  ["bytes that came inline", withData("abc", ["Format", "bin"])],
  ["bytes by the Meta of the command", replace(["Meta", ["Format", "bin"]], ["Item", ["Data", bytes("FE")]])],
  [
    "text by the Meta of the item",
    replace(["Meta", ["Format", "bin"]], ["Item", ["Meta", ["Format", "chr"]], ["Data", bytes('"é"')]]),
  ],
  [
    "a nonce as OPAQUE",
    message(["Status", ["CmdID", "1"], ["Chal", ["Meta", ["NextNonce", bytes("01 02 FF")]]], ["Data", "401"]]),
  ],
  ["a document inside", withData(devInf, devInfType)],
  [
    "two documents inside",
    message(
      ...[1, 2].map((id): Part => ["Results", ["CmdID", `${id}`], ["Meta", devInfType], ["Item", ["Data", devInf]]]),
    ),
  ],
  ["markup inside", withData(anchors)],
  ["markup inside with more of it", withData(["EMI", anchors, ["FieldLevel"]])],
  ["markup that changes the page back", replace(["Item", ["Data", anchors], ["MoreData"]], ["Item", ["Data", "x"]])],
  ["data of 127 bytes", withData(encodeUtf8("x".repeat(127)))],
  ["data of 128 bytes", withData(encodeUtf8("x".repeat(128)))],
  ["data of 16384 bytes", withData(encodeUtf8("x".repeat(16_384)))],
  [
    "many items",
    replace(
      ...Array.from({ length: 40 }, (_, index): Part => ["Item", ["Target", ["LocURI", `./${index}`]], ["Data", "v"]]),
    ),
  ],
];
for (let length = 0; length < 20; length++) {
  const text = "abcdefghijklmnopqrst".slice(0, length);
  for (const last of ["", "é", "日", "\u{1f600}"]) {
    plainMessages.push([`text of ${length} bytes and ${last}`, withData(`${text}${last}`)]);
    plainMessages.push([`text of ${length} bytes and ${last} in front`, withData(`${last}${text}`)]);
    plainMessages.push([`an opaque of ${length} bytes and ${last}`, withData(encodeUtf8(`${text}${last}`))]);
  }
}
