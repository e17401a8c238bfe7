import { decode, encode } from "../src/index.ts";
import { deviceOf, type Format, runClient, runServer } from "./dm-session.ts";
import { HttpLoad } from "./http-load.ts";
import { expectEqual, type LoadedFixture, totalLength, type Work } from "./work.ts";

/** Measurable parts of a session, by `operation/format`. A call is the whole session of the fixture. */
export const dmOperations: Readonly<Record<string, (fixture: LoadedFixture) => Work>> = Object.fromEntries(
  (["wbxml", "xml"] as const).flatMap((format) => [
    [`server/${format}`, (fixture: LoadedFixture) => serving(fixture, format)],
    [`client/${format}`, (fixture: LoadedFixture) => beingServed(fixture, format)],
    [`server-codec/${format}`, (fixture: LoadedFixture) => coding(turnsOf(fixture, format), format)],
    [
      `client-codec/${format}`,
      (fixture: LoadedFixture) => {
        const { requests, replies } = turnsOf(fixture, format);
        return coding({ requests: replies, replies: requests }, format);
      },
    ],
    [`http/${format}`, (fixture: LoadedFixture) => overHttp(fixture, format, "/dm")],
    [`http-fixed/${format}`, (fixture: LoadedFixture) => overHttp(fixture, format, "/fixed")],
  ]),
);

interface Turns {
  readonly requests: readonly Uint8Array[];
  readonly replies: readonly Uint8Array[];
}

function turnsOf(fixture: LoadedFixture, format: Format): Turns {
  const messages = fixture[format];
  return {
    requests: messages.filter((_, index) => index % 2 === 0),
    replies: messages.filter((_, index) => index % 2 === 1),
  };
}

function serving(fixture: LoadedFixture, format: Format): Work {
  const { requests, replies } = turnsOf(fixture, format);
  const run = () => runServer(fixture.name, requests);
  return {
    bytes: totalLength(requests),
    run,
    check: () => {
      const made = run();
      expectEqual("result", made.result, "complete");
      expectEqual("replies", String(made.replies), String(replies.map((reply) => new Uint8Array(reply))));
    },
  };
}

function beingServed(fixture: LoadedFixture, format: Format): Work {
  const { replies } = turnsOf(fixture, format);
  const run = () => {
    let next = 0;
    return runClient(fixture.name, format, deviceOf(0), () => replies[next++] as Uint8Array);
  };
  return { bytes: totalLength(replies), run, check: () => expectEqual("result", run(), "complete") };
}

/** What a side cannot do without: `decode` of what it gets, and `encode` of what it says. */
function coding({ requests, replies }: Turns, format: Format): Work {
  const said = replies.map((reply) => decode(reply));
  return {
    bytes: totalLength(requests),
    run: () => {
      let last: unknown;
      for (const request of requests) last = decode(request);
      for (const message of said) last = encode(message, { format });
      return last;
    },
    check: () => {
      for (const [index, message] of said.entries()) {
        expectEqual("length", encode(message, { format }).length, replies[index]?.length);
      }
    },
  };
}

/** Sessions of several devices at once with an HTTP server in another thread, or the same requests with fixed answers. */
function overHttp(fixture: LoadedFixture, format: Format, path: "/dm" | "/fixed"): Work {
  const load = new HttpLoad(fixture.name, format, path);
  return {
    bytes: load.bytes,
    isAsync: true,
    run: () => load.run(),
    check: async () => expectEqual("answers that differ", await load.differences(), 0),
    close: () => load.close(),
  };
}
