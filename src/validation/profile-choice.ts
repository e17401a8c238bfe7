import { commandElements } from "../ast/message-shapes.ts";
import { addressOf, formatOf } from "./commands.ts";
import type { Markup, MarkupElement } from "./markup.ts";
import { type Profile, profileFacts, profiles } from "./profiles.ts";

/**
 * How the profile was chosen: by the `option`; the header's `VerProto`; the `VerDTD` of a document that is no message; or
 * guessed from the `content` (addresses, commands, alerts), or, where nothing tells, the `default`.
 */
export type ProfileBasis = "option" | "VerProto" | "VerDTD" | "content" | "default";

/** The profile that a document is checked against. */
export interface ProfileChoice {
  /** The profile. */
  readonly profile: Profile;
  /** How it was chosen. */
  readonly basis: ProfileBasis;
  /** What in the document decided it, such as `address ./Vendor/MSFT/X`; absent if nothing did. */
  readonly evidence?: string;
}

const MAX_EVIDENCE = 60;

/** Subtrees of the root that devices have, and servers of data synchronisation do not. */
const managedAddress = /^\.?\/(?:Vendor|Device|User|DevInfo|DevDetail|SyncML|DMAcc|SCM|SCOMO|FUMO|cimv2|DM)(?:\/|$)/;
const commandNames: ReadonlySet<string> = new Set(commandElements);
const managementCommands: ReadonlySet<string> = new Set(["Exec"]);
const managementAlert = /^(?:11\d\d|12\d\d)$/;
const syncCommands: ReadonlySet<string> = new Set(["Sync", "Map", "Put", "Search"]);
const syncAlert = /^(?:20\d|210)$/;

/** The profile of a document: the one that is asked for, or what the document says, or what it looks like. */
export function chooseProfile(markup: Markup, asked: Profile | undefined): ProfileChoice {
  if (asked !== undefined) return { profile: asked, basis: "option" };
  const [root] = markup.elements;
  const verProto = headerValue(root, "VerProto");
  const verDTD = headerValue(root, "VerDTD");
  const said = profiles.find((profile) => profileFacts[profile].verProto === verProto) ?? nearest(verProto);
  if (said !== undefined) return { profile: said, basis: "VerProto", evidence: `VerProto ${verProto}` };
  const dataSync = profiles.find((profile) => profileFacts[profile].verDTD === verDTD) ?? "syncml-1.2";
  if (root?.name === "DevInf") return { profile: dataSync, basis: "VerDTD" };
  if (root?.name === "MgmtTree") return { profile: "dm-1.2", basis: "VerDTD" };
  const { isManaged, evidence } = looks(markup);
  if (evidence === undefined) return { profile: dataSync, basis: "default" };
  const management = verDTD === "1.1" ? "dm-1.1.2" : "dm-1.2";
  return {
    profile: isManaged ? management : dataSync,
    basis: "content",
    evidence: evidence.length > MAX_EVIDENCE ? `${evidence.slice(0, MAX_EVIDENCE)}…` : evidence,
  };
}

function headerValue(root: MarkupElement | undefined, name: string): string | undefined {
  return root?.valueOf("SyncHdr", name) ?? root?.valueOf(name);
}

/** Device management of another version is nearest to that, not to data synchronisation. */
function nearest(verProto: string | undefined): Profile | undefined {
  if (verProto === undefined || !/^DM\/\d/i.test(verProto)) return undefined;
  return /^DM\/1\.[01]/i.test(verProto) ? "dm-1.1.2" : "dm-1.2";
}

/** What the first thing that tells says of the whole. */
function looks(markup: Markup): { isManaged: boolean; evidence: string | undefined } {
  for (const command of markup.elements) {
    const { name } = command;
    // Elements have no places in the shape table yet: that depends on the profile.
    if (!commandNames.has(name)) continue;
    if (syncCommands.has(name)) return { isManaged: false, evidence: `command ${name}` };
    if (managementCommands.has(name)) return { isManaged: true, evidence: `command ${name}` };
    const code = name === "Alert" ? (command.valueOf("Data") ?? "") : "";
    if (managementAlert.test(code)) return { isManaged: true, evidence: `alert ${code}` };
    if (syncAlert.test(code)) return { isManaged: false, evidence: `alert ${code}` };
    for (const item of command.all("Item")) {
      const address = addressOf(item)?.value ?? "";
      if (managedAddress.test(address)) return { isManaged: true, evidence: `address ${address}` };
      if (formatOf(item) === "node") return { isManaged: true, evidence: "Format node" };
    }
  }
  return { isManaged: false, evidence: undefined };
}
