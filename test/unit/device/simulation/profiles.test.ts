import { expect, test } from "vitest";
import { type DeviceProfileName, deviceProfiles, simulatedDevice } from "../../../../src/device/index.ts";
import { type Alert, codeOf, textOf } from "../../../../src/index.ts";
import { alertOf, codesOf, commandsOf, itemOf, metaOf, treeOfCodes, xmlOf } from "../commands-of.ts";
import { applied, codeFor, exec, replace, shortly } from "./device-calls.ts";

const withProfile = (profile: DeviceProfileName, options: Parameters<typeof simulatedDevice>[0] = {}) =>
  simulatedDevice({ profile, ...options });
const get = (uri: string) => xmlOf("Get", itemOf(uri));
const url = "./FUMO/Download/PkgURL";
const tnds = "application/vnd.syncml.dmtnds+xml";

function updated(profile: DeviceProfileName): Alert {
  const device = withProfile(profile, { ...(profile === "hostap" ? wifi : {}) });
  const root = profile === "hostap" ? "./Wi-Fi/Fw" : "./FUMO";
  applied(device, replace(`${root}/Download/PkgURL`, "https://dm.example/2"), exec(`${root}/Download`, "c"));
  device.work("done");
  return device.alerts().at(-1) as Alert;
}

const wifi: NonNullable<Parameters<typeof simulatedDevice>[0]> = {
  objects: [
    { object: "FUMO", at: "./Wi-Fi/Fw" },
    {
      at: "./Wi-Fi/Cred",
      rows: [
        ["%", "node", "1", "G", null, ""],
        ["%/Password", "chr", "1", "GR", "x", ""],
        ["%/Realm", "chr", "1", "DGR", "r", ""],
      ],
    },
  ],
};

function asked(profile: DeviceProfileName, xml: string, answer: "no" | "ok") {
  const device = withProfile(profile, { ui: [answer] });
  const commands = commandsOf(xml);
  const outcome = device.apply("srv", commands);
  if (outcome.state !== "suspended") return treeOfCodes(outcome.results);
  const last = device.resume("srv", commands, outcome.cursor, device.ask(outcome.ask) as never);
  return last.state === "done" ? treeOfCodes(last.results) : undefined;
}

