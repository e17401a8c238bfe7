import { deviceInformation } from "./device-information.ts";
import { managementTree } from "./management-tree.ts";
import { messages } from "./messages.ts";
import { metaInformation } from "./meta-information.ts";
import type { Area } from "./schema.ts";

/** All nodes, in the order in which the interfaces are listed. */
export const standardSchema: readonly Area[] = [messages, metaInformation, deviceInformation, managementTree];
