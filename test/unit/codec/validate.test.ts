import { describe, expect, test } from "vitest";
import { decode, decodeDocument } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { openValidation, validate } from "../../../src/codec/validate.ts";
import { create, groupFindings, newItem, newMessage, type ProfileChoice } from "../../../src/index.ts";
import type { Rule } from "../../../src/validation/rule.ts";
import { byteByByte } from "../../support/chunks.ts";
import { bytes } from "../../support/hex.ts";
import { client, rightMessages, server, status, sync } from "../../support/validation-cases.ts";

const twice = server(
  "<Get><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Get>" +
    "<Get><CmdID>1</CmdID><Item><Target><LocURI>./B</LocURI></Target></Item></Get>",
);

describe("a message", () => {
  test("breaks the rules that its bytes break, without offsets", () => {
    const [finding, ...others] = validate(decode(twice));
    expect(others).toEqual([]);
    expect(finding).toEqual({
      rule: "message/cmdid-unique",
      severity: "error",
      path: "/SyncML/SyncBody/Get[2]/CmdID",
      offset: undefined,
      message: 'CmdID "1" is already used in this message, so the sender cannot tell which command a Status answers',
    });
  });

  test("is reported with long names truncated", () => {
    const name = "n".repeat(65);
    const findings = validate(server(`<Get><CmdID>1</CmdID><${name}/></Get>`));
    expect(findings.map(({ path }) => path)).toContain(`/SyncML/SyncBody/Get/${name.slice(1)}…`);
  });

  test("that was built is checked against its own profile", () => {
    const header = {
      verProto: "DM/1.2",
      sessionID: "1",
      msgID: "1",
      target: "IMEI:1",
      source: "https://dm.example/",
    } as const;
    const add = (cmdID: string) => create("Add", { cmdID, items: [newItem("./A", "x", { format: "bool", emi: [] })] });
    expect(validate(newMessage(header, [add("2")])).map(({ rule, path }) => [rule, path])).toEqual([
      ["dm/format-value", "/SyncML/SyncBody/Add/Item/Data"],
    ]);
    expect(validate(newMessage({ ...header, verProto: "SyncML/1.2" }, [add("2")]))).toEqual([]);
  });

  test.each(Object.entries(rightMessages))("%s breaks none, in XML and in WBXML", (_name, text) => {
    const document = decodeDocument(text);
    expect(validate(document)).toEqual([]);
    // Documents inside become WBXML, and the Type stays as it was.
    const found = validate(encode(document, { format: "wbxml" })).map(({ rule }) => rule);
    expect(found.filter((rule) => rule !== "interop/embedded-type")).toEqual([]);
  });
});

