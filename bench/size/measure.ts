import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bytes of an import, minified, and what gzip makes of them. */
export interface Size {
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** What a bundler makes of `code`, which imports the built package by its name. */
export async function sizeOf(code: string, root: string): Promise<Size> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    external: ["fast-check"],
    // The parts of an entry that nobody imports from are dropped with a warning.
    logLevel: "error",
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  return { bytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length };
}
