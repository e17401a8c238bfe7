import { isAssignedStatus } from "../ast/codes/assigned.ts";
import * as Code from "../ast/codes/code.ts";
import { formatOf, metaOf } from "./commands.ts";
import type { MarkupElement } from "./markup.ts";
import { placeOf } from "./placed-element.ts";
import { dmProfiles, profiles } from "./profiles.ts";
import { quoted, type Rule, type RuleRow } from "./rule.ts";

// What the standards allow, or leave open, and known software does not accept.

const row = { severity: "warning", profiles } as const;
const dmRow = { severity: "warning", profiles: dmProfiles } as const;

const embeddedType = /^application\/vnd\.syncml(?:-devinf|\.dmtnds|\.dmddf)\+(wbxml|xml)\b/i;

/** Whether an Item gives a node its value. */
function isSet({ parent }: MarkupElement): boolean {
  return parent?.name === "Add" || parent?.name === "Replace";
}

export const interopRules: readonly (Rule | RuleRow)[] = [
  {
    ...dmRow,
    id: "interop/line-breaks",
    clause: "seen in Windows MDM clients",
    demands: "There are no line breaks between tags.",
    breaks: "some Windows clients abort the session there",
  },
  {
    ...dmRow,
    id: "interop/markup-in-data",
    clause: "seen in Windows MDM and its servers",
    demands: "XML in Data is escaped or in CDATA, except embedded documents.",
    breaks: "the value is not read back as it was set, and an XML declaration in it breaks the message",
    at: ["Data"],
    check(data, report) {
      const markup = data.children.find((child) => placeOf(child).space === undefined);
      if (markup !== undefined) report(data, `Data contains the element ${markup.name}`);
    },
  },
  {
    ...row,
    id: "interop/private-status",
    clause: "RepPro, response status codes; seen in a Samsung FOTA client (450)",
    demands: "The code of a Status is assigned by a standard.",
    breaks: "a peer that does not know the vendor goes by the first digit, or assumes a failure",
    at: ["Status"],
    check(status, report) {
      const data = status.child("Data");
      if (data === undefined || !/^[1-5]\d\d$/.test(data.value) || isAssignedStatus(data.value)) return;
      report(data, `no standard assigns the code ${data.value}`);
    },
  },
  {
    ...row,
    id: "interop/results-cmd",
    clause: "RepPro Results; seen in Windows MDM",
    demands: "Results have no Cmd.",
    breaks: "a validating server rejects the message, though Windows sends it",
    at: ["Cmd"],
    check(cmd, report) {
      if (cmd.parent?.name === "Results") report(cmd, "Results have a Cmd");
    },
  },
  {
    ...dmRow,
    id: "interop/double-escaped",
    clause: "MetaInfo Format; seen in samples for Windows MDM",
    demands: "Markup in Data is escaped only once.",
    breaks:
      "the client finds &lt; where it expects a tag and treats the value as text, or fails after it has answered 200",
    at: ["Data"],
    check(data, report) {
      if (data.children.length > 0 || !/^\s*&(?:amp;)*lt;[?!/A-Za-z]/.test(data.text)) return;
      report(data, `Data begins with ${quoted(data.value)} after unescaping`);
    },
  },
  {
    ...dmRow,
    id: "interop/carriage-return",
    clause: "seen in Windows MDM, with profiles of Intune",
    demands: "In a server's message, plain text of Format chr has no carriage returns.",
    breaks: "the client keeps it in a one-line value, and the setting then fails or does not match",
    at: ["Data"],
    check(data, report, { sender }) {
      const { parent, text, hasRawCarriageReturn } = data;
      if (parent?.name !== "Item" || hasRawCarriageReturn || sender === "client" || !text.includes("\r")) return;
      // Objects of other types, such as a vCard, legitimately contain them.
      const isObject = !/^(?:text\/plain\b|$)/i.test(metaOf(parent, "Type")?.value ?? "") || text.startsWith("BEGIN:");
      if (!isObject && formatOf(parent) === "chr" && isSet(parent)) report(data, "Data has a carriage return");
    },
  },
  {
    ...dmRow,
    id: "interop/alert-format",
    clause: "DM Protocol, Client Event; seen in Windows MDM",
    demands: "Each Item of Alert 1224 has Format in its Meta.",
    breaks: "a server that follows the standard answers 412 or 415, though Windows sends it",
    at: ["Alert"],
    check(alert, report) {
      if (alert.valueOf("Data") !== Code.CLIENT_EVENT) return;
      for (const item of alert.all("Item")) {
        if (metaOf(item, "Type")?.value && !metaOf(item, "Format")?.value)
          report(item, "the Item of Alert 1224 lacks Format in its Meta");
      }
    },
  },
  {
    ...dmRow,
    id: "interop/slash-address",
    clause: "MS-MDM LocURI",
    demands: "The address of a node does not begin with a slash.",
    breaks: "Windows does not find the node and answers 404",
    at: ["LocURI"],
    check(locURI, report) {
      const isNode = locURI.parent?.parent?.name === "Item";
      if (isNode && locURI.value.startsWith("/")) report(locURI, `the address is ${quoted(locURI.value)}`);
    },
  },
  {
    ...dmRow,
    id: "interop/add-then-replace",
    clause: "MS-MDM Atomic",
    demands: "An Atomic does not add a node and then replace it.",
    breaks: "Windows fails the whole Atomic",
    at: ["Atomic"],
    check(atomic, report) {
      const added = new Set<string>();
      for (const command of atomic.children) {
        for (const item of command.all("Item")) {
          const uri = item.valueOf("Target", "LocURI");
          if (uri === undefined) continue;
          if (command.name === "Add") added.add(uri);
          else if (command.name === "Replace" && added.has(uri))
            report(item, `${quoted(uri)} is added and then replaced`);
        }
      }
    },
  },
  {
    ...row,
    id: "interop/blanks",
    clause: "seen in libwbxml samples and hand-written profiles",
    demands: "Values other than Data have no white space around them.",
    breaks: "a peer that compares exactly does not recognise the value",
    at: ["CmdID", "MsgID", "MsgRef", "CmdRef", "Cmd", "LocURI", "SessionID", "VerDTD", "VerProto", "TargetRef"].concat(
      ["SourceRef"],
      ["Format", "Type", "Size", "NextNonce", "MaxMsgSize", "MaxObjSize"].map((name) => `metinf:${name}`),
    ),
    check(element, report) {
      if (element.text !== element.value) report(element, `${element.name} is ${quoted(element.text)}`);
    },
  },
  {
    ...row,
    id: "interop/embedded-type",
    clause: "DevInf, DM TNDS media types; seen in libwbxml, which rewrites them",
    demands: "The Type of an embedded document says +wbxml where it is WBXML, and +xml where it is XML.",
    breaks: "the receiver picks the wrong decoder",
    at: ["Data"],
    check(data, report, { markup: { info } }) {
      const root = data.children.find((child) => {
        const { space } = placeOf(child);
        return space === "devinf" || space === "dmddf";
      });
      const type = root && data.parent && metaOf(data.parent, "Type");
      const [, form] = embeddedType.exec(type?.value ?? "") ?? [];
      const actual = root?.form ?? info?.format;
      if (type === undefined || form === undefined || form.toLowerCase() === actual) return;
      report(type, `the Type is ${quoted(type.value)} but the embedded document is ${actual}`);
    },
  },
];
