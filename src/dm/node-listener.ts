import { type HttpRequest, joined } from "./http.ts";
import type { DmServer } from "./server-driver.ts";

/** The part of Node's `IncomingMessage` that is used. */
export interface NodeRequest {
  /** Method of HTTP. */
  readonly method?: string | undefined;
  /** Path and query of the address. */
  readonly url?: string | undefined;
  /** Headers, by name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Pieces of the body. */
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  /** Its end. */
  on(event: "end" | "close", listener: () => void): unknown;
  /** A failure. */
  on(event: "error", listener: (error: unknown) => void): unknown;
}

/** The part of Node's `ServerResponse` that is used. */
export interface NodeResponse {
  /** The connection is gone. */
  readonly destroyed: boolean;
  /** A failure. */
  on(event: "error", listener: (error: unknown) => void): unknown;
  /** Sends status and headers. */
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  /** Sends the body. */
  end(body: Uint8Array): unknown;
}

/**
 * A listener for the server of `node:http` or `node:https`: `createServer(nodeListener(handle)).listen(8080)`. It takes what
 * `dmServer` returned, without a detour through `Request` and `Response`.
 */
export function nodeListener(
  server: Pick<DmServer, "answer">,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    // The client may be gone before its answer is there; it will come again.
    response.on("error", ignore);
    const { status, headers, body } = await server.answer(fromNode(request));
    if (response.destroyed) return;
    response.writeHead(status, headers);
    response.end(body);
  };
}

function fromNode(request: NodeRequest): HttpRequest {
  return {
    method: request.method ?? "",
    url: request.url,
    header: (name) => {
      const value = request.headers[name];
      return typeof value === "string" ? value : value?.[0];
    },
    read: (limit) => readBody(request, limit),
    raw: request,
  };
}

function readBody(request: NodeRequest, limit: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    let isWhole = false;
    request.on("data", (chunk) => {
      length += chunk.length;
      // What is beyond the limit is let go: it still has to be read, or the answer would not go through.
      if (length <= limit) pieces.push(chunk);
      else resolve(undefined);
    });
    request.on("end", () => {
      isWhole = true;
      resolve(length > limit ? undefined : joined(pieces, length));
    });
    request.on("error", reject);
    // Every request is closed once; an error for each would take as long as reading the body.
    request.on("close", () => {
      if (!isWhole) reject(new Error("the connection was closed"));
    });
  });
}

function ignore(): void {}
