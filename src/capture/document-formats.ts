import { TextEncoder } from "../core/platform.ts";
import { looksLikeNotification } from "../push/notification/looks-like-notification.ts";
import { unwrapCarriers } from "../push/unwrap.ts";
import { bytesOfText } from "./http/har-body.ts";
import type { Direction, FileRange } from "./model.ts";
import type { CaptureFormat, CaptureOptions, CaptureReader, CaptureSink } from "./reader.ts";
import { decodeText } from "./text/decode-text.ts";
import { beginsSyncmlWbxml, beginsWbxml } from "./text/document-start.ts";
import { xmlDocuments } from "./text/xml-inside.ts";
import { WholeReader } from "./whole-reader.ts";

/** Octets of a text that are looked at. */
const LOOK_BYTES = 4096;
/** Root elements of the languages that are read. */
const root = /^\ufeff?\s*(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:[\w.-]+:)?(\w+)/;
const roots: ReadonlySet<string> = new Set([
  "SyncML",
  "SyncHdr",
  "SyncBody",
  "MgmtTree",
  "DevInf",
  "MetInf",
  "wap-provisioningdoc",
]);

/** A document alone, in WBXML. */
const wbxml: CaptureFormat = {
  name: "wbxml",
  title: "a document in WBXML",
  recognise(head) {
    if (isWbxmlAsText(head))
      return { score: 0.9, because: "U+FFFD, which replaces what is no text, follows a version" };
    if (!beginsWbxml(head)) return undefined;
    if (beginsSyncmlWbxml(head)) return { score: 0.95, because: "it begins with a public identifier of SyncML" };
    return { score: 0.7, because: "it begins with the header of WBXML and a root element" };
  },
  open: (sink, options) =>
    new WholeReader(options, (bytes) => {
      if (isWbxmlAsText(bytes)) putDamaged(sink, bytes);
      else putFile(sink, bytes, "unknown");
    }),
};

const replacement = [0xef, 0xbf, 0xbd];

/** WBXML that a program took for text in UTF-8: the first octet of its public identifier became U+FFFD. No such identifier exists. */
function isWbxmlAsText(bytes: Uint8Array): boolean {
  const [version = 0xff] = bytes;
  return version <= 3 && replacement.every((octet, index) => bytes[1 + index] === octet);
}

/** What is left of it, with the lost octet of the public identifier if that is the only one. */
function putDamaged(sink: CaptureSink, file: Uint8Array): void {
  const { bytes, gaps, diagnostics } = bytesOfText(decodeText(file), "application/vnd.syncml+wbxml", undefined);
  sink.count("documents");
  const request = { bytes, gaps, direction: "unknown", undone: [], ranges: [], diagnostics } as const;
  sink.exchange({ carrier: "file", request });
}

/** A document alone, in XML; or several, one after the other. */
const xml: CaptureFormat = {
  name: "xml",
  title: "one or several documents in XML",
  recognise(head) {
    const [, name] = root.exec(startOf(head)) ?? [];
    if (name === undefined) return undefined;
    return roots.has(name)
      ? { score: 0.9, because: `the root element is ${name}` }
      : { score: 0.2, because: "it begins with an element of XML" };
  },
  open: (sink, options) =>
    new WholeReader(options, (bytes) => {
      const text = decodeText(bytes);
      const parts = xmlDocuments(text);
      // Places count octets of UTF-8, which those of another encoding are not.
      const isPlaced = new TextEncoder().encode(text).length === bytes.length;
      if (parts.length < 2) putFile(sink, bytes, "unknown");
      else
        for (const { bytes: part, start, end } of parts)
          putFile(sink, part, "unknown", isPlaced ? [{ start, end }] : []);
    }),
};

/** A notification without a push around it. */
const notification: CaptureFormat = {
  name: "notification",
  title: "a notification of device management or data synchronisation",
  recognise: (head) =>
    looksLikeNotification(head)
      ? { score: 0.8, because: "version, reserved bits and server identifier of a notification agree" }
      : undefined,
  open: (sink, options) => bareReader(sink, options, "to-device"),
};

/** A push, user data of an SMS, or an SMS, in octets. */
const push: CaptureFormat = {
  name: "push",
  title: "a WAP push, alone or in an SMS",
  recognise(head, isWhole) {
    if (!isWhole || beginsWbxml(head)) return undefined;
    const { push: found, contentType, body } = unwrapCarriers(head);
    if (found === undefined || contentType === undefined) return undefined;
    const isCertain = looksLikeNotification(body) || beginsWbxml(body) || startOf(body).startsWith("<");
    return { score: isCertain ? 0.85 : 0.45, because: `the header of a push fits, with content type ${contentType}` };
  },
  open: (sink, options) => new WholeReader(options, (bytes) => putPush(sink, bytes)),
};

/** The formats of what is no capture but one message itself. */
export const documentFormats: readonly CaptureFormat[] = [wbxml, xml, notification, push];

function bareReader(sink: CaptureSink, options: CaptureOptions, direction: Direction): CaptureReader {
  return new WholeReader(options, (bytes) => putFile(sink, bytes, direction));
}

function putFile(
  sink: CaptureSink,
  bytes: Uint8Array,
  direction: Direction,
  ranges: readonly FileRange[] = [{ start: 0, end: bytes.length }],
): void {
  sink.count("documents");
  sink.exchange({
    carrier: "file",
    request: { bytes, gaps: [], direction, undone: [], ranges, diagnostics: [] },
  });
}

function putPush(sink: CaptureSink, bytes: Uint8Array): void {
  const { layers, body, bodyStart, contentType, sms, userData } = unwrapCarriers(bytes);
  sink.count("pushes");
  sink.exchange({
    carrier: sms === undefined && userData === undefined ? "wsp" : "sms",
    request: {
      bytes: body,
      gaps: [],
      direction: "to-device",
      ...(contentType === undefined ? {} : { contentType }),
      undone: layers.map(({ kind }) => (kind === "userData" ? "user data" : kind)),
      ranges: [{ start: bodyStart, end: bodyStart + body.length }],
      diagnostics: [],
    },
  });
}

function startOf(bytes: Uint8Array): string {
  return decodeText(bytes.subarray(0, LOOK_BYTES));
}
