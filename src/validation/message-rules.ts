import { commandElements } from "../ast/message-shapes.ts";
import { decodeBase64 } from "../core/base64.ts";
import { formatOf, isCommand, isHeaderStatus, isRefusal, metaOf } from "./commands.ts";
import type { MarkupElement } from "./markup.ts";
import { placeOf } from "./placed-element.ts";
import { profileFacts, profiles } from "./profiles.ts";
import { quoted, type Rule, type RuleRow } from "./rule.ts";

// What the representation protocol and the meta information require of every message.

const row = { severity: "error", profiles } as const;

const formats = ["bin", "bool", "b64", "chr", "int", "node", "null", "xml"];
const formats12 = [...formats, "date", "time", "float"];

/** Schemes of credentials, spelt as registered. */
const authTypes: ReadonlySet<string> = new Set(
  ["basic", "md5", "MAC", "X509", "securid", "safeword", "digipass"].map((name) => `syncml:auth-${name}`),
);

const numbers = ["NumberOfChanges", "MsgRef"].concat(
  ["Size", "MaxMsgSize", "MaxObjSize", "FreeMem", "FreeID"].map((name) => `metinf:${name}`),
  ["MaxGUIDSize", "MaxMem", "MaxID", "MaxOccur", "MaxSize", "Size"].map((name) => `devinf:${name}`),
);

/** Equal for a Results and the Status of the same command. An absent MsgRef is 1. */
function reference(answer: MarkupElement): string {
  return `${answer.valueOf("MsgRef") ?? "1"} ${answer.valueOf("CmdRef")}`;
}

