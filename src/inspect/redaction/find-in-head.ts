import type { Payload } from "../../capture/model.ts";
import { decodeBase64 } from "../../core/base64.ts";
import { octetsOfHex } from "../../core/hex-digit.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import type { Secrets } from "./secrets.ts";

const MAC = /\bMAC\s*=\s*"?([\da-f]{8,})/i;
const SHORT_TOKEN = 8;

/** Takes what is secret in the head of a message, and in its peers. */
export function findInHead({ head, contentType, from, to }: Payload, secrets: Secrets): void {
  for (const [name, value] of head?.headers ?? []) findInHeader(name.toLowerCase(), value, secrets);
  addMac(contentType ?? "", secrets);
  for (const address of [from?.address, to?.address]) {
    if (address !== undefined && /^\+?\d{6,}$/.test(address)) secrets.add("subscriber", address.replace("+", ""));
  }
  if (head?.target !== undefined) findInUrl(head.target, secrets);
}

/** Takes user information and the long values of a query, which identify a session. */
export function findInUrl(url: string, secrets: Secrets): void {
  const [, information] = /^[a-z][\w+.-]*:\/\/([^/?#@]*)@/i.exec(url) ?? [];
  if (information !== undefined) addPair(resolved(information), secrets);
  const [, query = ""] = /\?([^#]*)/.exec(url) ?? [];
  for (const field of query.split(/[&;]/)) {
    const value = resolved(field.slice(field.indexOf("=") + 1));
    if (value.length >= SHORT_TOKEN) secrets.add("token", value);
  }
}

/** Takes user and password of basic credentials. */
export function addPair(pair: string, secrets: Secrets): void {
  const colon = pair.indexOf(":");
  if (colon < 0) secrets.add("credential", pair);
  else {
    secrets.add("secret", pair.slice(colon + 1));
    secrets.add("user", pair.slice(0, colon));
  }
}

function findInHeader(name: string, value: string, secrets: Secrets): void {
  switch (name) {
    case "authorization":
    case "proxy-authorization":
      findInAuthorization(value, secrets);
      break;
    case "cookie":
    case "set-cookie":
      for (const field of value.split(name === "cookie" ? ";" : /;.*/s)) {
        if (field.includes("=")) secrets.add("token", unquoted(field.slice(field.indexOf("=") + 1)));
      }
      break;
    case "x-syncml-hmac":
      for (const [, of = "", given = ""] of value.matchAll(/\b(username|mac)\s*=\s*("[^"]*"|[^,\s]*)/gi)) {
        if (of.toLowerCase() === "username") secrets.add("user", unquoted(given));
        else secrets.add("credential", decodeBase64(unquoted(given)) ?? unquoted(given));
      }
      break;
    case "content-type":
      addMac(value, secrets);
      break;
    default:
      if (/(?:^|-)(?:token|auth|secret|password|api-?key|session)(?:$|-)/.test(name)) secrets.add("token", value);
      if (name === "location" || name === "referer") findInUrl(value, secrets);
  }
}

function findInAuthorization(value: string, secrets: Secrets): void {
  const [, scheme = "", rest = ""] = /^\s*([\w-]+)\s+(.*)$/s.exec(value) ?? [];
  if (/^basic$/i.test(scheme)) {
    const octets = decodeBase64(rest.trim());
    if (octets === undefined) secrets.add("credential", rest);
    else addPair(decodeUtf8Lossy(octets, 0, octets.length), secrets);
    return;
  }
  const parameters = [...rest.matchAll(/\b([\w-]+)\s*=\s*("[^"]*"|[^,\s"]+)/g)];
  if (!/^digest$/i.test(scheme) || parameters.length === 0) {
    secrets.add("credential", rest === "" ? value : rest);
    return;
  }
  for (const [, name = "", given = ""] of parameters) {
    if (/^username$/i.test(name)) secrets.add("user", unquoted(given));
    else if (/^c?nonce$/i.test(name)) secrets.add("nonce", unquoted(given));
    else if (/^response$/i.test(name)) secrets.add("credential", octetsOfHexText(unquoted(given)));
  }
}

function addMac(contentType: string, secrets: Secrets): void {
  const [, digits] = MAC.exec(contentType) ?? [];
  if (digits !== undefined) secrets.add("credential", octetsOfHexText(digits));
}

function octetsOfHexText(digits: string): Uint8Array | string {
  return /^(?:[\da-f]{2})+$/i.test(digits) ? octetsOfHex(digits) : digits;
}

function unquoted(value: string): string {
  return value.trim().replace(/^"(.*)"$/s, "$1");
}

function resolved(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
