import fc from "fast-check";
import type { ChunkedSource, EventSink } from "../../core/sink.ts";
import { chunkings } from "../chunkings.ts";
import { type DocumentLawOptions, documentsOf, runsOf } from "./law.ts";

/** Opens a document whose events go to `sink`. */
export type OpenReader = (sink: EventSink) => ChunkedSource<Uint8Array>;

/** A sink that throws a {@link Violation} at the first event that breaks its law. */
interface LawSink extends EventSink {
  /** Call it when the document has been read without an error. */
  finish(): void;
}

class Violation extends Error {}

/**
 * Events are balanced: every element and document that starts also ends, in order; attributes follow the start of their
 * element; text is never empty. For a refused document, the same holds for the events before the error.
 *
 * @throws {Error} fast-check's report with the smallest document for which that does not hold.
 */
export function checkBalanced(open: OpenReader, options: DocumentLawOptions = {}): void {
  check(open, () => new BalancedSink(), options);
}

/**
 * Opaques are counted: the pieces of each add up to the length that the first one announced, and nothing comes between them.
 *
 * @throws {Error} fast-check's report with the smallest document for which that does not hold.
 */
export function checkCounted(open: OpenReader, options: DocumentLawOptions = {}): void {
  check(open, () => new CountedSink(), options);
}

function check(open: OpenReader, newSink: () => LawSink, options: DocumentLawOptions): void {
  const cut = documentsOf(options).chain(chunkings);
  const property = fc.property(cut, (chunks) => {
    const sink = newSink();
    try {
      const source = open(sink);
      for (const chunk of chunks) source.write(chunk);
      source.end();
    } catch (error) {
      if (error instanceof Violation) throw error;
      // Refused: only what came before counts.
      return;
    }
    sink.finish();
  });
  fc.assert(property, runsOf(options));
}

class BalancedSink implements LawSink {
  /** Elements open, document by document. */
  private readonly depths: number[] = [];
  private roots = 0;
  private mayHaveAttributes = false;

  startDocument(): void {
    if (this.depths.at(-1) === 0) throw new Violation("a document starts outside the elements of another");
    this.mayHaveAttributes = false;
    this.depths.push(0);
  }

  startElement(): void {
    this.open(0);
    if (this.depths.length === 1 && this.depths[0] === 0 && this.roots++ > 0)
      throw new Violation("a second root starts");
    this.depths[this.depths.length - 1] = this.depth + 1;
    this.mayHaveAttributes = true;
  }

  attribute(): void {
    if (!this.mayHaveAttributes) throw new Violation("an attribute comes after content");
  }

  text(_chunk: Uint8Array, start: number, end: number): void {
    this.open(1);
    if (end <= start) throw new Violation("a text is empty");
  }

  string(value: string): void {
    this.open(1);
    if (value === "") throw new Violation("a string is empty");
  }

  opaque(): void {
    this.open(1);
  }

  endElement(): void {
    this.open(1);
    this.depths[this.depths.length - 1] = this.depth - 1;
  }

  endDocument(): void {
    this.open(0);
    if (this.depths.pop() !== 0) throw new Violation("a document ends inside an element");
  }

  finish(): void {
    if (this.depths.length > 0 || this.roots !== 1) throw new Violation("the document did not end");
  }

  private get depth(): number {
    return this.depths.at(-1) ?? -1;
  }

  /** Content of an element is at depth 1 or more. */
  private open(least: number): void {
    this.mayHaveAttributes = false;
    if (this.depth < least) throw new Violation("an event comes outside the element it belongs to");
  }
}

class CountedSink implements LawSink {
  private remaining = 0;

  startDocument(): void {
    // A document inside an opaque takes the place of its bytes.
    this.remaining = 0;
  }

  opaque(_chunk: Uint8Array, start: number, end: number, remaining: number): void {
    const expected = this.remaining - (end - start);
    if (this.remaining > 0 && remaining !== expected) {
      throw new Violation(`${remaining} bytes of an opaque are announced as remaining, instead of ${expected}`);
    }
    this.remaining = remaining;
  }

  startElement(): void {
    this.finish();
  }

  attribute(): void {
    this.finish();
  }

  text(): void {
    this.finish();
  }

  string(): void {
    this.finish();
  }

  endElement(): void {
    this.finish();
  }

  endDocument(): void {
    this.finish();
  }

  finish(): void {
    if (this.remaining > 0) throw new Violation(`an opaque stops ${this.remaining} bytes short of its length`);
  }
}
