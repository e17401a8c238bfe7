import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vitest/config";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Files of the corpus in one answer: the length of a list, the list of [path, bytes] as JSON, and the bytes of all. */
function archive(): Buffer {
  const files = readdirSync(`${root}corpus`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
    .sort()
    .map((path) => ({ path: path.slice(root.length - 1), bytes: readFileSync(path) }));
  const list = Buffer.from(JSON.stringify(files.map(({ path, bytes }) => [path, bytes.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  return Buffer.concat([length, list, ...files.map(({ bytes }) => bytes)]);
}

/** Serves the corpus to `node-fs.ts`, which has no file system. */
export function corpusArchive(): Plugin {
  return {
    name: "corpus-archive",
    configureServer({ middlewares }) {
      const body = archive();
      middlewares.use("/corpus.archive", (_request, response) => {
        // Each test file is a page of its own; the browser keeps what they share.
        response.writeHead(200, { "content-type": "application/octet-stream", "cache-control": "max-age=3600" });
        response.end(body);
      });
    },
  };
}
