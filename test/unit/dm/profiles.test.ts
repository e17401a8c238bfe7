import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { Command } from "../../../src/ast/nodes.ts";
import { detectProfile, type ProfileName, profileOf, profileRows, standardProfile } from "../../../src/dm/profiles.ts";

const names: readonly ProfileName[] = ["standard", "libdmclient", "hostap", "windows"];

describe("profiles", () => {
  test.each(profileRows.map((row) => [`${row.profile}: ${row.value}, since ${row.reason}`, row] as const))(
    "%s",
    (_, { profile, value, is }) => {
      expect(profileOf(profile)[value]).toEqual(is);
      expect(is).not.toEqual(standardProfile[value]);
    },
  );

  test("values without a row are those of the standard", () => {
    for (const name of names) {
      const deviations = new Set(profileRows.filter(({ profile }) => profile === name).map(({ value }) => value));
      for (const value of Object.keys(standardProfile) as (keyof typeof standardProfile)[]) {
        if (value === "name") expect(profileOf(name).name).toBe(name);
        else if (!deviations.has(value)) expect(profileOf(name)[value]).toEqual(standardProfile[value]);
      }
    }
  });

  test("no value has two rows", () => {
    const keys = profileRows.map(({ profile, value }) => `${profile}.${value}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("an unknown name is refused", () => {
    for (const name of ["Windows", "toString", "", undefined]) {
      expect(() => profileOf(name as ProfileName)).toThrow(TypeError);
    }
    expect(() => profileOf("symbian" as ProfileName)).toThrow(
      'profile must be one of "standard", "libdmclient", "hostap", "windows", not "symbian"',
    );
  });
});

describe("recognition by the first message", () => {
  const header = {
    verProto: "DM/1.2",
    sessionID: "1",
    msgID: "1",
    target: "https://dm.example/",
    source: "device",
  } as const;
  const first = (...commands: Command[]) =>
    newMessage(header, [create("Alert", { cmdID: "1", data: "1201", items: [] }), ...commands]);
  const alert = (data: string, type: string) =>
    create("Alert", { cmdID: "2", data, items: [newItem("./X", "user", { type, emi: [] })] });

  test("Windows, by its User-Agent", () => {
    expect(detectProfile(first(), "MSFT OMA DM Client/1.2.0.1")).toBe("windows");
    expect(detectProfile(first(), "Mozilla/5.0 (not MSFT OMA DM Client)")).toBe("standard");
  });

  test("Windows, by alerts 1224 and 1226 with types of its own", () => {
    expect(detectProfile(first(alert("1224", "com.microsoft/MDM/LoginStatus")))).toBe("windows");
    expect(detectProfile(first(alert("1226", "com.microsoft:mdm.unenrollment.userrequest")), null)).toBe("windows");
  });

  test("hostap, by an alert 1226 with a type of Hotspot 2.0", () => {
    const type = "org.wi-fi.hotspot2dot0.SubscriptionCreation";
    expect(detectProfile(first(alert("1226", `Reversed-Domain-Name: ${type}`)))).toBe("hostap");
    expect(detectProfile(first(alert("1226", type)))).toBe("hostap");
  });

  test("anybody else is standard", () => {
    expect(detectProfile(first())).toBe("standard");
    expect(detectProfile(first(alert("1226", "org.openmobilealliance.dm.firmwareupdate.download")))).toBe("standard");
    expect(detectProfile(first(alert("1226", "x-com.microsoft/MDM")))).toBe("standard");
  });
});
