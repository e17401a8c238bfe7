import { devInfDocument12 } from "./message.ts";
import { el, empty, inline, leaf, opaque, type Part, reference, wbxmlDocument } from "./wbxml-tree.ts";

/** A message of a header and commands. */
export const message = (header: readonly Part[], ...commands: readonly Part[]) =>
  el("SyncML", el("SyncHdr", ...header), el("SyncBody", ...commands));
/** Commands in the body of a message. */
export const inBody = (...commands: Part[]) => wbxmlDocument(message([leaf("VerDTD", "1.2")], ...commands));
/** One Replace with these parts. */
export const replace = (...parts: Part[]) => inBody(el("Replace", leaf("CmdID", "1"), ...parts));
/** An item with data, and with a Meta if that says anything. */
export const withData = (data: Part, ...meta: Part[]) =>
  replace(el("Item", ...(meta.length > 0 ? [el("Meta", ...meta)] : []), el("Data", data)));

/** A document that stands inside data. */
export const devInf = [...devInfDocument12(["Man", "m"])];
/** What announces it. */
export const devInfType = leaf("Type", "application/vnd.syncml-devinf+wbxml");
/** Markup that stands inside data. */
export const anchors = el("Anchor", leaf("Last", "1"), leaf("Next", "2"));

/** Messages in WBXML that have what the standard has at each place, and in its order, each with something of its own. */
export const plainMessages: [what: string, document: Uint8Array][] = [
  ["nothing in header and body", wbxmlDocument(el("SyncML", empty("SyncHdr"), empty("SyncBody")))],
  ["nothing between the tags", wbxmlDocument(message([]))],
  [
    "a header with all there is",
    wbxmlDocument(
      message([
        leaf("VerDTD", "1.2"),
        leaf("VerProto", "DM/1.2"),
        leaf("SessionID", "1"),
        leaf("MsgID", "2"),
        el("Target", leaf("LocURI", "IMEI:1"), leaf("LocName", "n")),
        el("Source", leaf("LocURI", "http://server/é")),
        leaf("RespURI", "http://server/r"),
        empty("NoResp"),
        el("Cred", el("Meta", leaf("Format", "b64"), leaf("Type", "syncml:auth-md5")), leaf("Data", "AA==")),
        el("Meta", leaf("MaxMsgSize", "10000"), leaf("MaxObjSize", "20000")),
      ]),
    ),
  ],
  [
    "commands with all there is",
    inBody(
      el(
        "Status",
        leaf("CmdID", "1"),
        leaf("MsgRef", "1"),
        leaf("CmdRef", "0"),
        leaf("Cmd", "SyncHdr"),
        leaf("TargetRef", "a"),
        leaf("TargetRef", "b"),
        leaf("SourceRef", "c"),
        el("Chal", el("Meta", leaf("Format", "b64"), leaf("Type", "t"), leaf("NextNonce", "AA=="))),
        leaf("Data", "200"),
      ),
      el("Alert", leaf("CmdID", "2"), leaf("Data", "1201")),
      el(
        "Sync",
        leaf("CmdID", "3"),
        el("Target", leaf("LocURI", "t")),
        leaf("NumberOfChanges", "2"),
        el(
          "Add",
          leaf("CmdID", "4"),
          el("Meta", leaf("Type", "text/plain")),
          el("Item", el("Source", leaf("LocURI", "1")), leaf("Data", "x"), empty("MoreData")),
          el("Item", el("Target", leaf("LocURI", "2")), leaf("Data", "y")),
        ),
        el("Delete", leaf("CmdID", "5"), el("Item", el("Target", leaf("LocURI", "3")))),
      ),
      el(
        "Sequence",
        leaf("CmdID", "6"),
        el("Get", leaf("CmdID", "7"), el("Item", el("Target", leaf("LocURI", "./a")))),
      ),
      empty("Final"),
    ),
  ],
  [
    "a value that is empty, without content and without end",
    wbxmlDocument(message([leaf("VerDTD", ""), el("VerProto"), empty("SessionID"), el("MsgID", opaque(""))])),
  ],
  ["a flag with tags around nothing", inBody(el("Final"))],
  [
    "values of every kind out of the table",
    wbxmlDocument(
      message([el("VerDTD", reference(0)), el("SessionID", reference(4)), el("MsgID", reference(7))]),
      "1.2\0ab\0é\0",
    ),
  ],
  [
    "values as OPAQUE",
    wbxmlDocument(message([el("VerDTD", opaque("1.2")), el("SessionID", opaque("é")), el("MsgID", opaque("1"))])),
  ],
  [
    "lists with items as OPAQUE",
    inBody(
      el(
        "Status",
        leaf("CmdID", "1"),
        leaf("TargetRef", "a"),
        el("TargetRef", opaque("b")),
        el("TargetRef", opaque("c")),
        leaf("Data", "200"),
      ),
    ),
  ],
  ["data as OPAQUE", withData(opaque("text"))],
  ["data as OPAQUE of another script", withData(opaque("日本"))],
  [
    "data and other values of a node as OPAQUE",
    replace(el("Item", el("Target", leaf("LocURI", "a")), el("Data", opaque("x"))), el("Item", el("Data", opaque("")))),
  ],
  ["an alert's data as OPAQUE", inBody(el("Alert", el("CmdID", opaque("1")), el("Data", opaque("1201"))))],
  ["bytes", withData(opaque([0xff, 0x10, 0x80]), leaf("Format", "bin"))],
  ["bytes that came inline", withData(inline("abc"), leaf("Format", "bin"))],
  [
    "bytes by the Meta of the command",
    replace(el("Meta", leaf("Format", "bin")), el("Item", el("Data", opaque([0xfe])))),
  ],
  [
    "text by the Meta of the item",
    replace(el("Meta", leaf("Format", "bin")), el("Item", el("Meta", leaf("Format", "chr")), el("Data", opaque("é")))),
  ],
  [
    "a nonce as OPAQUE",
    inBody(
      el(
        "Status",
        leaf("CmdID", "1"),
        el("Chal", el("Meta", el("NextNonce", opaque([1, 2, 0xff])))),
        leaf("Data", "401"),
      ),
    ),
  ],
  ["a document inside", withData(opaque(devInf), devInfType)],
  [
    "two documents inside",
    inBody(
      ...[1, 2].map((id) =>
        el("Results", leaf("CmdID", `${id}`), el("Meta", devInfType), el("Item", el("Data", opaque(devInf)))),
      ),
    ),
  ],
  ["markup inside", withData(anchors)],
  ["markup inside with more of it", withData(el("EMI", anchors, empty("FieldLevel")))],
  [
    "markup that changes the page back",
    replace(el("Item", el("Data", anchors), empty("MoreData")), el("Item", leaf("Data", "x"))),
  ],
  ["data of 127 bytes", withData(opaque("x".repeat(127)))],
  ["data of 128 bytes", withData(opaque("x".repeat(128)))],
  ["data of 16384 bytes", withData(opaque("x".repeat(16_384)))],
  [
    "many items",
    replace(
      ...Array.from({ length: 40 }, (_, index) =>
        el("Item", el("Target", leaf("LocURI", `./${index}`)), leaf("Data", "v")),
      ),
    ),
  ],
];
for (let length = 0; length < 20; length++) {
  const text = "abcdefghijklmnopqrst".slice(0, length);
  for (const last of ["", "é", "日", "\u{1f600}"]) {
    plainMessages.push([`text of ${length} bytes and ${last}`, withData(inline(`${text}${last}`))]);
    plainMessages.push([`text of ${length} bytes and ${last} in front`, withData(inline(`${last}${text}`))]);
    plainMessages.push([`an opaque of ${length} bytes and ${last}`, withData(opaque(`${text}${last}`))]);
  }
}
