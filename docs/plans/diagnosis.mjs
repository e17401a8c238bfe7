import { script } from "syncml/dm";

export default script(function* (dm, _device, alerts) {
  if (alerts.some(({ correlator }) => correlator === "case-42")) yield dm.get("./DiagMon/Battery/DiagMonData/Result");
  else yield dm.exec("./DiagMon/Battery/Operations/Start", { correlator: "case-42" });
});
