import { describe, expect, test } from "vitest";
import { type Capture, readCapture } from "../../../../src/capture/index.ts";

const device = "<LocURI>8A1B2C3D</LocURI>";
const server = "<LocURI>https://mdm.example/api</LocURI>";
const message = (from: string, to: string, msgID: number, rest = "<Final/></SyncBody></SyncML>") =>
  `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><SessionID>1F</SessionID><MsgID>${msgID}</MsgID><Target>${to}</Target><Source>${from}</Source></SyncHdr><SyncBody>${rest}`;
const sent = (msgID: number, rest?: string) => message(device, server, msgID, rest);
const got = (msgID: number, rest?: string) => message(server, device, msgID, rest);

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const messagesOf = ({ diagnostics }: Capture) => diagnostics.map(({ code, message }) => `${code}: ${message}`);
const textsOf = ({ exchanges }: Capture) =>
  exchanges.map(({ request, response }) => [request && text(request.bytes), response && text(response.bytes)]);

describe("a stream of SyncMLViewer", () => {
  const stream = `\ufeff<!-- 11/28/2026 9:06:13 AM -->
<!-- OmaDmSessionStart -->
${sent(1)}
${got(1)}
<!-- 28.11.2026 09:06:14 -->
${sent(2)}
<!-- OmaDmSessionComplete -->

	"the viewer's remark é"
${got(7)}
`;
  const capture = readCapture(utf8(stream));

  test("gives requests and replies, told apart by who the device is", () => {
    expect(capture).toMatchObject({ format: "syncml-viewer", counts: { sessions: 1, messages: 4 } });
    expect(textsOf(capture)).toEqual([
      [sent(1), got(1)],
      [sent(2), undefined],
      [undefined, got(7)],
    ]);
    expect(capture.exchanges[0]).toMatchObject({ carrier: "etw", url: "https://mdm.example/api" });
    expect(capture.exchanges[0]?.request).toMatchObject({ direction: "to-server", gaps: [], frame: 1 });
    expect(capture.exchanges[0]?.response).toMatchObject({ direction: "to-device" });
  });

  test("keeps dates as they are written, since they name no zone", () => {
    const said = capture.exchanges.map(({ request }) => request?.diagnostics.map(({ message }) => message));
    expect(said).toEqual([["local time 11/28/2026 9:06:13 AM"], ["local time 28.11.2026 09:06:14"], undefined]);
    expect(capture.exchanges[0]?.request?.time).toBeUndefined();
  });

  test("tells where messages are in the file", () => {
    for (const { request, response } of capture.exchanges) {
      for (const { bytes, ranges } of [request, response].flatMap((payload) => payload ?? [])) {
        expect(ranges).toHaveLength(1);
        expect(utf8(stream).subarray(ranges[0]?.start, ranges[0]?.end)).toEqual(bytes);
      }
    }
  });

  test("says once that blanks are not those of the wire", () => {
    expect(messagesOf(capture)).toEqual([
      "comment: SyncMLViewer sets messages anew: blanks and line ends in them are not those of the wire",
    ]);
  });
});

describe("a message that Windows cut at 64 KB", () => {
  const body = "<Add><CmdID>1</CmdID><Item><Data>abc";
  const added =
    "</Data></Item></Add></SyncBody>\n<!-- ignore this line, closing SyncML tag added to support parsing of truncated xml data -->\n</SyncML>";
  const cut = [
    { code: "frame-cut", message: "the event ends inside the message: Windows records 64 KB of it at most" },
  ];

  test("is a gap, without what the viewer added to it", () => {
    const capture = readCapture(utf8(`${sent(1)}\n${got(1, `${body}${added}`)}\n${sent(2)}`));
    expect(capture.format).toBe("syncml-viewer");
    const [exchange] = capture.exchanges;
    expect(text(exchange?.response?.bytes)).toBe(got(1, body));
    expect(exchange?.response).toMatchObject({
      gaps: [{ offset: got(1, body).length, reason: "cut" }],
      diagnostics: cut,
    });
    expect(text(capture.exchanges[1]?.request?.bytes)).toBe(sent(2));
  });

  test("ends where the next one begins, if nothing was added", () => {
    const capture = readCapture(
      utf8(`<!-- OmaDmSessionStart -->\n${sent(1)}\n${got(1, body)}\n${sent(2)}\n${got(2, body)}`),
    );
    expect(textsOf(capture)).toEqual([
      [sent(1), got(1, body)],
      [sent(2), got(2, body)],
    ]);
    for (const { response } of capture.exchanges) expect(response?.diagnostics).toMatchObject(cut);
  });
});

