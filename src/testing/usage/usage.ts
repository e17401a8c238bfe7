import fc from "fast-check";
import { type Profile, profileFacts, type SyncmlVersion } from "../../validation/profiles.ts";
import type { Content } from "../nodes.ts";

/** Who sends a message. */
export type Sender = "client" | "server";

/** The context that messages of one profile are made for. */
export interface Usage {
  readonly profile: Profile;
  readonly version: SyncmlVersion;
  readonly verProto: string;
  readonly isDM: boolean;
  readonly sender: Sender;
  readonly content: readonly Content[];
}

export function usageOf(profile: Profile, sender: Sender, content: readonly Content[]): Usage {
  const { verDTD: version, verProto } = profileFacts[profile];
  return { profile, version, verProto, isDM: profile.startsWith("dm-"), sender, content };
}

/** `arbitrary` or nothing; nothing before the version that introduced the element. */
export function optional<Value>(
  usage: Usage,
  arbitrary: fc.Arbitrary<Value>,
  since: SyncmlVersion = "1.0",
): fc.Arbitrary<Value | undefined> {
  return usage.version < since ? fc.constant(undefined) : fc.option(arbitrary, { nil: undefined });
}

/** A value that only data synchronisation uses. */
export function synchronisationOnly<Value>(
  usage: Usage,
  arbitrary: fc.Arbitrary<Value>,
  since?: SyncmlVersion,
): fc.Arbitrary<Value | undefined> {
  return usage.isDM ? fc.constant(undefined) : optional(usage, arbitrary, since);
}

export const flag: fc.Arbitrary<true> = fc.constant(true);

/** A number as the standard writes it. */
export function decimal(max: number, min = 0): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map(String);
}
