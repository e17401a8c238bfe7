import { describe, expect, test } from "vitest";
import { isSyncmlError } from "../../src/core/errors.ts";
import { cutAt } from "../../src/testing/chunkings.ts";
import { expectDecodedAlike } from "../support/agreement.ts";
import { corpusBytes } from "../support/corpus.ts";
import { readAll } from "../support/entries.ts";
import { convertByEvents } from "../support/event-path.ts";
import { wayOf } from "../support/way.ts";
import { type Spelling, spellEach } from "../support/xml-spellings.ts";

/** What real senders put into their messages, at each place where it can be. */
const oddities: readonly (readonly [name: string, ...spelling: Spelling])[] = [
  ["an attribute", /<(\w+)>/g, '<$1 msft="0x1">'],
  ["an attribute with a prefix", /<(\w+)>/g, '<$1 xmlns:msft="urn:msft" msft:originalerror="0x1">'],
  ["a vendor element", /<(\w+)>/g, "<ExampleState>3</ExampleState><$1>"],
  ["a comment", /<(\w+)>/g, "<!-- é --><$1>"],
  ["a processing instruction", /<(\w+)>/g, "<?x?><$1>"],
  ["a prefix", /<(\w+)>([^<]*)<\/\w+>/g, '<p:$1 xmlns:p="SYNCML:SYNCML1.2">$2</p:$1>'],
  ["a field twice", /<(\w+)>[^<]*<\/\w+>/g, "$&$&"],
  ["fields in another order", /(<(\w+)>[^<]*<\/\w+>)(<(\w+)>[^<]*<\/\w+>)/g, "$3$1"],
  ["text between elements", /<(\w+)>/g, "text<$1>"],
  ["a declaration on the root", /<SyncML/g, '<SyncML xmlns:msft="urn:msft"'],
  ["device information in Data", /<Data>/g, "<Data><DevInf xmlns='syncml:devinf'><Man>m</Man><Mod/></DevInf>"],
  ["a NUL", />([^<&]+)<\//g, ">\0$1</"],
];

const documents = ["syncevolution/p02-basic-xml/003-req.xml", "libdmclient/d05-exec-alert1226-xml/002-req.xml"].map(
  (file) => ({ file, text: Buffer.from(corpusBytes(file)).toString("utf8") }),
);

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

/** The same in WBXML, where it can be expressed. */
function inWbxml(text: string): Uint8Array | undefined {
  try {
    return convertByEvents(text, { to: "wbxml" });
  } catch (error) {
    if (isSyncmlError(error)) return undefined;
    throw error;
  }
}

/** The event path gets at most the odd element and its ancestors. */
const MOST_HANDED_OVER = 0.2;

describe.each(documents)("$file", ({ text }) => {
  test.each(oddities)(
    "with %s in any place is read as on the event path, which reads little of it",
    (_what, ...spelling) => {
      let byteLength = 0;
      let handedOver = 0;
      for (const spelt of spellEach(text, spelling)) {
        for (const document of [bytesOf(spelt), inWbxml(spelt)]) {
          if (document === undefined) continue;
          expectDecodedAlike(document);
          const way = wayOf(document);
          expect(way.letter).not.toBe("-");
          byteLength += document.length;
          handedOver += way.handedOver;
        }
      }
      expect(handedOver / byteLength).toBeLessThan(MOST_HANDED_OVER);
    },
  );

  test.each(oddities)("with %s, cut at every byte, it is the same and fails the same", (_what, ...spelling) => {
    const spelt = spellEach(text, spelling);
    const odd = bytesOf(spelt[spelt.length >> 1] as string);
    for (let end = 0; end < odd.length; end++) expectDecodedAlike(odd.subarray(0, end));
  });

  test.each(oddities)("with %s, it comes in the same parts however it is cut", async (_what, ...spelling) => {
    const spelt = spellEach(text, spelling);
    const odd = bytesOf(spelt[spelt.length >> 1] as string);
    const whole = await readAll([odd]);
    for (let at = 1; at < odd.length; at += 1) expect(await readAll(cutAt(odd, [at]))).toEqual(whole);
  });
});
