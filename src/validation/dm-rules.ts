import { isManagementAlert } from "../ast/codes/assigned.ts";
import * as Code from "../ast/codes/code.ts";
import { addressOf, commandsOf, formatOf, isCommand, isHeaderStatus, isRefusal, metaOf } from "./commands.ts";
import type { MarkupElement } from "./markup.ts";
import { dmProfiles } from "./profiles.ts";
import { quoted, type Rule, type RuleContext } from "./rule.ts";

// How device management uses the representation protocol.

const row = { severity: "error", profiles: dmProfiles } as const;

const MAX_SESSION_ID = 4;

const clientCommands = ["Alert", "Replace", "Results", "Status"];
const atomicMembers = ["Add", "Alert", "Copy", "Delete", "Replace"];
const sequenceMembers = [...atomicMembers, "Exec", "Get"];

const choiceAlerts: readonly string[] = [Code.SINGLE_CHOICE, Code.MULTIPLE_CHOICE];
const userAlerts: readonly string[] = [Code.DISPLAY, Code.CONFIRM, Code.TEXT_INPUT, ...choiceAlerts];
const sessionStarts: readonly string[] = [Code.SERVER_INITIATED, Code.CLIENT_INITIATED];
const typedAlerts: readonly string[] = [Code.CLIENT_EVENT, Code.GENERIC_ALERT];
const clientAlerts: readonly string[] = [...sessionStarts, ...typedAlerts];

/** What package 1 says about the device (DM Standardized Objects, DevInfo). */
const deviceInfo = ["DevId", "Man", "Mod", "DmV", "Lang"].map((name) => `./DevInfo/${name}`);

const mediaType = /^(?:application|audio|image|message|model|multipart|text|video)\//i;

/** What data of a format looks like (MetaInfo Format). */
const formatValues: Readonly<Record<string, RegExp>> = {
  bool: /^(?:true|false)$/,
  int: /^[+-]?\d+$/,
  float: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?$/,
  null: /^$/,
};

/** The first Alert of a message with one of these codes. */
function alertWith(codes: readonly string[], { markup }: RuleContext): MarkupElement | undefined {
  return commandsOf(markup).find(
    (command) => command.name === "Alert" && codes.includes(command.valueOf("Data") ?? ""),
  );
}

function hasFinal({ markup }: RuleContext): boolean {
  return markup.elements[0]?.child("SyncBody")?.child("Final") !== undefined;
}

function isItemOf(item: MarkupElement, commands: readonly string[]): boolean {
  return commands.includes(item.parent?.name ?? "");
}

