import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("status and alert codes have names in the sources", () => {
  const src = fileURLToPath(new URL("../../src/", import.meta.url));
  // The tables themselves, the sentences of the schema, the attribute values of other languages, the states of firmware, and the
  // sentences of a conversation.
  const firmware = join("device", "simulation", "fumo.ts");
  const sentences = join("inspect", "conversation", "sentences.ts");
  const elsewhere = [join("ast", "codes"), join("ast", "schema"), join("vocabulary", "wap"), firmware, sentences];
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !elsewhere.some((folder) => file.startsWith(folder)),
  );
  const withoutComments = (file: string) =>
    readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const found = files.filter((file) => /["'`]\d{3,4}["'`]/.test(withoutComments(file)));
  expect(found).toEqual([]);
});
