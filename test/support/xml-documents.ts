import fc from "fast-check";

/** Pieces that content may have: well-formed, and with what the modes put up with in Data. */
const leaf = fc.constantFrom(
  "x",
  "]]",
  "é日😀",
  "\r\n",
  "\r",
  " \n\t",
  "\u0001",
  "\ufffe",
  "&lt;",
  "&#x1F600;",
  "&#13;",
  "<![CDATA[a]]b]]>",
  "<![CDATA[]]>",
  "<!-- é - -->",
  "<?p é ? ?>",
  "<?wbxml text base64?>AAEC<?wbxml end?>",
  "<?wbxml opaque base64?>AA==<?wbxml end?>",
);
const attribute = fc.constantFrom(
  ` a="1&amp;\r\n2"`,
  ` é='日'`,
  ` xmlns="u"`,
  ` xmlns:p="u" p:b=""`,
  ` xml:lang = "en" `,
  ` a='' b="<"`,
);
const { content } = fc.letrec<{ content: string; element: string }>((tie) => ({
  content: fc
    .array(fc.oneof({ depthSize: "small" }, leaf, tie("element")), { maxLength: 5 })
    .map((parts) => parts.join("")),
  element: fc
    .tuple(fc.constantFrom("Data", "Item", "é", "Type"), fc.uniqueArray(attribute, { maxLength: 2 }), tie("content"))
    .map(([name, attributes, inner]) => `<${name}${attributes.join("")}>${inner}</${name}>`),
}));
const prolog = fc.constantFrom(
  "",
  '<?xml version="1.0" encoding="utf-8"?>\n',
  '<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" "é">',
  "<!-- x --><!DOCTYPE SyncML [<!ELEMENT é ANY>]>\r\n",
);

/** A document as UTF-8; mostly well-formed. */
export const randomXml: fc.Arbitrary<Uint8Array> = fc
  .tuple(prolog, content, fc.constantFrom("", "\r\n", "<!-- é -->"))
  .map(
    ([head, inner, tail]) =>
      new Uint8Array(Buffer.from(`${head}<SyncML xmlns="SYNCML:SYNCML1.2"><Data>${inner}</Data>é</SyncML>${tail}`)),
  );

const change = fc.record({ at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), byte: fc.nat(255) });
const markup = fc.constantFrom(..."<>&;]-?!'\"=/ \r\n".split("").map((character) => character.charCodeAt(0)));

/** Documents with bytes changed or dropped, often to those that mean something. */
export function damaged(documents: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(documents, fc.array(fc.tuple(change, markup, fc.nat(2)), { minLength: 1, maxLength: 4 }))
    .map(([document, changes]) => {
      const bytes = [...document];
      for (const [{ at, byte }, mark, kind] of changes) {
        const index = Math.floor(at * bytes.length);
        if (kind === 0) bytes.splice(index, 1);
        else bytes[index] = kind === 1 ? byte : mark;
      }
      return Uint8Array.from(bytes);
    });
}

/** {@link randomXml}, damaged. */
export const damagedXml: fc.Arbitrary<Uint8Array> = damaged(randomXml);
