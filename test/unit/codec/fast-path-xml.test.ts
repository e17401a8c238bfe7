import { describe, expect, test } from "vitest";
import { convertXmlDocument, readXmlDocument } from "../../../src/codec/fast-path/xml-document.ts";
import { expectAlike, expectConvertedAlike, expectDecodedAlike } from "../../support/agreement.ts";
import { convertByEvents, decodeByEvents } from "../../support/event-path.ts";
import { expectEqual } from "../../support/expect-equal.ts";
import { devInfDocument12 } from "../../support/message.ts";
import { plainMessages } from "../../support/plain-messages.ts";
import { wayOf as readingWay } from "../../support/way.ts";
import { spellEach, spellings } from "../../support/xml-spellings.ts";

const metInf = "xmlns='syncml:metinf'";
const target = "<Target><LocURI>./a</LocURI></Target>";
const plain =
  '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><MsgID>1</MsgID><Cred><Meta>' +
  `<Format ${metInf}>b64</Format><Type ${metInf}>syncml:auth-md5</Type></Meta><Data>AA==</Data></Cred>` +
  `<Meta><MaxMsgSize xmlns="syncml:metinf">10000</MaxMsgSize></Meta></SyncHdr><SyncBody>` +
  `<Status><CmdID>1</CmdID><TargetRef>a</TargetRef><TargetRef>b</TargetRef><Data>200</Data></Status>` +
  `<Sequence><CmdID>2</CmdID><Meta><Format ${metInf}>bin</Format></Meta><Alert><CmdID>3</CmdID><Data>1</Data>` +
  `<Item>${target}<Data>text</Data></Item></Alert></Sequence><Sync><CmdID>4</CmdID><NoResp/>` +
  `<Meta><Mem xmlns="syncml:metinf"><FreeID>9</FreeID></Mem></Meta><NumberOfChanges>1</NumberOfChanges><Add>` +
  `<Item><SourceParent><LocURI>s</LocURI></SourceParent><Meta><EMI ${metInf}>e</EMI></Meta><Data></Data><MoreData/></Item>` +
  `<Item>${target}<Data>BEGIN</Data></Item></Add></Sync><Final/></SyncBody></SyncML>`;

/** The same in a few elements: what is wrong shows here first. */
const short =
  '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD></SyncHdr><SyncBody><Add><CmdID>1</CmdID>' +
  `<Meta><Format ${metInf}>chr</Format><Type ${metInf}>t</Type></Meta><Item><Data>BEGIN</Data><MoreData/></Item></Add></SyncBody></SyncML>`;

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

/** Letters for the ways of a message: how it is read, as `Way` has it, and c where it is converted on the fast path. */
function wayOf(message: string): string {
  const read = readingWay(message).letter;
  return read + (convertXmlDocument(message, { to: "wbxml" }) === undefined ? "-" : "c");
}

test("the message is plain", () => {
  expect(readXmlDocument(plain, {})).toBeDefined();
  expect(readXmlDocument(bytesOf(plain), {})).toBeDefined();
  expect(convertXmlDocument(plain, { to: "wbxml" })).toBeDefined();
  expectAlike(plain);
});

describe("a message is read on the fast path, and as on the event path", () => {
  // XML has no other way to say what stands in them.
  const written = plainMessages.filter(([what]) => !/document|nonce|^bytes/.test(what));

  test.each(written)("%s", (_what, document) => {
    const text = new TextDecoder().decode(convertByEvents(document, { to: "xml" }));
    for (const input of [text, bytesOf(text)]) {
      expectEqual(readXmlDocument(input, {}), decodeByEvents(input));
      expectEqual(convertXmlDocument(input, { to: "wbxml" }), convertByEvents(input, { to: "wbxml" }));
    }
  });
});