/** What shows each deviation, by its name. */
const shows: Readonly<Record<string, () => void>> = {
  "libdmclient/atomic": () => {
    const device = withProfile("libdmclient");
    const [group] = applied(device, xmlOf("Atomic", replace(url, "x"), replace("./None", "y"), get(url)));
    expect([group?.cmd, group?.statuses, group?.members.map(codesOf)]).toEqual(["Atomic", [], [200, 404, 200]]);
    expect(device.tree.get(url)).toBe("x");
  },
  "libdmclient/refused-sequence": () => {
    const sequence = xmlOf("Sequence", alertOf(1101, "Sure?"), replace(url, "x"));
    expect(asked("libdmclient", sequence, "no")).toEqual([{ "Sequence 304": [304, 215] }]);
    expect(asked("windows", sequence, "no")).toEqual([{ "Sequence 200": [304, 215] }]);
  },
  "libdmclient/list": () => {
    const device = withProfile("libdmclient");
    const lists = ["?list=Struct", "?list=StructData", "?list=TNDS"].map((query) =>
      codeFor(device, get(`./DevInfo${query}`)),
    );
    const add = xmlOf("Add", itemOf("./DMAcc/1", "<MgmtTree/>", metaOf("xml", tnds)));
    expect([...lists, codeFor(device, add)]).toEqual([406, 406, 406, 406]);
  },
  "libdmclient/malformed-uri": () => expect(codeFor(withProfile("libdmclient"), get("./DevInfo//Man"))).toBe(500),
  "libdmclient/unknown-alert": () => expect(codeFor(withProfile("libdmclient"), alertOf(1224, "x"))).toBe(500),
  "libdmclient/copy": () => {
    const copy = xmlOf(
      "Copy",
      `<Item><Target><LocURI>./A</LocURI></Target><Source><LocURI>${url}</LocURI></Source></Item>`,
    );
    expect(codeFor(withProfile("libdmclient"), copy)).toBe(501);
    expect(codeFor(withProfile("windows"), copy)).toBe(501);
  },
  "libdmclient/property-values": () => {
    const [result] = applied(withProfile("libdmclient"), get(`${url}?prop=Format`));
    expect(textOf(result?.results[0]?.data)).toBe("chr\0");
  },
  "libdmclient/dev-info": () =>
    expect(withProfile("libdmclient").devInfo()[0]).toMatchObject({
      source: { locURI: "./DevInfo" },
      meta: { format: "node" },
    }),
  "libdmclient/alert-format": () => expect(shortly(updated("libdmclient"))?.format).toBe("text/plain"),
  "libdmclient/large-objects": () => expect(withProfile("libdmclient").largeObjects).toBe(false),
  "hostap/scope": () => {
    const device = withProfile("hostap", wifi);
    expect(
      [get("./DevInfo/Man"), get("./Wi-Fi/Cred/Realm"), replace("./None", "x")].map((xml) => codeFor(device, xml)),
    ).toEqual([425, 200, 425]);
  },
  "hostap/password": () => {
    const device = withProfile("hostap", wifi);
    expect(codeFor(device, get("./Wi-Fi/Cred/Password"))).toBe(425);
    expect(codeFor(device, replace("./Wi-Fi/Cred/Password", "y"))).toBe(200);
  },
  "hostap/commands": () => {
    const device = withProfile("hostap", wifi);
    const commands = [xmlOf("Delete", itemOf("./Wi-Fi/Cred/Realm")), xmlOf("Sequence", get("./Wi-Fi/Cred/Realm"))];
    expect(treeOfCodes(applied(device, ...commands))).toEqual([406, { "Sequence 406": [215] }]);
  },
  "hostap/case": () => expect(codeFor(withProfile("hostap", wifi), get("./wi-fi/CRED/realm"))).toBe(200),
  "hostap/format": () => {
    const [result] = applied(withProfile("hostap", wifi), get("./Wi-Fi/Cred/Realm"));
    expect(result?.results[0]?.meta?.format).toBe("Chr");
  },
  "hostap/opening-alert": () => {
    const [alert] = withProfile("hostap").alerts() as [Alert];
    expect([codeOf(alert), shortly(alert)?.format]).toEqual([1226, "xml"]);
    expect(textOf(alert.items[0]?.data)).toMatch(/<NodeName>DevDetail<\/NodeName>/);
  },
  "hostap/alert-type": () => {
    const device = withProfile("hostap");
    const type = "Reversed-Domain-Name: org.wi-fi.hotspot2dot0.SubscriptionProvisioning";
    expect(shortly(device.alerts()[0])?.type).toBe(type);
    expect(shortly(updated("hostap"))?.type).toBe(
      "Reversed-Domain-Name: org.openmobilealliance.dm.firmwareupdate.download",
    );
  },
  "hostap/large-objects": () => expect(withProfile("hostap").tree.get("./DevDetail/LrgObj")).toBe("false"),
  "windows/copy": () => expect(withProfile("windows").tree.features.copy).toBe(false),
  "windows/correlator": () => {
    expect(updated("windows").correlator).toBeUndefined();
    expect(updated("libdmclient").correlator).toBe("c");
  },
  "windows/version": () =>
    expect(
      withProfile("windows")
        .devInfo()
        .find(({ source }) => source?.locURI === "./DevInfo/DmV")?.data,
    ).toBe("1.3"),
  "windows/opening-alert": () => {
    const device = withProfile("windows");
    const opening = { code: 1224, type: "com.microsoft/MDM/LoginStatus", format: "chr", items: [[undefined, "user"]] };
    expect(device.alerts().map(shortly)).toMatchObject([opening]);
    device.alertAnswered(device.alerts()[0] as Alert, 200);
    device.sessionEnded();
    expect(device.alerts().map(shortly)).toMatchObject([opening]);
  },
  "windows/user-text": () => {
    expect(asked("windows", alertOf(1100, "x".repeat(1001)), "ok")).toEqual([400]);
    expect(asked("windows", alertOf(1100, "x".repeat(1000)), "ok")).toEqual([200]);
  },
  "windows/alert-source": () => expect(shortly(updated("windows"))?.items).toEqual([["./FUMO/Download", "200"]]),
};

const deviations = Object.values(deviceProfiles).flatMap((profile) => profile.deviations);

test("every deviation is shown", () => {
  expect(Object.keys(shows).sort()).toEqual(deviations.map(({ id }) => id).sort());
});

test.each(deviations.map(({ id, does }) => [id, does] as const))("%s %s", (id) => shows[id]?.());

test("an option of one's own counts more than a profile", () => {
  expect(withProfile("libdmclient", { features: { list: true } }).tree.features.list).toBe(true);
  const profile = {
    name: "mine",
    deviations: [{ id: "mine/alert", does: "answers 400", quirks: { unknownAlert: 400 } }],
  };
  expect(codeFor(simulatedDevice({ profile }), alertOf(1224, "x"))).toBe(400);
});
