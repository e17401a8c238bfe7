export type { FolderFile } from "./archives/folder-file.ts";
export { captureOfFolder } from "./capture-of-folder.ts";
export type {
  Capture,
  CaptureDiagnostic,
  CaptureDiagnosticCode,
  Direction,
  Exchange,
  FileRange,
  Gap,
  Payload,
  PayloadHead,
  Peer,
  Recognition,
} from "./model.ts";
export { captureReader, mergeCaptures, type RecognisingReader, readCapture } from "./read-capture.ts";
export {
  type CaptureFormat,
  type CaptureLimits,
  type CaptureOptions,
  type CaptureReader,
  type CaptureSink,
  type Decompress,
  defaultCaptureLimits,
  type ReadInside,
} from "./reader.ts";
