import { expect, test } from "vitest";
import { createTree, standardTree } from "../../../src/device/index.ts";
import { dmAccountOfRows, dmAccountRows } from "../../../src/push/index.ts";
import { applyAll, applyOne, itemOf, metaOf, treeOfCodes, xmlOf } from "./commands-of.ts";

const account = {
  appID: "w7",
  serverID: "com.example.dm",
  address: "https://dm.example/",
  user: "tester",
  secret: "secret",
} as const;

function treeOf() {
  return standardTree({
    identity: "IMEI:350000000000006",
    manufacturer: "Example",
    model: "One",
    firmwareVersion: "1.0",
    largeObjects: true,
    limits: { maxDepth: 10 },
    objects: [
      { object: "FUMO", at: "./FwUpdate/Pkg1" },
      { object: "SCOMO", at: "./SCM" },
      { object: "LAWMO", at: "./LAWMO" },
      { object: "DiagMon", at: "./DiagMon/Battery" },
      { object: "DiagMonTrap", at: "./DiagMon/Trap/%" },
      { at: "./Vendor", rows: [["%", "node", "1", "AG", null, "a vendor's nodes"]] },
    ],
    accounts: { "1": dmAccountRows(account) },
  });
}

test("a device with the standard objects", () => {
  const tree = treeOf();
  expect(["DevId", "Man", "Mod", "DmV", "Lang"].map((name) => tree.get(`./DevInfo/${name}`))).toEqual([
    "IMEI:350000000000006",
    "Example",
    "One",
    "1.2",
    "en",
  ]);
  expect(
    ["FwV", "LrgObj", "URI/MaxDepth", "URI/MaxTotLen", "URI/MaxSegLen"].map((name) => tree.get(`./DevDetail/${name}`)),
  ).toEqual(["1.0", "true", "10", "512", "64"]);
  expect([tree.get("./FwUpdate/Pkg1/State"), tree.get("./LAWMO/State"), tree.get("./DiagMon/Battery/Status")]).toEqual([
    "10",
    "30",
    "0",
  ]);
  expect(
    ["./FwUpdate/Pkg1", "./SCM", "./LAWMO", "./DiagMon/Battery", "./DMAcc/1"].map((uri) => tree.node(uri)?.type),
  ).toEqual([
    "urn:oma:mo:oma-fumo:1.0",
    "urn:oma:mo:oma-scomo:1.0",
    "urn:oma:mo:oma-lawmo:1.0",
    "urn:oma:mo:oma-diagmon:1.0",
    "urn:oma:mo:oma-dm-dmacc:1.0",
  ]);
});

test("its state makes the same tree again, with the same rules", () => {
  const tree = treeOf();
  const again = standardTree({
    identity: "",
    objects: [{ object: "FUMO", at: "./FwUpdate/Pkg1" }],
    state: JSON.parse(JSON.stringify(tree)),
  });
  expect(again.toJSON()).toEqual(tree.toJSON());
  expect(applyOne(again, xmlOf("Delete", itemOf("./FwUpdate/Pkg1"))).code).toBe(405);
  expect(applyOne(again, xmlOf("Get", itemOf("./FwUpdate/Pkg1/Update/PkgData"))).code).toBe(405);
});

test("an account is that of the provisioning document; its secrets are never read", () => {
  const tree = treeOf();
  const rows = tree.uris("./DMAcc/1").flatMap((uri) => {
    const value = tree.get(uri);
    return value === undefined ? [] : [{ path: uri.slice("./DMAcc/1/".length), value }];
  });
  expect(dmAccountOfRows(rows)).toMatchObject({
    serverID: "com.example.dm",
    addresses: [{ address: "https://dm.example/" }],
  });
  const secret = tree.uris().find((uri) => uri.endsWith("/AAuthSecret")) as string;
  expect(applyOne(tree, xmlOf("Get", itemOf(secret))).code).toBe(405);
  const { items } = applyOne(tree, xmlOf("Get", itemOf(".?list=StructData")));
  expect(JSON.stringify(items)).not.toContain('"secret"');
  const serialized = applyOne(tree, xmlOf("Get", itemOf("./DMAcc?list=TNDS")));
  expect(JSON.stringify(serialized.items)).not.toContain('"secret"');
});

test("a server adds an account, node by node", () => {
  const tree = treeOf();
  const add = (path: string, data: string, format?: string) =>
    xmlOf("Add", itemOf(`./DMAcc/2/${path}`, data, metaOf(format)));
  const xml = [
    add("AppID", "w7"),
    add("ServerID", "other"),
    add("AppAuth/a/AAuthSecret", "x"),
    add("AppAuth/a/AAuthData", "AAE=", "b64"),
    add("Colour", "red"),
  ];
  expect(treeOfCodes(applyAll(tree, xml))).toEqual([200, 200, 200, 200, 405]);
  expect(tree.get("./DMAcc/2/AppAuth/a/AAuthData")).toEqual(Uint8Array.of(0, 1));
});

test("an offer that is added to SCOMO gets its operations from the device", () => {
  const tree = treeOf();
  expect(applyOne(tree, xmlOf("Add", itemOf("./SCM/Download/p1/PkgURL", "https://dm.example/p1"))).code).toBe(200);
  expect(tree.node("./SCM/Download/p1")?.children).toEqual(["Status", "Operations", "PkgURL"]);
  expect(tree.node("./SCM/Download/p1/Operations")?.children).toEqual([
    "Download",
    "DownloadInstall",
    "DownloadInstallInactive",
  ]);
  expect(applyOne(tree, xmlOf("Exec", itemOf("./SCM/Download/p1/Operations/Download"))).code).toBe(501);
});

test("an Exec reaches the device with its correlator", () => {
  const seen: unknown[] = [];
  const tree = standardTree({
    identity: "x",
    objects: [{ object: "FUMO", at: "./Fw/%" }],
    handlers: {
      "./Fw/*/DownloadAndUpdate": {
        exec: ({ uri, serverID, correlator }) => {
          seen.push([uri, serverID, correlator]);
          return 202;
        },
      },
    },
  });
  tree.add("./Fw/P/PkgName", { value: "p" });
  const exec = xmlOf("Exec", "<Correlator>op-7</Correlator>", itemOf("./Fw/P/DownloadAndUpdate"));
  expect(applyOne(tree, exec).code).toBe(202);
  expect(seen).toEqual([["./Fw/P/DownloadAndUpdate", "srv", "op-7"]]);
});

test("a vendor's branch is open, a closed object is not", () => {
  const tree = treeOf();
  expect(applyOne(tree, xmlOf("Add", itemOf("./Vendor/Any/Thing", "x"))).code).toBe(200);
  expect(applyOne(tree, xmlOf("Add", itemOf("./Other", "x"))).code).toBe(405);
  expect(applyOne(createTree([]), xmlOf("Add", itemOf("./Other", "x"))).code).toBe(200);
});
