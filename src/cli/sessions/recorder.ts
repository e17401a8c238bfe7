import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpRequest, HttpResponse } from "../../dm/http.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure, InputFailure } from "../failures.ts";

interface RecordedPayload {
  readonly file: string;
  readonly exchange: number;
  readonly direction: "client-to-server" | "server-to-client";
  readonly contentType: string;
  readonly hmac?: string;
  readonly status?: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly time: string;
}

/** Writes each message that a server receives or sends to a file of its own, `001-req.wbxml`, `001-resp.wbxml`, and a manifest. */
export class Recorder {
  private readonly directory: string;
  private readonly payloads: RecordedPayload[] = [];
  private exchanges = 0;

  /** @throws {CommandFailure} if the directory cannot be made, or has files in it. */
  constructor(directory: string) {
    this.directory = directory;
    try {
      mkdirSync(directory, { recursive: true });
      if (readdirSync(directory).length === 0) return;
    } catch (error) {
      throw new InputFailure(directory, error);
    }
    throw new CommandFailure(ExitCode.UNREADABLE, `${directory}: has files in it already`);
  }

  /** A server whose messages are recorded. */
  around(server: { answer(request: HttpRequest): Promise<HttpResponse> }): {
    answer(request: HttpRequest): Promise<HttpResponse>;
  } {
    return {
      answer: async (request) => {
        const exchange = ++this.exchanges;
        const read = async (limit: number) => {
          const body = await request.read(limit);
          if (body !== undefined && body.length > 0)
            this.keep(exchange, "client-to-server", body, (name) => request.header(name));
          return body;
        };
        const response = await server.answer({ ...request, header: (name) => request.header(name), read });
        const { status, headers, body } = response;
        if (body.length > 0) this.keep(exchange, "server-to-client", body, (name) => headers[name], status);
        return response;
      },
    };
  }

  private keep(
    exchange: number,
    direction: RecordedPayload["direction"],
    body: Uint8Array,
    header: (name: string) => string | null | undefined,
    status?: number,
  ): void {
    const contentType = header("content-type") ?? "";
    const hmac = header("x-syncml-hmac") ?? undefined;
    const extension = /wbxml/i.test(contentType) ? "wbxml" : /xml/i.test(contentType) ? "xml" : "txt";
    const side = direction === "client-to-server" ? "req" : "resp";
    const file = `${String(exchange).padStart(3, "0")}-${side}.${extension}`;
    writeFileSync(join(this.directory, file), body);
    this.payloads.push({
      file,
      exchange,
      direction,
      contentType,
      ...(hmac === undefined ? {} : { hmac }),
      ...(status === undefined ? {} : { status }),
      bytes: body.length,
      sha256: createHash("sha256").update(body).digest("hex"),
      time: new Date().toISOString(),
    });
    // Replaced as a whole, so that whoever reads it meanwhile finds JSON.
    const manifest = join(this.directory, "manifest.json");
    writeFileSync(`${manifest}.tmp`, `${JSON.stringify({ version: 1, payloads: this.payloads }, undefined, 2)}\n`);
    renameSync(`${manifest}.tmp`, manifest);
  }
}
