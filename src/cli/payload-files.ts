import type { Payload, Peer } from "../capture/model.ts";
import { decodeText } from "../capture/text/decode-text.ts";
import { beginsMarkup, beginsWbxml } from "../capture/text/document-start.ts";

const START_BYTES = 256;
const DIGITS = 3;

/** Before the fields of an entry of a manifest, before what is in its peers, and before what is in each of those. */
export const IN_ENTRY = "\n      ";
const IN_PEERS = "\n        ";
const IN_PEER = "\n          ";

/**
 * What a manifest says of a payload besides its names and its place, as JSON without the braces around it. `sha256` is that of its
 * octets, `url` where its exchange went, if this is the payload that tells it.
 */
export function manifestFields(payload: Payload, sha256: string, url: string | undefined): string {
  const { bytes, gaps, direction, contentType = "", time, from, to, head: { method, status } = {} } = payload;
  // Written for each message: `JSON.stringify` takes thrice as long where it indents.
  const fields = [`"direction": "${direction}"`];
  if (method !== undefined) fields.push(`"method": ${JSON.stringify(method)}`);
  if (url !== undefined) fields.push(`"url": ${JSON.stringify(url)}`);
  if (status !== undefined) fields.push(`"status": ${status}`);
  fields.push(
    `"contentType": ${JSON.stringify(contentType)}`,
    `"bytes": ${bytes.length}`,
    `"sha256": "${sha256}"`,
    ...(time === undefined ? [] : [`"time": "${new Date(time).toISOString()}"`]),
    `"peers": ${peersText(from, to)}`,
    `"gaps": ${gaps.length === 0 ? "[]" : JSON.stringify(gaps, undefined, 2).replaceAll("\n", IN_ENTRY)}`,
  );
  return IN_ENTRY + fields.join(`,${IN_ENTRY}`);
}

function peersText(from: Peer | undefined, to: Peer | undefined): string {
  if (from === undefined && to === undefined) return "{}";
  const first = from === undefined ? "" : `${IN_PEERS}"from": ${peerText(from)}`;
  const second = to === undefined ? "" : `${IN_PEERS}"to": ${peerText(to)}`;
  return `{${first}${first !== "" && second !== "" ? "," : ""}${second}${IN_ENTRY}}`;
}

function peerText({ address, port }: Peer): string {
  const last = port === undefined ? "" : `,${IN_PEER}"port": ${port}`;
  return `{${IN_PEER}"address": ${JSON.stringify(address)}${last}${IN_PEERS}}`;
}

/** By content; the type that the carrier names may be wrong, and has no say in the name of a file. */
export function extensionOf({ bytes }: Payload): string {
  if (beginsWbxml(bytes)) return "wbxml";
  const text = decodeText(bytes.subarray(0, START_BYTES));
  if (beginsMarkup(text)) return "xml";
  return /^\s*[[{]/.test(text) ? "json" : "bin";
}

/** `001`, so that names sort as the exchanges. */
export function numbered(index: number): string {
  return String(index).padStart(DIGITS, "0");
}
