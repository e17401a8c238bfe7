/** Now, or after a while. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** A value of a store, and what identifies this very value. */
export interface StoredValue {
  /** The text that was set. */
  readonly value: string;
  /** What `set` is to expect. Its form is the store's own. */
  readonly rev: string;
}

/** How a value is to be set. */
export interface SetOptions {
  /** `rev` of the value that is to be there still; `null` if there is to be none. */
  readonly expected: string | null;
  /** Milliseconds after which the value is gone; `null` keeps it. */
  readonly ttlMs: number | null;
  /** Milliseconds since 1970. A store with a clock of its own need not look at it. */
  readonly now: number;
}

/**
 * Where a server or a client keeps sessions and nonces: texts by key, set only if nobody else has set them since. That one
 * comparison is what keeps two processes from answering the same message in two ways. Values hold digests of credentials, so
 * whoever reads the store must be trusted with them.
 */
export interface SessionStore {
  /** The value of a key; `undefined` if there is none, or its time is over at `now`. */
  get(key: string, now: number): MaybePromise<StoredValue | undefined>;
  /** Sets a value; its `rev`, or `undefined` if another value is there than was expected. */
  set(key: string, value: string, options: SetOptions): MaybePromise<string | undefined>;
  /** Removes a key, if it is there. */
  delete(key: string): MaybePromise<void>;
}
