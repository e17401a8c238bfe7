import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { create, newItem, newMessage } from "../../../../src/ast/create.ts";
import type { Capture, Exchange, Payload } from "../../../../src/capture/model.ts";
import { decode } from "../../../../src/codec/decode.ts";
import { encode } from "../../../../src/codec/encode.ts";
import { encodeBase64 } from "../../../../src/core/base64.ts";
import { encodeUtf8 } from "../../../../src/core/utf8.ts";
import { conversation } from "../../../../src/inspect/conversation/conversation.ts";
import { type ReportOptions, reportHtml, reportOfConversation } from "../../../../src/inspect/report/report-html.ts";
import { corpusBytes } from "../../../support/corpus.ts";
import { tagsOf, textOfPage } from "../../../support/page-markup.ts";
import { recordedCapture, repeatedCapture } from "../../../support/recorded-exchanges.ts";

const shown = (capture: Capture, options: ReportOptions = {}) =>
  reportHtml(capture, { secrets: "show", validate: false, ...options });

const wrongPassword = recordedCapture("syncevolution/p06-auth-basic-wrong-wbxml");
const atomic = recordedCapture("libdmclient/d06-atomic-sequence-wbxml");
const largeObject = recordedCapture("syncevolution/p04-largeobj-up-wbxml");

function payload(bytes: Uint8Array, direction: Payload["direction"], more: Partial<Payload> = {}): Payload {
  return { bytes, gaps: [], direction, undone: [], ranges: [], diagnostics: [], ...more };
}

function captureOf(...exchanges: Omit<Exchange, "index" | "carrier">[]): Capture {
  return {
    format: "pcap",
    because: "made for a test",
    alternatives: [],
    counts: { frames: 12 },
    diagnostics: [],
    exchanges: exchanges.map((exchange, index) => ({ index: index + 1, carrier: "http", ...exchange })),
  };
}

