import { type CaptureFormat, type CaptureOptions, type CaptureSink, limitsOf } from "../reader.ts";
import type { Applications } from "./applications.ts";
import { u32, u32le } from "./integers.ts";
import { PacketStack } from "./packet-stack.ts";
import { isMagic, PcapReader, refusedFormats } from "./pcap.ts";
import { BYTE_ORDER_MARK, PcapngReader } from "./pcapng.ts";
import { Reports } from "./reports.ts";

/** The formats of files of captured packets, with those who read what the packets carry. */
export function packetFormats(applications: Applications): readonly CaptureFormat[] {
  const open = (sink: CaptureSink, options: CaptureOptions) => {
    const limits = limitsOf(options);
    const reports = new Reports(sink);
    return { stack: new PacketStack(applications, options, reports, limits), reports, limits };
  };
  const pcap: CaptureFormat = {
    name: "pcap",
    title: "pcap",
    recognise(head) {
      if (head.length < 4) return undefined;
      const magic = u32(head, 0);
      const refused = refusedFormats.get(magic);
      if (refused !== undefined) return { score: 1, because: `the magic number of ${refused}` };
      return isMagic(magic) ? { score: 1, because: "the magic number of pcap" } : undefined;
    },
    open(sink, options) {
      const { stack, reports, limits } = open(sink, options);
      return new PcapReader(stack, reports, limits);
    },
  };
  const pcapng: CaptureFormat = {
    name: "pcapng",
    title: "pcapng",
    recognise(head) {
      if (head.length < 12 || u32(head, 0) !== 0x0a0d0d0a) return undefined;
      const isOne = u32(head, 8) === BYTE_ORDER_MARK || u32le(head, 8) === BYTE_ORDER_MARK;
      return isOne ? { score: 1, because: "a section header block and the mark of its byte order" } : undefined;
    },
    open(sink, options) {
      const { stack, reports, limits } = open(sink, options);
      return new PcapngReader(stack, reports, limits);
    },
  };
  return [pcap, pcapng];
}
