import { expect, test } from "vitest";
import { isAssignedStatus, isManagementAlert } from "../../../../src/ast/codes/assigned.ts";
import * as Code from "../../../../src/ast/codes/code.ts";
import { alertCodes, statusCodes } from "../../../../src/index.ts";

const classes = ["informational", "success", "redirection", "originator-exception", "recipient-exception"];

test("a code is found by its number and by its digits, and an unknown one is undefined", () => {
  expect(statusCodes[200]).toMatchObject({ name: "OK", class: "success", applies: "DM/DS" });
  expect(statusCodes["404"]).toBe(statusCodes[404]);
  expect(alertCodes[1226]).toMatchObject({ name: "GENERIC ALERT", applies: "DM", sender: "client" });
  expect(alertCodes["222"]?.name).toBe("NEXT MESSAGE");
  expect([statusCodes[515], statusCodes[Number.NaN], alertCodes[1203], statusCodes["0200"]]).toEqual(
    new Array(4).fill(undefined),
  );
});

test("what a peer sends instead of a code finds nothing", () => {
  for (const word of ["constructor", "__proto__", "toString", ""]) {
    expect([statusCodes[word], alertCodes[word]]).toEqual([undefined, undefined]);
  }
});

test("the tables hold every code that the standards assign, and say whose the others are", () => {
  const codes = Object.keys(statusCodes).map(Number);
  const assigned = codes.filter((code) => statusCodes[code]?.vendor === undefined);
  const run = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const expected = [101, ...run(200, 216), ...run(300, 305), ...run(400, 428), ...run(500, 514), 516, 517];
  expect(assigned).toEqual(expected);
  expect(codes.filter((code) => !assigned.includes(code))).toEqual([450]);
  const alerts = [100, ...run(200, 210), ...run(221, 226)];
  expect(Object.keys(alertCodes).map(Number)).toEqual([...alerts, ...run(1100, 1104), 1200, 1201, ...run(1222, 1226)]);
});

test("a code is assigned if the tables say so", () => {
  const texts = Array.from({ length: 2000 }, (_, code) => String(code));
  const isStandard = (code: string) => statusCodes[code] !== undefined && statusCodes[code].vendor === undefined;
  expect(texts.filter(isAssignedStatus)).toEqual(texts.filter(isStandard));
  expect(texts.filter(isManagementAlert)).toEqual(texts.filter((code) => alertCodes[code]?.applies === "DM"));
  for (const text of ["", "0200", "200.0", " 200", "1e3"]) expect(isAssignedStatus(text)).toBe(false);
  expect(isManagementAlert("01226")).toBe(false);
});

test("the class of a status is what its first digit says", () => {
  for (const [code, entry] of Object.entries(statusCodes)) {
    expect([code, entry?.class]).toEqual([code, classes[Number(code[0]) - 1]]);
  }
});

test("alert codes of device management have four digits, others three, and the text is text", () => {
  for (const [code, entry] of Object.entries(alertCodes)) {
    expect([code, entry?.applies]).toEqual([code, code.length === 4 ? "DM" : "DS"]);
  }
  for (const entry of [...Object.values(statusCodes), ...Object.values(alertCodes)]) {
    expect(entry?.meaning).toMatch(/^[A-Z][^\n]+[^.]$/);
    expect(entry?.name).toMatch(/^[A-Z]/);
  }
});

test("the tables cannot be changed", () => {
  expect(() => Object.assign(statusCodes, { 200: undefined })).toThrow(TypeError);
});

test("each code that has a name here is one of the tables'", () => {
  const names = Object.entries(Code);
  expect(names.length).toBeGreaterThan(30);
  for (const [name, code] of names) expect([name, statusCodes[code] ?? alertCodes[code]]).not.toContain(undefined);
});
