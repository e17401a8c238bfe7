import { fieldName } from "../src/ast/field-name.ts";
import type { Area, Field, NodeSchema } from "../src/ast/schema/schema.ts";
import { byLetters, property } from "./interface-code.ts";

const shapeName = (kind: string) => `${fieldName(kind)}Shape`;
/** Kinds of nodes that fields of the area hold. */
function heldKinds({ nodes }: Area): Set<string> {
  const fields = nodes.flatMap((node) => node.fields);
  return new Set(fields.flatMap((field) => (field.nodes === "union" ? [] : Object.values(field.nodes ?? {}))));
}

function isIn(kind: string, { nodes }: Area): boolean {
  return nodes.some(({ kinds }) => kinds.includes(kind));
}

/** The last arguments of a call, up to the last that is not the default. */
function details({ elements, list, min, name, options: { max } }: Field): string {
  const usual = `${fieldName(elements[0] as string)}${list ? "s" : ""}`;
  const all = [
    [min, min === 0],
    [JSON.stringify(name), name === usual],
    [max, max === undefined],
  ] as const;
  const count = all.findLastIndex(([, isDefault]) => !isDefault) + 1;
  return all
    .slice(0, count)
    .map(([argument]) => `, ${argument}`)
    .join("");
}

/** The function of src/ast/shape.ts that makes a row, and the call. */
function row(field: Field, area: Area): [builder: string, code: string] {
  const { kind, elements, name, list, min, nodes } = field;
  const minimum = min === 1 ? ", 1" : "";
  const element = JSON.stringify(elements[0]);
  if (kind !== "node") {
    const builder = list ? "texts" : kind;
    return [builder, `${builder}(${element}${details(field)})`];
  }
  if (nodes === "union") {
    const union = fieldName(area.union?.name ?? "");
    const choice = elements === area.union?.kinds ? `${union}Elements` : JSON.stringify(elements);
    return ["oneOf", `oneOf("${name}", ${choice}, () => ${union}Shapes${minimum})`];
  }
  const [held, ...others] = Object.entries(nodes ?? {}) as [[string, string], ...[string, string][]];
  if (others.length > 0 || held[0] !== held[1]) {
    const shapes = [held, ...others].map(([element, kind]) => `${property(element)}: ${shapeName(kind)}`);
    return ["oneOf", `oneOf("${name}", ${JSON.stringify(elements)}, () => ({ ${shapes.join(", ")} })${minimum})`];
  }
  const builder = list ? "nodes" : "node";
  return [builder, `${builder}(${element}, () => ${shapeName(held[1])}${details(field)})`];
}

const slot = (index: number) => (index === 0 ? "v[base]" : `v[base + ${index}]`);
const read = ({ list }: Field, index: number) =>
  list ? `list(v, ${index === 0 ? "base" : `base + ${index}`})` : slot(index);

/** The function that makes a node from the values of its fields. `kind` is a string literal, or the name `kind`. */
function make({ name, fields, options: { isDocument, isWhole, shortForm } }: NodeSchema, kind: string): string {
  const head = `(v, base, extra${isDocument ? ", wire" : ""}): ${name} =>`;
  const tail = isDocument ? "wire, extra" : "extra";
  const named = kind === "kind" ? kind : `kind: ${kind}`;
  if (isWhole) {
    const values = fields.map(({ name, elements: [element] }, index) => {
      return `${name}: ${slot(index)} ?? (${shapeName(element as string)}.make([], 0, undefined, undefined) as ${element}),`;
    });
    const absent = fields.map((_, index) => `${slot(index)} === undefined`).join(" || ");
    const names = JSON.stringify(fields.map((field) => field.name));
    return `${head} ({ ${named}, ${values.join(" ")} wire,
      extra: ${absent} ? asReceived(${names}, v, base, extra) : extra })`;
  }
  const values = fields.map((field, index) => `${field.name}: ${read(field, index)},`).join(" ");
  const whole = `{ ${named}, ${values} ${tail} }`;
  if (shortForm === undefined) return `${head} (${whole})`;
  const few = fields.flatMap((field, index) => {
    if (shortForm.includes(field.name)) return [`${field.name}: ${slot(index)},`];
    return field.list ? [`${field.name}: [],`] : [];
  });
  return `${head} {
    // Two forms of object instead of one, since most have nothing else and the other takes 80 bytes more
    // (heap:ast/wbxml/medium, 6 %).
    if (isShort${name}(v, base)) return { ${named}, ${few.join(" ")} ${tail} };
    return ${whole};
  }`;
}

/** The condition of the short form: nothing is in any other slot. */
function shortCondition({ name, fields, options: { shortForm } }: NodeSchema): string {
  if (shortForm === undefined) return "";
  const others = fields.flatMap((field, index) => (shortForm.includes(field.name) ? [] : [slot(index)]));
  return `/** Whether the fields of a ${name} have no values but those of ${shortForm.join(" and ")}. */
function isShort${name}(v: readonly unknown[], base: number): boolean {
  return (${others.join(" ?? ")}) === undefined;
}

`;
}

