import { describe, expect, test } from "vitest";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { dmTnds12 } from "../../../src/vocabulary/dm-tnds-1.2.ts";
import { metInf12 } from "../../../src/vocabulary/metinf-1.2.ts";
import { syncml12 } from "../../../src/vocabulary/syncml-1.2.ts";
import { bytes } from "../../support/hex.ts";
import {
  decoded,
  devInfDocument11,
  devInfDocument12,
  message,
  onlyCommand,
  type Part,
  plain,
  replace,
  wbxml,
  wireForm,
} from "../../support/message.ts";

const opaque = (listing: string) => bytes(listing);
const item = (...content: Part[]): Part => ["Item", ...content];

describe("a message", () => {
  test("has its parts in their fields, and how it came", () => {
    const document = decodeDocument(
      wbxml(syncml12, [
        "SyncML",
        [
          "SyncHdr",
          ["VerDTD", "1.2"],
          ["VerProto", "DM/1.2"],
          ["SessionID", "1"],
          ["MsgID", "2"],
          ["Target", ["LocURI", "t"]],
          ["Source", ["LocURI", "s"], ["LocName", "n"]],
          ["Cred", ["Meta", ["Format", "b64"], ["Type", "syncml:auth-md5"]], ["Data", "x"]],
          ["Meta", ["MaxMsgSize", "5000"], ["EMI", "a"], ["EMI", "b"]],
        ],
        ["SyncBody", ["Alert", ["CmdID", "1"], ["Data", "1201"]], ["Final"]],
      ]),
    );
    expect(plain(document)).toEqual({
      kind: "SyncML",
      wire: plain(wireForm()),
      syncHdr: {
        kind: "SyncHdr",
        verDTD: "1.2",
        verProto: "DM/1.2",
        sessionID: "1",
        msgID: "2",
        target: { kind: "Target", locURI: "t" },
        source: { kind: "Source", locURI: "s", locName: "n" },
        cred: { kind: "Cred", meta: { kind: "Meta", format: "b64", type: "syncml:auth-md5", emi: [] }, data: "x" },
        meta: { kind: "Meta", maxMsgSize: "5000", emi: ["a", "b"] },
      },
      syncBody: { kind: "SyncBody", commands: [{ kind: "Alert", cmdID: "1", data: "1201", items: [] }], final: true },
    });
    expect((document as { wire?: unknown }).wire).toEqual(wireForm());
  });

  test("absent, empty and 0 are three things", () => {
    const { command } = onlyCommand(replace(item(), item(["Data"]), item(["Data", "0"]), item(["Data", opaque("")])));
    expect(command.items).toEqual([
      { kind: "Item" },
      { kind: "Item", data: "" },
      { kind: "Item", data: "0" },
      { kind: "Item", data: "", extra: { opaque: ["data"] } },
    ]);
  });

  test("every object of one kind has one shape", () => {
    const { commands } = decoded(message(["Replace", ["CmdID", "1"], item(["Data", "a"]), item(["MoreData"])]));
    const [one, other] = commands[0]?.kind === "Replace" ? commands[0].items : [];
    expect(Object.keys(one ?? {})).toEqual(Object.keys(other ?? {}));
    expect(Object.keys(one ?? {})).toContain("sourceParent");
  });

  test("an empty message has its header and body all the same", () => {
    expect(plain(decodeDocument(wbxml(syncml12, ["SyncML"])))).toMatchObject({
      syncHdr: { kind: "SyncHdr" },
      syncBody: { kind: "SyncBody", commands: [] },
    });
  });
});

