import { OpenedCaptures } from "./opened-captures.ts";
import type { Answer, Question } from "./protocol.ts";

const captures = new OpenedCaptures();
const port = globalThis as unknown as {
  onmessage: (event: { readonly data: Question }) => void;
  postMessage(answer: Answer): void;
};

port.onmessage = ({ data: { id, kind, ask } }) => {
  try {
    port.postMessage({ id, isDone: true, answer: captures.answer(kind, ask as never) });
  } catch (error) {
    port.postMessage({ id, isDone: false, reason: error instanceof Error ? error.message : String(error) });
  }
};
