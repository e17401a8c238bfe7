import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** A Redis that knows the scripts of `redisStore` and no others, with a clock of the test's. */
export class FakeRedis {
  now = 1_000_000;
  /** All commands, as they would be on the wire. */
  readonly commands: string[][] = [];
  private readonly entries = new Map<string, { readonly value: string; readonly expires: number }>();

  run(command: readonly string[]): unknown {
    this.commands.push([...command]);
    const [name, script = "", keys, key = "", value = "", expected = "", ttl = ""] = command;
    if (name !== "EVAL" || keys !== "1") throw new Error(`ERR unknown command ${name}`);
    const entry = this.entries.get(key);
    const held = entry !== undefined && entry.expires > this.now ? entry.value : undefined;
    if (script.includes("'DEL'")) return this.entries.delete(key) ? 1 : 0;
    if (!script.includes("'SET'")) return held === undefined ? null : [held, digestOf(held)];
    if (expected === "" ? held !== undefined : held === undefined || digestOf(held) !== expected) return null;
    if (ttl !== "" && !/^[1-9]\d*$/.test(ttl)) throw new Error("ERR invalid expire time in 'set' command");
    this.entries.set(key, { value, expires: ttl === "" ? Number.POSITIVE_INFINITY : this.now + Number(ttl) });
    return digestOf(value);
  }
}

function digestOf(text: string): string {
  return bytesToHex(sha1(utf8ToBytes(text)));
}