describe("data", () => {
  const meta = (format: string): Part => ["Meta", ["Format", format]];
  const data = (...parts: Part[]) => onlyCommand(replace(...parts));

  test("is text whether it came inline or as OPAQUE, and which is remembered", () => {
    expect(data(item(["Data", "é"])).command.items[0]).toEqual({ kind: "Item", data: "é" });
    expect(data(item(["Data", opaque('"é"')])).command.items[0]).toEqual({
      kind: "Item",
      data: "é",
      extra: { opaque: ["data"] },
    });
  });

  test.each(["bin", " BIN\n"])("is bytes with Format %j, also inline and also if the command says so", (format) => {
    const abc = bytes('"abc"');
    expect(data(item(meta(format), ["Data", "abc"])).command.items[0].data).toEqual(abc);
    expect(data(item(meta(format), ["Data", abc])).command.items[0].data).toEqual(abc);
    expect(data(meta(format), item(["Data", "abc"])).command.items[0].data).toEqual(abc);
    expect(data(item(meta(format), ["Data"])).command.items[0].data).toEqual(new Uint8Array(0));
  });

  test("the item's Format outranks the command's", () => {
    expect(data(meta("bin"), item(meta("chr"), ["Data", "abc"])).command.items[0].data).toBe("abc");
  });

  test("a Format after the data counts as well", () => {
    const abc = bytes('"abc"');
    expect(data(item(["Data", "abc"], meta("bin"))).command.items[0].data).toEqual(abc);
    expect(data(item(["Data", "abc"]), meta("bin")).command.items[0].data).toEqual(abc);
    expect(data(item(meta("chr"), ["Data", "abc"]), meta("bin")).command.items[0].data).toBe("abc");
  });

  test("text that is not valid stays bytes, with a diagnostic", () => {
    const { command, codes } = data(item(["Data", opaque("FF FE")]));
    expect(command.items[0].data).toEqual(Uint8Array.of(0xff, 0xfe));
    expect(codes).toEqual(["invalid-text"]);
    expect(data(item(meta("bin"), ["Data", opaque("FF FE")])).codes).toEqual([]);
  });

  test("markup is generic elements, with the text between them", () => {
    const { command } = data(item(["Data", "a", ["Anchor", ["Next", "1"]], opaque("FF"), "b"]));
    expect(command.items[0].data).toMatchObject([
      { kind: "Text", value: "a", opaque: false },
      {
        kind: "Element",
        local: "Anchor",
        namespace: "syncml:metinf",
        page: 1,
        token: 5,
        children: [{ local: "Next", children: [{ value: "1" }] }],
      },
      { kind: "Text", value: Uint8Array.of(0xff, 0x62), opaque: true },
    ]);
  });

  test("as views, it is what came, undecoded, without a copy", () => {
    const document = replace(item(meta("chr"), ["Data", "abc"]), item(["Data", devInfDocument12(["Man", "m"])]));
    const { commands } = decoded(document, { data: "view" });
    const [first, second] = commands[0]?.kind === "Replace" ? commands[0].items : [];
    expect(first?.data).toEqual(bytes('"abc"'));
    expect(first?.data).toHaveProperty("buffer", document.buffer);
    expect(second?.data).toEqual(devInfDocument12(["Man", "m"]));
  });
});

