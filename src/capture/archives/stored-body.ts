import { undoContentCodings } from "../http/content-codings.ts";
import { headerOf } from "../http/head.ts";
import type { CaptureDiagnostic, FileRange, Gap, Payload, PayloadHead, Peer } from "../model.ts";
import { type CaptureOptions, limitsOf } from "../reader.ts";
import { present } from "./stored-exchange.ts";

/** A message as a proxy stores it: its head in fields, and the body by itself. */
export interface StoredBody {
  readonly head: PayloadHead;
  readonly bytes: Uint8Array;
  /** Content codings of the head are still on. */
  readonly isCoded: boolean;
  readonly gaps?: readonly Gap[];
  readonly direction: "to-server" | "to-device";
  readonly time?: number | undefined;
  readonly endTime?: number | undefined;
  readonly from?: Peer | undefined;
  readonly to?: Peer | undefined;
  /** If the head does not name it. */
  readonly contentType?: string | undefined;
  /** Where the body is in the file, if it is there as it is. */
  readonly range?: FileRange | undefined;
  readonly frame: number;
  readonly undone?: readonly string[];
  readonly diagnostics: readonly CaptureDiagnostic[];
}

/** The payload of a stored message, without its content codings, and within the limit of a body. */
export function payloadOfStored(stored: StoredBody, options: CaptureOptions): Payload {
  const { head, direction, frame, time, endTime, from, to, range, isCoded } = stored;
  const { bodyBytes } = limitsOf(options);
  const contentType = headerOf(head, "content-type") ?? stored.contentType;
  const coding = isCoded ? (headerOf(head, "content-encoding") ?? "") : "";
  const body = undoContentCodings(stored.bytes, coding, contentType, options, false);
  const gaps = [...(stored.gaps ?? [])];
  const diagnostics = [...stored.diagnostics, ...body.diagnostics];
  let { bytes } = body;
  if (body.undone.length > 0 && !body.isWhole) gaps.push({ offset: bytes.length, reason: "cut" });
  if (bytes.length > bodyBytes) {
    bytes = bytes.subarray(0, bodyBytes);
    gaps.push({ offset: bodyBytes, reason: "cut" });
    const message = `the body has more than ${bodyBytes} bytes; the rest is left out`;
    diagnostics.push({ code: "limit-reached", message });
  }
  const isPlain = range !== undefined && body.undone.length === 0 && bytes.length > 0;
  return {
    bytes,
    gaps,
    direction,
    ...present("time", time),
    ...present("endTime", endTime),
    ...present("from", from),
    ...present("to", to),
    ...present("contentType", contentType),
    head,
    undone: [...(stored.undone ?? []), ...body.undone],
    ranges: isPlain ? [{ start: range.start, end: range.start + bytes.length }] : [],
    frame,
    diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic, frame })),
  };
}
