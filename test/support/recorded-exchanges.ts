import type { Capture } from "../../src/capture/model.ts";
import { readCapture } from "../../src/capture/read-capture.ts";
import { corpusBytes } from "./corpus.ts";

/** A recorded session, by its folder in the corpus: `libdmclient/d06-atomic-sequence-wbxml`. */
export function recordedCapture(folder: string): Capture {
  return readCapture(corpusBytes(`${folder}/capture.pcapng`));
}

/** The exchanges of a capture again and again, numbered on and each some time after the one before. */
export function repeatedCapture(capture: Capture, count: number, pause = 1000): Capture {
  const { exchanges } = capture;
  const first = exchanges[0]?.request?.time ?? 0;
  const last = exchanges.at(-1)?.response?.endTime ?? first;
  const round = last - first + pause;
  const later = <Kind extends { readonly time?: number; readonly endTime?: number } | undefined>(
    one: Kind,
    by: number,
  ) =>
    one === undefined
      ? undefined
      : {
          ...one,
          ...(one.time === undefined ? {} : { time: one.time + by }),
          ...(one.endTime === undefined ? {} : { endTime: one.endTime + by }),
        };
  const repeated = Array.from({ length: count }, (_, index) => {
    const { request, response, ...exchange } = exchanges[index % exchanges.length] as Capture["exchanges"][number];
    const by = Math.floor(index / exchanges.length) * round;
    return {
      ...exchange,
      index: index + 1,
      ...(request === undefined ? {} : { request: later(request, by) as typeof request }),
      ...(response === undefined ? {} : { response: later(response, by) as typeof response }),
    };
  });
  return { ...capture, exchanges: repeated };
}