describe("what the standard does not expect", () => {
  test("another order is kept as received", () => {
    const { command, codes } = onlyCommand(message(["Alert", ["Correlator", "c"], ["CmdID", "1"], ["Data", "1226"]]));
    expect(command).toMatchObject({ cmdID: "1", correlator: "c", data: "1226" });
    expect(command.extra).toEqual({ sequence: ["correlator", "cmdID", "data"] });
    expect(codes).toEqual([]);
  });

  test("the order of lists that take turns is kept", () => {
    const status = message(["Status", ["TargetRef", "a"], ["SourceRef", "b"], ["TargetRef", "c"], ["Data", "200"]]);
    expect(onlyCommand(status).command).toMatchObject({
      targetRefs: ["a", "c"],
      sourceRefs: ["b"],
      extra: { sequence: ["targetRefs", "sourceRefs", "targetRefs", "data"] },
    });
  });

  test("an unknown element is kept in place, and reported", () => {
    const { command, codes } = onlyCommand(
      replace(item(["Source", ["LocURI", "s"]], ["#0:48", "x", ["Final"]], ["Data", "d"])),
    );
    expect(command.items[0].extra.sequence).toEqual([
      "source",
      {
        kind: "Element",
        local: "wbxml-token-0-30",
        namespace: "SYNCML:SYNCML1.2",
        page: 0,
        token: 0x30,
        attributes: [],
        children: [
          { kind: "Text", value: "x", opaque: false },
          expect.objectContaining({ kind: "Element", local: "Final", token: 0x12, children: [] }),
        ],
      },
      "data",
    ]);
    expect(codes).toEqual(["unknown-token", "unknown-element"]);
  });

  test("an unknown element between commands is kept between them", () => {
    const { syncBody, codes } = decoded(message(["Get", ["CmdID", "1"]], ["Item"], ["Get", ["CmdID", "2"]], ["Final"]));
    expect(syncBody.commands).toHaveLength(2);
    expect(plain(syncBody.extra?.sequence)).toMatchObject(["commands", { local: "Item" }, "commands", "final"]);
    expect(codes).toEqual(["unknown-element"]);
  });

  test("a repeated element is kept in addition to the first", () => {
    const { command, codes } = onlyCommand(replace(item(["Data", "a"], ["Data", "b"])));
    expect(command.items[0].data).toBe("a");
    expect(command.items[0].extra.sequence).toMatchObject(["data", { local: "Data", children: [{ value: "b" }] }]);
    expect(codes).toEqual(["repeated-element"]);
  });

  test("text where only elements are allowed is kept, white space is not", () => {
    const { command, codes } = onlyCommand(replace(" \r\n", item("stray", ["Data", "d"])));
    expect(command.items[0].extra.sequence).toEqual([{ kind: "Text", value: "stray", opaque: false }, "data"]);
    expect(command.extra).toBeUndefined();
    expect(codes).toEqual(["unexpected-content"]);
  });

  test("an element inside a text becomes generic as a whole", () => {
    const { command, codes } = onlyCommand(
      replace(item(["Source", ["LocURI", "a", ["Final"], "b"], ["LocName", "n"]])),
    );
    expect(command.items[0].source).toMatchObject({
      locName: "n",
      extra: {
        sequence: [{ local: "LocURI", children: [{ value: "a" }, { local: "Final" }, { value: "b" }] }, "locName"],
      },
    });
    expect(command.items[0].source.locURI).toBeUndefined();
    expect(codes).toEqual(["unexpected-content"]);
  });

  test("a flag with content becomes generic, one with white space is a flag", () => {
    expect(decoded(message(["Final", " "])).syncBody.final).toBe(true);
    const { syncBody, codes } = decoded(message(["Final", "x"]));
    expect(syncBody.final).toBeUndefined();
    expect(plain(syncBody.extra?.sequence)).toMatchObject([{ local: "Final", children: [{ value: "x" }] }]);
    expect(codes).toEqual(["unexpected-content"]);
  });

  test("attributes are kept on nodes, on values and on generic elements", () => {
    // SyncHdr a="1", then VerDTD a="2", and an unknown token a="3".
    const document = bytes(
      '03 A4 01 6A 02 "a" 00 6D EC 04 00 03 "1" 00 01 F1 04 00 03 "2" 00 01 03 "1.2" 00 01 B0 04 00 03 "3" 00 01 01 01',
    );
    const { syncHdr } = decoded(document);
    const attribute = (value: string) => [{ name: "a", namespace: "", prefix: "", value }];
    expect(plain(syncHdr)).toMatchObject({
      verDTD: "1.2",
      extra: {
        attributes: attribute("1"),
        fieldAttributes: { verDTD: attribute("2") },
        sequence: ["verDTD", { local: "wbxml-token-0-30", attributes: attribute("3") }],
      },
    });
  });

  test("attributes of the n-th value of a list are kept by number", () => {
    const document = bytes(
      '03 A4 01 6A 02 "a" 00 6D 6B 69 68 03 "x" 00 01 E8 04 00 03 "1" 00 01 03 "y" 00 01 01 01 01',
    );
    const [status] = decoded(document).commands;
    expect(plain(status)).toMatchObject({
      sourceRefs: ["x", "y"],
      extra: { fieldAttributes: { "sourceRefs.1": [{ value: "1" }] } },
    });
  });
});