describe("a page", () => {
  const page = shown(wrongPassword, { name: "p06.pcapng" });

  it("allows its own style and script, and nothing else", () => {
    const [, script = ""] = /<script>([\s\S]*)<\/script>/.exec(page) ?? [];
    const hash = encodeBase64(sha256(encodeUtf8(script)));
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; script-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
    expect(script.split("\n").length).toBeLessThanOrEqual(60);
    expect(page.match(/<(script|style)>/g)).toHaveLength(2);
  });

  it("leads nowhere else: links stay in it, nothing is loaded", () => {
    for (const { name, attributes } of tagsOf(page)) {
      expect(["img", "iframe", "object", "embed", "link", "base", "form", "audio", "video"]).not.toContain(name);
      for (const [key, value] of attributes) {
        if (key === "href") expect(value).toMatch(/^#/);
        expect(key).not.toMatch(/^(on|src$|action$|srcset$)/);
        expect(value).not.toContain("url(");
      }
    }
  });

  it("has each place that a link leads to, once", () => {
    const tags = [shown(wrongPassword), shown(atomic), shown(largeObject)].map(tagsOf);
    for (const found of tags) {
      const values = (wanted: string) =>
        found.flatMap(({ attributes }) => attributes.filter(([key]) => key === wanted).map(([, value]) => value));
      const ids = values("id");
      expect(new Set(ids).size).toBe(ids.length);
      for (const link of new Set(values("href"))) expect(ids).toContain(link.slice(1));
    }
  });

  it("closes what it opens", () => {
    const open: string[] = [];
    const empty = new Set(["meta", "input", "path", "circle", "rect", "use", "!doctype", "hr"]);
    for (const { name } of tagsOf(page)) {
      if (name.startsWith("/")) expect(open.pop()).toBe(name.slice(1));
      else if (!empty.has(name)) open.push(name);
    }
    expect(open).toEqual([]);
  });

  it("has its parts in order", () => {
    const ids = ["problems", "time", "convo", "changed", "redacted"];
    const places = ids.map((id) => page.indexOf(`<section id="${id}">`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(shown(largeObject)).toContain('<section id="large">');
    expect(page).not.toContain('<section id="large">');
  });

  it("says how it was made", () => {
    const made = textOfPage(
      shown(wrongPassword, {
        name: "a.pcapng",
        size: 32000,
        sha256: "44a2",
        madeBy: "syncml 1.2.3",
        date: "2026-11-29",
      }),
    );
    expect(made).toContain("Made offline by syncml 1.2.3 on 2026-11-29.");
    expect(made).toMatch(/Capture: a\.pcapng, 32,000.B, read as pcapng/);
    expect(made).toContain("SHA-256 44a2");
  });

  it("refuses what is no option", () => {
    expect(() => reportHtml(atomic, { secrets: "some" as "show" })).toThrow(RangeError);
    expect(() => reportHtml(atomic, { name: 1 as unknown as string })).toThrow(TypeError);
  });
});

describe("a wrong password", () => {
  const page = shown(wrongPassword, { accounts: [{ user: "alice", secret: "secret" }] });
  const text = textOfPage(page);

  it("is a card with its tries, each with its nonce and answer", () => {
    const [card = ""] = /<article class="prob bad" id="p1">[\s\S]*?<\/article>/.exec(page) ?? [];
    expect(card).toContain('<a href="#x2">#2</a> <a href="#x3">#3</a> <a href="#x4">#4</a>');
    const rows = [...card.matchAll(/<tr><td>[\s\S]*?<\/tr>/g)].map(([row]) => textOfPage(row));
    expect(rows).toEqual([
      "#2A, from #1yes401 wrong passwordnonce B",
      "#3B, from #2yes401 wrong passwordnonce C",
      "#4C, from #3yes401 wrong passwordnonce D",
    ]);
    expect(text).toContain("it is not in this file.");
  });

  it("opens the first exchange of the first problem, and no other", () => {
    expect([...page.matchAll(/id="x(\d+)" open>/g)].map(([, index]) => index)).toEqual(["2"]);
  });

  it("shows what follows from it as such", () => {
    expect(page).toMatch(/<span class="st foll">.{0,90}<b>401<\/b> not carried out/);
    expect(text).toContain("Nothing is wrong with this Get itself.");
  });

  it("has the octets of the credentials beside their elements, a span for each field", () => {
    expect(text).toContain("Answered by Status 1 in #2 ← (MsgRef 1, CmdRef 0). Cred at 0x0068–0x00a5, 62\u00a0B");
    expect(page).toContain('<b class="f2">00 01 <b>47</b> 03 <i>62 36</i></b>\n');
  });

  it("folds statuses that are shown elsewhere", () => {
    expect(text).toContain("3 statuses shown at the commands they answer");
    expect(page).toContain('<li>Status 2 → <a href="#c2a1">Get 1 in #2 →</a>');
  });
});

describe("a session of device management", () => {
  const page = shown(atomic);
  const text = textOfPage(page);

  it("is open as a whole, having four exchanges", () => {
    expect([...page.matchAll(/id="x(\d+)" open>/g)].map(([, index]) => index)).toEqual(["1", "2", "3", "4"]);
  });

  it("shows that an answer is missing", () => {
    expect(page).toMatch(/<span class="kind">Atomic 4<\/span>[\s\S]{0,400}<span class="st none">/);
    expect(text).toContain("Atomic not answered");
  });

  it("nests commands, and shows Results at what they answer and where they came", () => {
    expect(page).toMatch(/<ul class="cmds sub"><li class="cmd" id="c2b2">/);
    expect(text).toContain("answers Get 5 of #2");
    expect(text).toContain("Results 5:");
  });

  it("lists the items of a command that has several", () => {
    const [items = ""] = /<table class="items">[\s\S]*?<\/table>/.exec(page) ?? [];
    expect([...items.matchAll(/<tr>/g)]).toHaveLength(13);
    expect(textOfPage(items)).toContain("./DevInfo/Mantest manufacturer");
  });

  it("lists the nodes that were touched", () => {
    expect(text).toContain("DM tree touched");
    expect(page).toMatch(/<div class="tr" style="--d:0"><span><span class="m">\.\/Vendor\/memory/);
    expect(page).toMatch(/<div class="tr" style="--d:1"><span><span class="m">a1</);
  });
});

describe("a large object", () => {
  const page = shown(largeObject);

  it("is a bar of its chunks, and a run of the exchanges in the middle", () => {
    const [part = ""] = /<section id="large">[\s\S]*?<\/section>/.exec(page) ?? [];
    expect(part.match(/<a href/g)).toHaveLength(10);
    expect(textOfPage(part)).toContain("93,542\u00a0B as announced (Size)");
    expect(page.match(/<details class="run">/g)).toHaveLength(1);
    expect(textOfPage(page)).toContain("#3–10");
  });

  it("without problems is one green line", () => {
    expect(page).toContain('<p class="fine">');
    expect(page).not.toContain('<article class="prob');
    expect(page).not.toContain('id="only"');
  });
});

describe("a report for others", () => {
  const folders = [
    "syncevolution/p06-auth-basic-wrong-wbxml",
    "syncevolution/p07-auth-md5-wrong-xml",
    "libdmclient/d06-atomic-sequence-wbxml",
    "libdmclient/d08-auth-challenge-md5-xml",
  ];

  /** Credentials, nonces and user names of a capture, as they are in its messages. */
  function secretsOf({ exchanges }: Capture): Set<string> {
    const secrets = new Set<string>();
    const add = (text: unknown) => {
      if (typeof text === "string" && text.length >= 4) secrets.add(text);
    };
    for (const { request, response } of exchanges) {
      for (const one of [request, response]) {
        if (one === undefined || one.bytes.length === 0) continue;
        const { syncHdr, syncBody } = decode(one.bytes);
        add(syncHdr.cred?.data);
        add(syncHdr.source?.locName);
        add(syncHdr.target?.locName);
        for (const command of syncBody?.commands ?? []) {
          if (command.kind === "Status") add(command.chal?.meta?.nextNonce);
        }
      }
    }
    return secrets;
  }

  it.each(folders)("has no secret in it, in text or in octets: %s", (folder) => {
    const capture = recordedCapture(folder);
    const secrets = secretsOf(capture);
    expect(secrets.size).toBeGreaterThan(0);
    const found = (page: string) => {
      // Octets without what begins their rows, and without what is between them.
      const octets = textOfPage(page.replace(/<u>[\da-f]+<\/u>/g, "")).replace(/\s+/g, "");
      return [...secrets].filter((one) => page.includes(one) || octets.includes(Buffer.from(one).toString("hex")));
    };
    expect(found(reportHtml(capture, { validate: false }))).toEqual([]);
    expect(found(shown(capture))).not.toEqual([]);
  });

  it("still says what was checked before", () => {
    const page = reportHtml(wrongPassword, { validate: false });
    expect(reportOfConversation(wrongPassword, conversation(wrongPassword), { validate: false })).toBe(page);
    expect(page).toContain("<b>A</b>, from <a href=");
    expect(textOfPage(page)).toContain("Each digest fits the name and password sent in #1 and the nonce given last.");
    expect(textOfPage(page)).toContain("Digests were checked before they were replaced");
  });

  it("marks what was replaced, in values and in octets, and lists it", () => {
    const page = reportHtml(wrongPassword, { validate: false });
    expect(page).toMatch(/<span class="red" title="replaced, same length">[\w+/]+=*<\/span>/);
    expect(page).toContain('<i class="rd">');
    expect(page).toMatch(/<th rowspan="\d" scope="rowgroup">nonce<\/th><td>body<\/td>/);
    expect(shown(wrongPassword)).toContain("Nothing was replaced");
  });
});

describe("what is not whole", () => {
  const whole = corpusBytes("libdmclient/d06-atomic-sequence-wbxml/001-resp.wbxml");

  it("is shown where it is: bytes that were not captured are never joined", () => {
    const gaps = [{ offset: 0x60, length: 40, reason: "not-captured", acknowledged: true }] as const;
    const text = textOfPage(shown(captureOf({ response: payload(whole, "to-device", { gaps }) })));
    expect(text).toContain("40 bytes were not captured (offset 0x0060; the device acknowledged them)");
    expect(text).toContain(`${whole.length} of ${whole.length + 40}\u00a0B`);
  });

  it("says which byte could not be decoded, and shows it with those before it", () => {
    const cut = whole.slice(0, 0x70);
    cut.set([0xc3, 0x82, 0x2c], 0x60);
    const page = shown(captureOf({ response: payload(cut, "to-device") }));
    expect(textOfPage(page)).toMatch(/Not decoded from byte 0x00\w\w on\./);
    expect(page).toContain('<div class="raw">');
  });

  it("says that an answer did not come, and that what came is no message", () => {
    const request = corpusBytes("libdmclient/d06-atomic-sequence-wbxml/001-req.wbxml");
    expect(textOfPage(shown(captureOf({ request: payload(request, "to-server") })))).toContain(
      "Server to deviceno answer",
    );
    const other = payload(encodeUtf8("hello there"), "to-device");
    expect(textOfPage(shown(captureOf({ request: payload(request, "to-server"), response: other })))).toContain(
      "Not a SyncML message.",
    );
  });

  it("names what was looked at where there is no message at all", () => {
    expect(textOfPage(shown(captureOf(), { name: "day.pcapng" }))).toContain(
      "No SyncML in day.pcapng. 12 frames, 0 exchanges.",
    );
  });

  it("leaves out the middle of a long element, and says how much", () => {
    expect(textOfPage(shown(wrongPassword))).toContain("⋮ 4,144 bytes not shown in this report");
  });
});

describe("the size of a page", () => {
  it("grows with the exchanges, not faster", () => {
    const sizes = [64, 128, 256].map((count) => shown(repeatedCapture(wrongPassword, count)).length);
    const [one = 0, two = 0, four = 0] = sizes;
    expect(two).toBeLessThan(one * 2);
    expect(four).toBeLessThan(two * 2);
  });

  it("of a value is bounded", () => {
    const value = "v".repeat(1_000_000);
    const replace = create("Replace", { cmdID: "1", items: [newItem("./a", value)] });
    const message = newMessage({ verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "a", source: "b" }, [replace]);
    const page = shown(captureOf({ response: payload(encode(message), "to-device") }));
    expect(page.length).toBeLessThan(100_000);
    expect(textOfPage(page)).toContain("⋮ 983,616 characters not shown in this report");
  });
});
