import { pathStep } from "../../core/path-step.ts";

/** The root element. */
export const ROOT = "wap-provisioningdoc";

/** Where something is in a document, by the types of the characteristics around it: `/wap-provisioningdoc/APPLICATION/APPADDR`. */
export function characteristicPath(types: readonly string[]): string {
  let path = `/${ROOT}`;
  for (const type of types) path += `/${pathStep(type)}`;
  return path;
}
