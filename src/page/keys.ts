import { byId } from "./dom.ts";
import type { Inspector } from "./inspector.ts";

/** Every action of the mouse has a key. */
export function connectKeys(inspector: Inspector): void {
  const dialog = byId<HTMLDialogElement>("all-keys");
  const find = byId<HTMLInputElement>("find");
  byId("show-keys").addEventListener("click", () => dialog.showModal());
  find.addEventListener("input", () => inspector.find(find.value, 0, 1));
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") inspector.findNext(find.value, event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") find.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement || dialog.open) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isInBytes = document.activeElement === byId("hex");
    const isInMessages = document.activeElement === byId("messages");
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () =>
        isInBytes ? inspector.moveByte("line") : isInMessages ? inspector.nextMessage(1) : inspector.nextRow(1),
      ArrowUp: () =>
        isInBytes ? inspector.moveByte("line back") : isInMessages ? inspector.nextMessage(-1) : inspector.nextRow(-1),
      ArrowRight: () => (isInBytes ? inspector.moveByte("on") : inspector.unfold()),
      ArrowLeft: () => (isInBytes ? inspector.moveByte("back") : inspector.foldUp()),
      Home: () => inspector.nextRow(-Infinity),
      End: () => inspector.nextRow(Infinity),
      PageDown: () => inspector.nextRow(20),
      PageUp: () => inspector.nextRow(-20),
      Enter: () => void inspector.openValue(),
      Escape: () => inspector.back(),
      n: () => void inspector.nextFinding(1),
      N: () => void inspector.nextFinding(-1),
      j: () => inspector.nextMessage(1),
      k: () => inspector.nextMessage(-1),
      c: () => void inspector.copyValue(isInBytes),
      h: () => void inspector.hideSecrets(),
      o: () => byId("chooser").click(),
      "/": () => find.focus(),
      "?": () => dialog.showModal(),
    };
    const action = actions[key];
    // A button that has the focus takes Enter itself.
    if (action === undefined || (key === "Enter" && target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    action();
  });
}
