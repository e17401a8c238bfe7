import { encodeUtf8 } from "../../src/core/utf8.ts";

/** An HTTP archive with so many requests, numbered in their URLs and answered. */
export function archiveOf(count: number): Uint8Array {
  const entries = Array.from({ length: count }, (_, index) => ({
    startedDateTime: "2026-11-02T12:34:56Z",
    request: {
      method: "POST",
      url: `http://a.example/${index + 1}`,
      headers: [],
      postData: { text: message(index + 1, "") },
    },
    response: {
      status: 200,
      headers: [],
      content: {
        text: message(
          index + 1,
          `<Status><CmdID>1</CmdID><MsgRef>${index + 1}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>`,
        ),
      },
    },
  }));
  return encodeUtf8(JSON.stringify({ log: { entries } }));
}

function message(number: number, commands: string): string {
  const header = `<VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>${number}</MsgID>`;
  return `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr>${header}</SyncHdr><SyncBody>${commands}<Final/></SyncBody></SyncML>`;
}
