import type { Options } from "tsup";
import ts from "typescript";

const PURE = "/* @__PURE__ */ ";

/** What a bundler takes for an effect, since a getter, an iterator or a conversion may have one; here none has. */
function mayHaveEffect(node: ts.Node): boolean {
  return (
    ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isComputedPropertyName(node) ||
    ts.isBinaryExpression(node)
  );
}

/** Text to put into a module, by its place. */
function insertions(code: string): Map<number, string> {
  const source = ts.createSourceFile("module.js", code, ts.ScriptTarget.ESNext);
  const inserted = new Map<number, string>();
  let isWrapped = false;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) inserted.set(node.getStart(source), PURE);
    if (mayHaveEffect(node)) isWrapped = true;
    if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      if (initializer === undefined) continue;
      isWrapped = false;
      visit(initializer);
      if (!isWrapped) continue;
      const start = initializer.getStart(source);
      inserted.set(start, `${PURE}(() => (${inserted.get(start) ?? ""}`);
      inserted.set(initializer.end, "))()");
    }
  }
  return inserted;
}

/**
 * Tells the bundlers of others that what a module works out as it loads can go where nobody uses it: `sideEffects` in
 * package.json says so of whole files only, and here one file holds many modules. Without it `isSyncmlError` alone brings
 * along 96 KB. It is done to what esbuild has written, since esbuild would take the wrappers away again.
 */
export const pureValues: NonNullable<Options["plugins"]>[number] = {
  name: "pure-values",
  renderChunk(code, { type }) {
    if (type !== "chunk" || this.format !== "esm") return;
    let marked = code;
    const backward = [...insertions(code)].sort(([one], [other]) => other - one);
    for (const [place, text] of backward) marked = marked.slice(0, place) + text + marked.slice(place);
    return { code: marked };
  },
};
