import { isIdentityUri, isSecretUri } from "../../dm/secret-uri.ts";
import type { SecretClass, Secrets } from "./secrets.ts";

// Serialised trees and provisioning documents are looked through as text: they come inside data, damaged, escaped, and in pieces.

const parameter = /<parm\b([^>]*)>/gi;
const nodeName = /<(?:[\w.-]+:)?NodeName\b[^>]*>([^<]*)<\/(?:[\w.-]+:)?NodeName\s*>/gi;
const nodeValue = /<(?:[\w.-]+:)?Value\b[^>]*>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))/i;
const simple = /<(?:[\w.-]+:)?([\w.-]+)\b[^>]*>([^<>]+)<\//g;
/** User names in provisioning documents and account objects. */
const userNames = /^(?:AAuthName|PXAUTH-ID|AuthName|AAUTHNAME|UserName)$/i;

/** Takes what is secret in a piece of XML by the names around it. */
export function findInMarkup(text: string, secrets: Secrets): void {
  for (const [, attributes = ""] of text.matchAll(parameter)) {
    const name = attribute(attributes, "name");
    const value = attribute(attributes, "value");
    if (name !== undefined && value !== undefined) addNamed(name, value, secrets);
  }
  const names = [...text.matchAll(nodeName)];
  for (const [index, match] of names.entries()) {
    const start = match.index + match[0].length;
    const end = names[index + 1]?.index ?? text.length;
    const [, marked, plain] = nodeValue.exec(text.slice(start, end)) ?? [];
    const value = marked ?? (plain === undefined ? undefined : unescaped(plain));
    if (value !== undefined) addNamed(match[1] as string, value, secrets);
  }
  for (const [, name = "", value = ""] of text.matchAll(simple)) {
    if (name !== "NodeName") addNamed(name, unescaped(value), secrets);
  }
}

/** The class of what is at an address or has a name; `undefined` if it is no secret. */
export function classOfNamed(name: string): SecretClass | undefined {
  if (/(?:^|\/)IMSI$/i.test(name)) return "subscriber";
  if (isIdentityUri(name)) return "device";
  if (isSecretUri(name)) return "secret";
  return userNames.test(name.trim().split("/").at(-1) as string) ? "user" : undefined;
}

function addNamed(name: string, value: string, secrets: Secrets): void {
  const of = classOfNamed(name);
  if (of !== undefined) secrets.add(of, value);
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "i").exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : unescaped(value);
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Character references resolved. */
function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] as string) : whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
