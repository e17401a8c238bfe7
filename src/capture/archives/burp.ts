import { decodeBase64 } from "../../core/base64.ts";
import { SyncmlError } from "../../core/errors.ts";
import { octetString, octetsOfString } from "../../core/latin1.ts";
import type { CaptureFormat, CaptureOptions, CaptureSink } from "../reader.ts";
import { WholeReader } from "../whole-reader.ts";
import { attributeOf, childrenOf, type Element, MarkupScanner, textOf } from "./markup.ts";
import { present, putStoredExchange } from "./stored-exchange.ts";

/** Items that Burp saves: each a request and a reply as they were, in base64 or as text. */
export const burpFormat: CaptureFormat = {
  name: "burp",
  title: "items of Burp",
  recognise(head) {
    const text = octetString(head, 0, Math.min(head.length, 16_384));
    return /<items\s[^>]{0,200}burpVersion=/.test(text)
      ? { score: 0.97, because: "the root element is items, with a version of Burp" }
      : undefined;
  },
  open: (sink, options) => new WholeReader(options, (bytes) => readItems(bytes, sink, options)),
};

function readItems(bytes: Uint8Array, sink: CaptureSink, options: CaptureOptions): void {
  // Not as XML: octets of a message may stand in it that XML does not have.
  const text = octetString(bytes, 0, bytes.length);
  const root = Math.max(text.indexOf("<items"), 0);
  if (/<!ENTITY/i.test(text.slice(0, root))) {
    throw new SyncmlError("entity-declaration", "the file declares entities, which are never expanded");
  }
  const scanner = new MarkupScanner(text.slice(root));
  const zones = new Set<string>();
  let asText = 0;
  let frame = 0;
  for (let item = scanner.next("item"); item !== undefined; item = scanner.next("item")) {
    frame++;
    sink.count("items");
    if (item.isCut) {
      const message = "the file ends inside an item; what is there of it is read";
      sink.diagnostic({ code: "file-cut", message, frame });
    }
    const fields = childrenOf(item.content);
    const fieldOf = (name: string) => textOf(fields.get(name)?.content ?? "");
    const request = octetsOf(fields.get("request"));
    const response = octetsOf(fields.get("response"));
    for (const { isText, fault } of [request, response]) {
      if (isText) asText++;
      if (fault !== undefined) sink.diagnostic({ code: "text-damaged", message: fault, frame });
    }
    const { time, zone } = timeOf(fieldOf("time"));
    if (zone !== undefined) zones.add(zone);
    const port = Number(fieldOf("port"));
    const address = attributeOf(fields.get("host")?.attributes ?? "", "ip") || fieldOf("host");
    putStoredExchange(
      {
        request: request.bytes,
        response: response.bytes,
        ...present("server", address === "" ? undefined : { address, ...(port > 0 ? { port } : {}) }),
        ...present("url", fieldOf("url") || undefined),
        requestTime: time,
        frame,
        undone: request.isText || response.isText ? [] : ["base64"],
      },
      sink,
      options,
    );
  }
  if (asText > 0) {
    const message = `${asText} messages are kept as text, in which line ends and octets may have changed; have Burp encode them in base64`;
    sink.diagnostic({ code: "text-damaged", message });
  }
  if (zones.size > 0) {
    const names = [...zones].slice(0, 3).join(", ");
    sink.diagnostic({
      code: "comment",
      message: `times are left out, since ${names} is not the name of one time zone`,
    });
  }
  if (frame === 0) sink.diagnostic({ code: "not-understood", message: "the file has no items" });
}

interface Octets {
  readonly bytes?: Uint8Array;
  readonly isText: boolean;
  readonly fault?: string;
}

function octetsOf(element: Element | undefined): Octets {
  if (element === undefined || element.content === "") return { isText: false };
  const text = textOf(element.content);
  if (attributeOf(element.attributes, "base64") !== "true") {
    // Text of other characters than octets only comes of references to them.
    return text === "" ? { isText: false } : { ...present("bytes", octetsOfString(text)), isText: true };
  }
  const digits = element.isCut ? text.replace(/\s+/g, "").replace(/=*$/, "") : text;
  const bytes = decodeBase64(element.isCut ? digits.slice(0, digits.length & ~3) : digits);
  if (bytes === undefined)
    return { isText: false, fault: `the base64 of the ${element.name} is damaged; it is left out` };
  return { ...(bytes.length === 0 ? {} : { bytes }), isText: false };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** `Mon May 23 16:13:58 PKT 2022`. */
const javaTime = /^\w{3} (\w{3}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\S+) (\d{4})$/;

/** A time as Java prints it. Names of zones stand for several each, but for those of UTC and offsets to it. */
function timeOf(text: string): { readonly time?: number; readonly zone?: string } {
  const [, month = "", day, hour, minute, second, zone = "", year] = javaTime.exec(text.trim()) ?? [];
  if (day === undefined) return {};
  const [, sign, hours = "0", minutes = "0"] = /^(?:UTC|GMT|Z)(?:([+-])(\d\d):?(\d\d))?$/.exec(zone) ?? [zone, "?"];
  if (sign === "?") return { zone };
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000 : 60_000);
  const local = Date.UTC(
    Number(year),
    months.indexOf(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return { time: local - offset };
}
