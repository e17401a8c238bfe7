import { isCoreNamespace, spaceOf } from "../vocabulary/namespaces.ts";
import { devInfShape } from "./devinf-shapes.ts";
import { commandElements, fragmentShape, syncMLShape } from "./message-shapes.ts";
import { metInfShape } from "./metinf-shapes.ts";
import type { Shape } from "./shape.ts";
import { mgmtTreeShape } from "./tree-shapes.ts";

/** The roots of documents. */
export const documentShapes: readonly Shape[] = [syncMLShape, devInfShape, mgmtTreeShape, metInfShape];

/** The shapes of documents that may be embedded in Data. */
export const embeddedShapes: readonly Shape[] = [devInfShape, mgmtTreeShape];

const fragmentRoots: ReadonlySet<string> = new Set(["SyncHdr", "SyncBody", ...commandElements]);

/** Whether a root element is part of a message without the rest. */
export function isFragmentRoot(local: string, namespace: string): boolean {
  return fragmentRoots.has(local) && (namespace === "" || isCoreNamespace(namespace));
}

/** The shape of a document by its kind; `undefined` for a generic element. */
export function shapeOfDocument(kind: unknown): Shape | undefined {
  return kind === fragmentShape.kind ? fragmentShape : documentShapes.find((shape) => shape.kind === kind);
}

/** The shape of a document by the name of its root. Readers have corrected the namespace by then. */
export function documentShape(local: string, namespace: string): Shape | undefined {
  const shape = documentShapes.find(({ kind }) => kind === local);
  return shape !== undefined && spaceOf(namespace) === shape.space ? shape : undefined;
}