describe.each([
  ["short", short],
  ["long", plain],
  ["short, without namespaces", short.replaceAll(/ xmlns="[^"]*"/g, "")],
  ["short, with prefixes at the root", short.replace("<SyncML", '<SyncML xmlns:p="urn:p" xmlns:m="syncml:metinf"')],
])("a message, %s, with one place spelt differently is read as on the event path", (_length, message) => {
  test.each(spellings)("%s → %s", (...spelling) => {
    for (const [index, text] of spellEach(message, spelling).entries()) {
      for (const input of [text, bytesOf(text)]) {
        expectAlike(input);
        expectConvertedAlike(input, { data: "opaque", version: "1.1", publicId: "text" });
        // What these ask for has one way only, and every place of the short message shows it.
        if (message === plain && index > 0) continue;
        expectAlike(input, { invalidUtf8: "reject" });
        expectAlike(input, { controlCharacters: "reject", lineBreaks: "normalize" });
        expectDecodedAlike(input, { data: "view" });
      }
    }
  });
});

// By spelling, as `wayOf` tells: the letters of all places for reading, then those for converting.
const ways = [
  "fffff ccccc",
  "fffff ccccc",
  "fffff ccccc",
  "fffff ccccc",
  "xxxxx -----",
  "fffff ccccc",
  "xxxxf ----c",
  "hhhhf ccccc",
  "xxxxf ----c",
  "hhhhf ccccc",
  "xxxxf ----c",
  "xxxxx -----",
  "hhhhh ccccc",
  "fffff ccccc",
  "f c",
  "f c",
  "f c",
  "hhhhhhhh cccccccc",
  "hhhhhhhh cccccccc",
  "hhhhhfhh cccccccc",
  "ffffffff cccccccc",
  "hhhhhhhh cccccccc",
  "xxxxxxxx --------",
  "ffffffff -c-ccccc",
  "hhhhhhhh -c-ccccc",
  "hhhhhhhh cccccccc",
  "hhhhhhhh cccccccc",
  "hhhhhhhh cccccccc",
  "f c",
  "h c",
  "h c",
  " ",
  "hhh ccc",
  " ",
  "xxxxxxxxxxx -----------",
  "f c",
  "- -",
  "- -",
  "- -",
  "f c",
  "h c",
  "h c",
  "h c",
  "h c",
  "h c",
  "h c",
  "h c",
  "h c",
  "f c",
  "f c",
  "f c",
  "f c",
  "f c",
  "f c",
  "- -",
  "- c",
  "f c",
  "h -",
  "x -",
  "- -",
  "ffffffff -c-ccccc",
  "xxxxxxxx --------",
  "f c",
  "- -",
  "- -",
];

describe("a place of the short message may be spelt so on the fast path or not", () => {
  test.each(spellings.map((spelling, row) => [...spelling, ways[row]] as const))(
    "%s → %s: %s",
    (pattern, spelt, expected) => {
      const found = spellEach(short, [pattern, spelt]).map(wayOf);
      expect([0, 1].map((at) => found.map((way) => way[at]).join("")).join(" ")).toBe(expected);
    },
  );
});

test.each(
  [short, plain].flatMap((message) =>
    [0x0d, 0x20, 0x26, 0x3c, 0x41, 0x80].map((byte) => [message.length, byte, message] as const),
  ),
)("of %i bytes with any replaced by %i, or with one more, as well", (_length, byte, message) => {
  const bytes = bytesOf(message);
  for (let pos = 0; pos < bytes.length; pos++) {
    const replaced = bytes.slice();
    replaced[pos] = byte;
    expectAlike(replaced);
    expectAlike(Uint8Array.of(...bytes.subarray(0, pos), byte, ...bytes.subarray(pos)));
  }
});

test("with bytes that are UTF-8 only where they stand together as well", () => {
  const inData = plain.split("BEGIN");
  const elsewhere = plain.split("<LocURI>s").map((part, index) => (index === 0 ? `${part}<LocURI>` : part));
  const pieces = ["\xc3", "<![CDATA[\xa9]]>", "<![CDATA[\xc3]]>", "&#65;", "\xa9", "<a/>", "\xed\xa0\x80"];
  for (const first of pieces) {
    for (const second of pieces) {
      for (const around of [inData, elsewhere]) {
        const bytes = new Uint8Array(Buffer.from(around.join(first + second), "latin1"));
        expectAlike(bytes);
        expectAlike(bytes, { invalidUtf8: "reject" });
      }
    }
  }
});

test("with a document in base64 inside the data as well", () => {
  const document = Buffer.from(devInfDocument12(["Man", "m"])).toString("base64");
  expectAlike(plain.replace("BEGIN", `<?wbxml opaque base64?>${document}<?wbxml end?>`));
});

test.each([short, plain])("cut anywhere as well", (message) => {
  const bytes = bytesOf(message);
  for (let end = 0; end < bytes.length; end++) expectAlike(bytes.subarray(0, end));
});

test.each([1, 2, 3, 4, 5, 127, 128, 255, 256, 257, 400, 16_383, 16_384, 70_000])(
  "with data of %i bytes as well",
  (size) => {
    for (const data of ["x".repeat(size), `${"x".repeat(size - 1)}&lt;`, `<![CDATA[${"é".repeat(size)}]]>`]) {
      const text = plain.replace("BEGIN", data);
      expectAlike(text);
      expectConvertedAlike(text, { data: "opaque" });
      expect(convertXmlDocument(text, { to: "wbxml" })).toBeDefined();
    }
  },
);

test("whatever is asked of the WBXML", () => {
  for (const version of ["1.0", "1.1", "1.2", "1.3"] as const) expectConvertedAlike(plain, { version });
  for (const publicId of ["number", "text", "unknown"] as const) expectConvertedAlike(plain, { publicId });
  for (const data of ["as-given", "inline", "opaque"] as const) expectConvertedAlike(plain, { data });
  for (const space of ["1.0", "1.1"]) expectConvertedAlike(plain.replace("SYNCML1.2", `SYNCML${space}`), {});
  expectConvertedAlike(plain, { charset: 4 });
  expectConvertedAlike(plain, { stringTable: "auto" });
  expectConvertedAlike(plain, { literals: ["Own"] });
  expectConvertedAlike(plain.replace("syncml:auth-md5", "application/vnd.syncml-devinf+xml"), {
    embeddedTypes: "adapt",
  });
});

describe("at and around every limit as well", () => {
  const long = plain.replace("BEGIN", "x".repeat(100));
  const spaced = plain.replace("<Final/>", `${" ".repeat(100)}<Final/>`);
  const withMarkup = plain.replace("BEGIN", "<Anchor xmlns='syncml:metinf'><Next>1</Next></Anchor>");

  test.each([
    ["maxDepth", 1, 12],
    ["maxElements", 1, 60],
    ["maxTextBytes", 0, 110],
    ["maxAttributes", 0, 2],
  ] as const)("%s", (name, lowest, highest) => {
    for (const text of [plain, long, spaced, withMarkup]) {
      for (let limit = lowest; limit <= highest; limit++) {
        expectAlike(text, { limits: { [name]: limit } });
      }
    }
  });

  test("maxDocumentBytes", () => {
    for (const text of [plain, long, spaced, withMarkup]) {
      for (const more of [-1, 0, 1]) expectAlike(text, { limits: { maxDocumentBytes: text.length + more } });
    }
  });
});

describe("markup in data", () => {
  const devInf = (man: string) => `<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><Man>${man}</Man></DevInf>`;
  const withMarkup = (markup: string, type = "application/vnd.syncml-devinf+xml") =>
    short.replace("BEGIN", markup).replace(">t</Type>", `>${type}</Type>`);

  test.each([
    ["t", "fc"],
    ["text/x-vcard; of more than thirty-two characters", "fc"],
    ["", "fc"],
    [" application/vnd.syncml.dmtnds+wbxml", "fc"],
    [" application/vnd.syncml-DevInf+wbxml ;x", "fc"],
    ["<![CDATA[application/vnd.syncml-devinf+xml]]>", "fc"],
  ])("of Type %j: %s", (type, expected) => {
    const message = withMarkup(devInf("m"), type);
    expect(wayOf(message)).toBe(expected);
    for (const input of [
      message,
      message.replace(/<Meta>.*?<.Meta>/, "<Meta><MetInf xmlns='syncml:metinf'>$&</MetInf></Meta>"),
    ]) {
      expectAlike(input);
      expectConvertedAlike(input, { embeddedTypes: "keep" });
    }
    // The Type of one command is not that of the next one.
    const [before = "", add = ""] = /^(.*)(<Add>.*?<.Add>)/s.exec(message)?.slice(1) ?? [];
    const next = message.replace(before + add, `${before}${add.replace(devInf("m"), "m")}<Get/>${add}`);
    const other = add.replace(`>${type}</Type>`, ">t</Type>").replace(devInf("m"), "m");
    expect(wayOf(next)).toBe(expected);
    expect(wayOf(message.replace(add, `${other}${add}`))).toBe(expected);
  });

  test.each([
    [devInf("m"), "fc"],
    [devInf("é"), "fc"],
    [devInf("x".repeat(127)), "fc"],
    [devInf("x".repeat(128)), "fc"],
    [devInf("x".repeat(20_000)), "fc"],
    [`${devInf("m")} `, "fc"],
    [` ${devInf("m")}`, "fc"],
    [`a${devInf("m")}`, "hc"],
    [devInf("m").repeat(2), "hc"],
    [`${devInf("m")}<Own/>`, "hc"],
    [`<Own/>${devInf("m")}`, "hc"],
    [`<!-- -->${devInf("m")}`, "hc"],
    [`${devInf("m")}<?x?>`, "hc"],
    ["<Own/>", "hc"],
    ["<Own xmlns='urn:own' a='b'>c</Own>", "hc"],
    ["<MetInf xmlns='syncml:metinf'><Mark>m</Mark></MetInf>", "hc"],
    ["<Mark xmlns='syncml:metinf'>m</Mark>", "fc"],
    ["<Anchor xmlns='syncml:metinf'><Last>1</Last><Next></Next></Anchor>", "fc"],
    ["<Anchor xmlns='syncml:metinf'><Next>1</Next></Anchor><Mark xmlns='syncml:metinf'>m</Mark>", "fc"],
    ["<Anchor xmlns='syncml:metinf'> <Next>1</Next></Anchor>", "hc"],
    ["<Anchor xmlns='syncml:metinf'><Next>1</Last></Anchor>", "x-"],
    ["<Anchor xmlns='syncml:metinf'><Next>1<", "x-"],
    ["<Final/>", "hc"],
    ["<Get><CmdID>1</CmdID></Get>", "hc"],
    ["<Item><Data>x</Data></Item>", "hc"],
    [devInf("<Data>x</Data>"), "hc"],
    [devInf("<a>"), "x-"],
    ["<DevInf xmlns='syncml:devinf'>", "x-"],
    [devInf("&unknown;"), "x-"],
  ])("%j: %s", (markup, expected) => {
    const message = withMarkup(markup);
    expect(wayOf(message)).toBe(expected);
    for (const input of [message, bytesOf(message)]) {
      expectAlike(input);
      expectConvertedAlike(input, { data: "inline" });
      expectConvertedAlike(input, { data: "opaque", version: "1.3" });
    }
  });

  test.each([
    ["maxDepth", 1, 12],
    ["maxElements", 1, 60],
    ["maxTextBytes", 60, 130],
    ["maxAttributes", 0, 2],
  ] as const)("at and around %s", (name, lowest, highest) => {
    for (const markup of [devInf("m"), "<Mark xmlns='syncml:metinf'>m</Mark>", "<Own/>"]) {
      for (let limit = lowest; limit <= highest; limit++)
        expectAlike(withMarkup(markup), { limits: { [name]: limit } });
    }
  });
});

describe("what is written fits, whatever its length", () => {
  test("at every length around those of the buffers", () => {
    for (let length = 1; length < 700; length++) {
      for (const value of ["x".repeat(length), `é${"x".repeat(length)}`, `${"x".repeat(length)}&lt;`]) {
        expectConvertedAlike(short.replace("BEGIN", value));
        expectConvertedAlike(short.replace("BEGIN", value), { data: "opaque" });
      }
    }
  });

  test("with many small elements, and with none", () => {
    for (const count of [0, 1, 2, 63, 64, 65, 400]) {
      expectAlike(short.replace("</Item>", `</Item>${"<Item><MoreData/></Item>".repeat(count)}`));
      expectAlike(short.replace("</Item>", `</Item>${"<Item/>".repeat(count)}`));
    }
  });

  test("and is the caller's, whatever is written behind it", () => {
    const first = convertXmlDocument(short, { to: "wbxml" }) as Uint8Array;
    const kept = first.slice();
    const long = convertXmlDocument(short.replace("BEGIN", "y".repeat(100_000)), { to: "wbxml" }) as Uint8Array;
    const keptLong = long.slice();
    for (const data of ["z", "z".repeat(1000), "z".repeat(200_000)])
      convertXmlDocument(short.replace("BEGIN", data), { to: "wbxml" });
    expect([first, long]).toEqual([kept, keptLong]);
  });
});

describe("what a root declares, or lacks, holds where the event path takes over", () => {
  const prefixed = short.replace("<SyncML", '<SyncML xmlns:p="urn:p" xmlns:m="syncml:metinf"');
  const plainly = short.replaceAll(/ xmlns="[^"]*"/g, "");

  test.each([
    ["a prefix of the root", prefixed.replace("<SyncBody>", '<SyncBody><p:Own p:a="1"/><m:Type>t</m:Type>'), "h"],
    [
      "a prefix that hides it",
      prefixed.replace("<SyncBody>", '<SyncBody><p:Own xmlns:p="urn:q"><p:In/></p:Own><p:Own/>'),
      "h",
    ],
    ["a prefix that nobody declares", prefixed.replace("<SyncBody>", "<SyncBody><q:Own/>"), "x"],
    ["an element of its own", plainly.replace("<SyncBody>", "<SyncBody><Own><Cmd/></Own>"), "h"],
    ["the namespace of the message", plainly.replace("<SyncBody>", '<SyncBody xmlns="SYNCML:SYNCML1.2"><Own/>'), "h"],
    ["that of another version", plainly.replace("<SyncBody>", '<SyncBody xmlns="SYNCML:SYNCML1.1"><Own/>'), "h"],
    ["device information", plainly.replace("<Data>", "<Data><DevInf><VerDTD>1.2</VerDTD></DevInf>"), "h"],
    ["another version", plainly.replace("<VerDTD>1.2", "<VerDTD>1.0").replace("<SyncBody>", "<SyncBody><Own/>"), "h"],
    ["a version that does not exist", plainly.replace("<VerDTD>1.2", "<VerDTD>1.3"), "-"],
  ])("%s", (_what, message, letter) => {
    for (const input of [message, bytesOf(message)]) {
      expectAlike(input);
      expect(readingWay(input).letter).toBe(letter);
    }
  });
});
