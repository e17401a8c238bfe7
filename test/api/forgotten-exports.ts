/** What an entry's report says, by the name of the entry. */
export type Reports = Readonly<Record<string, string>>;

interface Declared {
  readonly entry: string;
  readonly name: string;
  readonly isExported: boolean;
  /** Its text, the same wherever the report of an entry shows it. */
  readonly text: string;
}

const declaration =
  /^(export )?(?:declare |abstract )*(?:interface|type|class|const|function|enum|namespace) ([\w$]+)/m;

/**
 * The types that public signatures are made of, and that no entry exports: nobody can import them by name. A type that
 * another entry exports is as good as exported.
 *
 * @returns a line each: the entry and the name.
 */
export function forgottenExports(reports: Reports): string[] {
  const all = Object.entries(reports).flatMap(([entry, report]) => declarationsIn(entry, report));
  const exported = new Set(all.filter(({ isExported }) => isExported).map(({ text }) => text));
  return all
    .filter(({ isExported, text }) => !isExported && !exported.has(text))
    .map(({ entry, name }) => `${entry}: ${name} is part of a public signature, and no entry exports it`);
}

function declarationsIn(entry: string, report: string): Declared[] {
  return report.split("\n\n").flatMap((block) => {
    const [, exported, name] = declaration.exec(block) ?? [];
    if (name === undefined) return [];
    // Of several types with one name all but the first have a number after it.
    const bare = name.replace(/\$\d+$/, "");
    const text = block
      .replace(/^\/\/.*\n/gm, "")
      .replace(/^export /m, "")
      .replace(name, bare);
    return [{ entry, name, isExported: exported !== undefined, text: text.trim() }];
  });
}
