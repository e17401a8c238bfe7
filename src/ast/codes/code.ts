// The codes that the sources use by name, as they appear in Data. Their meanings are in statusCodes and alertCodes.

// Of a Status.
export const IN_PROGRESS = "101";
export const OK = "200";
export const ITEM_ADDED = "201";
export const ACCEPTED = "202";
export const NO_CONTENT = "204";
export const AUTHENTICATED = "212";
export const CHUNK_ACCEPTED = "213";
export const CANCELLED = "214";
export const NOT_EXECUTED = "215";
export const ROLLED_BACK = "216";
export const BAD_REQUEST = "400";
export const INVALID_CREDENTIALS = "401";
export const NOT_FOUND = "404";
export const NOT_ALLOWED = "405";
export const NOT_SUPPORTED = "406";
export const CREDENTIALS_MISSING = "407";
export const SIZE_REQUIRED = "411";
export const TOO_LARGE = "413";
export const SIZE_TOO_BIG = "416";
export const ALREADY_EXISTS = "418";
export const SIZE_MISMATCH = "424";
export const PERMISSION_DENIED = "425";
export const COMMAND_FAILED = "500";
export const NOT_IMPLEMENTED = "501";
export const DTD_VERSION_NOT_SUPPORTED = "505";
export const ATOMIC_FAILED = "507";
export const PROTOCOL_VERSION_NOT_SUPPORTED = "513";
export const ROLL_BACK_FAILED = "516";

// Of an Alert in device management.
export const DISPLAY = "1100";
export const CONFIRM = "1101";
export const TEXT_INPUT = "1102";
export const SINGLE_CHOICE = "1103";
export const MULTIPLE_CHOICE = "1104";
export const SERVER_INITIATED = "1200";
export const CLIENT_INITIATED = "1201";
export const NEXT_MESSAGE = "1222";
export const SESSION_ABORT = "1223";
export const CLIENT_EVENT = "1224";
export const NO_END_OF_DATA = "1225";
export const GENERIC_ALERT = "1226";

// Of an Alert in data sync.
export const SYNC_NEXT_MESSAGE = "222";
export const SYNC_NO_END_OF_DATA = "223";
