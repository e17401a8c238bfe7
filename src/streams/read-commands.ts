import { SyncmlError } from "../core/errors.ts";
import type { ByteSource } from "./byte-source.ts";
import type { MessageEntry } from "./entries.ts";
import { END_OF_DATA, type Step } from "./message-sink.ts";
import type { ReadCommandsOptions } from "./options.ts";
import { PartQueue } from "./part-queue.ts";

/**
 * Reads a message, WBXML or XML, while it arrives: its header, then each command as soon as it is complete, then its end.
 * The source is read no further than the entries that are asked for need; whoever stops early (`break`, `return()`)
 * cancels it, at once even if it is silent.
 *
 * Rejects with what `decode` throws, code, offset and path alike, after all entries before the fault; with `limit-exceeded`
 * if a command takes more than `maxCommandBytes`; with what the source itself fails with. A root that is not SyncML is
 * refused where it opens.
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
    // Not left to the generator, which would wait until a read that is under way has ended.
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
        // Its commands stay, since whoever took them may have put them back.
        Object.assign(container, complete, { commands: container.commands });
      } else yield step;
    }
  } catch (error) {
    // The first fault is the one to tell.
    await queue.cancel(error).catch(() => {});
    throw error;
  }
}

/** The bytes of large data, taken from the queue up to their end. */
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

  /** Leaves what has not been read behind. */
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
