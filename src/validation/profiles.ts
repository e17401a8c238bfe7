/** What a message is checked against: a version of data synchronisation or of device management. */
export type Profile = "syncml-1.0" | "syncml-1.1" | "syncml-1.2" | "dm-1.1.2" | "dm-1.2";

/** A version of the representation protocol and its device information. */
export type SyncmlVersion = "1.0" | "1.1" | "1.2";

interface ProfileFacts {
  readonly verDTD: SyncmlVersion;
  readonly verProto: string;
}

/** The header values of each profile (RepPro VerDTD, VerProto). */
export const profileFacts: Readonly<Record<Profile, ProfileFacts>> = {
  "syncml-1.0": { verDTD: "1.0", verProto: "SyncML/1.0" },
  "syncml-1.1": { verDTD: "1.1", verProto: "SyncML/1.1" },
  "syncml-1.2": { verDTD: "1.2", verProto: "SyncML/1.2" },
  "dm-1.1.2": { verDTD: "1.1", verProto: "DM/1.1" },
  "dm-1.2": { verDTD: "1.2", verProto: "DM/1.2" },
};

export const profiles: readonly Profile[] = Object.keys(profileFacts) as Profile[];
export const dmProfiles: readonly Profile[] = ["dm-1.1.2", "dm-1.2"];
