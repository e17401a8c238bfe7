import { SyncmlError } from "../core/errors.ts";
import type { ByteSource } from "./byte-source.ts";
import type { MessageEntry } from "./entries.ts";
import { END_OF_DATA, type Step } from "./message-sink.ts";
import type { ReadCommandsOptions } from "./options.ts";
import { PartQueue } from "./part-queue.ts";

/**
 * Reads a message, WBXML or XML, as it arrives: the header, then each command as soon as it is complete, then the end.
 * The source is read only as far as the requested entries need. Stopping early (`break`, `return()`) cancels it at once,
 * even while a read is pending.
 *
 * Rejects with the error that `decode` throws (same code, offset and path), after yielding every entry before the fault;
 * with `limit-exceeded` if a command takes more than `maxCommandBytes`; with whatever error the source raises. A root
 * other than SyncML is refused as it opens.
 *
 * @throws {RangeError} at once if an option is outside its range.
 */
export function readCommands(
  source: ByteSource,
  options: Partial<ReadCommandsOptions> = {},
): AsyncIterableIterator<MessageEntry> {
  const queue = new PartQueue(source, options);
  const entries = entriesOf(queue);
  return {
    next: () => entries.next(),
    // Not left to the generator, which would wait for the pending read.
    return: async () => {
      try {
        await queue.cancel();
      } finally {
        await entries.return(undefined);
      }
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* entriesOf(queue: PartQueue): AsyncGenerator<MessageEntry, undefined> {
  try {
    while (queue.hasPart || (await queue.ready())) {
      const step = queue.take() as Step;
      if (step.kind === "data") {
        const bytes = new DataBytes(queue);
        yield { ...step, bytes };
        await bytes.discard();
      } else if (step.kind === "closed") {
        const { container, complete } = step;
        // Its commands stay, since the caller may have put commands into it.
        Object.assign(container, complete, { commands: container.commands });
      } else yield step;
    }
  } catch (error) {
    // Report the first fault.
    await queue.cancel(error).catch(() => {});
    throw error;
  }
}

/** The pieces of large data, taken from the queue up to `END_OF_DATA`. */
class DataBytes implements AsyncIterable<Uint8Array> {
  private readonly queue: PartQueue;
  private isRead = false;
  private isDiscarded = false;

  constructor(queue: PartQueue) {
    this.queue = queue;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    while (await this.mayRead()) {
      const part = this.queue.take();
      if (part === END_OF_DATA) this.isRead = true;
      else yield part as Uint8Array;
    }
  }

  /** Skips the pieces that were not read. */
  async discard(): Promise<void> {
    this.isDiscarded = !this.isRead;
    while (!this.isRead && (await this.queue.ready())) this.isRead = this.queue.take() === END_OF_DATA;
  }

  private async mayRead(): Promise<boolean> {
    const isReady = this.isRead || this.isDiscarded || (await this.queue.ready());
    // Ending here would pass off a part of the data as all of it.
    if (this.isDiscarded) throw new SyncmlError("misuse", "the next entry was asked for; this data is gone");
    return isReady && !this.isRead;
  }
}
