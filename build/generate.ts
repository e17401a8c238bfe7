import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { standardSchema } from "../src/ast/schema/standard.ts";
import { formatted, generatedFiles } from "./generated-files.ts";

// npm run generate: writes the interfaces, the shapes and the required fields from the schema.

const folder = fileURLToPath(new URL("../src/ast/", import.meta.url));
const files = generatedFiles(standardSchema, readFileSync(`${folder}nodes.ts`, "utf8"));
for (const [file, text] of Object.entries(files)) writeFileSync(folder + file, await formatted(file, text));
