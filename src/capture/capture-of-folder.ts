import { anyObject, checkOptions, optionChecks } from "../core/options.ts";
import { readFolder } from "./archives/folder.ts";
import type { FolderFile } from "./archives/folder-file.ts";
import { Collector } from "./collector.ts";
import type { Capture } from "./model.ts";
import { insideOf } from "./read-capture.ts";
import { type CaptureOptions, limitsOf } from "./reader.ts";

const checks = optionChecks({ decompress: anyObject, limits: anyObject });

/**
 * Reads a folder: one that `syncml serve --record` or `syncml extract` wrote, by its manifest; an unpacked archive of Fiddler; requests
 * and replies in files named `001-req.wbxml` and `001-resp.wbxml`; or captures and messages of any format, which are joined.
 *
 * @param files - its files with those of the folders in it, names as paths from it with `/`. `bytes` may be a getter: it is called once,
 *   and only for files that are read.
 * @throws {SyncmlError} `unknown-document-type` if there are no files. A file that is not read is a diagnostic.
 */
export function captureOfFolder(files: Iterable<FolderFile>, options: Omit<CaptureOptions, "from"> = {}): Capture {
  checkOptions(options, checks);
  const collector = new Collector(limitsOf(options).exchanges);
  const because = readFolder(files, collector, { options, inside: insideOf(options, 0), undone: [] });
  return collector.capture({ format: "folder", because, alternatives: [] });
}