export const messageRules: readonly (Rule | RuleRow)[] = [
  {
    ...row,
    id: "message/version",
    clause: "RepPro VerDTD, VerProto",
    demands: "VerDTD and VerProto match the profile.",
    breaks: "the peer answers 505 or 513 and the session ends",
    at: ["VerDTD", "VerProto"],
    check(element, report, { profile }) {
      const { verDTD, verProto } = profileFacts[profile];
      const wanted = element.name === "VerDTD" ? verDTD : verProto;
      // The header of DM 1.3 differs from that of 1.2 in this alone.
      if (profile === "dm-1.2" && element.value === "DM/1.3") return;
      if (element.value !== wanted) report(element, `${element.name} is ${quoted(element.value)} instead of ${wanted}`);
    },
  },
  {
    ...row,
    id: "message/namespace",
    clause: "RepPro namespaces, public ids",
    demands: "The namespace or public id matches VerDTD.",
    breaks: "a peer that relies on it reads the message, and answers, in another version",
    at: ["SyncML"],
    check(root, report, { markup }) {
      const wanted = placeOf(root).vocabulary?.root?.namespace;
      const isInferred = markup.notes.some(
        ({ rule, element }) => rule === "wire/namespace-inferred" && element === root,
      );
      if (root.namespace !== wanted && !isInferred)
        report(root, `the namespace is ${root.namespace} instead of ${wanted}`);
    },
  },
  {
    ...row,
    id: "message/msgid",
    clause: "RepPro MsgID; DM Protocol, headers",
    demands: "MsgID is a decimal number, 1 or higher.",
    breaks: "the peer cannot put the message in sequence or refer to it",
    at: ["MsgID"],
    check(msgID, report) {
      if (!/^[1-9]\d*$/.test(msgID.value)) report(msgID, `MsgID is ${quoted(msgID.value)}`);
    },
  },
  {
    ...row,
    id: "message/number",
    clause: "RepPro, MetaInfo, DevInf: numeric elements",
    demands: "Sizes, counts and references to messages are decimal numbers without leading zeros.",
    breaks: "the peer ignores the value or rejects the message",
    at: numbers,
    check(element, report) {
      if (!/^(?:0|[1-9]\d*)$/.test(element.value)) report(element, `${element.name} is ${quoted(element.value)}`);
    },
  },
  {
    ...row,
    id: "message/cmdid-zero",
    clause: "RepPro CmdID",
    demands: "CmdID is neither empty nor 0.",
    breaks: "a Status for the command looks like the one for SyncHdr",
    at: ["CmdID"],
    check(cmdID, report) {
      if (/^0*$/.test(cmdID.value)) report(cmdID, `CmdID is ${quoted(cmdID.value)}`);
    },
  },
  {
    ...row,
    id: "message/cmdid-unique",
    clause: "RepPro CmdID",
    demands: "CmdID is unique in its message.",
    breaks: "the sender cannot tell which command a Status answers",
    at: ["SyncML", "Fragment"],
    check(_root, report, { markup }) {
      const seen = new Set<string>();
      for (const element of markup.elements) {
        if (element.name !== "CmdID" || element.parent === undefined || !isCommand(element.parent)) continue;
        if (seen.has(element.value)) report(element, `CmdID ${quoted(element.value)} is already used in this message`);
        seen.add(element.value);
      }
    },
  },
  {
    ...row,
    id: "message/cmd-name",
    clause: "RepPro Cmd",
    demands: "Cmd names a command or SyncHdr.",
    breaks: "the peer cannot tell what the Status answers",
    at: ["Cmd"],
    check(cmd, report) {
      if (cmd.value !== "SyncHdr" && !commandElements.includes(cmd.value)) report(cmd, `Cmd is ${quoted(cmd.value)}`);
    },
  },
  {
    ...row,
    id: "message/header-ref",
    clause: "RepPro CmdRef, Cmd",
    demands: "CmdRef is 0 where Cmd is SyncHdr, and nowhere else.",
    breaks: "the peer mistakes it for the answer to something else",
    at: ["Status"],
    check(status, report) {
      const [cmdRef, cmd] = [status.valueOf("CmdRef"), status.valueOf("Cmd")];
      if (cmdRef === undefined || cmd === undefined || (cmdRef === "0") === (cmd === "SyncHdr")) return;
      report(status, `CmdRef ${quoted(cmdRef)} goes with Cmd ${quoted(cmd)}`);
    },
  },
  {
    ...row,
    id: "message/header-status-first",
    clause: "RepPro Status; DM Protocol, status",
    demands: "The Status for SyncHdr is the first command.",
    breaks: "a peer that looks for it there considers the header unanswered, or rejected",
    at: ["SyncBody"],
    check({ children }, report) {
      const index = children.findIndex(isHeaderStatus);
      if (index > 0) report(children[index] as MarkupElement, "the Status for SyncHdr comes after other commands");
    },
  },
  {
    ...row,
    id: "message/results-after-status",
    clause: "RepPro Results; DM Protocol, status",
    demands: "Results come after the Status of the same command.",
    breaks: "the peer gets data for a command it considers unanswered",
    at: ["SyncBody"],
    check({ children }, report) {
      const early = new Map<string, MarkupElement>();
      for (const command of children) {
        if (command.name === "Results") early.set(reference(command), command);
        if (command.name !== "Status") continue;
        const results = early.get(reference(command));
        if (results !== undefined) report(results, "Results come before the Status of their command");
      }
    },
  },
  {
    ...row,
    id: "message/status-for-status",
    severity: "warning",
    clause: "RepPro Status",
    demands: "A Status is not answered with a Status.",
    breaks: "peers that answer each other's answers never finish",
    at: ["Status"],
    check(status, report) {
      const cmd = status.child("Cmd");
      if (cmd?.value === "Status") report(cmd, "a Status is answered");
    },
  },
  {
    ...row,
    id: "message/status-code",
    clause: "RepPro Status, response codes",
    demands: "The Data of a Status is a three-digit code.",
    breaks: "the peer considers the command failed, or unanswered",
    at: ["Status"],
    check(status, report) {
      const data = status.child("Data");
      if (data !== undefined && !/^[1-5]\d\d$/.test(data.value)) report(data, `the code is ${quoted(data.value)}`);
    },
  },
  {
    ...row,
    id: "message/alert-code",
    clause: "RepPro Alert, alert codes",
    demands: "The Data of an Alert is a number.",
    breaks: "the peer does not know what the alert means and answers 400 or 406",
    at: ["Alert"],
    check(alert, report) {
      const data = alert.child("Data");
      if (data === undefined) report(alert, "Alert has no code");
      else if (!/^\d+$/.test(data.value)) report(data, `the code is ${quoted(data.value)}`);
    },
  },
  {
    ...row,
    id: "message/challenge",
    clause: "RepPro Chal; DM Protocol, authentication",
    demands: "A Status 401 or 407 for SyncHdr has a Chal.",
    breaks: "the peer does not learn which credentials to send, and the session ends",
    at: ["Status"],
    check(status, report) {
      const code = status.valueOf("Data");
      if (!isHeaderStatus(status) || !isRefusal(code)) return;
      if (status.child("Chal") === undefined) report(status, `the Status ${code} for SyncHdr has no Chal`);
    },
  },
  {
    ...row,
    id: "message/nonce-format",
    clause: "RepPro Chal; MetaInfo NextNonce",
    demands: "The Meta of a NextNonce says Format b64.",
    breaks: "a peer hashes the base64 text instead of its octets, and its credentials are rejected",
    at: ["Chal"],
    check(chal, report) {
      const nonce = metaOf(chal, "NextNonce");
      const format = metaOf(chal, "Format")?.value;
      if (nonce !== undefined && format !== "b64") report(nonce, "the Meta of NextNonce does not say Format b64");
    },
  },
  {
    ...row,
    id: "message/auth-type",
    severity: "warning",
    clause: "RepPro Cred, Chal: authentication types",
    demands: "The Type of Cred and Chal is a registered name, spelt exactly.",
    breaks: "a peer that compares exactly answers 406 or 401",
    at: ["Cred", "Chal"],
    check(element, report) {
      const type = metaOf(element, "Type");
      if (type !== undefined && !authTypes.has(type.value)) report(type, `the Type is ${quoted(type.value)}`);
    },
  },
  {
    ...row,
    id: "message/md5-user",
    severity: "warning",
    clause: "RepPro LocName; DM Protocol, authentication",
    demands: "With MD5 credentials, the LocName of Source is the user name.",
    breaks: "a server that looks the user up by it answers 401 to the right password",
    at: ["SyncHdr"],
    check(header, report, { sender }) {
      const cred = header.child("Cred");
      const isMd5 = cred !== undefined && metaOf(cred, "Type")?.value === "syncml:auth-md5";
      const source = header.child("Source");
      if (!isMd5 || source === undefined || sender === "server" || source.valueOf("LocName")) return;
      report(source, "the credentials are MD5 and Source has no LocName");
    },
  },
  {
    ...row,
    id: "message/format-name",
    severity: "warning",
    clause: "MetaInfo Format",
    demands: "Format is a name that the version defines, spelt exactly.",
    breaks: "a peer that compares exactly answers 415 or treats the data as text",
    at: ["metinf:Format"],
    check(format, report, { version }) {
      const known = version === "1.2" ? formats12 : formats;
      if (!known.includes(format.value)) report(format, `Format is ${quoted(format.value)}`);
    },
  },
  {
    ...row,
    id: "message/base64",
    clause: "MetaInfo Format, NextNonce",
    demands: "What is declared as base64 is valid base64.",
    breaks: "the peer cannot decode it, and libwbxml rejects the whole message",
    at: ["Data", "metinf:NextNonce"],
    check(element, report) {
      const { parent, text, bytes, children, name } = element;
      if (parent === undefined || bytes !== undefined || children.length > 0) return;
      // Data may be a chunk, which is cut anywhere.
      const isBase64 = name === "Data" ? /^[A-Za-z0-9+/=\s]*$/.test(text) : decodeBase64(text);
      if (!isBase64 && (name === "NextNonce" || formatOf(parent) === "b64"))
        report(element, `${name} is not valid base64`);
    },
  },
  {
    ...row,
    id: "message/invalid-text",
    clause: "RepPro character sets; MetaInfo Format",
    demands: "Text is valid in the encoding of the document; binary data has Format bin.",
    breaks: "strict readers reject the message and others damage the value",
  },
  {
    ...row,
    id: "message/embedded-document",
    clause: "RepPro Data; DevInf, DM TNDS: DTD",
    demands: "A document in the text of Data is well-formed.",
    breaks: "the receiver answers 400 or 415 to the command, or 500 when it is executed",
  },
];
