import { transform } from "esbuild";
import type { Options } from "tsup";

/**
 * Turns chunks into CommonJS by esbuild. tsup would do it by sucrase, which writes `?.` and `??` as calls with closures
 * (decoding by events: 18 µs a message in place of 12) and makes broken code of `super(…), this.code = code`.
 */
export const commonJs: NonNullable<Options["plugins"]>[number] = {
  name: "common-js",
  async renderChunk(code, { type }) {
    if (type !== "chunk" || this.format !== "cjs") return;
    // For Node, so that its ESM loader finds the names.
    return await transform(code, { format: "cjs", platform: "node", target: "es2022" });
  },
};
