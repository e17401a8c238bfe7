import { byId } from "./dom.ts";
import type { Inspector } from "./inspector.ts";

/** Opens what is dropped, pasted or chosen. */
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
    const text = byId("example-capture").textContent ?? "";
    void inspector.open(
      "example.pcapng",
      Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0)),
    );
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
}
