import { obexDatagrams, obexStream } from "./air/obex-stream.ts";
import { smsDatagrams } from "./air/sms-datagrams.ts";
import { wapDatagrams } from "./air/wap-datagrams.ts";
import { archiveFormats } from "./archives/archive-formats.ts";
import { burpFormat } from "./archives/burp.ts";
import { charlesFormats } from "./archives/charles.ts";
import { mitmproxyFormat } from "./archives/mitmproxy.ts";
import { syncmlViewerFormat } from "./archives/syncml-viewer.ts";
import { windowsEventsFormat } from "./archives/windows-events.ts";
import { documentFormats } from "./document-formats.ts";
import { curlFormat } from "./http/curl-trace.ts";
import { harFormat } from "./http/har.ts";
import { httpStream } from "./http/http-stream.ts";
import { rawHttpFormat } from "./http/raw-http.ts";
import { packetFormats } from "./packets/formats.ts";
import type { CaptureFormat } from "./reader.ts";
import { textFormats } from "./text/text-formats.ts";

/** All formats that a file is tried for, in the order in which equal scores win. */
export const formats: readonly CaptureFormat[] = [
  ...packetFormats({
    http: httpStream,
    obex: obexStream,
    datagrams: wapDatagrams,
    exported: { gsm_sms: smsDatagrams, obex: obexDatagrams },
  }),
  ...documentFormats,
  ...archiveFormats,
  mitmproxyFormat,
  burpFormat,
  ...charlesFormats,
  syncmlViewerFormat,
  windowsEventsFormat,
  harFormat,
  rawHttpFormat,
  curlFormat,
  ...textFormats,
];
