import { describe, expect, it } from "vitest";
import { block, constantMarkup, html, joined, type Part, seenText } from "../../../../src/inspect/report/html.ts";

describe("a template of markup", () => {
  it("escapes text, whatever it is", () => {
    expect(html`<p>${`<b>&"'`}</p>`.markup).toBe("<p>&lt;b&gt;&amp;&quot;&#39;</p>");
    expect(html`<p title="${'" onclick="x'}">${1}</p>`.markup).toBe('<p title="&quot; onclick=&quot;x">1</p>');
  });

  it("takes markup as it is, lists in order, and leaves out what is not there", () => {
    const parts: Part[] = [html`<i>${"a"}</i>`, ["b", undefined, false, constantMarkup("<hr>")]];
    expect(html`${parts}`.markup).toBe("<i>a</i>b<hr>");
    expect(html`${joined(["a", "b", "c"], ", ")}`.markup).toBe("a, b, c");
  });

  it("shows characters that cannot be seen by their numbers", () => {
    const mark = (number: string) => `<span class="ctl">${number}</span>`;
    expect(html`${"a\u202eb\0\n\u{e0001}\ud800\ufffe"}`.markup).toBe(
      `a${mark("\\u202e")}b${mark("\\u0000")}${mark("\\u000a")}${mark("\\u{e0001}")}${mark("\\ud800")}${mark("\\ufffe")}`,
    );
    expect(html`<p title="${"\u2066\r"}">`.markup).toBe('<p title="\\u2066\\u000d">');
    expect(seenText("a\u200bb")).toBe("a\\u200bb");
  });

  it("keeps lines and tabs in a block", () => {
    expect(block("a\n\tb\r<").markup).toBe('a\n\tb<span class="ctl">\\u000d</span>&lt;');
  });

  it("refuses a hole in a tag that is not in quotes, and markup in an attribute", () => {
    expect(() => html`<p class=${"x"}>`).toThrow(TypeError);
    expect(() => html`<p ${"x"}>`).toThrow(TypeError);
    expect(() => html`<p class="${html`x`}">`).toThrow(TypeError);
    expect(html`<p class="a ${"b"}">${"c"}</p>`.markup).toBe('<p class="a b">c</p>');
  });
});
