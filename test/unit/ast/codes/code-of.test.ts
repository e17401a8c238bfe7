import { expect, test } from "vitest";
import { alertCodes, codeOf, create, isSuccess, statusCodes } from "../../../../src/index.ts";

const status = (data: string | Uint8Array) =>
  create("Status", { cmdID: "1", msgRef: "1", cmdRef: "1", cmd: "Get", data });

test("the code of a Status or an Alert is a number", () => {
  expect([codeOf(status("200")), codeOf(status(" 404\n")), codeOf(status(Uint8Array.of(0x32, 0x31, 0x32)))]).toEqual([
    200, 404, 212,
  ]);
  expect(alertCodes[codeOf(create("Alert", { cmdID: "1", data: "1226" }))]?.name).toBe("GENERIC ALERT");
});

test("a non-number is NaN, which is neither a success nor in a table", () => {
  const none = { ...status("200"), data: undefined };
  for (const one of [status(""), status("OK"), status("-1"), status("2e2"), status("0x10"), none]) {
    expect([codeOf(one), isSuccess(codeOf(one)), statusCodes[codeOf(one)]]).toEqual([Number.NaN, false, undefined]);
  }
});

test("success is 200 to 299, and for the codes of the table what their class says", () => {
  expect([199, 200, 299, 300, "212", "404", "", "20", "2000"].map(isSuccess)).toEqual([
    false,
    true,
    true,
    false,
    true,
    false,
    false,
    false,
    false,
  ]);
  for (const [code, entry] of Object.entries(statusCodes)) {
    expect([code, isSuccess(code)]).toEqual([code, entry?.class === "success"]);
  }
});

test("anything but a command or code is refused", () => {
  for (const wrong of [undefined, null, 200]) expect(() => codeOf(wrong as never)).toThrow(TypeError);
  for (const wrong of [undefined, null, status("200")]) expect(() => isSuccess(wrong as never)).toThrow(TypeError);
});
