import { SyncmlError } from "../../core/errors.ts";
import { type CaptureFormat, type CaptureOptions, type CaptureSink, limitsOf, type ReadInside } from "../reader.ts";
import { WholeReader } from "../whole-reader.ts";
import { readFolder } from "./folder.ts";
import type { FolderFile } from "./folder-file.ts";
import { isSazName } from "./saz.ts";
import { isTar, tarMembers } from "./tar.ts";
import { bytesOfMember, whyNotRead, type ZipMember, zipMembers } from "./zip.ts";

/** Members among the first octets that are looked at. */
const HEAD_MEMBERS = 100;

const nothing = new Uint8Array(0);

/** A local head of zip, or the end of an archive without members. */
const isZip = (head: Uint8Array) =>
  head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5 || head[2] === 7);

/** An archive of Fiddler, whose first members are among the first octets. */
const saz: CaptureFormat = {
  name: "saz",
  title: "archive of Fiddler (SAZ)",
  recognise(head) {
    if (!isZip(head)) return undefined;
    // Without the end of the archive, members are found by their own heads.
    const isSaz = zipMembers(head, HEAD_MEMBERS).members.some(({ name }) => isSazName(name));
    return isSaz ? { score: 0.97, because: "it is a zip archive with a folder raw/" } : undefined;
  },
  open: (sink, options, inside) => new WholeReader(options, (bytes) => readZip(bytes, sink, options, inside)),
};

const zip: CaptureFormat = {
  name: "zip",
  title: "zip archive of captures or messages",
  recognise: (head) => (isZip(head) ? { score: 0.9, because: "it is a zip archive" } : undefined),
  open: (sink, options, inside) => new WholeReader(options, (bytes) => readZip(bytes, sink, options, inside)),
};

const tar: CaptureFormat = {
  name: "tar",
  title: "tar archive of captures or messages",
  recognise: (head) =>
    isTar(head) ? { score: 0.97, because: "it has the head of a file in a tar archive" } : undefined,
  open: (sink, options, inside) =>
    new WholeReader(options, (bytes) => {
      const { members, fault, hasMore } = tarMembers(bytes, limitsOf(options).members);
      if (hasMore) tellMore(sink, options);
      if (fault !== undefined) sink.diagnostic({ code: "file-cut", message: fault });
      readFolder(members, sink, { options, inside, undone: ["tar"] });
    }),
};

/** The formats of archives of files. */
export const archiveFormats: readonly CaptureFormat[] = [saz, zip, tar];

function tellMore(sink: CaptureSink, options: CaptureOptions): void {
  const message = `the archive has more than ${limitsOf(options).members} members; the rest is left out`;
  sink.diagnostic({ code: "limit-reached", message });
}

function readZip(bytes: Uint8Array, sink: CaptureSink, options: CaptureOptions, inside: ReadInside): void {
  const limits = limitsOf(options);
  const { members, isSalvaged, hasMore } = zipMembers(bytes, limits.members);
  if (isSalvaged) {
    const message = `the directory at the end of the archive is missing or damaged; ${members.length} members were found by their own heads`;
    sink.diagnostic({ code: "file-cut", message });
  }
  if (hasMore) tellMore(sink, options);
  const refused = members.map(whyNotRead);
  const [first] = refused;
  if (first !== undefined && refused.every((reason) => reason !== undefined)) {
    throw new SyncmlError("unknown-document-type", `nothing in the archive can be read: ${first}`);
  }
  const budget = { left: limits.wholeBytes };
  const files = members.flatMap((member, index): FolderFile[] => {
    const reason = refused[index];
    if (reason !== undefined) sink.diagnostic({ code: "cannot-open", message: `${member.name}: ${reason}` });
    return reason === undefined ? [new ZipFile(bytes, member, sink, options, budget)] : [];
  });
  readFolder(files, sink, { options, inside, undone: ["zip"] });
}

/** A member whose octets come out when they are asked for. */
class ZipFile implements FolderFile {
  readonly name: string;
  private readonly archive: Uint8Array;
  private readonly member: ZipMember;
  private readonly sink: CaptureSink;
  private readonly options: CaptureOptions;
  /** Octets that may still come out of the archive; members may share theirs. */
  private readonly budget: { left: number };

  constructor(
    archive: Uint8Array,
    member: ZipMember,
    sink: CaptureSink,
    options: CaptureOptions,
    budget: { left: number },
  ) {
    this.name = member.name;
    this.archive = archive;
    this.member = member;
    this.sink = sink;
    this.options = options;
    this.budget = budget;
  }

  get bytes(): Uint8Array {
    const { budget } = this;
    if (budget.left < 0) return nothing;
    const limits = limitsOf(this.options);
    const most = Math.min(limits.bodyBytes, budget.left);
    const { bytes, fault } = bytesOfMember(this.archive, this.member, limits, most);
    budget.left -= bytes.length;
    if (bytes.length === most && fault !== undefined && most < limits.bodyBytes) {
      budget.left = -1;
      const message = `more than ${limits.wholeBytes} bytes come out of the archive; the rest is left out`;
      this.sink.diagnostic({ code: "limit-reached", message });
    } else if (fault !== undefined) {
      const code = /left out/.test(fault) ? "limit-reached" : "frame-damaged";
      this.sink.diagnostic({ code, message: `${this.name}: ${fault}` });
    }
    return bytes;
  }
}
