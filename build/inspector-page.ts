import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { build, type Plugin, transform } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "src");
const EXAMPLE = "corpus/libdmclient/d06-atomic-sequence-wbxml/capture.pcapng";
export const INSPECTOR_PAGE = "dist/syncml-inspector.html";

/** What the page has in place of modules that bring along what it never runs. */
const replacements: Readonly<Record<string, string>> = {
  "codec/document-encoder.ts": "xml-encoder-only.ts",
  "codec/fast-path/convert-fast.ts": "event-path-only.ts",
  "codec/fast-path/message-to-wbxml.ts": "event-path-only.ts",
  "codec/fast-path/message-to-xml.ts": "event-path-only.ts",
  "codec/fast-path/read-message.ts": "event-path-only.ts",
  "core/options.ts": "no-option-checks.ts",
};

const withoutUnused: Plugin = {
  name: "without-unused",
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, importer }) => {
      const replacement = replacements[relative(source, join(resolveDir, path)).replaceAll("\\", "/")];
      const file = join(source, "page", replacement ?? "");
      // A replacement may pass on what else is in the module.
      return replacement === undefined || importer === file ? undefined : { path: file };
    });
  },
};

/** The script of an entry, for browsers of the last years, in one piece. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}src/page/${entry}`],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify: true,
    legalComments: "none",
    // What makes tables as a module loads; nothing else happens in them.
    pure: ["codeTable", "optionChecks", "oneOf", "integer", "atLeast"],
    plugins: [withoutUnused],
  });
  // So that no text in it ends the script element.
  return (outputFiles[0]?.text ?? "").trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** The offline inspector: one file, which may run its own script and style and reach nothing. */
export async function inspectorPage(): Promise<string> {
  const { code } = await transform(readFileSync(`${root}src/page/style.css`, "utf8"), { loader: "css", minify: true });
  const style = code.trim();
  const [main, worker] = await Promise.all([bundled("main.ts"), bundled("worker.ts")]);
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(main)}`,
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const parts: Readonly<Record<string, string>> = {
    POLICY: policy.join("; "),
    STYLE: style,
    EXAMPLE: deflateRawSync(readFileSync(`${root}${EXAMPLE}`), { level: 9 }).toString("base64"),
    WORKER: worker,
    MAIN: main,
  };
  const template = readFileSync(`${root}src/page/page.html`, "utf8");
  return template.replace(/\b(POLICY|STYLE|EXAMPLE|WORKER|MAIN)\b/g, (name) => parts[name] ?? name);
}

/** Writes the page into the package. */
export async function writeInspectorPage(): Promise<void> {
  const file = `${root}${INSPECTOR_PAGE}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await inspectorPage());
}