/** The function that hands over what a node has. `kind` is a string literal, or the name `kind`. */
function visit({ name, fields }: NodeSchema, kind: string): string {
  const steps = fields.map(({ name, kind, list }, index) => {
    const single = kind === "node" || kind === "flag" ? kind : "value";
    const method = list ? (kind === "node" ? "nodes" : "values") : single;
    const isThere = list ? `isFilled(node.${name})` : `node.${name} !== undefined`;
    return `if (${isThere}) pos = writer.${method}(fields, ${index}, node.${name}, pos);`;
  });
  return `(node: ${name}, writer, fields, at) => {
    let pos = at;
    if (node.kind !== ${kind}) return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    ${steps.join("\n")}
    return pos;
  }`;
}

function shape(node: NodeSchema, area: Area, areas: readonly Area[]): string {
  const create = (kind: string) => {
    const rows = node.fields.map((field) => row(field, area)[1]).join(", ");
    return `new Shape(${kind}, "${area.space}", [${rows}], ${make(node, kind)})`;
  };
  const isShared = (kind: string) =>
    node.options.isDocument || areas.some((other) => other !== area && heldKinds(other).has(kind));
  const declared = (kind: string) => `${isShared(kind) ? "export " : ""}const ${shapeName(kind)}: Shape`;
  const [kind, ...others] = node.kinds as [string, ...string[]];
  if (others.length === 0) {
    return `${declared(kind)} = ${create(JSON.stringify(kind))};\n\n${shortCondition(node)}`;
  }
  const maker = fieldName(node.name);
  const made = node.kinds.map((kind) => `${declared(kind)} = ${maker}(${JSON.stringify(kind)});\n`);
  return `function ${maker}(kind: ${node.name}["kind"]): Shape { return ${create("kind")}; }\n\n${made.join("")}\n`;
}

/** The elements of the area's union, and the shapes of its kinds. */
function unionCode({ union }: Area): [elements: string, shapes: string] {
  if (union === undefined) return ["", ""];
  const name = fieldName(union.name);
  const elements = `/** The elements of a ${union.name}, in the order of the DTD. */
export const ${name}Elements: readonly string[] = ${JSON.stringify(union.kinds)};\n\n`;
  const shapes = union.kinds.map((kind) => `${kind}: ${shapeName(kind)}`).join(", ");
  return [elements, `const ${name}Shapes = { ${shapes} };\n`];
}

/** The imports of a file, but for what its code does not name. */
function imports(area: Area, areas: readonly Area[], code: string): string {
  const held = [...heldKinds(area)].filter((kind) => !isIn(kind, area));
  const others = areas.flatMap((other) => {
    const names = held.filter((kind) => isIn(kind, other)).map(shapeName);
    return names.length === 0 ? [] : [`import { ${names.sort(byLetters).join(", ")} } from "./${other.file}.ts";\n`];
  });
  const builders = area.nodes.flatMap(({ fields }) => fields.map((field) => row(field, area)[0]));
  const helpers = code.includes("list(") ? ["list"] : [];
  const received = code.includes("asReceived(") ? 'import { asReceived } from "./as-received.ts";\n' : "";
  const types = area.nodes.map(({ name }) => name).sort(byLetters);
  return `${received}${others.join("")}import type { ${types.join(", ")} } from "./nodes.ts";
import { ${[...new Set([...builders, ...helpers, "Shape"])].sort(byLetters).join(", ")} } from "./shape.ts";
`;
}

/** The module with the shapes of an area. */
export function shapes(area: Area, areas: readonly Area[]): string {
  const [elements, shapesByKind] = unionCode(area);
  const code = elements + area.nodes.map((node) => shape(node, area, areas)).join("") + shapesByKind;
  return `${imports(area, areas, code)}\n// ${area.title}\n\n${code}`;
}

/** The module with the functions that hand over the fields of nodes. */
export function visitors(areas: readonly Area[]): string {
  const all = areas.flatMap(({ nodes }) => nodes);
  const shared = all.filter(({ kinds }) => kinds.length > 1);
  const makers = shared.map(
    (node) =>
      `function ${fieldName(node.name)}(kind: ${node.name}["kind"]): Visit { return ${visit(node, "kind")}; }\n\n`,
  );
  const entries = all.flatMap((node) =>
    node.kinds.map((kind) => {
      const code = shared.includes(node)
        ? `${fieldName(node.name)}(${JSON.stringify(kind)})`
        : visit(node, JSON.stringify(kind));
      return `${property(kind)}: ${code},\n`;
    }),
  );
  const types = all.map(({ name }) => name).sort(byLetters);
  return `import type { Visit } from "./node-writer.ts";
import type { ${types.join(", ")} } from "./nodes.ts";
import { isFilled } from "./shape.ts";

${makers.join("")}/** What hands over the fields of a node, by its kind. Apart from the shapes, since whoever reads needs none of it. */
export const visitors: Readonly<Record<string, Visit>> = {
${entries.join("\n")}};
`;
}
