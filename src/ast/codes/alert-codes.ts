import { type CodeTable, codeTable } from "./code-table.ts";

/** A code in the `Data` of an Alert (RepPro, alert codes; DM RepPro, alert codes). */
export interface AlertCode {
  /** Its name in the standard. */
  readonly name: string;
  /** What it reports or asks for, as a sentence without its full stop. */
  readonly meaning: string;
  /** Who uses it: device management or data sync. */
  readonly applies: "DM" | "DS";
  /** Who sends it. */
  readonly sender: "client" | "server" | "either";
  /** What its Items contain; absent if it has none, or the standard does not say. */
  readonly items?: string;
  /** The version of SyncML that introduced it, if not all have it. */
  readonly since?: "1.2";
  /** The four-bit sync type that represents it in a server's notification. */
  readonly notificationType?: number;
}

/**
 * The alert codes of SyncML 1.0–1.2 and of device management, by number or digits: `alertCodes[1226]?.name`; any other code
 * is `undefined`. A server may answer a client's 200 to 205 with a different one of them.
 */
export const alertCodes: CodeTable<AlertCode> = codeTable<AlertCode>({
  100: { name: "DISPLAY", meaning: "Show the text in Data to the user", applies: "DS", sender: "either" },
  200: {
    name: "TWO-WAY",
    meaning: "The client starts a two-way sync",
    applies: "DS",
    sender: "client",
    items: "Target, Source, Anchor in Meta",
  },
  201: {
    name: "SLOW SYNC",
    meaning: "The client starts a slow two-way sync",
    applies: "DS",
    sender: "client",
    items: "Target, Source, Anchor in Meta",
  },
  202: {
    name: "ONE-WAY FROM CLIENT",
    meaning: "The client starts a sync of its changes to the server only",
    applies: "DS",
    sender: "client",
    items: "Target, Source, Anchor in Meta",
  },
  203: {
    name: "REFRESH FROM CLIENT",
    meaning: "The client starts a sync that replaces the server's data with its own",
    applies: "DS",
    sender: "client",
    items: "Target, Source, Anchor in Meta",
  },
  204: {
    name: "ONE-WAY FROM SERVER",
    meaning: "The client starts a sync of the server's changes only",
    applies: "DS",
    sender: "client",
    items: "Target, Source, Anchor in Meta",
  },
  205: {
    name: "REFRESH FROM SERVER",
    meaning: "The client starts a sync that replaces its data with the server's",
    applies: "DS",
    sender: "client",
    items: "Target, Source, Anchor in Meta",
  },
  206: {
    name: "TWO-WAY BY SERVER",
    meaning: "The server asks the client to start 200",
    applies: "DS",
    sender: "server",
    notificationType: 6,
  },
  207: {
    name: "ONE-WAY FROM CLIENT BY SERVER",
    meaning: "The server asks the client to start 202",
    applies: "DS",
    sender: "server",
    notificationType: 7,
  },
  208: {
    name: "REFRESH FROM CLIENT BY SERVER",
    meaning: "The server asks the client to start 203",
    applies: "DS",
    sender: "server",
    notificationType: 8,
  },
  209: {
    name: "ONE-WAY FROM SERVER BY SERVER",
    meaning: "The server asks the client to start 204",
    applies: "DS",
    sender: "server",
    notificationType: 9,
  },
  210: {
    name: "REFRESH FROM SERVER BY SERVER",
    meaning: "The server asks the client to start 205",
    applies: "DS",
    sender: "server",
    notificationType: 10,
  },
  221: {
    name: "RESULT ALERT",
    meaning: "Asks for the results of the last message, after the busy status 101",
    applies: "DS",
    sender: "client",
  },
  222: {
    name: "NEXT MESSAGE",
    meaning: "Asks for the next message of the package",
    applies: "DS",
    sender: "either",
    items: "Target and Source, if any",
  },
  223: {
    name: "NO END OF DATA",
    meaning: "An object in chunks was not finished",
    applies: "DS",
    sender: "either",
    items: "Target and Source of the object",
  },
  224: { name: "SUSPEND", meaning: "Suspends the session", applies: "DS", sender: "client", since: "1.2" },
  225: {
    name: "RESUME",
    meaning: "Resumes a session that was suspended",
    applies: "DS",
    sender: "client",
    since: "1.2",
  },
  226: {
    name: "DATA MANAGEMENT",
    meaning: "Seen in one implementation only",
    applies: "DS",
    sender: "either",
    since: "1.2",
  },
  1100: {
    name: "DISPLAY",
    meaning: "Show a text to the user",
    applies: "DM",
    sender: "server",
    items: "options, text",
  },
  1101: {
    name: "CONFIRM OR REJECT",
    meaning: "A question to the user: 200 is yes, 304 no, 214 cancelled, 408 no answer in time",
    applies: "DM",
    sender: "server",
    items: "options, text",
  },
  1102: {
    name: "TEXT INPUT",
    meaning: "Asks the user for a text, which is returned in the Item of the Status",
    applies: "DM",
    sender: "server",
    items: "options, text",
  },
  1103: {
    name: "SINGLE CHOICE",
    meaning: "One choice of several: the answer is its number from 1",
    applies: "DM",
    sender: "server",
    items: "options, title, each choice",
  },
  1104: {
    name: "MULTIPLE CHOICE",
    meaning: "Any number of choices: the Status has an Item for each",
    applies: "DM",
    sender: "server",
    items: "options, title, each choice",
  },
  1200: {
    name: "SERVER-INITIATED MGMT",
    meaning: "The session was asked for by the server, with a notification",
    applies: "DM",
    sender: "client",
  },
  1201: {
    name: "CLIENT-INITIATED MGMT",
    meaning: "The session was started by the client",
    applies: "DM",
    sender: "client",
  },
  1222: { name: "NEXT MESSAGE", meaning: "Asks for the next message of the package", applies: "DM", sender: "either" },
  1223: {
    name: "SESSION ABORT",
    meaning: "The sender ends the session; Final must be there",
    applies: "DM",
    sender: "either",
  },
  1224: {
    name: "CLIENT EVENT",
    meaning: "Events on the client, one in each Item, with Type in its Meta",
    applies: "DM",
    sender: "client",
    items: "one for each event",
  },
  1225: {
    name: "NO END OF DATA",
    meaning: "An object in chunks was not finished",
    applies: "DM",
    sender: "either",
    items: "Target and Source of the object",
  },
  1226: {
    name: "GENERIC ALERT",
    meaning: "An alert of the client with a Type, a Format, and optionally a Mark and a Correlator",
    applies: "DM",
    sender: "client",
    items: "Source if any, Meta with Type and Format, Data",
  },
});
