// What the tests ask of `node:fs`, in a browser: a read-only file system that holds the corpus.

const archive = await (await fetch("/corpus.archive")).arrayBuffer();
const listBytes = new DataView(archive).getUint32(0, true);
const list = JSON.parse(new TextDecoder().decode(new Uint8Array(archive, 4, listBytes))) as [string, number][];

const files = new Map<string, Uint8Array>();
let start = 4 + listBytes;
for (const [path, length] of list) {
  files.set(path, new Uint8Array(archive, start, length));
  start += length;
}

const pathOf = (file: string | URL) => new URL(file, "file:///").pathname.replace(/\/$/, "");

export function readFileSync(file: string | URL, encoding?: "utf8"): Uint8Array | string {
  const bytes = files.get(pathOf(file));
  if (bytes === undefined) throw new Error(`the corpus has no ${file}`);
  return encoding === "utf8" ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : bytes.slice();
}

export function existsSync(file: string | URL): boolean {
  const path = pathOf(file);
  return [...files.keys()].some((one) => one === path || one.startsWith(`${path}/`));
}

interface ListOptions {
  readonly recursive?: boolean;
  readonly withFileTypes?: boolean;
}

export function readdirSync(folder: string | URL, { recursive, withFileTypes }: ListOptions = {}): unknown[] {
  const inside = `${pathOf(folder)}/`;
  const paths = [...files.keys()].filter((path) => path.startsWith(inside)).map((path) => path.slice(inside.length));
  if (recursive) return paths;
  const names = [...new Set(paths.map((path) => path.replace(/\/.*/, "")))];
  return withFileTypes ? names.map((name) => ({ name, isDirectory: () => !paths.includes(name) })) : names;
}
