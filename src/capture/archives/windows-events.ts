import type { CaptureFormat, CaptureSink } from "../reader.ts";
import { decodeText } from "../text/decode-text.ts";
import { WholeReader } from "../whole-reader.ts";
import { attributeOf, type Element, MarkupScanner, textOf } from "./markup.ts";
import { TextPlaces } from "./text-places.ts";
import { isoTime } from "./times.ts";
import { WindowsMessages } from "./windows-messages.ts";

const NAMESPACE = "schemas.microsoft.com/win/2004/08/events/event";
const START = /<(?:\?xml[^>]{0,200}\?>\s{0,100}<)?SyncML(?=[\s>/])/;
const END = "</SyncML>";

/** Events of Windows as XML: of the Event Viewer, wevtutil or tracerpt. */
export const windowsEventsFormat: CaptureFormat = {
  name: "windows-events",
  title: "events of Windows (XML)",
  recognise(head) {
    const text = decodeText(head.subarray(0, head.length & ~1)).slice(0, 8_192);
    const isEvents = /<Events?[\s>]/.test(text) && text.includes(NAMESPACE);
    return isEvents ? { score: 0.95, because: "it has elements in the namespace of Windows events" } : undefined;
  },
  open: (sink, options) => new WholeReader(options, (bytes) => readEvents(bytes, sink)),
};

function readEvents(bytes: Uint8Array, sink: CaptureSink): void {
  const text = decodeText(bytes);
  const places = new TextPlaces(bytes, text);
  const messages = new WindowsMessages(sink, "etw");
  const scanner = new MarkupScanner(text);
  let frame = 0;
  let found = 0;
  for (let event = scanner.next("Event"); event !== undefined; event = scanner.next("Event")) {
    frame++;
    sink.count("events");
    if (event.isCut) sink.diagnostic({ code: "file-cut", message: "the file ends inside an event", frame });
    const system = new MarkupScanner(event.content).next("System")?.content ?? "";
    const time = isoTime(attributeOf(new MarkupScanner(system).next("TimeCreated")?.attributes ?? "", "SystemTime"));
    const computer = textOf(new MarkupScanner(system).next("Computer")?.content ?? "").trim() || undefined;
    for (const data of dataOf(event)) {
      const value = textOf(data.content);
      const begin = START.exec(value);
      if (begin === null) continue;
      found++;
      const close = value.lastIndexOf(END);
      const isCut = close < begin.index;
      const message = isCut ? value.slice(begin.index).trimEnd() : value.slice(begin.index, close + END.length);
      // Text without references is in the file as it is.
      const at = data.content.indexOf(message);
      const range = at < 0 ? undefined : places.rangeOf(event.start + data.start + at, message);
      messages.put({ text: message, isCut, time, computer, range, frame, undone: at < 0 ? ["xml"] : [] });
    }
  }
  messages.close();
  if (found > 0) return;
  const what = frame === 0 ? "the file has no events" : `none of the ${frame} events holds a message`;
  const remedy = "the Admin channel says what was done and not what was sent; record with SyncMLViewer";
  sink.diagnostic({ code: "not-understood", message: `${what}; ${remedy}` });
}

/** What an event holds: `Data` of it; or the text that it was rendered to, if there is nothing else. */
function dataOf(event: Element): Element[] {
  const scanner = new MarkupScanner(event.content);
  const found: Element[] = [];
  for (let data = scanner.next("Data"); data !== undefined; data = scanner.next("Data")) found.push(data);
  if (found.some(({ content }) => /<SyncML|&lt;SyncML/.test(content))) return found;
  const rendered = new MarkupScanner(event.content).next("Message");
  return rendered === undefined ? found : [...found, rendered];
}
