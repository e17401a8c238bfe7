import { expect, test } from "vitest";
import { Output } from "../../src/cli/output.ts";
import { SteppingClock } from "../support/clocks.ts";
import { utf8 } from "./messages.ts";

function record(): { output: Output; pieces: string[] } {
  const pieces: string[] = [];
  const write = (data: string | Uint8Array) => pieces.push(Buffer.from(data as string).toString());
  const stream = { isTTY: false, columns: undefined, write };
  const environment = {
    args: [],
    variables: {},
    stdin: (async function* () {})(),
    stdout: stream,
    stderr: stream,
    clock: new SteppingClock(),
    onInterrupt: () => () => {},
  };
  return { output: new Output("standard output", environment), pieces };
}

test("strings and bytes keep their order", () => {
  const { output, pieces } = record();
  output.write("one ");
  output.write("two ");
  output.write(utf8("three "));
  output.write("four");
  output.close();
  expect(pieces).toEqual(["one two ", "three ", "four"]);
});

test("a line that is open is ended once", () => {
  for (const last of ["line", utf8("line")]) {
    const { output, pieces } = record();
    output.write(last);
    output.endLine();
    output.endLine();
    output.close();
    expect(pieces.join("")).toBe("line\n");
  }
});

test("a line that is not open is not ended", () => {
  for (const last of ["line\n", utf8("line\n")]) {
    const { output, pieces } = record();
    output.endLine();
    output.write(last);
    output.write("");
    output.endLine();
    output.close();
    expect(pieces.join("")).toBe("line\n");
  }
});