describe("the profile", () => {
  const rulesOf = (text: string, profile?: "syncml-1.0" | "syncml-1.1" | "syncml-1.2" | "dm-1.1.2" | "dm-1.2") =>
    validate(text, profile === undefined ? {} : { profile }).map(({ rule }) => rule);
  const changed = client(status, "<NoResp/>");

  test("is what VerProto says", () => {
    expect(rulesOf(changed)).toEqual(["dm/unused-element"]);
    expect(rulesOf(sync("1.2", status))).toEqual([]);
  });

  test("where that is none, is what VerDTD says", () => {
    expect(rulesOf(changed.replace("DM/1.2", "EX/1.2"))).toEqual(["message/version"]);
  });

  test("where neither is known, is that of the last version", () => {
    expect(rulesOf(changed.replace("DM/1.2", "?").replace("<VerDTD>1.2", "<VerDTD>9"))).toEqual([
      "message/version",
      "message/version",
    ]);
  });

  const choiceOf = (text: string, options: Parameters<typeof validate>[1] = {}) => {
    const choices: ProfileChoice[] = [];
    validate(text, { ...options, onProfile: (choice) => choices.push(choice) });
    expect(choices.length).toBe(1);
    return choices[0];
  };
  const bare = (body: string) => server(body).replace(/<SyncHdr>.*<\/SyncHdr>/, "");
  const reading = (uri: string) =>
    bare(`<Get><CmdID>1</CmdID><Item><Target><LocURI>${uri}</LocURI></Target></Item></Get>`);

  test.each([
    [client(status).replace("DM/1.2", "DM/1.3"), "dm-1.2", "VerProto", "VerProto DM/1.3"],
    [client(status).replace("DM/1.2", "DM/1.0"), "dm-1.1.2", "VerProto", "VerProto DM/1.0"],
    [sync("1.1", status), "syncml-1.1", "VerProto", "VerProto SyncML/1.1"],
    [reading("./Vendor/MSFT/X"), "dm-1.2", "content", "address ./Vendor/MSFT/X"],
    [reading("./DevInfo/DevId"), "dm-1.2", "content", "address ./DevInfo/DevId"],
    [reading("./Device/Vendor/MSFT/X"), "dm-1.2", "content", "address ./Device/Vendor/MSFT/X"],
    [reading(`./User/${"x".repeat(100)}`), "dm-1.2", "content", `address ./User/${"x".repeat(45)}…`],
    [reading("./contacts"), "syncml-1.2", "default", undefined],
    [bare("<Exec><CmdID>1</CmdID><Item/></Exec>"), "dm-1.2", "content", "command Exec"],
    [bare("<Alert><CmdID>1</CmdID><Data>1201</Data></Alert>"), "dm-1.2", "content", "alert 1201"],
    [bare("<Alert><CmdID>1</CmdID><Data>200</Data></Alert>"), "syncml-1.2", "content", "alert 200"],
    [bare("<Sync><CmdID>1</CmdID></Sync>"), "syncml-1.2", "content", "command Sync"],
    [
      bare('<Add><CmdID>1</CmdID><Item><Meta><Format xmlns="syncml:metinf">node</Format></Meta></Item></Add>'),
      "dm-1.2",
      "content",
      "Format node",
    ],
  ] as const)("%# is reported with its evidence", (text, profile, basis, evidence) => {
    expect(choiceOf(text)).toEqual({ profile, basis, ...(evidence === undefined ? {} : { evidence }) });
  });

  test("of a document that is no message is not guessed", () => {
    expect(choiceOf(rightMessages["a tree by itself"] as string)).toEqual({ profile: "dm-1.2", basis: "VerDTD" });
    expect(choiceOf(rightMessages["device information by itself"] as string)).toEqual({
      profile: "syncml-1.1",
      basis: "VerDTD",
    });
    expect(choiceOf(reading("./A"), { profile: "dm-1.1.2" })).toEqual({ profile: "dm-1.1.2", basis: "option" });
  });

  test("can be asked for", () => {
    expect(rulesOf(sync("1.2", status), "dm-1.2")).toEqual(["message/version"]);
    expect(rulesOf(changed, "syncml-1.2")).toEqual(["message/version"]);
  });
});

describe("rules", () => {
  const noGet: Rule = {
    id: "example/no-get",
    severity: "warning",
    profiles: ["dm-1.2"],
    clause: "house rule 7",
    demands: "Nothing is read.",
    breaks: "somebody might learn something",
    at: ["Get"],
    check(get, report, { sender }) {
      report(get, `a ${sender} reads ${get.valueOf("Item", "Target", "LocURI")}`);
    },
  };

  test("are added", () => {
    const findings = validate(server(status), { rules: { add: [noGet] } });
    expect(findings).toEqual([]);
    expect(validate(twice, { rules: { add: [noGet], silence: ["message/cmdid-unique"] } })).toEqual([
      {
        rule: "example/no-get",
        severity: "warning",
        path: "/SyncML/SyncBody/Get[1]",
        offset: twice.indexOf("<Get"),
        message: "a server reads ./A, so somebody might learn something",
      },
      {
        rule: "example/no-get",
        severity: "warning",
        path: "/SyncML/SyncBody/Get[2]",
        offset: twice.lastIndexOf("<Get"),
        message: "a server reads ./B, so somebody might learn something",
      },
    ]);
  });

  test("are for the profiles they name", () => {
    expect(validate(sync("1.2", ""), { rules: { add: [{ ...noGet, at: ["SyncML"] }] } }).length).toBe(1);
  });

  test("are silenced", () => {
    expect(validate(twice, { rules: { silence: ["message/cmdid-unique"] } })).toEqual([]);
  });

  test("have ids that are known and not given twice", () => {
    expect(() => validate(twice, { rules: { silence: ["dm/such"] } })).toThrow(
      new RangeError("there is no rule dm/such"),
    );
    expect(() => validate(twice, { rules: { add: [noGet, noGet] } })).toThrow(
      new RangeError("there are two rules example/no-get"),
    );
  });
});

