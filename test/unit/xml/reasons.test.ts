import { expect, test } from "vitest";
import { readXml, strict } from "../../support/xml-log.ts";

/** Code, place and reason of what is wrong with a document, the same however it is cut. */
function faultOf(document: string, options: Parameters<typeof readXml>[1] = {}): string | undefined {
  const { error } = readXml(new TextEncoder().encode(document), { ...strict, ...options });
  return error && `${error.code} at ${error.offset} (${error.line}:${error.column}) in ${error.path}: ${error.reason}`;
}

test.each([
  ["<a", "truncated-input at 2 (1:3) in : input ended inside a tag"],
  ["<a>", "truncated-input at 3 (1:4) in /a: input ended inside an element"],
  ["<a>é&am", "truncated-input at 8 (1:8) in /a: input ended inside a reference"],
  ["<a><![CDA", "truncated-input at 9 (1:10) in /a: input ended inside a CDATA section"],
  ["<a><![CDATA[x]", "truncated-input at 14 (1:15) in /a: input ended inside a CDATA section"],
  ["<!-", "truncated-input at 3 (1:4) in : input ended inside a comment"],
  ["<!-- x -", "truncated-input at 8 (1:9) in : input ended inside a comment"],
  ["<!-- x --", "truncated-input at 9 (1:10) in : input ended inside a comment"],
  ["<?x", "truncated-input at 3 (1:4) in : input ended inside a processing instruction"],
  ["<?x ", "truncated-input at 4 (1:5) in : input ended inside a processing instruction"],
  ["<?x y?", "truncated-input at 6 (1:7) in : input ended inside a processing instruction"],
  ["<!DOC", "truncated-input at 5 (1:6) in : input ended inside the document type declaration"],
  ["<!DOCTYPE a [", "truncated-input at 13 (1:14) in : input ended inside the document type declaration"],
  ["<a><", "truncated-input at 4 (1:5) in /a: input ended inside a tag"],
  ["<a b='", "truncated-input at 6 (1:7) in : input ended inside a tag"],
  ["<a><b/></a", "truncated-input at 10 (1:11) in /a: input ended inside a tag"],
  ["", "truncated-input at 0 (1:1) in : input ended before the root element"],
  [" ", "truncated-input at 1 (1:2) in : input ended before the root element"],
  ["<a/><!--", "truncated-input at 8 (1:9) in : input ended inside a comment"],
])("a document cut short: %j", (document, fault) => {
  expect(faultOf(document)).toBe(fault);
});

test.each([
  ["<a>]]></a>", "not-well-formed at 5 (1:6) in /a: ]]> in text"],
  ["<a>x]]>", "not-well-formed at 6 (1:7) in /a: ]]> in text"],
  ["</a>", "not-well-formed at 1 (1:2) in : end tag outside the root element"],
  ["<a/><b/>", "not-well-formed at 4 (1:5) in : a second root element"],
  ["<a/>x", "not-well-formed at 4 (1:5) in : x outside the root element"],
  ["<a/>\u0001", "not-well-formed at 4 (1:5) in : byte 0x01 outside the root element"],
  ["<a><\u0001", "not-well-formed at 4 (1:5) in /a: byte 0x01 after <"],
  ["<1a/>", 'not-well-formed at 0 (1:1) in : "1a" is no qualified name'],
  ["< a/>", "not-well-formed at 1 (1:2) in : byte 0x20 after <"],
  ["<a =''/>", "not-well-formed at 3 (1:4) in : = in a tag"],
  ["</ >", "not-well-formed at 1 (1:2) in : end tag outside the root element"],
  ["<a></ a>", "not-well-formed at 5 (1:6) in /a: byte 0x20 where a name is due"],
  ["<a b=''c=''/>", "not-well-formed at 7 (1:8) in : white space is due before an attribute"],
  ["<a b c=''/>", "not-well-formed at 5 (1:6) in : = is due after an attribute name"],
  ["<a b=c/>", "not-well-formed at 5 (1:6) in : an attribute value is due in quotes"],
  ["<a b='<'/>", "not-well-formed at 6 (1:7) in : < in an attribute value"],
  ["<a / >", "not-well-formed at 4 (1:5) in : > is due after /"],
  ["<a></a b>", "not-well-formed at 7 (1:8) in : b in an end tag"],
  ["<a></b>", "not-well-formed at 3 (1:4) in /a: end tag of b where that of a is due"],
  ["<!a>", "not-well-formed at 2 (1:3) in : a after <!"],
  ["<![CDATA[x]]>", "not-well-formed at 2 (1:3) in : [ after <!"],
  ["<a><![CDAT[x]]></a>", "not-well-formed at 10 (1:11) in /a: [ after <!"],
  ["<!-x-><a/>", "not-well-formed at 3 (1:4) in : a comment begins with <!--"],
  ["<!-- -- --><a/>", "not-well-formed at 7 (1:8) in : -- inside a comment"],
  ["<a\u0006/>", "not-well-formed at 2 (1:3) in : byte 0x06 in a tag"],
  ["<a b='' b=''/>", "not-well-formed at 8 (1:9) in : attribute b is given twice"],
])("tags, comments and text: %j", (document, fault) => {
  expect(faultOf(document)).toBe(fault);
});

