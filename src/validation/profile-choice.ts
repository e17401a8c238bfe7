import { commandElements } from "../ast/message-shapes.ts";
import { addressOf, formatOf } from "./commands.ts";
import type { Markup, MarkupElement } from "./markup.ts";
import { type Profile, profileFacts, profiles } from "./profiles.ts";

/**
 * How the profile was chosen: by the `option`; by the header's `VerProto`; by the `VerDTD` of a document that is not a
 * message; guessed from the `content` (addresses, commands, alerts); or, without any evidence, by `default`.
 */
export type ProfileBasis = "option" | "VerProto" | "VerDTD" | "content" | "default";

/** The profile that a document is checked against. */
export interface ProfileChoice {
  /** The profile. */
  readonly profile: Profile;
  /** How it was chosen. */
  readonly basis: ProfileBasis;
  /** The part of the document that decided it, such as `address ./Vendor/MSFT/X`; absent if nothing did. */
  readonly evidence?: string;
}

const MAX_EVIDENCE = 60;

/** Subtrees of the root that exist on managed devices and not on data synchronisation servers. */
const managedAddress = /^\.?\/(?:Vendor|Device|User|DevInfo|DevDetail|SyncML|DMAcc|SCM|SCOMO|FUMO|cimv2|DM)(?:\/|$)/;
const commandNames: ReadonlySet<string> = new Set(commandElements);
const managementCommands: ReadonlySet<string> = new Set(["Exec"]);
const managementAlert = /^(?:11\d\d|12\d\d)$/;
const syncCommands: ReadonlySet<string> = new Set(["Sync", "Map", "Put", "Search"]);
const syncAlert = /^(?:20\d|210)$/;

/** The profile of a document: the one asked for, else the one it states, else the one its content suggests. */
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

/** An unknown version of device management is treated as the nearest known one, not as data synchronisation. */
function nearest(verProto: string | undefined): Profile | undefined {
  if (verProto === undefined || !/^DM\/\d/i.test(verProto)) return undefined;
  return /^DM\/1\.[01]/i.test(verProto) ? "dm-1.1.2" : "dm-1.2";
}

/** Whether the document is device management, by the first command, alert or address that is typical of either. */
function looks(markup: Markup): { isManaged: boolean; evidence: string | undefined } {
  for (const command of markup.elements) {
    const { name } = command;
    // By name, since elements have no places in the shape table yet: those depend on the profile.
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
