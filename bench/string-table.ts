// Encodes XML of growing size with string table "auto" and prints the time a byte takes, which stays the same if the time
// is linear in the size. Run: npm run bench:string-table
import { convert } from "../src/index.ts";

/** Commands with URIs and types that repeat and data that does not. */
function messageOf(commands: number): Uint8Array {
  const parts = ['<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD></SyncHdr><SyncBody>'];
  for (let id = 1; id <= commands; id++) {
    parts.push(
      `<Replace><CmdID>${id}</CmdID><Meta><Format xmlns="syncml:metinf">chr</Format>`,
      `<Type xmlns="syncml:metinf">text/plain</Type></Meta><Item><Target><LocURI>./Vendor/Example/Node${id % 500}</LocURI>`,
      `</Target><Data>value ${id * 7919}</Data></Item></Replace>`,
    );
  }
  parts.push("<Final/></SyncBody></SyncML>");
  return new TextEncoder().encode(parts.join(""));
}

convert(messageOf(2000), { to: "wbxml", stringTable: "auto" });
for (const commands of [1000, 2000, 10_000, 50_000, 100_000]) {
  const xml = messageOf(commands);
  const plain = convert(xml, { to: "wbxml" }).length;
  const started = performance.now();
  const table = convert(xml, { to: "wbxml", stringTable: "auto" }).length;
  const milliseconds = performance.now() - started;
  process.stdout.write(
    `${String(commands).padStart(7)} commands  ${(xml.length / 1e6).toFixed(1).padStart(5)} MB XML  ${plain} → ${table} bytes  ` +
      `${milliseconds.toFixed(0).padStart(5)} ms  ${((milliseconds * 1e6) / xml.length).toFixed(0)} ns/byte\n`,
  );
}