describe("findings of one cause", () => {
  const description = (elements: string, nodes: number) =>
    `<MgmtTree xmlns="syncml:dmddf1.2" xmlns:MSFT="http://schemas.microsoft.com/MobileDevice/DM"><VerDTD>1.2</VerDTD>${`<Node><NodeName>a</NodeName><DFProperties><AccessType><Get/></AccessType><DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME/></DFType>${elements}</DFProperties></Node>`.repeat(nodes)}</MgmtTree>`;

  test("are a group, in the order of the first of each", () => {
    const vendor = "<MSFT:Deprecated/><MSFT:AllowedValues><MSFT:Value>1</MSFT:Value></MSFT:AllowedValues>";
    const findings = validate(description(vendor, 500));
    expect(findings.length).toBe(1000);
    const groups = groupFindings(findings);
    expect(groups.map(({ first, findings: all }) => [first.rule, first.path, all.length])).toEqual([
      ["dtd/unknown-element", "/MgmtTree/Node[1]/DFProperties/Deprecated", 500],
      ["dtd/unknown-element", "/MgmtTree/Node[1]/DFProperties/AllowedValues", 500],
    ]);
    expect(groups.flatMap(({ findings: all }) => [...all]).length).toBe(1000);
    expect(groups[0]?.findings[0]).toBe(findings[0]);
  });

  test("differ by more than values in quotes and numbers", () => {
    const finding = (rule: string, message: string) =>
      ({ rule, severity: "error", path: "/a", offset: 0, message }) as const;
    const sizes = (groups: ReturnType<typeof groupFindings>) => groups.map(({ findings }) => findings.length);
    expect(sizes(groupFindings([finding("a/b", 'X is "1"'), finding("a/b", 'X is "a\\"b"')]))).toEqual([2]);
    expect(sizes(groupFindings([finding("a/b", "3 of 4"), finding("a/b", "12 of 5")]))).toEqual([2]);
    expect(sizes(groupFindings([finding("a/b", "X"), finding("a/b", "Y"), finding("a/b", "X")]))).toEqual([2, 1]);
    expect(sizes(groupFindings([finding("a/b", "X"), finding("a/c", "X")]))).toEqual([1, 1]);
    expect(groupFindings([])).toEqual([]);
  });
});

test.each(["", ' xmlns="syncml:syncml1.1"'])("a root in no right namespace (%s) is one finding", (declaration) => {
  const text = sync("1.1", status).replace(/ xmlns="[^"]*"/, declaration);
  expect(validate(text).map(({ rule, path }) => [rule, path])).toEqual([["wire/namespace-inferred", "/SyncML"]]);
});