const escaped = (xml: string) => xml.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const event = (time: string, content: string) => `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
<System><Provider Name="Microsoft.Windows.DeviceManagement.OmaDmClient"/><EventID>1</EventID>
<TimeCreated SystemTime="${time}"/><Computer>PC-1</Computer></System>
<EventData>${content}</EventData></Event>`;
const data = (xml: string) => `<Data Name="HResult">0</Data><Data Name="Message">${escaped(xml)}</Data>`;

describe("events of Windows", () => {
  test("give the messages in them, with their times", () => {
    const file = `<Events>${event("2026-11-28T09:06:13.123456700Z", data(sent(1)))}
${event("2026-11-28T09:06:14.000000000Z", data(got(1)))}${event("2026-11-28T09:06:15.000000000Z", data("other"))}</Events>`;
    const capture = readCapture(utf8(file));
    expect(capture).toMatchObject({ format: "windows-events", counts: { events: 3, messages: 2 }, diagnostics: [] });
    expect(textsOf(capture)).toEqual([[sent(1), got(1)]]);
    expect(capture.exchanges[0]?.request).toMatchObject({
      direction: "to-server",
      from: { address: "PC-1" },
      undone: ["xml"],
      ranges: [],
      frame: 1,
    });
    expect(capture.exchanges[0]?.request?.time).toBeCloseTo(Date.UTC(2026, 10, 28, 9, 6, 13) + 123.4567, 3);
    expect(capture.exchanges[0]?.response).toMatchObject({ to: { address: "PC-1" } });
  });

  test("in UTF-16, alone, with a message in CDATA that is cut", () => {
    const file = event("2026-11-28T09:06:13Z", `<Data><![CDATA[${sent(1, "<Add>")}]]></Data>`);
    const units = Buffer.from(`\ufeff${file}`, "utf16le");
    for (const bytes of [units, utf8(file)]) {
      const [exchange] = readCapture(bytes).exchanges;
      expect(text(exchange?.request?.bytes)).toBe(sent(1, "<Add>"));
      expect(exchange?.request).toMatchObject({
        gaps: [{ offset: sent(1, "<Add>").length, reason: "cut" }],
        diagnostics: [{ code: "frame-cut" }],
        undone: [],
      });
      expect(exchange?.request?.ranges).toHaveLength(bytes === units ? 0 : 1);
    }
  });

  test("that are cut off are said to be", () => {
    const file = `<Events>${event("2026-11-28T09:06:13Z", data(sent(1)))}${event("2026-11-28T09:06:14Z", data(got(1)))}`;
    const capture = readCapture(utf8(file.slice(0, -200)));
    expect(messagesOf(capture)).toEqual(["file-cut: the file ends inside an event"]);
    expect(text(capture.exchanges[0]?.response?.bytes)).toMatch(/^<SyncML/);
  });

  test("of the Admin channel hold results, and it is said how to get messages", () => {
    const capture = readCapture(utf8(event("2026-11-28T09:06:13Z", "<Data Name='LocURI'>./A</Data>")));
    expect(capture.exchanges).toEqual([]);
    expect(messagesOf(capture)).toEqual([
      "not-understood: none of the 1 events holds a message; the Admin channel says what was done and not what was sent; record with SyncMLViewer",
    ]);
  });
});

test.each([
  ["28b52ffd00000000", "zstd"],
  ["04224d1800000000", "lz4"],
  ["4d53434600000000", "cabinet"],
  ["377abcaf271c0000", "7z"],
  ["526172211a070100", "RAR"],
  ["456c6646696c650000", "wevtutil qe FILE"],
  ["aced000573720000", "chlsj"],
  ["505249202a20485454502f322e300d0a0d0a", "HTTP/2"],
  [Buffer.from("<MDMEnterpriseDiagnosticsReport/>").toString("hex"), "policies and no messages"],
  [Buffer.from('[ {"_index": "packets-2026"').toString("hex"), "TShark"],
  [Buffer.from('<?xml version="1.0"?>\n<pdml version="0">').toString("hex"), "PDML"],
  [`0000010058000000${"00".repeat(66)}02c0${"00".repeat(20)}`, "tracerpt"],
])("what is known and not read is named, with the way out: %s", (hex, words) => {
  const file = new Uint8Array(Buffer.from(hex, "hex"));
  expect(() => readCapture(file)).toThrow(new RegExp(`unknown-document-type: it is.*${words}`));
});
