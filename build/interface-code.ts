import type { Area, Field, NodeSchema } from "../src/ast/schema/schema.ts";

const LINE_WIDTH = 120;

/** A documentation comment, on one line if it fits. */
function comment(text: string, indent: string): string {
  const line = `${indent}/** ${text} */\n`;
  if (line.length <= LINE_WIDTH + 1) return line;
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) as string;
    if (indent.length + 3 + last.length + 1 + word.length > LINE_WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return `${indent}/**\n${lines.map((part) => `${indent} * ${part}\n`).join("")}${indent} */\n`;
}

function sentence(doc: string, clause: string, { since, until }: { since?: string; until?: string }): string {
  const versions = since ? `since ${since}` : until ? `until ${until}` : "";
  const details = [clause, versions].filter((part) => part !== "").join(", ");
  return details === "" ? `${doc}.` : `${doc} (${details}).`;
}

function documentOf(node: NodeSchema, area: Area): string {
  return node.options.document ?? area.document;
}

function fieldDoc({ doc, options, nodes, elements }: Field, node: NodeSchema, area: Area): string {
  const defined = nodes === "union" ? node.kinds[0] : elements.join(", ");
  return sentence(doc, options.clause ?? `${documentOf(node, area)} ${defined}`, options);
}

function valueType({ kind, nodes, options }: Field, area: Area, areas: readonly Area[]): string {
  if (kind === "flag" || kind === "wrapper") return "true";
  if (kind === "data") return "Data";
  if (kind !== "node") return options.type ?? "string";
  if (nodes === "union") return area.union?.name ?? "never";
  return Object.values(nodes ?? {})
    .map((name) => nodeOf(name, areas).name)
    .join(" | ");
}

/** The node of the kind, in whichever area. */
export function nodeOf(kind: string, areas: readonly Area[]): NodeSchema {
  const found = areas.flatMap(({ nodes }) => nodes).find(({ kinds }) => kinds.includes(kind));
  if (found === undefined) throw new Error(`the schema has no node ${kind}`);
  return found;
}

function member(field: Field, node: NodeSchema, area: Area, areas: readonly Area[]): string {
  const type = valueType(field, area, areas);
  const isAlwaysThere = field.list || node.options.isWhole;
  const declared = field.list ? `(${type})[]` : type;
  const typed = isAlwaysThere ? `${field.name}: ${declared}` : `${field.name}?: ${declared} | undefined`;
  return `${comment(fieldDoc(field, node, area), "  ")}  ${typed};\n`;
}

/** The interfaces of an area, and its union. */
export function interfaces(area: Area, areas: readonly Area[]): string {
  const written = area.nodes.map((node) => {
    const { name, kinds, doc, fields, options } = node;
    const clause = options.clause ?? `${documentOf(node, area)} ${kinds.join(", ")}`;
    const members = fields.map((field) => member(field, node, area, areas));
    const wire = options.isDocument
      ? ["  /** How it came over the wire, and goes out again. */\n  wire?: WireForm | undefined;\n"]
      : [];
    return [
      `${comment(sentence(doc, clause, options), "")}export interface ${name} {\n`,
      `  /** What kind of node it is. */\n  kind: ${kinds.map((kind) => JSON.stringify(kind)).join(" | ")};\n`,
      ...members,
      ...wire,
      "  /** What the fields do not show. */\n  extra?: Extra | undefined;\n}\n",
    ].join("");
  });
  const { union } = area;
  if (union !== undefined) {
    const names = union.kinds.map((kind) => nodeOf(kind, areas).name).sort(byLetters);
    written.push(`${comment(`${union.doc}.`, "")}export type ${union.name} = ${names.join(" | ")};\n`);
  }
  return `// ${area.title}\n\n${written.join("\n")}`;
}

// Kinds and required fields

/** The module with all kinds of nodes and the fields that each requires. */
export function nodeKinds(areas: readonly Area[]): string {
  const all = areas.flatMap(({ nodes }) => nodes);
  const required = all.flatMap(({ kinds, fields, options }) => {
    const asked = fields.filter(({ min, options: { asked } }) => asked || (min === 1 && !options.asksNothing));
    const names = asked.map(({ name }) => JSON.stringify(name)).join(" | ");
    return names === ""
      ? []
      : kinds.map((kind) => `  /** Fields that ${kind} requires. */\n  ${property(kind)}: ${names};\n`);
  });
  return `import type * as Node from "./nodes.ts";

/** Every node that {@link create} makes. */
export type AnyNode = ${all.map(({ name }) => `Node.${name}`).join(" | ")};

/** The fields that {@link create} asks for: those that the DTD requires, by kind. */
export interface RequiredFields {
${required.join("")}}
`;
}

/** A name as the key of an object or an interface. */
export function property(name: string): string {
  return /^\w+$/.test(name) ? name : JSON.stringify(name);
}

/** Orders names without regard to case. */
export function byLetters(one: string, other: string): number {
  return one.toLowerCase() < other.toLowerCase() ? -1 : 1;
}