describe("meta information", () => {
  test("may be in a MetInf element, which is remembered", () => {
    const { command } = onlyCommand(replace(["Meta", ["MetInf", ["Type", "t"], ["Format", "xml"]]], item()));
    expect(command.meta).toEqual({
      kind: "Meta",
      metInf: true,
      type: "t",
      format: "xml",
      emi: [],
      extra: { sequence: ["metInf", "type", "format"] },
    });
  });

  test("a nonce that came as octets is base64, and how it came is remembered", () => {
    const chal = (nonce: Part) => message(["Status", ["Chal", ["Meta", ["NextNonce", nonce]]], ["Data", "401"]]);
    expect(onlyCommand(chal(opaque("00 FF"))).command.chal.meta).toMatchObject({
      nextNonce: "AP8=",
      extra: { opaque: ["nextNonce"] },
    });
    expect(onlyCommand(chal("AP8=")).command.chal.meta).toEqual({ kind: "Meta", nextNonce: "AP8=", emi: [] });
  });

  test("is a document of its own", () => {
    expect(
      plain(decodeDocument(wbxml(metInf12, ["MetInf", ["Mem", ["SharedMem"], ["FreeMem", "1"], ["FreeID", "2"]]]))),
    ).toMatchObject({
      kind: "MetInf",
      mem: { sharedMem: true, freeMem: "1", freeID: "2" },
    });
  });
});

describe("device information", () => {
  test("1.1 groups its flat lists by content type, property and parameter", () => {
    const document = devInfDocument11(
      ["VerDTD", "1.1"],
      [
        "CTCap",
        ["CTType", "text/x-vcard"],
        ["PropName", "BEGIN"],
        ["ValEnum", "VCARD"],
        ["PropName", "TEL"],
        ["DataType", "chr"],
        ["Size", "40"],
        ["DisplayName", "phone"],
        ["ParamName", "TYPE"],
        ["ValEnum", "HOME"],
        ["ValEnum", "WORK"],
        ["ParamName", "PREF"],
        ["PropName", "N"],
        ["CTType", "text/calendar"],
        ["PropName", "DTSTART"],
      ],
    );
    expect(plain(decodeDocument(document))).toMatchObject({
      kind: "DevInf",
      verDTD: "1.1",
      ctCaps: [
        {
          kind: "CTCap",
          contentTypes: [
            {
              kind: "ContentType",
              ctType: "text/x-vcard",
              properties: [
                { kind: "PropertyGroup", propName: "BEGIN", valEnums: ["VCARD"], params: [] },
                {
                  propName: "TEL",
                  dataType: "chr",
                  size: "40",
                  displayName: "phone",
                  params: [
                    { kind: "ParameterGroup", paramName: "TYPE", valEnums: ["HOME", "WORK"] },
                    { paramName: "PREF", valEnums: [] },
                  ],
                },
                { propName: "N" },
              ],
            },
            { ctType: "text/calendar", properties: [{ propName: "DTSTART" }] },
          ],
        },
      ],
    });
  });

  test("1.2 has elements for them", () => {
    const document = devInfDocument12([
      "DataStore",
      ["SourceRef", "./c"],
      ["Rx-Pref", ["CTType", "a"], ["VerCT", "1"]],
      ["Filter-Rx", ["CTType", "b"], ["VerCT", "2"]],
      [
        "CTCap",
        ["CTType", "a"],
        ["VerCT", "1"],
        ["FieldLevel"],
        ["Property", ["PropName", "N"], ["MaxSize", "9"], ["NoTruncate"], ["PropParam", ["ParamName", "P"]]],
      ],
    ]);
    expect(plain(decodeDocument(document))).toMatchObject({
      dataStores: [
        {
          rxPref: { kind: "Rx-Pref", ctType: "a", verCT: "1" },
          filterRx: [{ kind: "Filter-Rx", ctType: "b" }],
          ctCaps: [
            {
              contentTypes: [
                {
                  ctType: "a",
                  verCT: "1",
                  fieldLevel: true,
                  properties: [
                    {
                      kind: "Property",
                      propName: "N",
                      maxSize: "9",
                      noTruncate: true,
                      propParams: [{ paramName: "P" }],
                    },
                  ],
                },
              ],
            },
          ],
          extra: { sequence: ["sourceRef", "rxPref", "filterRx", "ctCaps"] },
        },
      ],
    });
  });

  test("an element that no group knows stays in the group where it came", () => {
    const document = devInfDocument11([
      "CTCap",
      ["CTType", "t"],
      ["PropName", "p"],
      ["Man", "m"],
      ["DisplayName", "d"],
    ]);
    expect(plain(decodeDocument(document)).ctCaps[0].contentTypes[0].properties).toMatchObject([
      { propName: "p", displayName: "d", extra: { sequence: ["propName", { local: "Man" }, "displayName"] } },
    ]);
  });
});

