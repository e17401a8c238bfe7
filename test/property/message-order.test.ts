import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { orderOf, requestHash } from "../../src/dm/message-order.ts";

// A client sends messages 1, 2, 3 … of one session; the network repeats, delays, reorders and loses them. A server that acts on the
// verdicts as their table says executes each message at most once, in order, and never answers one with the reply of another.

/** A delivery: which message, and whether it is a copy of its octets or made anew by the client. */
const delivery = fc.record({ msgID: fc.integer({ min: 1, max: 8 }), form: fc.constantFrom("first", "first", "again") });
const deliveries = fc.array(delivery, { maxLength: 60 });

function hashOf({ msgID, form }: { readonly msgID: number; readonly form: string }): string {
  return requestHash(encodeUtf8(`<MsgID>${msgID}</MsgID>${form}`), undefined);
}

/** The server of one session; it acts on "next", and answers "repeat" from its store. */
class Server {
  readonly executed: number[] = [];
  private last = 0;
  private lastHash = "";
  private reply = 0;

  /** The message that the reply is for; `undefined` if there is none. */
  receive(message: { readonly msgID: number; readonly form: string }): number | undefined {
    const hash = hashOf(message);
    switch (orderOf(String(message.msgID), this.last, hash === this.lastHash)) {
      case "next":
        this.executed.push(message.msgID);
        this.last = message.msgID;
        this.lastHash = hash;
        this.reply = message.msgID;
        return this.reply;
      case "repeat":
        return this.reply;
      default:
        return undefined;
    }
  }
}

test("whatever is repeated, lost and reordered: nothing is executed twice, and everything in order", () => {
  fc.assert(
    fc.property(deliveries, (messages) => {
      const server = new Server();
      for (const message of messages) {
        const reply = server.receive(message);
        if (reply !== undefined) expect(reply).toBe(message.msgID);
      }
      expect(server.executed).toEqual(server.executed.map((_, index) => index + 1));
    }),
  );
});

test("a client that repeats each message until it has the reply gets through, however much is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("ok", "request lost", "reply lost", "doubled"), { maxLength: 40 }),
      (fates) => {
        const server = new Server();
        let msgID = 1;
        for (const fate of fates) {
          const message = { msgID, form: "first" };
          const reply = fate === "request lost" ? undefined : server.receive(message);
          if (fate === "doubled") expect(server.receive(message)).toBe(reply);
          if (reply === undefined || fate === "reply lost") continue;
          expect(reply).toBe(msgID);
          msgID++;
        }
        const waiting = server.executed.length;
        expect([msgID - 1, msgID]).toContain(waiting);
        expect(server.receive({ msgID, form: "first" })).toBe(msgID);
      },
    ),
  );
});

test("every MsgID has one verdict, which depends on the octets only where it is that of the last message", () => {
  const id = fc.oneof(
    fc.integer({ min: -2, max: 12 }).map(String),
    fc.string({ maxLength: 4 }),
    fc.constant(undefined),
  );
  fc.assert(
    fc.property(id, fc.integer({ min: 0, max: 10 }), (msgID, last) => {
      const [same, other] = [orderOf(msgID, last, true), orderOf(msgID, last, false)];
      if (same !== other) expect([same, other]).toEqual(["repeat", "rebuilt"]);
      const number = /^\s*\d+\s*$/.test(msgID ?? "") ? Number(msgID) : 0;
      expect(other === "invalid").toBe(number === 0);
      expect(other === "next").toBe(number === last + 1);
    }),
  );
});
