import { describe } from "../core/describe.ts";
import { anyString, checkOptions, optionChecks } from "../core/options.ts";
import type { SessionStore } from "./session-store.ts";

/** A command of Redis and its arguments, such as `["EVAL", script, "1", key]`. Resolves to the reply, texts as strings. */
export type RedisCommand = (command: readonly string[]) => Promise<unknown>;

/**
 * A client of Redis, by the methods it has: one of `redis` (node-redis 4 and later: `eval(script, { keys, arguments })`), of
 * `ioredis` (`eval(script, 1, key, …)`), or any with `sendCommand(["EVAL", …])`. For another, pass a function.
 */
export type RedisClient = RedisCommand | { readonly eval: unknown } | { readonly sendCommand: unknown };

/** Where a store keeps its keys. */
export interface RedisStoreOptions {
  /** What all keys begin with. Default `"syncml:"`. */
  readonly prefix: string;
}

const checks = optionChecks({ prefix: anyString });

// The digest of a value identifies it: an equal value is an equal session, so nothing needs to be kept besides the value.

const GET = `local held = redis.call('GET', KEYS[1])
if not held then return false end
return {held, redis.sha1hex(held)}`;

const SET = `local held = redis.call('GET', KEYS[1])
if ARGV[2] == '' then
  if held then return false end
elseif not held or redis.sha1hex(held) ~= ARGV[2] then
  return false
end
if ARGV[3] == '' then
  redis.call('SET', KEYS[1], ARGV[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
end
return redis.sha1hex(ARGV[1])`;

const DELETE = `return redis.call('DEL', KEYS[1])`;

/**
 * A store in Redis 2.6 or later (or Valkey, KeyDB …), for any number of processes. Each access is one short script on one
 * key, so it works on a cluster too. Times are Redis's own.
 *
 * @throws {TypeError} if the client has no method that is known, or an option is of the wrong type.
 */
export function redisStore(client: RedisClient, options: Partial<RedisStoreOptions> = {}): SessionStore {
  checkOptions(options, checks);
  const { prefix = "syncml:" } = options;
  const run = runnerOf(client);
  return {
    async get(key) {
      const reply = await run(GET, prefix + key, []);
      if (reply === null || reply === undefined || reply === false) return undefined;
      if (!Array.isArray(reply)) throw unexpected(reply);
      return { value: stringOf(reply[0]), rev: stringOf(reply[1]) };
    },
    async set(key, value, { expected, ttlMs }) {
      // Redis refuses 0, which is what is over at once: a millisecond comes near enough.
      const ttl = ttlMs === null ? "" : String(Math.max(1, Math.ceil(ttlMs)));
      const reply = await run(SET, prefix + key, [value, expected ?? "", ttl]);
      return reply === null || reply === undefined || reply === false ? undefined : stringOf(reply);
    },
    async delete(key) {
      await run(DELETE, prefix + key, []);
    },
  };
}

type Runner = (script: string, key: string, values: readonly string[]) => Promise<unknown>;

interface AnyClient {
  /** Only ioredis has it. */
  readonly defineCommand?: unknown;
  readonly eval?: (script: string, ...rest: readonly unknown[]) => Promise<unknown>;
  readonly sendCommand?: (command: readonly string[]) => Promise<unknown>;
}

function runnerOf(given: RedisClient): Runner {
  if (typeof given === "function") return (script, key, values) => given(["EVAL", script, "1", key, ...values]);
  const client = (typeof given === "object" && given !== null ? given : {}) as AnyClient;
  if (typeof client.eval === "function") {
    const isPositional = typeof client.defineCommand === "function";
    return isPositional
      ? async (script, key, values) => client.eval?.(script, 1, key, ...values)
      : async (script, key, values) => client.eval?.(script, { keys: [key], arguments: [...values] });
  }
  if (typeof client.sendCommand === "function") {
    return async (script, key, values) => client.sendCommand?.(["EVAL", script, "1", key, ...values]);
  }
  throw new TypeError(`expected a client of Redis, with eval or sendCommand, or a function, not ${describe(given)}`);
}

function stringOf(value: unknown): string {
  if (typeof value === "string") return value;
  throw unexpected(value);
}

function unexpected(value: unknown): TypeError {
  return new TypeError(`expected a string from Redis, not ${describe(value)}`);
}
