import { metaOf } from "./commands.ts";
import type { MarkupElement } from "./markup.ts";
import { placeOf } from "./placed-element.ts";
import { profiles } from "./profiles.ts";
import { quoted, type Rule } from "./rule.ts";

// What the DTD of device information leaves to the prose of its specification, and what accompanies it in a message.

const row = { severity: "error", profiles } as const;
const isFrom12 = (element: MarkupElement) => placeOf(element).vocabulary?.name.endsWith(" 1.2") === true;

/** The item around an embedded document. */
function itemAround(root: MarkupElement): MarkupElement | undefined {
  const { parent } = root;
  return parent !== undefined && placeOf(parent).field?.type === "data" ? parent.parent : undefined;
}

/** Values of device information that the peer compares with its own. */
const deviceValues = ["CTType", "DataType", "DevID", "DevTyp", "MaxOccur", "MaxSize", "ParamName", "PropName"].concat([
  "Size",
  "SourceRef",
  "SyncType",
  "VerCT",
  "VerDTD",
]);

export const devInfRules: readonly Rule[] = [
  {
    ...row,
    id: "devinf/version",
    clause: "DevInf VerDTD",
    demands: "The VerDTD of device information matches that of the message.",
    breaks: "the peer reads properties of another version, or none",
    at: ["devinf:VerDTD"],
    check(verDTD, report, { version }) {
      if (verDTD.value !== version) report(verDTD, `VerDTD is ${quoted(verDTD.value)} instead of ${version}`);
    },
  },
  {
    ...row,
    id: "devinf/ctcap-place",
    clause: "DevInf DTD of the version",
    demands: "In 1.2, CTCap appears in DataStore; in earlier versions, in DevInf.",
    breaks: "the peer finds no content types and sends nothing, or what the device cannot store",
    at: ["devinf:CTCap"],
    check(ctCap, report) {
      const wanted = isFrom12(ctCap) ? "DataStore" : "DevInf";
      if (ctCap.parent?.name !== wanted) report(ctCap, `CTCap appears in ${ctCap.parent?.name} instead of ${wanted}`);
    },
  },
  {
    ...row,
    id: "devinf/ctcap",
    clause: "DevInf DTD of the version",
    demands: "In 1.2, a DataStore has CTCap, and each CTCap has one CTType, with VerCT and Property.",
    breaks: "the peer does not learn what the data store accepts",
    at: ["devinf:DataStore", "devinf:CTCap"],
    check(element, report) {
      if (!isFrom12(element)) return;
      const wanted = element.name === "DataStore" ? ["CTCap"] : ["CTType", "VerCT", "Property"];
      const lacking = wanted.filter((name) => element.child(name) === undefined);
      if (lacking.length > 0) report(element, `${element.name} lacks ${lacking.join(", ")}`);
      else if (element.all("CTType").length > 1) report(element, "CTCap has more than one CTType");
    },
  },
  {
    ...row,
    id: "devinf/sync-type",
    severity: "warning",
    clause: "DevInf SyncType",
    demands: "SyncType is a number from 1 to 7.",
    breaks: "a peer of another vendor skips it, or rejects the device information",
    at: ["devinf:SyncType"],
    check(syncType, report) {
      if (!/^[1-7]$/.test(syncType.value)) report(syncType, `SyncType is ${quoted(syncType.value)}`);
    },
  },
  {
    ...row,
    id: "devinf/blanks",
    severity: "warning",
    clause: "DevInf; seen in sync clients of operators",
    demands: "Types, versions, property names and identifiers have no white space around them.",
    breaks: "a server that compares exactly finds no common content type and does not sync",
    at: deviceValues.map((name) => `devinf:${name}`),
    check(element, report) {
      if (element.text !== element.value) report(element, `${element.name} is ${quoted(element.text)}`);
    },
  },
  {
    ...row,
    id: "devinf/meta-type",
    clause: "DevInf media types",
    demands: "Device information has the Meta Type application/vnd.syncml-devinf+xml or +wbxml.",
    breaks: "the peer does not know what the data is and answers 415",
    at: ["devinf:DevInf"],
    check(root, report) {
      const item = itemAround(root);
      const type = item && (metaOf(item, "Type")?.value ?? "");
      if (type === undefined || /^application\/vnd\.syncml-devinf\+(?:xml|wbxml)\b/i.test(type)) return;
      report(root, type === "" ? "device information has no Type" : `its Type is ${quoted(type)}`);
    },
  },
  {
    ...row,
    id: "devinf/address",
    severity: "warning",
    clause: "Sync Protocol, device information",
    demands: "Device information has the address ./devinf10, ./devinf11 or ./devinf12, depending on its version.",
    breaks: "a peer that asked by this address does not find the answer",
    at: ["devinf:DevInf"],
    check(root, report) {
      const item = itemAround(root);
      const uri = (item?.child("Source") ?? item?.child("Target"))?.child("LocURI");
      const wanted = `./devinf${root.valueOf("VerDTD")?.replace(".", "")}`;
      if (item === undefined || uri?.value === wanted) return;
      report(uri ?? item, `device information is at ${quoted(uri?.value ?? "")} instead of ${wanted}`);
    },
  },
];