test.each([
  ["<a><!DOCTYPE a></a>", "not-well-formed at 5 (1:6) in /a: D after <!"],
  ["<a/><!DOCTYPE a>", "not-well-formed at 6 (1:7) in : D after <!"],
  ["<!DOCTYPE a><!DOCTYPE a><a/>", "not-well-formed at 14 (1:15) in : D after <!"],
  ["<!DOCTYPE a\u0005><a/>", "invalid-character at 11 (1:12) in : U+0005 is no XML character"],
  ["<!DOCTYPEa><a/>", "not-well-formed at 9 (1:10) in : white space is due after DOCTYPE"],
  ["<!DOCTYPE a'><a/>", 'not-well-formed at 12 (1:13) in : "a\'" is no qualified name'],
  ["<!DOCTYPE a x><a/>", "not-well-formed at 13 (1:14) in : a keyword is due"],
  ["<!DOCTYPE a SYSTEM><a/>", "not-well-formed at 18 (1:19) in : a keyword is due"],
  ["<!DOCTYPE a SYSTEM x><a/>", "not-well-formed at 19 (1:20) in : a system identifier is due"],
  ["<!DOCTYPE a PUBLIC x><a/>", "not-well-formed at 19 (1:20) in : a public identifier is due"],
  [
    "<!DOCTYPE a PUBLIC 'x''y'><a/>",
    "not-well-formed at 22 (1:23) in : a system identifier is due after the public one",
  ],
  ["<!DOCTYPE a PUBLIC 'x' y><a/>", "not-well-formed at 23 (1:24) in : a system identifier is due"],
  ["<!DOCTYPE a PUBLIC '{' 'y'><a/>", "not-well-formed at 20 (1:21) in : character that no public identifier may have"],
  ["<!DOCTYPE a PUBLIC 'é' 'y'><a/>", "not-well-formed at 20 (1:21) in : character that no public identifier may have"],
  ["<!DOCTYPE a SYSTEM 'y' z><a/>", "not-well-formed at 23 (1:24) in : the document type declaration should end"],
  ["<!DOCTYPE a [] x><a/>", "not-well-formed at 15 (1:16) in : the document type declaration should end"],
  ["<!DOCTYPE a [x]><a/>", "not-well-formed at 13 (1:14) in : a declaration is due"],
  ["<!DOCTYPE a [%x;]><a/>", "entity-declaration at 13 (1:14) in : internal subset uses a parameter entity"],
  ["<!DOCTYPE a [<x>]><a/>", "not-well-formed at 14 (1:15) in : a declaration is due"],
  ["<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "entity-declaration at 13 (1:14) in : internal subset declares an entity"],
  ["<!DOCTYPE a [<!-x->]><a/>", "not-well-formed at 16 (1:17) in : a comment begins with <!--"],
  ["<!DOCTYPE a [<!FOO x>]><a/>", "not-well-formed at 18 (1:19) in : there is no declaration FOO"],
  ["<!DOCTYPE a [<!ELEMENT %x;>]><a/>", "entity-declaration at 23 (1:24) in : internal subset uses a parameter entity"],
  ["<!DOCTYPE a [<!ELEMENT <]><a/>", "not-well-formed at 23 (1:24) in : the declaration should end"],
  ["<!DOCTYPE a [<!>]><a/>", "not-well-formed at 15 (1:16) in : a keyword is due"],
  ["<!DOCTYPE a [<!ELEMENT>]><a/>", "not-well-formed at 22 (1:23) in : a keyword is due"],
  ["<!DOCTYPE a [<!-- -- x]><a/>", "not-well-formed at 20 (1:21) in : -- inside a comment"],
  ["<!DOCTYPE a [<!ABCDEFGHIJKLMNOPQRST x>]><a/>", "not-well-formed at 31 (1:32) in : a keyword is due"],
  ["<!DOCTYPE a:b:c><a/>", 'not-well-formed at 15 (1:16) in : "a:b:c" is no qualified name'],
])("a document type declaration: %j", (document, fault) => {
  expect(faultOf(document)).toBe(fault);
});

test.each([
  ["<?x(?><a/>", "not-well-formed at 3 (1:4) in : white space is due after the target"],
  ["<?x?y><a/>", "not-well-formed at 4 (1:5) in : > is due after ?"],
  ["<?xml x?><a/>", "not-well-formed at 5 (1:6) in : XML declaration does not begin with a version 1.x"],
  [
    "<!----><?xml version='1.0'?><a/>",
    "not-well-formed at 7 (1:8) in : <?xml is allowed only at the start of the document",
  ],
  ["<?XmL y?><a/>", "not-well-formed at 0 (1:1) in : <?XmL is allowed only at the start of the document"],
  ["<?a:b?><a/>", 'not-well-formed at 0 (1:1) in : "a:b" cannot be the target of an instruction'],
  ["<? a?><a/>", "not-well-formed at 2 (1:3) in : byte 0x20 where a name is due"],
  ["<?x \u0004?><a/>", "invalid-character at 4 (1:5) in : U+0004 is no XML character"],
  ["<?xml version='2.0'?><a/>", "not-well-formed at 5 (1:6) in : XML declaration does not begin with a version 1.x"],
  [
    "<?xml version='1.0' x?><a/>",
    "not-well-formed at 19 (1:20) in : XML declaration has more or other than version, encoding and standalone",
  ],
  [
    "<?xml version='1.0' standalone='maybe'?><a/>",
    "not-well-formed at 19 (1:20) in : XML declaration has more or other than version, encoding and standalone",
  ],
  ["<?xml encoding='UTF-8'?><a/>", "not-well-formed at 5 (1:6) in : XML declaration does not begin with a version 1.x"],
  [
    "<?xml version='1.0' encoding='x-none'?><a/>",
    "unsupported-charset at 30 (1:31) in : this platform has no decoder for x-none",
  ],
  [
    "<?xml version='1.0' encoding='UTF-16'?><a/>",
    "not-well-formed at 30 (1:31) in : declared as UTF-16, but its bytes are UTF-8",
  ],
])("instructions and the XML declaration: %j", (document, fault) => {
  expect(faultOf(document)).toBe(fault);
});

test.each([
  ["<a>\u0001</a>", "invalid-character at 3 (1:4) in /a: U+0001 is no XML character"],
  ["<a>\uFFFE</a>", "invalid-character at 3 (1:4) in /a: U+FFFE or U+FFFF is no XML character"],
  ["<a b='\u0002'/>", "invalid-character at 6 (1:7) in : U+0002 is no XML character"],
  ["<!-- \u0003 --><a/>", "invalid-character at 5 (1:6) in : U+0003 is no XML character"],
])("characters: %j", (document, fault) => {
  expect(faultOf(document)).toBe(fault);
});

test.each([
  ["<a>& </a>", "not-well-formed at 3 (1:4) in /a: & begins no reference"],
  ["<a>&#x;</a>", "not-well-formed at 3 (1:4) in /a: character reference is not digits and a semicolon"],
  ["<a>&#;</a>", "not-well-formed at 3 (1:4) in /a: character reference is not digits and a semicolon"],
  ["<a>&#12a;</a>", "not-well-formed at 3 (1:4) in /a: character reference is not digits and a semicolon"],
  ["<a>&#0;</a>", "invalid-character at 3 (1:4) in /a: reference to U+0000, which is no XML character"],
  ["<a>&#x1F;</a>", "invalid-character at 3 (1:4) in /a: reference to U+001F, which is no XML character"],
  ["<a>&#xD800;</a>", "invalid-character at 3 (1:4) in /a: reference to U+D800, which is no XML character"],
  [
    "<a>&#xFFFFFFFFFF;</a>",
    "invalid-character at 3 (1:4) in /a: reference to a number past U+10FFFF, which is no XML character",
  ],
  ["<a>&nbsp;</a>", "not-well-formed at 3 (1:4) in /a: no entity nbsp is known"],
  ["<a>&amp </a>", "not-well-formed at 3 (1:4) in /a: reference to amp lacks its semicolon"],
  ["<a>&toString;</a>", "not-well-formed at 3 (1:4) in /a: no entity toString is known"],
  [
    "<a>&abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz;</a>",
    "not-well-formed at 3 (1:4) in /a: no entity abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl… is known",
  ],
  ["<a b='&x;'/>", "not-well-formed at 6 (1:7) in : no entity x is known"],
])("references: %j", (document, fault) => {
  expect(faultOf(document)).toBe(fault);
});

test.each([
  ["<a:b/>", "not-well-formed at 0 (1:1) in : the prefix a is not declared"],
  ["<a:b:c/>", 'not-well-formed at 0 (1:1) in : "a:b:c" is no qualified name'],
  ["<xmlns:a/>", "not-well-formed at 0 (1:1) in : no element has the prefix xmlns"],
  ["<a p:b=''/>", "not-well-formed at 0 (1:1) in /a: the prefix p is not declared"],
  ["<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", "not-well-formed at 0 (1:1) in /a: attribute b of u is given twice"],
  ["<a xmlns:xmlns='x'/>", "not-well-formed at 0 (1:1) in : the prefix xmlns must not be declared"],
  [
    "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>",
    "not-well-formed at 0 (1:1) in : no prefix may be bound to the namespace of xmlns",
  ],
  ["<a xmlns:xml='x'/>", "not-well-formed at 0 (1:1) in : the prefix xml and its namespace belong together"],
  [
    "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
    "not-well-formed at 0 (1:1) in : the prefix xml and its namespace belong together",
  ],
  ["<a xmlns:p=''/>", "not-well-formed at 0 (1:1) in : the prefix p is declared as nothing"],
  ["<a xmlns:p='x' xmlns:p='y'/>", "not-well-formed at 15 (1:16) in : attribute xmlns:p is given twice"],
])("names and namespaces: %j", (document, fault) => {
  expect(faultOf(document)).toBe(fault);
});

test.each([
  [
    "maxDepth",
    2,
    "<a><b><c/></b></a>",
    "limit-exceeded at 6 (1:7) in /a/b: elements are nested deeper than maxDepth (2)",
  ],
  ["maxElements", 2, "<a><b/><c/></a>", "limit-exceeded at 7 (1:8) in /a: more elements than maxElements (2)"],
  ["maxAttributes", 1, "<a b='' c=''/>", "limit-exceeded at 8 (1:9) in : more attributes than maxAttributes (1)"],
  [
    "maxTextBytes",
    2,
    "<a b='xyz'/>",
    "limit-exceeded at 0 (1:1) in : attribute value or identifier is longer than maxTextBytes (2)",
  ],
  ["maxTextBytes", 2, "<a>xyz</a>", "limit-exceeded at 3 (1:4) in /a: text is longer than maxTextBytes (2)"],
  ["maxTextBytes", 2, "<abc/>", "limit-exceeded at 0 (1:1) in : name is longer than maxTextBytes (2)"],
  [
    "maxDocumentBytes",
    6,
    "<a></a>",
    "limit-exceeded at 6 (undefined:undefined) in /a: document is longer than maxDocumentBytes (6)",
  ],
  [
    "maxTextBytes",
    2,
    "<!DOCTYPE abc><a/>",
    "limit-exceeded at 0 (1:1) in : attribute value or identifier is longer than maxTextBytes (2)",
  ],
  [
    "maxTextBytes",
    2,
    "<!DOCTYPE a PUBLIC 'abc' ''><a/>",
    "limit-exceeded at 0 (1:1) in : attribute value or identifier is longer than maxTextBytes (2)",
  ],
])("%s %i is named where it was hit, in %j, and one more is enough", (name, limit, document, fault) => {
  expect(faultOf(document, { limits: { [name]: limit } })).toBe(fault);
  expect(faultOf(document, { limits: { [name]: limit + 1 } })).toBeUndefined();
});

test.each([
  [
    "<a b=“x”/>",
    "not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not U+201C (a typographic quote)",
  ],
  [
    "<a b=”x”/>",
    "not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not U+201D (a typographic quote)",
  ],
  [
    "<a b=‘x’/>",
    "not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not U+2018 (a typographic quote)",
  ],
  [
    "<a b=’x’/>",
    "not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not U+2019 (a typographic quote)",
  ],
  [
    "<a b=«x»/>",
    "not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not U+00AB (a typographic quote)",
  ],
  [
    "<a b=＂x＂/>",
    'not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not U+FF02 (the fullwidth form of ")',
  ],
  ["<a b=ä/>", "not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not U+00E4"],
  ["<a b=😀/>", "not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not U+1F600"],
  [
    "<a b=&quot;x&quot;/>",
    "not-well-formed at 5 (1:6) in : an attribute value is due in quotes, not in an escaped &quot;",
  ],
  [
    '<a b="x”>y</a>',
    "not-well-formed at 12 (1:11) in : < in an attribute value, which U+201D (a typographic quote) does not end",
  ],
  [
    '<a b="x"\u00a0c="y"/>',
    "not-well-formed at 8 (1:9) in : white space is due before an attribute, not U+00A0 (a blank that is none of XML)",
  ],
  [
    '<a\u00a0b="x"/>',
    'not-well-formed at 0 (1:1) in : "a\u00a0b" is no qualified name: it has U+00A0 (a blank that is none of XML)',
  ],
  [
    '<a \u3000b="x"/>',
    'not-well-formed at 3 (1:4) in : "\u3000b" is no qualified name: it has U+3000 (a blank that is none of XML)',
  ],
  [
    '<a b\u2003="x"/>',
    'not-well-formed at 3 (1:4) in : "b\u2003" is no qualified name: it has U+2003 (a blank that is none of XML)',
  ],
  [
    '<a b =\u202f"x"/>',
    "not-well-formed at 6 (1:7) in : an attribute value is due in quotes, not U+202F (a blank that is none of XML)",
  ],
  [
    "<a b ＝'x'/>",
    "not-well-formed at 5 (1:6) in : = is due after an attribute name, not U+FF1D (the fullwidth form of =)",
  ],
  ["<a/＞", "not-well-formed at 3 (1:4) in : > is due after /, not U+FF1E (the fullwidth form of >)"],
  ["＜a/＞", "not-well-formed at 0 (1:1) in : U+FF1C (the fullwidth form of <) outside the root element"],
  ["\u200b<a/>", "not-well-formed at 0 (1:1) in : U+200B (an invisible character) outside the root element"],
  ["<a/>\ufeff", "not-well-formed at 4 (1:5) in : U+FEFF (an invisible character) outside the root element"],
  ["<a></a \u00a0>", "not-well-formed at 7 (1:8) in : U+00A0 (a blank that is none of XML) in an end tag"],
  ["<!—x—><a/>", "not-well-formed at 2 (1:3) in : U+2014 (a typographic dash) after <!"],
  ["<!-–x--><a/>", "not-well-formed at 3 (1:4) in : a comment begins with <!--, not U+2013 (a typographic dash)"],
  ["<a><![CDATA［x]]></a>", "not-well-formed at 11 (1:12) in /a: U+FF3B (the fullwidth form of [) after <!"],
  [
    "<?xml version=“1.0”?><a/>",
    "not-well-formed at 5 (1:6) in : XML declaration does not begin with a version 1.x, and holds U+201C (a typographic quote)",
  ],
  [
    "<!DOCTYPE a SYSTEM “x”><a/>",
    "not-well-formed at 19 (1:20) in : a system identifier is due, not U+201C (a typographic quote)",
  ],
])("what looks like markup and is none: %j", (document, fault) => {
  expect(faultOf(document)).toBe(fault);
});

test.each([
  ["<a b=\xe2\x80", "truncated-input at 7 (1:7) in : input ended inside a tag"],
  ["<a/>\xe2\x80", "truncated-input at 6 (1:6) in : input ended inside a character"],
  ["<a b=\xe2\x80x", "invalid-character at 5 (1:6) in : byte 0xE2 begins no UTF-8 character"],
  ["<a/>\xff", "invalid-character at 4 (1:5) in : byte 0xFF begins no UTF-8 character"],
])("half a character where markup is due: %j", (bytes, fault) => {
  const { error } = readXml(
    Uint8Array.from(bytes, (character) => character.charCodeAt(0)),
    strict,
  );
  expect(
    error && `${error.code} at ${error.offset} (${error.line}:${error.column}) in ${error.path}: ${error.reason}`,
  ).toBe(fault);
});
