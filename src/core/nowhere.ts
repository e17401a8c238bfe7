import type { EventSink } from "./sink.ts";

/** Takes events and does nothing with them. */
export const nowhere: EventSink = {
  startDocument() {},
  startElement() {},
  attribute() {},
  text() {},
  string() {},
  opaque() {},
  endElement() {},
  endDocument() {},
};