export const dmRules: readonly Rule[] = [
  {
    ...row,
    id: "dm/session-id",
    clause: "DM Protocol, headers; MS-MDM SessionID",
    demands: `SessionID has at most ${MAX_SESSION_ID} characters.`,
    breaks: "clients that reserve no more than that, such as Windows, reject the session",
    at: ["SessionID"],
    check(sessionID, report) {
      const { value } = sessionID;
      if (value.length > MAX_SESSION_ID) report(sessionID, `SessionID ${quoted(value)} has ${value.length} characters`);
    },
  },
  {
    ...row,
    id: "dm/command",
    clause: "DM RepPro, commands",
    demands: "Map, Move, Put, Search and Sync are not used.",
    breaks: "the peer answers 501 or 406",
    at: ["Map", "Move", "Put", "Search", "Sync"],
    check: (command, report) => report(command, `${command.name} is not a device management command`),
  },
  {
    ...row,
    id: "dm/unused-element",
    severity: "warning",
    clause: "DM RepPro, elements not used",
    demands: "Elements that are only for data synchronisation are not used.",
    breaks: "the peer ignores it or answers 400",
    at: ["Archive", "Filter", "Lang", "NoResp", "NoResults", "NumberOfChanges", "SftDel", "SourceParent"].concat(
      ["TargetParent"],
      ["Anchor", "FieldLevel", "Mem", "Version"].map((name) => `metinf:${name}`),
    ),
    check: (element, report) => report(element, `${element.name} is not used in device management`),
  },
  {
    ...row,
    id: "dm/cred-place",
    clause: "DM RepPro Cred",
    demands: "Cred appears in SyncHdr only.",
    breaks: "the peer does not look there and answers 401 or 407",
    at: ["Cred"],
    check(cred, report) {
      if (cred.parent?.name !== "SyncHdr") report(cred, `Cred appears in ${cred.parent?.name}`);
    },
  },
  {
    ...row,
    id: "dm/client-command",
    clause: "DM Protocol, packages 1 and 3",
    demands: "A client sends Alert, Replace, Results and Status only.",
    breaks: "the server rejects the command",
    at: ["SyncML"],
    check(_root, report, { markup, sender }) {
      if (sender !== "client") return;
      for (const command of commandsOf(markup)) {
        if (!clientCommands.includes(command.name)) report(command, `a client sends ${command.name}`);
      }
    },
  },
  {
    ...row,
    id: "dm/client-replace",
    clause: "DM Protocol, package 1",
    demands: "A client replaces items of ./DevInfo only.",
    breaks: "the server has no tree of its own to store it in",
    at: ["Item"],
    check(item, report, { sender }) {
      const address = addressOf(item);
      if (sender !== "client" || !isItemOf(item, ["Replace"]) || address === undefined) return;
      if (!/^\.\/DevInfo(?:\/|$)/.test(address.value)) report(address, `a client replaces ${quoted(address.value)}`);
    },
  },
  {
    ...row,
    id: "dm/device-info",
    clause: "DM Protocol, package 1; DM Standardized Objects DevInfo",
    demands: `Alert 1200 or 1201 comes with a Replace of ${deviceInfo.join(", ")}.`,
    breaks: "the server does not know which device it manages and ends the session",
    at: ["SyncML"],
    check(_root, report, context) {
      // Without Final, the rest of the package is still to come.
      const start = alertWith(sessionStarts, context);
      if (start === undefined || !hasFinal(context)) return;
      const replaces = commandsOf(context.markup).filter(({ name }) => name === "Replace");
      const items = replaces.flatMap((replace) => replace.all("Item"));
      const given = new Set(items.map((item) => addressOf(item)?.value));
      const lacking = deviceInfo.filter((uri) => !given.has(uri));
      if (lacking.length > 0) report(start, `the package that starts a session lacks ${lacking.join(", ")}`);
    },
  },
  {
    ...row,
    id: "dm/alert-code",
    severity: "warning",
    clause: "DM Protocol, alert codes",
    demands: "The code of an Alert is a device management code.",
    breaks: "the peer answers 406 or ignores it",
    at: ["Alert"],
    check(alert, report) {
      const data = alert.child("Data");
      if (data === undefined || !/^\d+$/.test(data.value) || isManagementAlert(data.value)) return;
      report(data, `Alert ${quoted(data.value)} is not a device management alert`);
    },
  },
  {
    ...row,
    id: "dm/alert-sender",
    clause: "DM Protocol, alert codes",
    demands: "Alerts 1100 to 1104 come from servers; 1200, 1201, 1224 and 1226 from clients.",
    breaks: "the receiver does not expect it and answers 406",
    at: ["Alert"],
    check(alert, report, { sender }) {
      const code = alert.valueOf("Data") ?? "";
      const wrong = { client: userAlerts, server: clientAlerts, unknown: [] as readonly string[] }[sender ?? "unknown"];
      if (wrong.includes(code)) report(alert, `a ${sender} sends Alert ${code}`);
    },
  },
  {
    ...row,
    id: "dm/typed-alert",
    clause: "DM Protocol, Generic Alert, Client Event",
    demands: "Each Item of Alert 1224 and 1226 has Type in its Meta, and with 1226 also Format.",
    breaks: "the server cannot tell what happened and answers 412 or 415",
    at: ["Alert"],
    check(alert, report) {
      const code = alert.valueOf("Data") ?? "";
      if (!typedAlerts.includes(code)) return;
      for (const item of alert.all("Item")) {
        const needed = code === Code.CLIENT_EVENT ? ["Type"] : ["Type", "Format"];
        const lacking = needed.filter((name) => !metaOf(item, name)?.value);
        if (lacking.length > 0) report(item, `the Item of Alert ${code} lacks ${lacking.join(" and ")} in its Meta`);
      }
    },
  },
  {
    ...row,
    id: "dm/user-alert",
    clause: "DM Protocol, user interaction alerts",
    demands:
      "Alerts 1100 to 1104 have an Item of options and one of text; 1103 and 1104 also have one for each choice.",
    breaks: "the client shows nothing and answers 412",
    at: ["Alert"],
    check(alert, report) {
      const code = alert.valueOf("Data") ?? "";
      const items = alert.all("Item").length;
      const least = choiceAlerts.includes(code) ? 3 : 2;
      if (userAlerts.includes(code) && items < least)
        report(alert, `Alert ${code} has ${items} Items and needs ${least}`);
    },
  },
  {
    ...row,
    id: "dm/abort-final",
    clause: "DM Protocol, session abort",
    demands: "A message with Alert 1223 has Final.",
    breaks: "the peer waits for the rest of a package in a session that is over",
    at: ["SyncML"],
    check(_root, report, context) {
      const abort = alertWith([Code.SESSION_ABORT], context);
      if (abort !== undefined && !hasFinal(context)) report(abort, "the session is aborted without Final");
    },
  },
  {
    ...row,
    id: "dm/next-message-final",
    clause: "DM Protocol, multiple messages",
    demands: "A message with Alert 1222 has no Final.",
    breaks: "the package ends before the one it answers, and the peer stops sending",
    at: ["SyncML"],
    check(_root, report, context) {
      const next = alertWith([Code.NEXT_MESSAGE], context);
      if (next !== undefined && hasFinal(context)) report(next, "a message with Final asks for the next one");
    },
  },
  {
    ...row,
    id: "dm/server-final",
    severity: "warning",
    clause: "DM Protocol, multiple messages; seen in the Hotspot 2.0 client of hostap",
    demands: "A server's message has Final, unless it has MoreData or Alert 1222.",
    breaks: "the client asks for more with Alert 1222, or rejects the message as a Hotspot 2.0 client does",
    at: ["SyncML"],
    check(root, report, context) {
      const body = root.child("SyncBody");
      if (body === undefined || context.sender !== "server" || hasFinal(context)) return;
      if (alertWith([Code.NEXT_MESSAGE, Code.SESSION_ABORT], context) !== undefined) return;
      if (context.markup.elements.some(({ name }) => name === "MoreData")) return;
      report(body, "a server's message has no Final");
    },
  },
  {
    ...row,
    id: "dm/refusal",
    clause: "DM Protocol, authentication",
    demands: "A server's message that answers SyncHdr with 401 or 407 has no commands except Status.",
    breaks: "the peer gets commands from a server that has just rejected its credentials",
    at: ["SyncBody"],
    check({ children }, report, { sender }) {
      // A client may reject the server and restart its own package in one message.
      if (sender === "client") return;
      const refused = children.find((child) => isHeaderStatus(child) && isRefusal(child.valueOf("Data")));
      const other = children.find((child) => isCommand(child) && child.name !== "Status");
      if (refused !== undefined && other !== undefined) report(other, `${other.name} comes with a refusal`);
    },
  },
  {
    ...row,
    id: "dm/atomic-member",
    clause: "DM RepPro Atomic",
    demands: `Members of Atomic are ${atomicMembers.join(", ")}.`,
    breaks: "the client answers 500 for the member and 507 for the Atomic",
    at: ["Atomic"],
    check(atomic, report) {
      for (const member of atomic.children.filter(isCommand)) {
        if (!atomicMembers.includes(member.name)) report(member, `${member.name} is a member of Atomic`);
      }
    },
  },
  {
    ...row,
    id: "dm/sequence-member",
    severity: "warning",
    clause: "DM RepPro Sequence",
    demands: `Members of Sequence are ${sequenceMembers.join(", ")}.`,
    breaks: "a client that knows only these answers 400 or 406 for the member",
    at: ["Sequence"],
    check(sequence, report) {
      for (const member of sequence.children.filter(isCommand)) {
        if (!sequenceMembers.includes(member.name)) report(member, `${member.name} is a member of Sequence`);
      }
    },
  },
  {
    ...row,
    id: "dm/address",
    clause: "DM RepPro Item, Target, Source",
    demands: "Every Item of Add, Copy, Delete, Exec, Get, Replace and Results has the address of its node.",
    breaks: "the client answers 400 or 404",
    at: ["Item"],
    check(item, report) {
      if (!isItemOf(item, ["Add", "Copy", "Delete", "Exec", "Get", "Replace", "Results"])) return;
      if (!addressOf(item)?.value) report(item, `the Item of ${item.parent?.name} has no address`);
    },
  },
  {
    ...row,
    id: "dm/results-source",
    severity: "warning",
    clause: "DM Protocol, package 3",
    demands: "An Item of Results names its node in Source.",
    breaks: "a server that looks there cannot tell which node the value belongs to",
    at: ["Item"],
    check(item, report) {
      const target = item.child("Target");
      if (!isItemOf(item, ["Results"]) || target === undefined || item.child("Source") !== undefined) return;
      report(target, "Results name the node in Target");
    },
  },
  {
    ...row,
    id: "dm/node-data",
    clause: "DM TND, interior nodes; MetaInfo Format",
    demands: "An Item with Format node has no Data in a server's Add and Replace.",
    breaks: "the client answers 405 or 406, since an interior node has no value",
    at: ["Item"],
    check(item, report, { sender }) {
      // Clients describe an interior node of ./DevInfo by the names of its children, as Results do.
      if (sender === "client") return;
      const data = item.child("Data");
      if (!isItemOf(item, ["Add", "Replace"]) || data === undefined || formatOf(item) !== "node") return;
      if (data.hasText || data.children.length > 0) report(data, "an interior node is given a value");
    },
  },
  {
    ...row,
    id: "dm/node-type",
    severity: "warning",
    clause: "DM TND Type",
    demands: "The Type of an interior node is the name of its management object, or absent.",
    breaks: "the client answers 415, or keeps a media type where servers look for the object's name",
    at: ["Item"],
    check(item, report) {
      const type = metaOf(item, "Type");
      if (formatOf(item) !== "node" || type === undefined || !mediaType.test(type.value)) return;
      report(type, `the Type of an interior node is ${quoted(type.value)}`);
    },
  },
  {
    ...row,
    id: "dm/add-format",
    severity: "warning",
    clause: "DM TND, Add; MetaInfo Format",
    demands: "An Add without Data has Format node.",
    breaks: "the client creates an empty leaf and rejects every Add below it",
    at: ["Item"],
    check(item, report) {
      if (!isItemOf(item, ["Add"]) || item.child("Data") !== undefined || metaOf(item, "Format") !== undefined) return;
      report(item, "a node without Data and Format is added");
    },
  },
  {
    ...row,
    id: "dm/format-value",
    clause: "MetaInfo Format",
    demands: "Data is a value of its Format: true or false for bool, a number for int and float, nothing for null.",
    breaks: "the client answers 415 or 500",
    at: ["Item"],
    check(item, report) {
      const [data, format] = [item.child("Data"), formatOf(item)];
      const pattern = formatValues[format];
      if (data === undefined || data.bytes !== undefined || pattern === undefined || item.child("MoreData")) return;
      if (!pattern.test(data.value)) report(data, `${quoted(data.value)} is not a value of Format ${format}`);
    },
  },
];
