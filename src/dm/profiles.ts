import { allCommands } from "../ast/all-commands.ts";
import type { Command, SyncML } from "../ast/nodes.ts";
import type { AccountScheme } from "./account.ts";

// Clients that are known to leave the standard, as data. What a server tolerates of everybody is not here: SessionIDs that come
// again, no Alert 1201, Status elements in any order, a missing CmdRef for the header, a header status of 0, references after Data,
// CmdIDs that are no numbers. Nor is RespURI: a server that has one sends it in every message, since some clients use it for one
// message only.

/** Clients with a profile; `standard` is for everybody else. */
export type ProfileName = "standard" | "libdmclient" | "hostap" | "windows";

/** What a server does differently for a client. */
export interface PeerProfile {
  /** Its name, as for the option `profile`. */
  readonly name: ProfileName;
  /**
   * Whether it takes objects in chunks. `null` is not known: the server asks for `./DevDetail/LrgObj` before the first chunk. With
   * `false`, what does not fit a message is not sent, and its code is 413.
   */
  readonly largeObjects: boolean | null;
  /** It drops messages without Final, so the server sends none. */
  readonly needsFinal: boolean;
  /** Commands that it does not have: they are not sent, nor are groups with one of them, and their code is 406. */
  readonly missingCommands: readonly Command["kind"][];
  /** Whether it knows Correlator. If not, Exec is sent without; the alert that reports it is known by its address and type. */
  readonly takesCorrelator: boolean;
  /** `"members"`: a group without a Status, all of whose members have one, gets code 200 or 507 from theirs. */
  readonly groupStatus: "own" | "members";
  /** The ways in which it can prove itself. An account with another one is noted in the log. */
  readonly clientSchemes: readonly AccountScheme[];
  /** The ways in which it can check the server; likewise. */
  readonly serverSchemes: readonly AccountScheme[];
}

/** One deviation from {@link standardProfile}, and what is known of it. */
export interface ProfileRow<Value extends keyof PeerProfile = Exclude<keyof PeerProfile, "name">> {
  /** The client that deviates. */
  readonly profile: ProfileName;
  /** The value's name in {@link PeerProfile}. */
  readonly value: Value;
  /** The value that it has for this client. */
  readonly is: PeerProfile[Value];
  /** What the client was seen to do. */
  readonly reason: string;
}

const everyScheme: readonly AccountScheme[] = ["none", "basic", "md5", "mac", "transport"];

/** A client that keeps to the standard. */
export const standardProfile: PeerProfile = {
  name: "standard",
  largeObjects: null,
  needsFinal: false,
  missingCommands: [],
  takesCorrelator: true,
  groupStatus: "own",
  clientSchemes: everyScheme,
  serverSchemes: everyScheme,
};

/** Every deviation. */
export const profileRows: readonly ProfileRow[] = [
  row("libdmclient", "largeObjects", false, "it ignores MoreData and stores each chunk as the whole value"),
  row("libdmclient", "missingCommands", ["Copy"], "it answers Copy with 501"),
  row(
    "libdmclient",
    "groupStatus",
    "members",
    "an Atomic gets no Status and is not rolled back; a Sequence whose user says no gets 304",
  ),
  row("libdmclient", "clientSchemes", ["none", "basic", "md5", "transport"], "it has no MAC"),
  row("libdmclient", "serverSchemes", ["none", "basic", "md5", "transport"], "it has no MAC"),
  row("hostap", "largeObjects", false, "it has no large objects"),
  row("hostap", "needsFinal", true, "it drops a message without Final"),
  row("hostap", "missingCommands", ["Atomic", "Delete", "Sequence"], "it has neither Delete nor groups"),
  row(
    "hostap",
    "clientSchemes",
    ["none", "transport"],
    "HTTP digest or a certificate proves it; there are no credentials",
  ),
  row(
    "hostap",
    "serverSchemes",
    ["none", "transport"],
    "it answers 212 to any header, without having checked anything",
  ),
  row("windows", "largeObjects", false, "it sends large objects; that it receives any is documented nowhere"),
  row("windows", "missingCommands", ["Copy"], "its subset of the protocol has no Copy"),
  row("windows", "takesCorrelator", false, "Correlator is not in its subset of the protocol"),
  row("windows", "clientSchemes", ["none", "basic", "md5", "transport"], "it has no MAC"),
  row("windows", "serverSchemes", ["none", "md5", "transport"], "the server's credentials must be a digest"),
];

function row<Value extends keyof PeerProfile>(
  profile: ProfileName,
  value: Value,
  is: PeerProfile[Value],
  reason: string,
): ProfileRow {
  return { profile, value, is, reason } as unknown as ProfileRow;
}

const profiles: Readonly<Record<ProfileName, PeerProfile>> = {
  standard: standardProfile,
  libdmclient: made("libdmclient"),
  hostap: made("hostap"),
  windows: made("windows"),
};

function made(name: ProfileName): PeerProfile {
  const rows = profileRows.filter(({ profile }) => profile === name);
  return { ...standardProfile, ...Object.fromEntries(rows.map(({ value, is }) => [value, is])), name };
}

/**
 * The profile of a name.
 *
 * @throws {TypeError} if there is none.
 */
export function profileOf(name: ProfileName): PeerProfile {
  if (Object.hasOwn(profiles, name)) return profiles[name];
  const names = Object.keys(profiles).map((one) => JSON.stringify(one));
  throw new TypeError(`profile must be one of ${names.join(", ")}, not ${JSON.stringify(name)}`);
}

/**
 * The profile of whoever sent the first message of a session, as far as it shows: Windows has its User-Agent and alerts with types
 * of its own, and the Hotspot 2.0 client of hostap an alert that asks for a subscription. Nothing tells libdmclient from others.
 *
 * @param userAgent The header `User-Agent` of the request.
 */
export function detectProfile(message: SyncML, userAgent?: string | null): ProfileName {
  if (/^\s*MSFT OMA DM Client\b/i.test(userAgent ?? "")) return "windows";
  for (const command of allCommands(message)) {
    if (command.kind !== "Alert") continue;
    for (const { meta } of command.items) {
      const type = meta?.type?.replace(/^\s*Reversed-Domain-Name:/i, "").trim() ?? "";
      if (/^com\.microsoft[/:.]/i.test(type)) return "windows";
      if (/^org\.wi-fi\.hotspot2dot0\./i.test(type)) return "hostap";
    }
  }
  return "standard";
}
