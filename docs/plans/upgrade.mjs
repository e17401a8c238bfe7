import { script } from "syncml/dm";

export default script(function* (dm) {
  const { text } = yield dm.get("./DevDetail/FwV");
  if (text === "2.1") return;
  yield dm.replace("./FUMO/DownloadAndUpdate/PkgURL", "https://dm.example/fw-2.1.bin");
  yield dm.exec("./FUMO/DownloadAndUpdate", { correlator: "update-7" });
});
