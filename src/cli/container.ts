import { whyNotOpened } from "../capture/archives/unopened.ts";
import { beginsDocument } from "../capture/text/document-start.ts";
import { cutBefore } from "./cut-before.ts";
import { describeNotification } from "./dm-notification.ts";
import { describePush } from "./wireless-push.ts";

const UTF8_REPLACEMENT = [0xef, 0xbf, 0xbd];

const capture = "syncml extract takes the messages out of it";

/** Signatures of files that commands for captures read, and what to do where one document is wanted. */
const signatures: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b, 0x08], "is compressed with gzip; gzip -dc FILE | syncml … reads what is in it"],
  [[0x50, 0x4b, 0x03, 0x04], "is a zip archive; unzip it and name the file in it"],
  [[0xd4, 0xc3, 0xb2, 0xa1], `is a capture (pcap); ${capture}`],
  [[0xa1, 0xb2, 0xc3, 0xd4], `is a capture (pcap); ${capture}`],
  [[0x4d, 0x3c, 0xb2, 0xa1], `is a capture (pcap); ${capture}`],
  [[0xa1, 0xb2, 0x3c, 0x4d], `is a capture (pcap); ${capture}`],
  [[0x0a, 0x0d, 0x0d, 0x0a], `is a capture (pcapng); ${capture}`],
];

/** What an input is that is not a document, and what to do about it; completes "FILE: …". `undefined` if it is not recognised. */
export function describeContainer(bytes: Uint8Array): string | undefined {
  for (const [signature, what] of signatures) if (hasAt(bytes, 0, signature)) return what;
  const [version = 0xff] = bytes;
  if (version <= 3 && hasAt(bytes, 1, UTF8_REPLACEMENT)) {
    return "is damaged: ef bf bd at byte 1 is U+FFFD, which replaced bytes that were decoded as text; get the document again as bytes, base64 or hex";
  }
  return whyNotOpened(bytes) ?? httpBody(bytes) ?? describePush(bytes) ?? describeNotification(bytes);
}

/** Describes an HTTP message, or a body in chunked encoding. */
function httpBody(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 4096));
  const isHttp = /^(?:[A-Z]+ \S+ HTTP\/1\.\d|HTTP\/1\.\d \d{3})/.test(head);
  const end = /\r?\n\r?\n/.exec(head);
  if (isHttp && end !== null) return `is an HTTP message; ${cutBefore(end.index + end[0].length, "its body")}`;
  const [chunk] = /^[0-9A-Fa-f]{1,8}(?:;[^\r\n]*)?\r\n/.exec(head) ?? [];
  if (chunk === undefined || !beginsDocument(bytes.subarray(chunk.length))) return undefined;
  const sizes = "remove the line with the size before each chunk";
  return `is an HTTP body in chunked encoding; ${sizes}; the first data begins at byte ${chunk.length}`;
}

function hasAt(bytes: Uint8Array, offset: number, wanted: readonly number[]): boolean {
  return wanted.every((byte, index) => bytes[offset + index] === byte);
}
