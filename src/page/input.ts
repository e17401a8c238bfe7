import { byId } from "./dom.ts";
import type { Inspector } from "./inspector.ts";

/** What the editor that shows the page, VS Code, gives its scripts. */
declare const acquireVsCodeApi: (() => { postMessage(message: unknown): void }) | undefined;

/** Opens what is dropped, pasted or chosen, and in an editor the file that it hands over. */
export function connectInput(inspector: Inspector): void {
  const chooser = byId<HTMLInputElement>("chooser");
  const openAll = async (files: Iterable<File>) => {
    for (const file of files) await inspector.open(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  byId("choose").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    void openAll([...(chooser.files ?? [])]).then(() => {
      chooser.value = "";
    });
  });
  byId("example").addEventListener("click", () => {
    void example().then((capture) => inspector.open("example.pcapng", capture));
  });
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) document.body.classList.remove("dragging");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dragging");
    void openAll([...(event.dataTransfer?.files ?? [])]);
    const text = event.dataTransfer?.getData("text/plain") ?? "";
    if (text !== "") void inspector.open("dropped text", new TextEncoder().encode(text));
  });
  addEventListener("paste", (event) => {
    if (event.target instanceof HTMLInputElement) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (files.length > 0) void openAll(files);
    else if (text !== "") void inspector.open("pasted", new TextEncoder().encode(text));
  });
  if (typeof acquireVsCodeApi === "function") connectEditor(inspector, acquireVsCodeApi());
}

/** The capture that the page carries, which is compressed. */
async function example(): Promise<Uint8Array> {
  const text = byId("example-capture").textContent ?? "";
  const compressed = Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
  const octets = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(octets).arrayBuffer());
}

/** Nobody else may hand over files: a page that has this one in a frame is not listened to. */
function connectEditor(inspector: Inspector, editor: { postMessage(message: unknown): void }): void {
  addEventListener(
    "message",
    ({ data }: MessageEvent<{ readonly name?: unknown; readonly bytes?: unknown } | null>) => {
      const { name, bytes } = data ?? {};
      if (typeof name === "string" && bytes instanceof Uint8Array) void inspector.open(name, bytes);
    },
  );
  editor.postMessage("ready");
}
