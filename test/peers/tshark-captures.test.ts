// Needs tshark (Debian: tshark); run by `npm run test:peers`.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { readCapture } from "../../src/capture/index.ts";
import { captureTraffic, carriers, trafficExchanges } from "../../src/testing/index.ts";

const folder = mkdtempSync(join(tmpdir(), "syncml-tshark-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The bodies of all messages of HTTP that tshark finds, after chunks and codings are undone. */
function theirBodies(file: Uint8Array): string[] {
  const path = join(folder, "capture");
  const objects = join(folder, "objects");
  writeFileSync(path, file);
  mkdirSync(objects);
  // By default it loses what comes out of order, and looks at check sums of no packet.
  const options = ["-o", "tcp.reassemble_out_of_order:TRUE", "-d", "tcp.port==8080,http"];
  execFileSync("tshark", ["-r", path, "-q", ...options, "--export-objects", `http,${objects}`], { stdio: "ignore" });
  const bodies = readdirSync(objects).map((name) => hex(readFileSync(join(objects, name))));
  rmSync(objects, { recursive: true });
  return bodies.sort();
}

// What tshark reads otherwise, for reasons of its own, is not generated: octets that were sent again and differ, deflate without
// zlib around it, ports that are used again, requests in a row; files of pcap one after another, which it takes for damaged; fragments
// with and without a time, which it does not put together.
const undamaged = carriers().filter((carrier) => {
  if (carrier.kind !== "packets") return false;
  const { tcp, conversation, file } = carrier;
  return (
    (file.format === "pcap" ? file.files === 1 : file.block !== "simple") &&
    tcp.hasHandshake &&
    !tcp.reusesPort &&
    !conversation.isPipelined &&
    conversation.messages.every(({ coding }) => coding !== "deflate") &&
    tcp.accidents.every(({ kind }) => kind === "delay" || kind === "repeat")
  );
});

test("the bodies of generated captures are those of tshark", () => {
  const generated = fc.tuple(trafficExchanges(), undamaged);
  fc.assert(
    fc.property(generated, ([exchanges, carrier]) => {
      const { file } = captureTraffic(exchanges, carrier);
      const ours = readCapture(file).exchanges.flatMap(({ request, response }) => [request, response]);
      const bodies = ours.flatMap((payload) =>
        payload === undefined || payload.bytes.length === 0 ? [] : [hex(payload.bytes)],
      );
      // Of an empty body it makes no object.
      expect(bodies.sort()).toEqual(theirBodies(file).filter((body) => body !== ""));
    }),
    { numRuns: 13, seed: 5, endOnFailure: true },
  );
});
