// XML of the fixtures, generated from a random sequence.
import { between, characters, oneOf, type Random } from "./random.ts";

const DIGITS = "0123456789";
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BASE64 = `${LETTERS}${DIGITS}+/`;
const OBJECT_BYTES = 4 * 1024 * 1024;
const TEXT_COMMANDS = 200;

export const metinf = (name: string, value: string) => `<${name} xmlns="syncml:metinf">${value}</${name}>`;
export const inMeta = (format: string, type: string) =>
  `<Meta>${metinf("Format", format)}${metinf("Type", type)}</Meta>`;
export const locUri = (side: string, uri: string) => `<${side}><LocURI>${uri}</LocURI></${side}>`;

export function document(random: Random, body: string, credentials = ""): string {
  const session = characters(random, DIGITS, 6);
  return (
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>` +
    `<SessionID>${session}</SessionID><MsgID>1</MsgID>${locUri("Target", "https://dm.example/session")}` +
    `${locUri("Source", `IMEI:${characters(random, DIGITS, 15)}`)}${credentials}` +
    `<Meta>${metinf("MaxMsgSize", "16384")}</Meta></SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`
  );
}

/** Package 1 of a device management session: about 1.2 KB. */
export function packageOne(random: Random): string {
  const credentials = `<Cred>${inMeta("b64", "syncml:auth-md5")}<Data>${characters(random, BASE64, 22)}==</Data></Cred>`;
  const items = [
    ["DevId", `IMEI:${characters(random, DIGITS, 15)}`],
    ["Man", characters(random, LETTERS, 8)],
    ["Mod", characters(random, LETTERS, 10)],
    ["DmV", "1.2"],
    ["Lang", oneOf(random, ["en", "de-AT", "pt-BR"])],
  ].map(([node, value]) => `<Item>${locUri("Source", `./DevInfo/${node}`)}<Data>${value}</Data></Item>`);
  return document(
    random,
    `<Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Replace><CmdID>2</CmdID>${items.join("")}</Replace>`,
    credentials,
  );
}

const folders = [
  "./Vendor/Example/Settings",
  "./DevDetail/Ext",
  "./SCM/Inventory/Deployed",
  "./AP/Internet/NAPAuthInfo",
];
const nodes = ["Enabled", "Address", "Name", "Timeout", "ServerURL", "PackageVersion", "State"];

function value(random: Random): [format: string, data: string] {
  switch (between(random, 0, 3)) {
    case 0:
      return ["int", String(between(random, 0, 86_400))];
    case 1:
      return ["bool", oneOf(random, ["true", "false"])];
    default:
      return ["chr", Array.from({ length: between(random, 1, 9) }, () => word(random)).join(" ")];
  }
}

function word(random: Random): string {
  return characters(random, LETTERS, between(random, 3, 9));
}

export function command(random: Random, id: number): string {
  const uri = `${oneOf(random, folders)}/${characters(random, LETTERS, between(random, 4, 10))}/${oneOf(random, nodes)}`;
  const [format, data] = value(random);
  switch (between(random, 0, 3)) {
    case 0:
      return `<Get><CmdID>${id}</CmdID><Item>${locUri("Target", uri)}</Item></Get>`;
    case 1:
      return (
        `<Status><CmdID>${id}</CmdID><MsgRef>1</MsgRef><CmdRef>${id + 1}</CmdRef><Cmd>Replace</Cmd>` +
        `<TargetRef>${uri}</TargetRef><Data>${oneOf(random, ["200", "212", "404"])}</Data></Status>`
      );
    case 2:
      return (
        `<Results><CmdID>${id}</CmdID><MsgRef>1</MsgRef><CmdRef>${id + 1}</CmdRef>` +
        `<Item>${locUri("Source", uri)}${inMeta(format, "text/plain")}<Data>${data}</Data></Item></Results>`
      );
    default:
      return (
        `<Replace><CmdID>${id}</CmdID>` +
        `<Item>${locUri("Target", uri)}${inMeta(format, "text/plain")}<Data>${data}</Data></Item></Replace>`
      );
  }
}

/** Replace, Get, Status and Results, enough for a document of about `byteLength` bytes. */
export function commands(random: Random, byteLength: number): string {
  const parts: string[] = [];
  let length = document(random, "").length;
  while (length < byteLength) {
    const part = command(random, parts.length + 1);
    parts.push(part);
    length += part.length;
  }
  return document(random, parts.join(""));
}

/** One Add with 4 MB of base64. */
export function largeObject(random: Random): string {
  // Repeats one random block: the characters do not matter, and four million random ones take long.
  const block = characters(random, BASE64, 4096);
  const item = `${locUri("Target", "./Vendor/Example/Firmware/Data")}${inMeta("b64", "application/octet-stream")}`;
  const data = block.repeat(OBJECT_BYTES / block.length);
  return document(random, `<Add><CmdID>1</CmdID><Item>${item}<Data>${data}</Data></Item></Add>`);
}

const scripts = [
  "Straße über",
  "Żółć gęślą",
  "Мой телефон",
  "設定データ",
  "ข้อความ",
  "📱 ok",
  "plain words",
  "naïve café",
];
const references = ["&amp;", "&lt;", "&gt;", "&quot;", "&#233;", "&#x1F4F1;"];

function fragment(random: Random): string {
  return between(random, 0, 5) === 0 ? oneOf(random, references) : `${oneOf(random, scripts)} ${word(random)} `;
}

// A value is entirely CDATA or not at all: the C library refuses text before a section.
function multiByteValue(random: Random): string {
  const fragments = Array.from({ length: between(random, 20, 80) }, () => fragment(random)).join("");
  return between(random, 0, 2) === 0 ? `<![CDATA[${fragments}]]>` : fragments;
}

/** 200 Replace commands whose values are multi-byte characters with references, or with the same characters in CDATA. */
export function multiByteText(random: Random): string {
  const parts = Array.from({ length: TEXT_COMMANDS }, (_, index) => {
    const meta = inMeta("chr", "text/plain");
    const item = `${locUri("Target", `./Contacts/${index}`)}${meta}<Data>${multiByteValue(random)}</Data>`;
    return `<Replace><CmdID>${index + 1}</CmdID><Item>${item}</Item></Replace>`;
  });
  return document(random, parts.join(""));
}

/** `depth` nested elements. */
export function nested(random: Random, depth: number): string {
  return document(random, "<Atomic><CmdID>1</CmdID>".repeat(depth) + "</Atomic>".repeat(depth));
}
