import { byId } from "./dom.ts";
import { connectInput } from "./input.ts";
import { Inspector } from "./inspector.ts";
import { connectKeys } from "./keys.ts";

const inspector = new Inspector(byId("worker").textContent ?? "");
connectInput(inspector);
connectKeys(inspector);
