import type { ByteWriter } from "../core/byte-writer.ts";
import { writeMbUint32 } from "../core/mb-uint32.ts";
import type { ElementName } from "../core/sink.ts";
import type { VariableSyntax } from "../vocabulary/definition.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { OpenKinds } from "./open-kinds.ts";
import * as Token from "./tokens.ts";

/** A word as its EXT_T token and integer. */
interface WordToken {
  readonly token: number;
  readonly value: number;
}

/** The forms that a language has for content besides strings: octets for texts of a kind, integers for words, and variables. */
export class ContentForms {
  /** How texts spell variables. */
  readonly variables: VariableSyntax | undefined;
  private readonly body: ByteWriter;
  private readonly hasOpaque: boolean;
  private readonly kinds: OpenKinds;
  private readonly words: ReadonlyMap<string, WordToken>;
  /** Those that texts may begin with, the longest first. */
  private readonly starts: readonly string[];

  constructor(body: ByteWriter, vocabulary: Vocabulary, hasOpaque: boolean) {
    this.variables = vocabulary.definition.variables;
    this.body = body;
    this.hasOpaque = hasOpaque;
    this.kinds = new OpenKinds(vocabulary);
    this.words = wordTokens(vocabulary);
    this.starts = [...this.words.keys()].filter((word) => word.endsWith("/")).sort((a, b) => b.length - a.length);
  }

  startElement(name: ElementName): void {
    this.kinds.startElement(name);
  }

  endElement(): void {
    this.kinds.endElement();
  }

  /** The octets to write for a text in the innermost element, or `undefined` if it remains text. */
  octetsOf(text: string): Uint8Array | undefined {
    this.kinds.addText(text);
    return this.hasOpaque ? this.kinds.innermost?.write(text) : undefined;
  }

  /**
   * Writes the word that a text is, or the longest one ending with a slash that it begins with, and returns the rest of it.
   * Words inside a text stay text.
   */
  writeWord(text: string): string {
    const word = this.words.has(text) ? text : this.starts.find((start) => text.startsWith(start));
    const found = word === undefined ? undefined : this.words.get(word);
    if (word === undefined || found === undefined) return text;
    this.body.byte(found.token);
    writeMbUint32(this.body, found.value);
    return text.slice(word.length);
  }
}

function wordTokens({ definition }: Vocabulary): Map<string, WordToken> {
  const tokens = new Map<string, WordToken>();
  for (const [kind, words] of Object.entries(definition.extensionWords ?? {})) {
    for (const [value, word] of Object.entries(words)) {
      // Of two integers for one word the first is written.
      if (!tokens.has(word)) tokens.set(word, { token: Token.EXT_T_0 + Number(kind), value: Number(value) });
    }
  }
  return tokens;
}
