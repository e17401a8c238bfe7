import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import type { VocabularySet } from "../../vocabulary/vocabulary-set.ts";
import { spellText } from "./spelling.ts";

// A name of another form could be mistaken for something else, so its token is listed by number.
const NAME = /^[\p{L}_][\p{L}\p{N}_.:-]*$/u;

/** The words for the tokens of one code space, unambiguous in both directions. */
export class TokenWords {
  private readonly words: (string | undefined)[];
  private readonly tokens = new Map<string, number>();
  private readonly tokensPerPage: number;
  private readonly firstToken: number;

  constructor(words: (string | undefined)[], tokensPerPage: number, firstToken: number) {
    this.tokensPerPage = tokensPerPage;
    this.firstToken = firstToken;
    this.words = words.map((word, index) => {
      if (word === undefined) return undefined;
      const key = `${Math.floor(index / tokensPerPage)} ${word}`;
      // If tokens share a word, the first one gets it; the others are listed by number.
      if (this.tokens.has(key)) return undefined;
      this.tokens.set(key, (index % tokensPerPage) + firstToken);
      return word;
    });
  }

  word(page: number, token: number): string | undefined {
    return this.words[page * this.tokensPerPage + token - this.firstToken];
  }

  token(page: number, word: string): number | undefined {
    return this.tokens.get(`${page} ${word}`);
  }
}

/** The words that a listing uses for the tokens of one vocabulary. */
export class ListingNames {
  readonly vocabulary: Vocabulary;
  readonly tags: TokenWords;
  /** An attribute start is spelled as its name, and with a value prefix as `TYPE="TEXT"`. */
  readonly attributeStarts: TokenWords;
  /** An attribute value is spelled as the quoted value. */
  readonly attributeValues: TokenWords;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    const tags = vocabulary.tags.map((name) => (name && NAME.test(name.local) ? name.local : undefined));
    const starts = vocabulary.attributeStarts.map((start) => {
      if (start === undefined || !NAME.test(start.name.local)) return undefined;
      return start.name.local + (start.valuePrefix === "" ? "" : `=${spellText(start.valuePrefix)}`);
    });
    const values = vocabulary.attributeValues.map((value) => (value === undefined ? undefined : spellText(value)));
    this.tags = new TokenWords(tags, 64, 0);
    this.attributeStarts = new TokenWords(starts, 128, 0);
    this.attributeValues = new TokenWords(values, 128, 0x80);
  }
}

/** The vocabulary with this name; if there are several, the last one of the set. */
export function findVocabulary(vocabularies: VocabularySet, name: string): Vocabulary | undefined {
  return vocabularies.vocabularies.findLast((vocabulary) => vocabulary.name === name);
}
