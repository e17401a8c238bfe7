import { type CodeTable, codeTable } from "./code-table.ts";

/** A code in the `Data` of a Status (RepPro, response status codes). */
export interface StatusCode {
  /** Its name in the standard. */
  readonly name: string;
  /** Meaning of the first digit, 1 to 5. An exception is a failure, caused by the originator or by the recipient. */
  readonly class: "informational" | "success" | "redirection" | "originator-exception" | "recipient-exception";
  /** What it means for the command, as a sentence without its full stop. */
  readonly meaning: string;
  /** Who uses it: device management, data sync, or both. */
  readonly applies: "DM" | "DS" | "DM/DS";
  /** The version of SyncML that introduced it, if not all have it. */
  readonly since?: "1.2";
  /** Other names it has in the standards. */
  readonly aliases?: readonly string[];
  /** What else is known about its use. */
  readonly note?: string;
  /** The vendor whose private code it is; absent for codes that a standard assigns. */
  readonly vendor?: string;
}

/**
 * The status codes of SyncML 1.0–1.2 and of device management, by number or digits: `statusCodes[404]?.name`. Private codes
 * have a `vendor`. Any other code is `undefined`, including 515, which no standard assigns.
 */
export const statusCodes: CodeTable<StatusCode> = codeTable<StatusCode>({
  101: {
    name: "In progress",
    class: "informational",
    meaning: "Work has begun and is not finished; in data sync also the busy signal, for SyncHdr",
    applies: "DM/DS",
  },
  200: {
    name: "OK",
    class: "success",
    meaning:
      "Done; for SyncHdr: the credentials hold for this message only; for an alert that asks for confirmation: the user said yes",
    applies: "DM/DS",
  },
  201: { name: "Item added", class: "success", meaning: "The item was created", applies: "DS" },
  202: {
    name: "Accepted for processing",
    class: "success",
    meaning: "Accepted, the outcome comes later (asynchronous Exec or Alert)",
    applies: "DM/DS",
  },
  203: {
    name: "Non-authoritative response",
    class: "success",
    meaning: "Answered by someone other than the addressed party",
    applies: "DS",
  },
  204: { name: "No content", class: "success", meaning: "Done, and there is no data to return", applies: "DS" },
  205: {
    name: "Reset content",
    class: "success",
    meaning: "Done; the originator should refresh its own copy",
    applies: "DS",
  },
  206: {
    name: "Partial content",
    class: "success",
    meaning: "Only a part was done, the rest may follow",
    applies: "DS",
  },
  207: {
    name: "Conflict resolved with merge",
    class: "success",
    meaning: "A conflict, resolved by merging both versions",
    applies: "DS",
  },
  208: {
    name: "Conflict resolved with client's command winning",
    class: "success",
    meaning: "A conflict, resolved by keeping the client's version",
    applies: "DS",
  },
  209: {
    name: "Conflict resolved with duplicate",
    class: "success",
    meaning: "A conflict, resolved by keeping both versions as two items",
    applies: "DS",
  },
  210: {
    name: "Delete without archive",
    class: "success",
    meaning: "Deleted, without archiving, which is not available",
    applies: "DS",
  },
  211: { name: "Item not deleted", class: "success", meaning: "There was nothing to delete", applies: "DS" },
  212: {
    name: "Authentication accepted",
    class: "success",
    meaning: "The credentials hold for the whole session",
    applies: "DM/DS",
  },
  213: {
    name: "Chunked item accepted and buffered",
    class: "success",
    meaning: "A chunk, not the last, was stored; send the next one",
    applies: "DM/DS",
    note: "SyncML Sync Protocol 1.1 (2002-02-15) prints 214 in its section on large objects; peers of that time answer a chunk with it",
  },
  214: {
    name: "Operation cancelled",
    class: "success",
    meaning: "Cancelled by the user or the recipient; no further commands of the session are processed",
    applies: "DM/DS",
  },
  215: {
    name: "Not executed",
    class: "success",
    meaning: "Skipped, by decision of the user or because its group was",
    applies: "DM/DS",
  },
  216: {
    name: "Atomic roll back OK",
    class: "success",
    meaning: "It was in an Atomic that failed, and has been undone",
    applies: "DM/DS",
  },
  300: {
    name: "Multiple choices",
    class: "redirection",
    meaning: "The target has several alternatives",
    applies: "DM/DS",
  },
  301: { name: "Moved permanently", class: "redirection", meaning: "The target has a new URI", applies: "DM/DS" },
  302: { name: "Found", class: "redirection", meaning: "The target is temporarily elsewhere", applies: "DM/DS" },
  303: { name: "See other", class: "redirection", meaning: "Look at another URI", applies: "DM/DS" },
  304: {
    name: "Not modified",
    class: "redirection",
    meaning: "Nothing was done; for an alert that asks for confirmation: the user said no",
    applies: "DM/DS",
  },
  305: {
    name: "Use proxy",
    class: "redirection",
    meaning: "The target is to be reached through the proxy named",
    applies: "DM/DS",
  },
  400: { name: "Bad request", class: "originator-exception", meaning: "The command is malformed", applies: "DM/DS" },
  401: {
    name: "Invalid credentials",
    class: "originator-exception",
    meaning: "The credentials are wrong, missing or rejected; must be sent with a Chal",
    applies: "DM/DS",
  },
  402: { name: "Payment needed", class: "originator-exception", meaning: "Payment is required", applies: "DM/DS" },
  403: {
    name: "Forbidden",
    class: "originator-exception",
    meaning: "Understood and refused; do not repeat it",
    applies: "DM/DS",
  },
  404: { name: "Not found", class: "originator-exception", meaning: "The target does not exist", applies: "DM/DS" },
  405: {
    name: "Command not allowed",
    class: "originator-exception",
    meaning: "The command is not permitted on the target, such as Delete of a permanent node",
    applies: "DM/DS",
  },
  406: {
    name: "Optional feature not supported",
    class: "originator-exception",
    meaning: "It needs an optional feature that is not supported",
    applies: "DM/DS",
  },
  407: {
    name: "Authentication required",
    class: "originator-exception",
    meaning: "No credentials were given; should be sent with a Chal",
    applies: "DM/DS",
  },
  408: {
    name: "Request timeout",
    class: "originator-exception",
    meaning: "An expected answer did not come in time, such as the user's to an alert",
    applies: "DM/DS",
  },
  409: {
    name: "Conflict",
    class: "originator-exception",
    meaning: "An update conflict that was not resolved",
    applies: "DS",
  },
  410: { name: "Gone", class: "originator-exception", meaning: "The target is gone for good", applies: "DM/DS" },
  411: { name: "Size required", class: "originator-exception", meaning: "Size is missing in Meta", applies: "DM/DS" },
  412: {
    name: "Incomplete command",
    class: "originator-exception",
    meaning: "The command lacks parts that are needed",
    applies: "DM/DS",
  },
  413: {
    name: "Request entity too large",
    class: "originator-exception",
    meaning: "The item is larger than the recipient accepts",
    applies: "DM/DS",
  },
  414: {
    name: "URI too long",
    class: "originator-exception",
    meaning: "The URI, one of its segments, or their number is beyond the limit",
    applies: "DM/DS",
  },
  415: {
    name: "Unsupported media type or format",
    class: "originator-exception",
    meaning: "Type or Format is not supported; also: the device has no TNDS",
    applies: "DM/DS",
  },
  416: {
    name: "Requested size too big",
    class: "originator-exception",
    meaning: "The announced size is too big; in device management also: the device cannot show the alert",
    applies: "DM/DS",
    aliases: ["Requested range not satisfiable"],
  },
  417: { name: "Retry later", class: "originator-exception", meaning: "Try again at a later time", applies: "DM/DS" },
  418: {
    name: "Already exists",
    class: "originator-exception",
    meaning: "The target of Add or Put already exists",
    applies: "DM/DS",
  },
  419: {
    name: "Conflict resolved with server data",
    class: "originator-exception",
    meaning: "A conflict, resolved by keeping the server's version",
    applies: "DS",
  },
  420: { name: "Device full", class: "originator-exception", meaning: "No storage is left", applies: "DM/DS" },
  421: {
    name: "Unknown search grammar",
    class: "originator-exception",
    meaning: "The grammar of the search or filter is not known",
    applies: "DS",
  },
  422: {
    name: "Bad CGI script",
    class: "originator-exception",
    meaning: "The CGI part of LocURI is malformed",
    applies: "DM/DS",
  },
  423: {
    name: "Soft-delete conflict",
    class: "originator-exception",
    meaning: "The item to be soft-deleted had been hard-deleted before",
    applies: "DS",
  },
  424: {
    name: "Size mismatch",
    class: "originator-exception",
    meaning: "The reassembled object does not have the length that Size announced",
    applies: "DM/DS",
  },
  425: {
    name: "Permission denied",
    class: "originator-exception",
    meaning: "The ACL does not grant the right",
    applies: "DM/DS",
  },
  426: {
    name: "Partial item not accepted",
    class: "originator-exception",
    meaning: "A chunk was rejected; the whole item may be sent again",
    applies: "DS",
    since: "1.2",
  },
  427: {
    name: "Item not empty",
    class: "originator-exception",
    meaning: "The parent has children and cannot be deleted",
    applies: "DS",
    since: "1.2",
  },
  428: {
    name: "Move failed",
    class: "originator-exception",
    meaning: "The move could not be done",
    applies: "DS",
    since: "1.2",
  },
  450: {
    name: "Rooting error",
    class: "originator-exception",
    meaning: "The integrity check of the device failed",
    applies: "DM",
    vendor: "Samsung FOTA client",
  },
  500: {
    name: "Command failed",
    class: "recipient-exception",
    meaning: "The recipient had an unspecified error; in device management also: an Atomic or Get inside an Atomic",
    applies: "DM/DS",
  },
  501: {
    name: "Command not implemented",
    class: "recipient-exception",
    meaning: "The recipient does not know the command",
    applies: "DM/DS",
  },
  502: {
    name: "Bad gateway",
    class: "recipient-exception",
    meaning: "An upstream system answered with something invalid",
    applies: "DS",
  },
  503: {
    name: "Service unavailable",
    class: "recipient-exception",
    meaning: "Temporarily overloaded or down",
    applies: "DM/DS",
  },
  504: {
    name: "Gateway timeout",
    class: "recipient-exception",
    meaning: "An upstream system did not answer",
    applies: "DS",
  },
  505: {
    name: "DTD version not supported",
    class: "recipient-exception",
    meaning: "VerDTD is not supported; the Item lists those that are",
    applies: "DM/DS",
  },
  506: {
    name: "Processing error",
    class: "recipient-exception",
    meaning: "An application error while processing",
    applies: "DM/DS",
  },
  507: {
    name: "Atomic failed",
    class: "recipient-exception",
    meaning: "A member of the Atomic failed, and with it the whole",
    applies: "DM/DS",
  },
  508: {
    name: "Refresh required",
    class: "recipient-exception",
    meaning: "A slow or refresh sync is needed",
    applies: "DS",
  },
  509: { name: "Reserved", class: "recipient-exception", meaning: "Reserved", applies: "DS" },
  510: {
    name: "Data store failure",
    class: "recipient-exception",
    meaning: "A storage error at the recipient",
    applies: "DM/DS",
  },
  511: {
    name: "Server failure",
    class: "recipient-exception",
    meaning: "A severe error at the server; do not retry",
    applies: "DM/DS",
  },
  512: {
    name: "Synchronization failed",
    class: "recipient-exception",
    meaning: "An application error; start the sync again",
    applies: "DS",
  },
  513: {
    name: "Protocol version not supported",
    class: "recipient-exception",
    meaning: "VerProto is not supported; the Item lists those that are",
    applies: "DM/DS",
  },
  514: {
    name: "Operation cancelled",
    class: "recipient-exception",
    meaning: "Cancelled before the command was processed, which is not completed",
    applies: "DS",
  },
  516: {
    name: "Atomic roll back failed",
    class: "recipient-exception",
    meaning: "A member of a failed Atomic could not be undone",
    applies: "DM/DS",
  },
  517: {
    name: "Atomic response too large to fit",
    class: "recipient-exception",
    meaning: "The statuses of the Atomic do not fit into one message",
    applies: "DM/DS",
  },
});
