// Sends one object through MaxMsgSize 64 KB, split, encoded, decoded and reassembled, with only a hash at both ends,
// and prints CPU time per byte and the growth in resident memory. The best of several rounds counts, since noise only
// ever slows a run down. Uses the built package.
// Run: npm run bench:large-object -- [MEGABYTES …]
import { createHash } from "node:crypto";
import { create, decode, encode, newItem, newMessage } from "syncml";
import { initialReassembly, pack, reassembleMessage } from "syncml/large-object";

const MEGABYTE = 1_000_000;
const MAX_MSG_SIZE = 65_536;
const PIECE_BYTES = 40_000;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 1000];

/** Non-repeating bytes from a fixed seed. */
function* pieces(byteLength: number): Generator<Uint8Array> {
  let seed = 1;
  for (let left = byteLength; left > 0; left -= PIECE_BYTES) {
    const words = new Uint32Array(PIECE_BYTES / 4);
    for (let index = 0; index < words.length; index++) words[index] = seed = Math.imul(seed, 1_664_525) + 1_013_904_223;
    yield new Uint8Array(words.buffer).subarray(0, left);
  }
}

interface Transfer {
  readonly seconds: number;
  readonly messages: number;
  readonly addedBytes: number;
}

function transfer(format: "wbxml" | "xml", byteLength: number): Transfer {
  const sent = createHash("sha256");
  const received = createHash("sha256");
  const watched = function* () {
    for (const piece of pieces(byteLength)) {
      sent.update(piece);
      yield piece;
    }
  };
  const holder = newItem("./FUMO/Update", undefined, { format: "bin", type: "application/octet-stream" });
  const header = { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "device", source: "server" } as const;
  const start = newMessage(header, [create("Replace", { cmdID: "1", items: [holder] })]);
  const sources = new Map([[holder, { byteLength, pieces: watched() }]]);
  let state = initialReassembly;
  let messages = 0;
  let isComplete = false;
  const base = process.memoryUsage.rss();
  let peak = base;
  const started = process.cpuUsage();
  for (const one of pack(start, { format, maxMsgSize: MAX_MSG_SIZE, sources })) {
    const wire = encode(one, { format });
    if (wire.length > MAX_MSG_SIZE) throw new Error(`message ${messages + 1} has ${wire.length} bytes`);
    const result = reassembleMessage(state, decode(wire), { data: "pieces", maxObjSize: 2 * byteLength });
    state = result.state;
    for (const { data, effect } of result.outcomes) {
      if (data !== undefined) received.update(data);
      isComplete ||= effect === "commit";
    }
    if (messages++ % 64 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  const [there, here] = [sent.digest("hex"), received.digest("hex")];
  if (!isComplete || there !== here) throw new Error(`${format}: ${byteLength} bytes came back otherwise`);
  return { seconds, messages, addedBytes: Math.max(peak, process.memoryUsage.rss()) - base };
}

for (const format of ["wbxml", "xml"] as const) {
  transfer(format, 30 * MEGABYTE);
  let first: number | undefined;
  for (const megabytes of sizes) {
    const rounds = Math.max(1, Math.min(10, Math.round(100 / megabytes)));
    const results = Array.from({ length: rounds }, () => transfer(format, megabytes * MEGABYTE));
    const best = results.reduce((one, other) => (other.seconds < one.seconds ? other : one));
    const nanoseconds = (best.seconds * 1e9) / (megabytes * MEGABYTE);
    first ??= nanoseconds;
    const added = Math.max(...results.map(({ addedBytes }) => addedBytes)) / (1024 * 1024);
    process.stdout.write(
      `${format.padEnd(6)}${String(megabytes).padStart(5)} MB  ${String(best.messages).padStart(6)} messages  ` +
        `${nanoseconds.toFixed(2).padStart(6)} ns/byte  ×${(nanoseconds / first).toFixed(2)}  +${added.toFixed(1)} MiB resident\n`,
    );
  }
}
