import fc from "fast-check";
import { encodeUtf8 } from "../core/utf8.ts";

/** Pieces of content: well-formed, and with what the lenient modes accept in Data. */
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

/**
 * XML documents as UTF-8, with the parts of XML that messages seldom use: comments, processing instructions, CDATA,
 * references, declared prefixes, characters accepted in Data only. They look like messages but are not.
 */
export function xmlDocuments(): fc.Arbitrary<Uint8Array> {
  return documents;
}

const documents: fc.Arbitrary<Uint8Array> = fc
  .tuple(prolog, content, fc.constantFrom("", "\r\n", "<!-- é -->"))
  .map(([head, inner, tail]) =>
    encodeUtf8(`${head}<SyncML xmlns="SYNCML:SYNCML1.2"><Data>${inner}</Data>é</SyncML>${tail}`),
  );
