import type { Capture, CaptureDiagnostic, Exchange, Payload, Peer } from "../../capture/model.ts";
import { convert } from "../../codec/convert.ts";
import { decodePartial } from "../../codec/decode.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { checkOptions, listOfStrings, optionChecks } from "../../core/options.ts";
import { decodeUtf8Lossy, encodeUtf8 } from "../../core/utf8.ts";
import { provisioning10 } from "../../vocabulary/wap/provisioning-1.0.ts";
import { withStandard } from "../../vocabulary/wap/with-standard.ts";
import { findInHead, findInUrl } from "./find-in-head.ts";
import { findInMarkup } from "./find-in-markup.ts";
import { findInDocument } from "./find-in-message.ts";
import { SecretReplacer } from "./replace-secrets.ts";
import { type SecretClass, Secrets, secretClasses } from "./secrets.ts";

/** What is replaced. */
export interface RedactOptions {
  /** Classes that are replaced; values of others stay as they are. Default: all. */
  readonly classes?: readonly SecretClass[];
}

/** Something that was replaced. */
export interface Redaction {
  /** What kind of secret it was. */
  readonly class: SecretClass;
  /** Index of the exchange. */
  readonly exchange: number;
  /** Which message of the exchange. */
  readonly side: "request" | "response" | "both";
  /** `body`, `url`, `target`, `content type`, `peer`, or the name of a header. */
  readonly where: string;
  /** Offset in the body, or in the octets of the value, of the text that was replaced; of one inside an encoding, of the encoded run. */
  readonly offset: number;
  /** In octets, at that place. */
  readonly length: number;
}

/** A capture without secrets, and what was replaced in it. */
export interface RedactedCapture {
  /** The capture without them. */
  readonly capture: Capture;
  /** What was replaced. */
  readonly replaced: readonly Redaction[];
}

const checks = optionChecks({ classes: listOfStrings });
const vocabularies = withStandard(provisioning10);
const START_OCTETS = 4;

/**
 * A copy of a capture for others to see. Passwords, credentials, nonces, MACs, user names, identifiers of devices and subscribers, and what identifies a session are
 * found where messages and heads have them, and then replaced wherever they appear: as they are, in base64, hexadecimal digits, percent escapes and character references, also inside each
 * other. What replaces a value is as long and of the same kinds of characters, and the same in all places, so that messages decode as before; of a device's identifier the last
 * four characters stay. Values of fewer than four octets stay, and so does what cannot be decoded, unless it is known from elsewhere. Digests and MACs do not fit any more.
 *
 * @throws {TypeError} if an option is of the wrong type.
 * @throws {RangeError} if a class is none.
 */
export function redact(capture: Capture, options: RedactOptions = {}): RedactedCapture {
  checkOptions(options, checks);
  const { classes = secretClasses } = options;
  const unknown = classes.find((one) => !secretClasses.includes(one));
  if (unknown !== undefined) {
    throw new RangeError(`option classes has ${JSON.stringify(unknown)}, which is none of ${secretClasses.join(", ")}`);
  }
  const secrets = new Secrets(new Set(classes));
  for (const { url, request, response } of capture.exchanges) {
    if (url !== undefined) findInUrl(url, secrets);
    for (const payload of [request, response]) if (payload !== undefined) findInPayload(payload, secrets);
  }
  const redactor = new Redactor(new SecretReplacer(secrets));
  const exchanges = capture.exchanges.map((exchange) => redactor.exchange(exchange));
  const { because, diagnostics } = capture;
  // Both may quote the file.
  const said = { because: redactor.remark(because), diagnostics: redactor.remarks(diagnostics) };
  return { capture: { ...capture, exchanges, ...said }, replaced: redactor.replaced };
}

function findInPayload(payload: Payload, secrets: Secrets): void {
  findInHead(payload, secrets);
  const { bytes } = payload;
  if (bytes.length < START_OCTETS) return;
  const { document } = decodePartial(bytes);
  if (document !== undefined) findInDocument(document, secrets);
  findInMarkup(document === undefined ? markupOf(bytes) : decodeUtf8Lossy(bytes, 0, bytes.length), secrets);
}

/** A document of another language as XML; what is no document as text. */
function markupOf(bytes: Uint8Array): string {
  try {
    return convert(bytes, { to: "xml", vocabularies });
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return decodeUtf8Lossy(bytes, 0, bytes.length);
  }
}

/** Replaces secrets in exchanges, and keeps a list. */
class Redactor {
  readonly replaced: Redaction[] = [];
  private readonly replacer: SecretReplacer;

  constructor(replacer: SecretReplacer) {
    this.replacer = replacer;
  }

  exchange({ request, response, url, ...rest }: Exchange): Exchange {
    const { index } = rest;
    return {
      ...rest,
      ...(url === undefined ? {} : { url: this.text(url, index, "both", "url") }),
      ...(request === undefined ? {} : { request: this.payload(request, index, "request") }),
      ...(response === undefined ? {} : { response: this.payload(response, index, "response") }),
    };
  }

  private payload(payload: Payload, index: number, side: "request" | "response"): Payload {
    const { bytes, head, from, to, contentType, diagnostics } = payload;
    const text = (value: string, where: string) => this.text(value, index, side, where);
    const peer = (one: Peer): Peer => ({ ...one, address: text(one.address, "peer") });
    return {
      ...payload,
      bytes: this.octets(bytes, index, side, "body"),
      diagnostics: this.remarks(diagnostics),
      ...(from === undefined ? {} : { from: peer(from) }),
      ...(to === undefined ? {} : { to: peer(to) }),
      ...(contentType === undefined ? {} : { contentType: text(contentType, "content type") }),
      ...(head === undefined
        ? {}
        : {
            head: {
              ...head,
              ...(head.target === undefined ? {} : { target: text(head.target, "target") }),
              ...(head.reason === undefined ? {} : { reason: text(head.reason, "reason") }),
              headers: head.headers.map(([name, value]) => [name, text(value, name)] as const),
            },
          }),
    };
  }

  private text(value: string, index: number, side: Redaction["side"], where: string): string {
    const octets = encodeUtf8(value);
    const replaced = this.octets(octets, index, side, where);
    return replaced === octets ? value : decodeUtf8Lossy(replaced, 0, replaced.length);
  }

  /** What a reader said of the file: not traffic, so it is not in the list. */
  remark(text: string): string {
    const octets = encodeUtf8(text);
    const replaced = this.replacer.replace(octets, () => {});
    return replaced === octets ? text : decodeUtf8Lossy(replaced, 0, replaced.length);
  }

  remarks(diagnostics: readonly CaptureDiagnostic[]): CaptureDiagnostic[] {
    return diagnostics.map((diagnostic) => ({ ...diagnostic, message: this.remark(diagnostic.message) }));
  }

  private octets(bytes: Uint8Array, exchange: number, side: Redaction["side"], where: string): Uint8Array {
    // One place may be read in several ways, each of which finds it.
    const found = new Map<string, Redaction>();
    const replaced = this.replacer.replace(bytes, ({ secret, offset, length }) => {
      const redaction = { class: secret.class, exchange, side, where, offset, length };
      found.set(`${secret.class} ${offset} ${length}`, redaction);
    });
    for (const one of [...found.values()].sort((a, b) => a.offset - b.offset)) this.replaced.push(one);
    return replaced;
  }
}