describe("documents inside documents", () => {
  test("in OPAQUE have offsets that go on counting", () => {
    const document = bytes(`
      02 A4 01 6A 00 6D 6C 71 03 "1.2" 00 01 72 03 "SyncML/1.2" 00 01 65 03 "1" 00 01 5B 03 "1" 00 01
      6E 57 03 "a" 00 01 01 67 57 03 "b" 00 01 01 01
      6B 5F 4B 03 "1" 00 01 5A 00 01 53 03 "application/vnd.syncml-devinf+wbxml" 00 01 01 00 00
      54 67 57 03 "./devinf12" 00 01 01 4F C3 18 02 A4 03 6A 00 4A 65 03 "1.2" 00 01 49 03 "d" 00 01 4B 03 "p" 00 01 01
      01 01 01 12 01 01`);
    const at = Buffer.from(document).indexOf(Buffer.from(bytes("A4 03 6A 00 4A"))) + 4;
    expect(validate(document).map(({ rule, path, offset }) => [rule, path, offset])).toEqual([
      ["dtd/missing-element", "/SyncML/SyncBody/Put/Item/Data/DevInf", at],
    ]);
  });

  const data = (text: string) =>
    server(
      `<Add><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target><Meta><Format xmlns="syncml:metinf">xml</Format></Meta><Data>${text}</Data></Item></Add>`,
    );

  test("that are text have the offsets of their own tags", () => {
    const text = data('<![CDATA[<?xml version="1.0"?><MgmtTree xmlns="syncml:dmddf1.2"><Node/></MgmtTree>]]>');
    const path = "/SyncML/SyncBody/Add/Item/Data/MgmtTree";
    expect(validate(text)).toEqual([
      expect.objectContaining({ rule: "dtd/missing-element", path, offset: text.indexOf("<MgmtTree") }),
      expect.objectContaining({
        rule: "dtd/missing-element",
        path: `${path}/Node`,
        offset: text.indexOf("<Node"),
      }),
    ]);
    expect(validate(decode(text)).map((finding) => [finding.path, finding.offset])).toEqual([
      [path, undefined],
      [`${path}/Node`, undefined],
    ]);
  });

  test.each([
    ["a wrong end tag", "<Node><NodeName>é</NodeName>^</Nod>", "/MgmtTree/Node"],
    ["no end", "<Node>é<Node/>^", "/MgmtTree/Node"],
    ["a reference that nothing declares", "<Node>é</Node><Node><Node>^&x;</Node></Node>", "/MgmtTree/Node[2]/Node"],
    ["a character where a name is due", "<Node/>é<^]>", "/MgmtTree"],
    ["an end of a section", "<Node/>é]]^>", "/MgmtTree"],
    ["two brackets where a name is due", "<Node/>é<^]]a>", "/MgmtTree"],
    ["a carriage return where a name is due", "<Node/>é<^\ra>", "/MgmtTree"],
  ])("that are text with %s are at fault there", (_name, marked, path) => {
    const tree = `<MgmtTree xmlns="syncml:dmddf1.2">${marked}`;
    const expected = (text: string) => [
      [
        "message/embedded-document",
        `/SyncML/SyncBody/Add/Item/Data${path}`,
        Buffer.from(text.slice(0, text.indexOf("^"))).length,
      ],
    ];
    const inCdata = `<![CDATA[${tree.replace("]]^>", "]]]]><![CDATA[^>")}]]>`.replace("^]]>", "]]>^");
    const escaped = tree.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    for (const text of [data(inCdata), data(escaped)]) {
      const document = text.replace("^", "");
      const found = validate(document).map((finding) => [finding.rule, finding.path, finding.offset]);
      expect(found.filter(([rule]) => rule === "message/embedded-document")).toEqual(expected(text));
      for (const encoded of [Buffer.from(document), Buffer.from(`\ufeff${document}`, "utf16le")]) {
        const { source, findings } = openValidation();
        for (const chunk of byteByByte(encoded)) source.write(chunk);
        source.end();
        expect(findings()).toEqual(validate(encoded));
      }
    }
  });

  test.each([
    ["a character of several bytes", "<Node a=", "×"],
    ["a carriage return that becomes a line feed", "<", "\r"],
  ])("that are text are at fault at the start of a section: %s", (_name, before, character) => {
    const options = { lineBreaks: "normalize" } as const;
    const text = data(`<![CDATA[<MgmtTree xmlns="syncml:dmddf1.2">${before}]]><![CDATA[${character}a>]]>`);
    const expected = Buffer.from(text.slice(0, text.indexOf(character))).length;
    const { source, findings } = openValidation(options);
    for (const chunk of byteByByte(Buffer.from(text))) source.write(chunk);
    source.end();
    for (const found of [findings(), validate(text, options)]) {
      expect(found.map(({ rule, offset }) => [rule, offset])).toContainEqual(["message/embedded-document", expected]);
    }
  });

  test("that are text are not looked for where a chunk is cut, or something else begins", () => {
    const chunk = data("&lt;MgmtTree>").replace("</Data>", "</Data><MoreData/>").replace("<Final/>", "");
    expect(validate(chunk)).toEqual([]);
    expect(validate(data("&lt;MgmtTrees>"))).toEqual([]);
    expect(validate(data("see &lt;MgmtTree>"))).toEqual([]);
  });

  test("that are text keep the limits", () => {
    const text = data(`&lt;MgmtTree xmlns="syncml:dmddf1.2">${"&lt;Node>".repeat(40)}`);
    expect(validate(text, { limits: { maxDepth: 20 } })).toEqual([
      expect.objectContaining({
        rule: "message/embedded-document",
        message: expect.stringContaining("elements are nested deeper than maxDepth (20)"),
      }),
    ]);
  });
});

test("what cannot be read is an error", () => {
  expect(() => validate(twice.slice(0, 100))).toThrow(/^truncated-input at byte/);
  expect(() => validate({ kind: "Letter" } as never)).toThrow(/^invalid-message/);
});

test("a long value is quoted in part", () => {
  const [finding] = validate(twice.replace(/<CmdID>1/g, `<CmdID>${"9".repeat(100)}`));
  expect(finding?.message).toContain(`CmdID "${"9".repeat(40)}…" is already used`);
});
