import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { inspectorPage } from "../../build/inspector-page.ts";
import { writeVscodeExtension } from "../../build/vscode-extension.ts";
import { root } from "./project.ts";

const folder = mkdtempSync(join(tmpdir(), "syncml-vsix-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files: Readonly<Record<string, Uint8Array>> = {};
const textOf = (name: string) => new TextDecoder().decode(files[name]);

beforeAll(async () => {
  const file = join(folder, "syncml-inspector.vsix");
  await writeVscodeExtension(file);
  files = unzipSync(readFileSync(file));
});

test("the extension has one script and the page, and nothing else", async () => {
  expect(Object.keys(files).sort()).toEqual([
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/extension.js",
    "extension/package.json",
    "extension/readme.md",
    "extension/syncml-inspector.html",
  ]);
  expect(textOf("extension/syncml-inspector.html")).toBe(await inspectorPage());
});

test("its version is that of the package, and it starts in windows and in browsers", () => {
  const manifest = JSON.parse(textOf("extension/package.json"));
  const { version, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  expect(manifest).toMatchObject({ version, main: "./extension.js", browser: "./extension.js" });
  expect(textOf("extension.vsixmanifest")).toContain(`Id="syncml-inspector" Version="${version}"`);
  // It is compiled against the oldest editor that it says it runs in.
  expect(manifest.engines.vscode).toBe(`^${devDependencies["@types/vscode"]}`);
});

interface Provider {
  openCustomDocument(uri: { readonly path: string }): Promise<unknown>;
  resolveCustomEditor(document: unknown, panel: { readonly webview: object }): Promise<void>;
}

/** The part of VS Code that it uses; files are in memory. */
function editorApi(contents: Readonly<Record<string, Uint8Array>>) {
  const providers = new Map<string, Provider>();
  const api = {
    Uri: { joinPath: ({ path }: { path: string }, name: string) => ({ path: `${path}/${name}` }) },
    workspace: { fs: { readFile: async ({ path }: { path: string }) => contents[path] } },
    window: {
      registerCustomEditorProvider(viewType: string, provider: Provider) {
        providers.set(viewType, provider);
        return { dispose() {} };
      },
    },
  };
  return { api, providers };
}

test("every editor of the manifest shows the page, and hands it the file when it is ready", async () => {
  const bytes = Uint8Array.of(2, 0xa4, 1);
  const { api, providers } = editorApi({
    "/extension/syncml-inspector.html": new TextEncoder().encode("the page"),
    "/day/one.wbxml": bytes,
  });
  const module = { exports: {} as { activate(context: unknown): void } };
  new Function("module", "exports", "require", textOf("extension/extension.js"))(
    module,
    module.exports,
    (name: string) => {
      expect(name).toBe("vscode");
      return api;
    },
  );
  const subscriptions: unknown[] = [];
  module.exports.activate({ extensionUri: { path: "/extension" }, subscriptions });

  const { customEditors } = JSON.parse(textOf("extension/package.json")).contributes;
  expect(customEditors.map(({ priority }: { priority: string }) => priority)).toEqual(["default", "option"]);
  expect([...providers.keys()]).toEqual(customEditors.map(({ viewType }: { viewType: string }) => viewType));
  expect(subscriptions).toHaveLength(providers.size);
  for (const provider of providers.values()) {
    let hear = (_message: unknown): void => {};
    const postMessage = vi.fn();
    const webview = {
      html: "",
      options: {},
      postMessage,
      onDidReceiveMessage: (listener: typeof hear) => (hear = listener),
    };
    const document = await provider.openCustomDocument({ path: "/day/one.wbxml" });
    await provider.resolveCustomEditor(document, { webview });
    expect(webview).toMatchObject({ html: "the page", options: { enableScripts: true, localResourceRoots: [] } });
    hear("something else");
    expect(postMessage).not.toHaveBeenCalled();
    hear("ready");
    expect(postMessage.mock.calls).toEqual([[{ name: "one.wbxml", bytes }]]);
  }
});
