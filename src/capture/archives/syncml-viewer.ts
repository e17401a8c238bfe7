import type { CaptureDiagnostic } from "../model.ts";
import type { CaptureFormat, CaptureSink } from "../reader.ts";
import { decodeText } from "../text/decode-text.ts";
import { WholeReader } from "../whole-reader.ts";
import { TextPlaces } from "./text-places.ts";
import { WindowsMessages } from "./windows-messages.ts";

/** What the viewer writes in place of what Windows did not record, before the end tag that it adds. */
const addedEnd = /<!--[^>]{0,200}closing SyncML tag added to support parsing[^>]{0,200}-->/;
const sessionComment = /^\s*OmaDmSession(Start|Complete)\s*$/;
/** A date in the manner of some country, perhaps followed by a half of the day. */
const dateComment = /^\s*\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?,?\s+\d{1,2}[:.]\d\d[:.]\d\d(?:\s*\S{1,8})?\s*$/;
/** What may begin a message or is a comment between messages. */
const mark = /<!--([^>]{0,200}?)-->|<SyncML(?=[\s>/])/g;
const nextMark = /<SyncML(?=[\s>/])|<!--\s{0,8}OmaDmSession/g;
const END = "</SyncML>";

/** The stream of messages that SyncMLViewer saves: documents one after another, with comments between them. */
export const syncmlViewerFormat: CaptureFormat = {
  name: "syncml-viewer",
  title: "stream of SyncMLViewer",
  recognise(head) {
    const text = decodeText(head);
    if (!/^\ufeff?\s*</.test(text)) return undefined;
    if (/<!--\s*OmaDmSession(?:Start|Complete)\s*-->/.test(text)) {
      return { score: 0.95, because: "it has the comments of SyncMLViewer about sessions" };
    }
    const isDated = [...text.matchAll(/<!--([^>]{0,60})-->\s*<SyncML[\s>]/g)].some(([, said = ""]) =>
      dateComment.test(said),
    );
    return isDated || addedEnd.test(text)
      ? { score: 0.93, because: "it has messages with the comments of SyncMLViewer" }
      : undefined;
  },
  open: (sink, options) => new WholeReader(options, (bytes) => readStream(bytes, sink)),
};

function readStream(bytes: Uint8Array, sink: CaptureSink): void {
  const text = decodeText(bytes);
  const places = new TextPlaces(bytes, text);
  const ends = new MessageEnds(text);
  const messages = new WindowsMessages(sink, "etw");
  const scanner = new RegExp(mark.source, "g");
  let date: string | undefined;
  let frame = 0;
  for (let found = scanner.exec(text); found !== null; found = scanner.exec(text)) {
    const [, comment] = found;
    if (comment !== undefined) {
      const [, what] = sessionComment.exec(comment) ?? [];
      if (what === "Start") sink.count("sessions");
      if (what !== undefined) messages.close();
      if (dateComment.test(comment)) date = comment.trim();
      continue;
    }
    const { index } = found;
    const { end, stop, isCut } = ends.after(index);
    const message = text.slice(index, end);
    const dated: CaptureDiagnostic[] = date === undefined ? [] : [{ code: "comment", message: `local time ${date}` }];
    messages.put({
      text: message,
      isCut,
      range: places.rangeOf(index, message),
      frame: ++frame,
      undone: [],
      diagnostics: dated,
    });
    date = undefined;
    scanner.lastIndex = stop;
  }
  messages.close();
  if (frame === 0) {
    sink.diagnostic({ code: "not-understood", message: "the stream has no messages" });
    return;
  }
  const message = "SyncMLViewer sets messages anew: blanks and line ends in them are not those of the wire";
  sink.diagnostic({ code: "comment", message });
}

interface MessageEnd {
  /** Of what was recorded. */
  readonly end: number;
  /** Where reading goes on. */
  readonly stop: number;
  readonly isCut: boolean;
}

/** Finds the ends of messages, which are asked for in order. */
class MessageEnds {
  private readonly text: string;
  /** The next end tag from where was last looked; the length of the text if there is none. */
  private close = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** The end of the message at `start`; of one that was cut, without what the viewer added to it. */
  after(start: number): MessageEnd {
    const { text } = this;
    if (this.close < start) {
      const close = text.indexOf(END, start);
      this.close = close < 0 ? text.length : close;
    }
    nextMark.lastIndex = start + 1;
    const next = nextMark.exec(text)?.index ?? text.length;
    // A message without an end ends where the next begins, or the session does; unless it holds another one as data.
    const isWhole = this.close < next || (this.close < text.length && isData(text.slice(start, next)));
    const stop = isWhole ? this.close + END.length : next;
    const rest = text.slice(start, stop);
    const added = addedEnd.exec(rest);
    if (added !== null) return { end: start + withoutEndTags(rest.slice(0, added.index)), stop, isCut: true };
    return isWhole ? { end: stop, stop, isCut: false } : { end: start + rest.trimEnd().length, stop, isCut: true };
  }
}

/** Whether what follows a text is in a CDATA section of it. */
function isData(text: string): boolean {
  return text.lastIndexOf("<![CDATA[") > text.lastIndexOf("]]>");
}

/** Length of a text without the end tags at its end: the viewer closes what is open, and which of them it added is not known. */
function withoutEndTags(text: string): number {
  let end = text.trimEnd().length;
  while (text[end - 1] === ">") {
    const open = text.lastIndexOf("<", end - 1);
    if (open < 0 || text[open + 1] !== "/") break;
    end = open;
    while (end > 0 && /\s/.test(text[end - 1] as string)) end--;
  }
  return end;
}
