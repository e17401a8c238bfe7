// The parts of HTTP that sessions use, the same for every platform.

/** A request, as `DmServer.answer` takes it from any HTTP server. */
export interface HttpRequest {
  /** Method, in capitals. */
  readonly method: string;
  /** Its address, whole or from its path on. Default: not known, so that no message can show a token in it. */
  readonly url?: string | undefined;
  /** Value of a header, by its name in lower case. */
  header(name: string): string | null | undefined;
  /** The body, read once; `undefined` if it has more octets than `limit`. Rejects if it does not arrive. */
  read(limit: number): Promise<Uint8Array | undefined>;
  /** The platform's own request, for the host's functions. */
  readonly raw: unknown;
}

/** A response. */
export interface HttpResponse {
  /** Status code of HTTP. */
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its body, perhaps empty. */
  readonly body: Uint8Array;
}

/** The part of a `ReadableStream` that is used. */
export interface BodyStream {
  /** A reader of its pieces. */
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** The part of a `Request` that is used. */
export interface FetchRequest {
  /** Method, in capitals. */
  readonly method: string;
  /** Its address. */
  readonly url?: string | undefined;
  /** Headers of HTTP, by name in any case. */
  readonly headers: { get(name: string): string | null };
  /** Its body; `null` if it has none. */
  readonly body: BodyStream | null;
}

/** The `Response` of the platform, whichever type library declares it. */
export type FetchResponse = typeof globalThis extends { Response: { prototype: infer Response } } ? Response : object;

/** A `Request` in the form that is worked with. */
export function fromFetch(request: FetchRequest): HttpRequest {
  return {
    method: request.method,
    url: request.url,
    header: (name) => request.headers.get(name),
    read: (limit) => readStream(request.body, limit),
    raw: request,
  };
}

/** A response as a `Response`. */
export function toFetch({ status, headers, body }: HttpResponse): FetchResponse {
  // Looked up when it is needed: a page may load this without it.
  const { Response } = globalThis as unknown as {
    readonly Response: new (body: Uint8Array, init: Omit<HttpResponse, "body">) => FetchResponse;
  };
  return new Response(body, { status, headers });
}

/** A body; `undefined` if it has more octets than `limit`. */
export async function readStream(stream: BodyStream | null, limit: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  if (stream === null) return joined(pieces, 0);
  const reader = stream.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(pieces, length);
    if (value === undefined) continue;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(value);
  }
}

/** Pieces of a body as one. */
export function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
