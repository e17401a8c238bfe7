import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Size of an import in bytes: minified, and gzipped. */
export interface Size {
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** Bundles `code`, which imports the built package by name. */
export async function sizeOf(code: string, root: string): Promise<Size> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    external: ["fast-check"],
    // Dropping unused parts of an entry causes a warning.
    logLevel: "error",
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  return { bytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length };
}
