import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Options } from "tsup";

type BuildPlugin = NonNullable<Options["esbuildPlugins"]>[number];

/** Folder of the package that a module comes from, if it is not ours. */
function packageFolder(module: string): string | undefined {
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0];
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
    "name" | "version" | "license",
    string
  >;
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${name} is bundled and has no licence notice`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}

/** Writes the notices of the packages that a bundle carries into THIRD-PARTY-LICENSES next to it: their licences ask for it. */
export const licenses: BuildPlugin = {
  name: "licenses",
  setup(build) {
    build.onEnd(({ metafile }) => {
      for (const [output, { inputs }] of Object.entries(metafile?.outputs ?? {})) {
        const bundled = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
        const folders = new Set(bundled.flatMap(([module]) => packageFolder(module) ?? []));
        const text = [...folders]
          .sort()
          .map(notice)
          .join(`\n${"-".repeat(72)}\n\n`);
        // esbuild leaves the writing to tsup, which comes later.
        mkdirSync(dirname(output), { recursive: true });
        writeFileSync(join(dirname(output), "THIRD-PARTY-LICENSES"), text);
      }
    });
  },
};
