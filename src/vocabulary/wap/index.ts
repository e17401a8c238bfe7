export { provisioning10 } from "./provisioning-1.0.ts";
export { withStandard } from "./with-standard.ts";
