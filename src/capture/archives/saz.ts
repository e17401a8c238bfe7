import { octetString } from "../../core/latin1.ts";
import type { Peer } from "../model.ts";
import type { CaptureOptions, CaptureSink } from "../reader.ts";
import type { FolderFile } from "./folder-file.ts";
import { attributeOf, MarkupScanner } from "./markup.ts";
import { present, putStoredExchange, type StoredExchange } from "./stored-exchange.ts";
import { isoTime } from "./times.ts";
import { Tunnels } from "./tunnels.ts";

/** `raw/12_c.txt`: the request, the reply (`s`), what is known of both (`m`), or messages of a WebSocket (`w`). */
const sessionName = /(?:^|\/)raw\/(\d{1,9})_([csmw])\.(?:txt|xml)$/i;

/** Octets of a request in which the target of a tunnel is looked for. */
const LINE_BYTES = 300;

/** A session of Fiddler: its files. */
interface SazSession {
  readonly number: number;
  c?: FolderFile;
  s?: FolderFile;
  m?: FolderFile;
  w?: FolderFile;
}

export function isSazName(name: string): boolean {
  return sessionName.test(name);
}

/** Reads the files of an archive of Fiddler. Requests and replies are as on the wire, each in a file. */
export function readSaz(
  files: readonly FolderFile[],
  sink: CaptureSink,
  options: CaptureOptions,
  undone: readonly string[],
): void {
  const sessions = new Map<number, SazSession>();
  for (const file of files) {
    const [, digits, kind] = sessionName.exec(file.name) ?? [];
    if (digits === undefined) continue;
    const number = Number(digits);
    const session = sessions.get(number) ?? { number };
    session[kind?.toLowerCase() as "c"] = file;
    sessions.set(number, session);
  }
  const tunnels = new Tunnels();
  const connections = new Map<string, number>();
  for (const session of [...sessions.values()].sort((a, b) => a.number - b.number)) {
    const { number, c, s, m, w } = session;
    sink.count("sessions");
    if (w !== undefined) sink.count("WebSockets");
    const request = c?.bytes;
    const line = request === undefined ? "" : octetString(request, 0, Math.min(request.length, LINE_BYTES));
    const [, tunnel] = /^CONNECT ([^ \r\n]+)/.exec(line) ?? [];
    if (tunnel !== undefined) tunnels.opened(tunnel);
    const about = aboutSession(m);
    const seen: CaptureSink = {
      exchange: (exchange) => {
        tunnels.seenInside(exchange.url);
        sink.exchange(exchange);
      },
      diagnostic: (diagnostic) => sink.diagnostic(diagnostic),
      count: (what, by) => sink.count(what, by),
    };
    const connection = about.client === undefined ? undefined : numberOf(connections, about.client);
    putStoredExchange({ ...about, request, response: s?.bytes, connection, frame: number, undone }, seen, options);
  }
  tunnels.tell(sink, "turn on the decryption of HTTPS in Fiddler and record again");
}

/** Of one client connection after the other, from 1. */
function numberOf(connections: Map<string, number>, { address, port }: Peer): number | undefined {
  if (port === undefined || port === 0) return undefined;
  const key = `${address} ${port}`;
  const number = connections.get(key) ?? connections.size + 1;
  connections.set(key, number);
  return number;
}

/** HTTPS, among the bits of a session. */
const SECURE = 1;

function aboutSession(file: FolderFile | undefined): Partial<StoredExchange> {
  if (file === undefined) return {};
  const { bytes } = file;
  const text = octetString(bytes, 0, bytes.length);
  const timers = new MarkupScanner(text).next("SessionTimers")?.attributes ?? "";
  const time = (...names: readonly string[]) => {
    for (const name of names) {
      const found = isoTime(attributeOf(timers, name));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const flags = new Map<string, string>();
  const scanner = new MarkupScanner(text);
  for (let flag = scanner.next("SessionFlag"); flag !== undefined; flag = scanner.next("SessionFlag")) {
    flags.set((attributeOf(flag.attributes, "N") ?? "").toLowerCase(), attributeOf(flag.attributes, "V") ?? "");
  }
  const bits = Number(attributeOf(new MarkupScanner(text).next("Session")?.attributes ?? "", "BitFlags"));
  return {
    isSecure: (bits & SECURE) !== 0,
    ...present("client", peerOf(flags.get("x-clientip"), flags.get("x-clientport"))),
    ...present("server", peerOf(flags.get("x-hostip"), undefined)),
    ...present("requestTime", time("ClientBeginRequest")),
    ...present("requestEndTime", time("ClientDoneRequest")),
    ...present("responseTime", time("ServerBeginResponse", "ClientBeginResponse")),
    ...present("responseEndTime", time("ServerDoneResponse", "ClientDoneResponse")),
  };
}

function peerOf(address: string | undefined, digits: string | undefined): Peer | undefined {
  if (address === undefined || address === "") return undefined;
  const port = /^\d{1,5}$/.test(digits ?? "") ? Number(digits) : 0;
  return { address: address.replace(/^::ffff:(?=\d+\.)/i, ""), ...(port === 0 ? {} : { port }) };
}
