import fc from "fast-check";
import { encode } from "../codec/encode.ts";
import { messages } from "./messages.ts";

const declaration = / xmlns=["']([^"']*)["']/g;

/** What senders do with a declaration: leave it out, misspell it, or use the namespace of something else. */
const spoiltDeclarations: readonly ((namespace: string) => string)[] = [
  (namespace) => ` xmlns="${namespace}"`,
  () => "",
  (namespace) => ` xmlns="${namespace.toLowerCase()}"`,
  (namespace) => ` xmlns="${namespace.toUpperCase()}"`,
  (namespace) => ` xmlns="${namespace.replace(/[\d.]*$/, "1.1")}"`,
  (namespace) => ` xmlns="${namespace.replace(/[\d.]+$/, "")}"`,
  () => ` xmlns=""`,
  () => ` xmlns="syncml:metinf"`,
  () => ` xmlns="SYNCML:SYNCML1.2"`,
];

/**
 * Messages as XML whose namespaces are missing, in another case, of another version, or of something else: the same way
 * throughout, or differently from one declaration to the next.
 */
export function spoiltMessages(): fc.Arbitrary<string> {
  return spoilt;
}

const version = fc.constantFrom("1.0" as const, "1.1" as const, "1.2" as const);
const written = version
  .chain((said) => messages({ version: said }))
  .map((message) => encode(message, { format: "xml", output: "string" }));
const choices = fc.oneof(
  fc.constant([1]),
  fc.array(fc.nat(spoiltDeclarations.length - 1), { minLength: 1, maxLength: 6 }),
);
const spoilt = fc.tuple(written, choices).map(([xml, chosen]) => {
  let at = 0;
  return xml.replace(declaration, (_, namespace: string) => {
    const spoil = spoiltDeclarations[chosen[at++ % chosen.length] as number] as (namespace: string) => string;
    return spoil(namespace);
  });
});

/** An element of a payload, and the namespace it declares, if any. */
export interface PayloadElement {
  readonly local: string;
  readonly declared: string | undefined;
  readonly content: readonly (PayloadElement | string)[];
}

/** Common names, which payloads use too. */
const names = ["config", "Type", "Item", "Meta", "Format", "Data", "Next", "DevInf", "VerDTD", "MgmtTree", "Property"];
const namespaces = ["", "urn:x", "syncml:metinf", "SYNCML:SYNCML1.1", "SYNCML:SYNCML1.2", "SYNCML:DEVINF"];
const declared = fc.option(fc.constantFrom(...namespaces), { nil: undefined, freq: 1 });
const { element } = fc.letrec<{ element: PayloadElement }>((tie) => ({
  element: fc.record({
    local: fc.constantFrom(...names),
    declared,
    content: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<string[]>([], ["x"]),
      fc.array(tie("element"), { minLength: 1, maxLength: 3 }),
    ),
  }),
}));

/** Markup for Data that is not a document of the standard, even if its names resemble one. */
export function payloads(): fc.Arbitrary<PayloadElement> {
  return payload;
}

const payload = fc.oneof(
  fc.tuple(element, fc.constantFrom("config", "Type", "Item", "Property")).map(([root, local]) => ({ ...root, local })),
  fc.tuple(element, fc.constantFrom("", "urn:x")).map(([root, namespace]) => ({ ...root, declared: namespace })),
);

/** A payload as XML. */
export function payloadText({ local, declared: namespace, content }: PayloadElement): string {
  const start = namespace === undefined ? local : `${local} xmlns="${namespace}"`;
  return `<${start}>${content.map((part) => (typeof part === "string" ? part : payloadText(part))).join("")}</${local}>`;
}
