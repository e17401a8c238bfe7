// What in a management tree is secret, by the names of its nodes. Too much hidden is a nuisance in a log; too little is a leak.

/** Secret wherever they appear in a name: `AAuthSecret`, `PXAUTH-PW`, `WPAPassphrase`, `PresharedKey`. */
const secretParts =
  /AAuth(?:Secret|Data)|AuthSecret|PXAUTH-PW|NAPAUTH|Secret|Pass-?_?(?:word|wd|code|phrase)|PSK|Pre-?_?Shared|Private-?_?Key|WEP-?_?Key|[-_]PW(?![a-z])/i;
/** Secret as whole names. */
const secretNames = /^(?:(?:USER|NETW|.*[-_])?PIN|PUK|PW|PWD|IMSI)$/i;
/** The same, and the parts above, as words of a document. */
const secretWords = /(?<![\w.-])(?:PIN|USERPIN|NETWPIN|PUK|PW|PWD|IMSI)(?![\w.-])/i;
/** Nodes that say which device it is. */
const identityNames = /^(?:DevId|IMEI|MEID|ESN|UUID|Serial(?:No|Number)?)$/i;

/** Names of an address, without its query. */
function namesOf(uri: string): string[] {
  return unescaped(uri.replace(/\?.*$/s, "")).split("/");
}

/** Percent escapes resolved, where they are right. */
function unescaped(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri.replace(/%([0-7][0-9a-f])/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  }
}

/**
 * Whether the data at an address must never be seen, nor that of anything below it: passwords, keys, PINs. It goes by names
 * (`AAuthSecret`, `AAuthData`, `PXAUTH-PW`, `AUTHSECRET`, `Password`, `PSK` and their like), in any case, as `?prop=` or not.
 */
export function isSecretUri(uri: string): boolean {
  return namesOf(uri).some((name) => secretParts.test(name) || secretNames.test(name.trim()));
}

/** Whether the data at an address identifies the device. */
export function isIdentityUri(uri: string): boolean {
  return identityNames.test(namesOf(uri).at(-1)?.trim() ?? "");
}

/** Whether a text, such as a serialised tree or a provisioning document, names anything secret. */
export function namesSecret(text: string): boolean {
  return secretParts.test(text) || secretWords.test(text);
}
