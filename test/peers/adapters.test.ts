// Needs python3 and tshark (Debian: python3, tshark); run by `npm run test:peers`.
import { execFileSync, execSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tsx = `${root}node_modules/tsx/dist/cli.mjs`;
const command = `"${process.execPath}" "${tsx}" "${root}src/cli/syncml.ts"`;

describe("Wireshark", () => {
  const page = readFileSync(`${root}docs/adapters.md`, "utf8");
  const transcripts = [...page.matchAll(/^```console tshark\n\$ (.*)\n([\s\S]*?)\n```$/gm)].map(
    ([, asked = "", printed = ""]) => [asked, printed] as const,
  );

  test("is in the page", () => expect(transcripts).toHaveLength(3));

  test.each(transcripts)("%s", (asked, printed) => {
    const output = execSync(`{ ${asked.replace("npx syncml", () => command)} ; } 2>&1`, {
      cwd: root,
      encoding: "utf8",
    });
    expect(output.trimEnd()).toBe(printed);
  });
});

/** What the interface of mitmproxy 12 is, as far as a view meets it. */
const contentview = `
class Contentview:
    pass
added = []
add = added.append
`;

/** The one before. */
const view = `
class View:
    pass
added = []
add = added.append
remove = added.remove
def format_text(text):
    return ([("text", line)] for line in text.splitlines())
`;

/** Asks the first view for \`kind\`, \`data\` in hex and a media type, each in a line of JSON, and prints its priority and its text. */
function shownBy(api: "Contentview" | "View", data: Uint8Array, contentType: string | null, syncml = command) {
  const program = `
import importlib.util, json, sys, types
asked = json.load(sys.stdin)
contentviews = types.ModuleType("mitmproxy.contentviews")
exec(asked["stub"], contentviews.__dict__)
mitmproxy = types.ModuleType("mitmproxy")
mitmproxy.contentviews = contentviews
sys.modules.update({"mitmproxy": mitmproxy, "mitmproxy.contentviews": contentviews})
spec = importlib.util.spec_from_file_location("adapter", asked["adapter"])
adapter = importlib.util.module_from_spec(spec)
spec.loader.exec_module(adapter)
data, content_type = bytes.fromhex(asked["data"]), asked["contentType"]
try:
    if hasattr(contentviews, "Contentview"):
        view = contentviews.added[0]()
        metadata = types.SimpleNamespace(content_type=content_type)
        told = [view.render_priority(data, metadata), view.prettify(data, metadata)]
    else:
        adapter.load(None)
        view = contentviews.added[0]
        priority = view.render_priority(data, content_type=content_type, flow=None)
        title, lines = view(data, content_type=content_type, flow=None)
        told = [priority, "\\n".join("".join(text for _, text in line) for line in lines)]
        adapter.done()
        assert contentviews.added == []
except ValueError as failure:
    told = ["refused", str(failure)]
print(json.dumps(told))
`;
  const input = JSON.stringify({
    stub: api === "View" ? view : contentview,
    adapter: `${root}docs/adapters/mitmproxy-syncml.py`,
    data: Buffer.from(data).toString("hex"),
    contentType,
  });
  const env = { ...process.env, SYNCML: syncml, PYTHONDONTWRITEBYTECODE: "1" };
  return JSON.parse(execFileSync("python3", ["-c", program], { input, env, encoding: "utf8" })) as [unknown, string];
}

describe.each(["Contentview", "View"] as const)("the view of mitmproxy, by its class %s", (api) => {
  const message = readFileSync(`${root}corpus/libdmclient/d08-auth-challenge-md5-wbxml/001-resp.wbxml`);

  test("shows WBXML as indented XML, and comes first for its media types", () => {
    const [priority, text] = shownBy(api, message, "application/vnd.syncml.dm+wbxml; charset=utf-8");
    expect(priority).toBe(2);
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<SyncML xmlns="SYNCML:SYNCML1.2">\n {2}<SyncHdr>/);
    expect(text).toMatch(/<\/SyncML>$/);
  });

  test("comes last for other media types, and can be chosen", () => {
    const [priority, text] = shownBy(api, message, null);
    expect(priority).toBe(api === "View" ? 0 : -1);
    expect(text).toContain("<VerProto>DM/1.2</VerProto>");
  });

  test("shows a cut message as far as it goes, and what is wrong with it", () => {
    const [, text] = shownBy(api, message.subarray(0, 60), "application/vnd.syncml+wbxml");
    expect(text).toContain("<SyncHdr>");
    expect(text).toMatch(/\n\n-:0x3c \(byte 60\): input ended /);
  });

  test("says so if there is nothing to show, or nothing to run", () => {
    expect(shownBy(api, Buffer.from("no message"), null)).toEqual([
      "refused",
      expect.stringContaining("not recognised"),
    ]);
    expect(shownBy(api, message, null, "/absent/syncml")).toEqual(["refused", expect.stringContaining("does not run")]);
  });

  test("hands on nothing by a shell", () => {
    const [, text] = shownBy(api, message, "application/vnd.wap.$(id);`id`", command);
    expect(text).not.toContain("uid=");
  });
});
