import { isStandardNamespace } from "../vocabulary/namespaces.ts";
import { devInfShape } from "./devinf-shapes.ts";
import { syncMLShape } from "./message-shapes.ts";
import { metInfShape } from "./metinf-shapes.ts";
import type { Shape } from "./shape.ts";
import { mgmtTreeShape } from "./tree-shapes.ts";

/** The roots of documents. */
export const documentShapes: readonly Shape[] = [syncMLShape, devInfShape, mgmtTreeShape, metInfShape];

/** The shapes of embedded documents: what may stand inside Data as a document of its own. */
export const embeddedShapes: readonly Shape[] = [devInfShape, mgmtTreeShape];

/** The shape of a document by the name of its root. */
export function documentShape(local: string, namespace: string): Shape | undefined {
  return isStandardNamespace(namespace) ? documentShapes.find(({ kind }) => kind === local) : undefined;
}