describe("a management tree", () => {
  test("has the names of its empty elements as values", () => {
    const document = wbxml(dmTnds12, [
      "MgmtTree",
      ["VerDTD", "1.2"],
      [
        "Node",
        ["NodeName", "x"],
        ["RTProperties", ["Format", ["node"]], ["Type", ["DDFName", "a"]]],
        [
          "DFProperties",
          ["AccessType", ["Get"], ["Replace"]],
          ["DFFormat", ["chr"]],
          ["Occurrence", ["ZeroOrN", "4"]],
          ["Scope", ["Dynamic"]],
          ["DFType", ["MIME", "text/plain"]],
          ["CaseSense", ["CIS"]],
        ],
        ["Node", ["NodeName", "y"], ["Value", "v"]],
      ],
    ]);
    const tree = decodeDocument(document, { mediaType: "application/vnd.syncml.dmtnds+wbxml" });
    expect(plain(tree)).toMatchObject({
      kind: "MgmtTree",
      nodes: [
        {
          nodeName: "x",
          rtProperties: { format: "node", type: { ddfName: "a" } },
          dfProperties: {
            accessType: { get: true, replace: true },
            dfFormat: "chr",
            occurrence: { zeroOrN: "4" },
            scope: "Dynamic",
            dfType: { mimes: ["text/plain"] },
            caseSense: "CIS",
          },
          nodes: [{ nodeName: "y", value: "v" }],
        },
      ],
    });
  });

  test("a Format that holds no single empty element is kept as it is", () => {
    const properties = (...format: Part[]) =>
      plain(
        decodeDocument(
          wbxml(dmTnds12, [
            "MgmtTree",
            ["Node", ["RTProperties", ["ACL", "a"], ["Format", ...format], ["Title", "t"]]],
          ]),
          {
            mediaType: "application/vnd.syncml.dmtnds+wbxml",
          },
        ),
      ).nodes[0].rtProperties;
    for (const format of [[["chr"], ["bin"]], ["chr"], [["chr", "x"]]] as Part[][]) {
      expect(properties(...format)).toMatchObject({
        acl: "a",
        title: "t",
        extra: { sequence: ["acl", { local: "Format" }, "title"] },
      });
      expect(properties(...format).format).toBeUndefined();
    }
    expect(properties(["chr"])).toEqual({ kind: "RTProperties", acl: "a", format: "chr", title: "t" });
  });
});
