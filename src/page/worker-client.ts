import type { Answer, RequestKind, Requests } from "./protocol.ts";

interface Waiting {
  resolve(answer: never): void;
  reject(reason: Error): void;
}

/** Asks the worker of the page. */
export class WorkerClient {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /** @param code The script of the worker. */
  constructor(code: string) {
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.worker = new Worker(url);
    this.worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const { resolve, reject } = this.waiting.get(data.id) ?? {};
      this.waiting.delete(data.id);
      if (data.isDone) resolve?.(data.answer as never);
      else reject?.(new Error(data.reason));
    };
    this.worker.onerror = (event) => {
      for (const { reject } of this.waiting.values()) reject(new Error(event.message || "the worker ended"));
      this.waiting.clear();
    };
  }

  /** @throws {Error} with what the worker could not read. */
  ask<Kind extends RequestKind>(
    kind: Kind,
    ask: Requests[Kind]["ask"],
    transfer: readonly Transferable[] = [],
  ): Promise<Requests[Kind]["answer"]> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (answer: never) => void, reject });
      this.worker.postMessage({ id, kind, ask }, [...transfer]);
    });
  }
}
