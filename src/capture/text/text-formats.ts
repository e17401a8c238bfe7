import { SyncmlError } from "../../core/errors.ts";
import { readSmsTranscript } from "../../push/sms/transcript.ts";
import { unwrapSegments } from "../../push/unwrap.ts";
import { TextPlaces } from "../archives/text-places.ts";
import type { FileRange } from "../model.ts";
import type { CaptureFormat, CaptureSink } from "../reader.ts";
import { WholeReader } from "../whole-reader.ts";
import { decodeText } from "./decode-text.ts";
import { timeBefore } from "./log-time.ts";
import { messageStart } from "./message-start.ts";
import { readTextForms } from "./read-text-forms.ts";
import type { PlacedForm } from "./text-form.ts";

/** Text without control characters, in any language. */
const isText = (text: string) => /^[\t-\r -~\u00a0-\ufffc\ufeff]*$/.test(text) && /\S/.test(text);

/** Short messages as a modem prints them. */
const sms: CaptureFormat = {
  name: "sms",
  title: "short messages as a modem prints them, or as lines of hex",
  recognise(head) {
    const text = decodeText(head);
    if (!isText(text)) return undefined;
    const found = readSmsTranscript(text);
    if (found === undefined || found.pdus.length === 0) return undefined;
    return { score: 0.85, because: `${found.pdus.length} lines are short messages whose lengths agree` };
  },
  open: (sink, options) =>
    new WholeReader(options, (bytes) => {
      const { pdus, faults } = readSmsTranscript(decodeText(bytes)) ?? { pdus: [], faults: [] };
      if (pdus.length === 0) throw nothingFound(bytes);
      for (const { line, reason } of faults) {
        sink.diagnostic({ code: "text-damaged", message: `line ${line}: ${reason}`, frame: line });
      }
      putSegments(
        sink,
        pdus.map(({ octets }) => octets),
        ["hex"],
      );
      sink.count("short messages", pdus.length);
    }),
};

/** Any other text in which messages are written. */
const text: CaptureFormat = {
  name: "text",
  title: "text with messages in hex, base64, escapes or XML: logs, debuggers, source code, mails",
  recognise(head, isWhole) {
    const source = decodeText(head);
    if (!isText(source)) return undefined;
    const [first] = readTextForms(source);
    if (first !== undefined) return { score: 0.6, because: `it holds ${first.form}` };
    return isWhole ? undefined : { score: 0.1, because: "it is text" };
  },
  open: (sink, options) =>
    new WholeReader(options, (bytes) => {
      const source = decodeText(bytes);
      const found = readTextForms(source);
      if (found.length === 0) throw nothingFound(bytes);
      const places = fileRanges(bytes, source, found);
      let lacksZone = false;
      for (const [index, { bytes: message, form, ranges: characters }] of found.entries()) {
        sink.count("messages");
        const logged = characters[0] && timeBefore(source, characters[0]);
        lacksZone ||= logged?.hasZone === false;
        const payload = { bytes: message, gaps: [], direction: "unknown", diagnostics: [] } as const;
        const time = logged === undefined ? {} : { time: logged.time, endTime: logged.time };
        sink.exchange({
          carrier: "text",
          request: { ...payload, ...time, ranges: places[index] ?? [], undone: [form] },
        });
      }
      if (lacksZone) sink.diagnostic({ code: "comment", message: "times of the log name no zone and are read as UTC" });
    }),
};

/** The formats of messages that are written as text. */
export const textFormats: readonly CaptureFormat[] = [sms, text];

function putSegments(sink: CaptureSink, segments: readonly Uint8Array[], undone: readonly string[]): void {
  const { messages, incomplete } = unwrapSegments(segments);
  for (const { layers, body, contentType } of messages) {
    sink.exchange({
      carrier: "sms",
      request: {
        bytes: body,
        gaps: [],
        direction: "to-device",
        ...(contentType === undefined ? {} : { contentType }),
        undone: [...undone, ...layers.map(({ kind }) => (kind === "userData" ? "user data" : kind))],
        ranges: [],
        diagnostics: [],
      },
    });
  }
  for (const { reference, total, missing } of incomplete) {
    const message = `of the short message with reference ${reference}, part ${missing.join(", ")} of ${total} is missing`;
    sink.diagnostic({ code: "part-missing", message });
  }
}

/** Where the characters of each form are in the file; nothing for forms of which that is not known. */
function fileRanges(bytes: Uint8Array, text: string, forms: readonly PlacedForm[]): readonly (readonly FileRange[])[] {
  const places = new TextPlaces(bytes, text);
  const all = forms.flatMap(({ ranges }, form) => ranges.map((range) => ({ form, range })));
  const found = forms.map((): FileRange[] => []);
  for (const { form, range } of all.sort((a, b) => a.range.start - b.range.start)) {
    const place = places.rangeOf(range.start, text.slice(range.start, range.end));
    if (place !== undefined) found[form]?.push(place);
  }
  return found.map((ranges, form) => (ranges.length === forms[form]?.ranges.length ? ranges : []));
}

function nothingFound(bytes: Uint8Array): SyncmlError {
  const start = messageStart(bytes);
  const reason = "no message is found in the text";
  if (start === undefined) return new SyncmlError("unknown-document-type", reason);
  const at = { offset: start, opaqueOffset: start, path: () => "" };
  return new SyncmlError("unknown-document-type", `${reason}; one seems to begin at byte ${start}`, at);
}
