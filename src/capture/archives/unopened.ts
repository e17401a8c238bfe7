import { decodeText } from "../text/decode-text.ts";

/** Files of other kinds by their first octets in hex, what they are, and the way out. */
const signatures: readonly (readonly [hex: string, what: string])[] = [
  ["28b52ffd", "it is compressed with zstd; zstd -d gives what is in it"],
  ["04224d18", "it is compressed with lz4; lz4 -d gives what is in it"],
  ["fd377a585a00", "it is compressed with xz; xz -d gives what is in it"],
  ["425a6839314159265359", "it is compressed with bzip2; bzip2 -d gives what is in it"],
  ["377abcaf271c", "it is a 7z archive; unpack it and give the folder"],
  ["526172211a07", "it is a RAR archive; unpack it and give the folder"],
  ["4d534346", "it is a cabinet; unpack it (expand -F:* FILE FOLDER) and give the folder"],
  ["456c6646696c6500", "it is a Windows event log (.evtx); export it as XML: wevtutil qe FILE /lf:true /f:xml"],
  ["300000004c664c65", "it is a Windows event log (.evt); export it as XML with the Event Viewer"],
  ["aced0005", "it is a session of Charles in its own format (.chls); export it as JSON (.chlsj) or HAR"],
  ["62746e736e6f6f7000", "it is a Bluetooth log (btsnoop), which is not read; save it as pcapng with Wireshark"],
  ["736e6f6f70000000", "it is a snoop capture; save it as pcapng with Wireshark or editcap -F pcapng"],
  ["474d4255", "it is a capture of Microsoft Network Monitor; save it as pcapng with Wireshark or editcap -F pcapng"],
  ["505249202a20485454502f322e30", "it is HTTP/2 as it is on the wire, which is not read; export the traffic as HAR"],
];

const shortestSignature = 4;

/**
 * What a file is that is known and not read, and what to do about it, in words that end a sentence; `undefined` for any other file.
 *
 * @param head - its first octets.
 */
export function whyNotOpened(head: Uint8Array): string | undefined {
  if (head.length < shortestSignature) return undefined;
  for (const [hex, what] of signatures) if (startsWithHex(head, hex)) return what;
  if (beginsTraceLog(head)) {
    return "it is a Windows trace log (.etl); export it as XML: tracerpt FILE -of XML, or record with SyncMLViewer";
  }
  return head[0] === 0x3c || head[0] === 0x5b || head[0] === 0xef || head[0] === 0xff || head[0] === 0xfe
    ? whyNotText(decodeText(head.subarray(0, 4096)).trimStart())
    : undefined;
}

function whyNotText(text: string): string | undefined {
  if (/^(?:<\?xml[^>]*>\s*)?<MDMEnterpriseDiagnosticsReport\b/.test(text)) {
    return "it is a diagnostics report of MDM, which holds policies and no messages; record with SyncMLViewer or a proxy";
  }
  if (/^(?:<\?xml[^>]*>\s*)?(?:<\?xml-stylesheet[^>]*>\s*)?(?:<!--[^>]*>\s*)?<pdml\b/.test(text)) {
    return "it is what TShark printed of a capture (PDML); give the capture itself";
  }
  // With `-x` it has the octets, too.
  if (/^\[\s*\{\s*"_index":\s*"packets-/.test(text) && !text.includes('_raw"')) {
    return "it is what TShark printed of a capture (JSON); give the capture itself";
  }
  return undefined;
}

function startsWithHex(head: Uint8Array, hex: string): boolean {
  for (let at = 0; at < hex.length; at += 2) {
    if (head[at >> 1] !== Number.parseInt(hex.slice(at, at + 2), 16)) return false;
  }
  return true;
}

/** Head of the first buffer of a trace: its size, then after 72 octets the event that describes the trace, with its marker. */
function beginsTraceLog(head: Uint8Array): boolean {
  if (head.length < 80) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const size = view.getUint32(0, true);
  const filled = view.getUint32(4, true);
  const isSize = size >= 1_024 && size <= 16 << 20 && size % 1_024 === 0 && filled >= 80 && filled <= size;
  return isSize && head[75] === 0xc0 && (head[74] === 1 || head[74] === 2);
}
