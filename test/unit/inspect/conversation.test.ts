import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Exchange, Payload } from "../../../src/capture/model.ts";
import { decodePartial } from "../../../src/codec/decode.ts";
import { conversation } from "../../../src/inspect/conversation/conversation.ts";
import type { Conversation, ConversationCommand } from "../../../src/inspect/conversation/model.ts";
import { conversationText } from "../../../src/inspect/conversation/terminal-text.ts";

const corpus = new URL("../../../corpus/", import.meta.url);

function payload(bytes: Uint8Array, direction: Payload["direction"]): Payload {
  return { bytes, gaps: [], direction, undone: [], ranges: [], diagnostics: [] };
}

function exchangesOf(folder: string): Exchange[] {
  const exchanges = new Map<number, { index: number; carrier: string; request?: Payload; response?: Payload }>();
  for (const file of readdirSync(new URL(`${folder}/`, corpus)).sort()) {
    const [, number, side] = /^(\d+)-(req|resp)\.(?:wbxml|xml)$/.exec(file) ?? [];
    if (number === undefined) continue;
    const exchange = exchanges.get(Number(number)) ?? { index: Number(number), carrier: "http" };
    exchanges.set(Number(number), exchange);
    const bytes = new Uint8Array(readFileSync(new URL(`${folder}/${file}`, corpus)));
    if (side === "req") exchange.request = payload(bytes, "to-server");
    else exchange.response = payload(bytes, "to-device");
  }
  return [...exchanges.values()];
}

const folders = ["syncevolution", "libdmclient"].flatMap((origin) =>
  readdirSync(new URL(`${origin}/`, corpus), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${origin}/${name}`),
);

function find({ exchanges }: Conversation, index: number, name: string): ConversationCommand | undefined {
  const all = (commands: readonly ConversationCommand[]): ConversationCommand[] =>
    commands.flatMap((command) => [command, ...all(command.commands)]);
  const exchange = exchanges.find((one) => one.index === index);
  return all([...(exchange?.request?.commands ?? []), ...(exchange?.response?.commands ?? [])]).find(
    (command) => `${command.name} ${command.id}` === name,
  );
}

describe("a wrong password", () => {
  const heard = conversation(exchangesOf("syncevolution/p06-auth-basic-wrong-wbxml"), { validate: false });

  it("is one problem of three exchanges, told first", () => {
    expect(heard.problems[0]).toMatchObject({ code: "sign-in/wrong-password", exchanges: [2, 3, 4] });
    expect(heard.sessions.map(({ gist }) => gist).slice(0, 2)).toEqual([
      "basic offered, md5 asked for",
      "three tries with md5, all refused, the device gave up",
    ]);
  });

  it("leaves what was not carried out to its cause", () => {
    expect(find(heard, 2, "Alert 2")).toMatchObject({ outcome: "consequence", status: { code: "401" } });
    expect(heard.problems.filter(({ code }) => code === "status/401")).toEqual([]);
  });

  it("names nonces by letters", () => {
    const text = conversationText(heard, { name: "p06" });
    expect(text).toContain("md5 with nonce A of #1");
    expect(text).toContain("✗ 401 wrong password, nonce D");
  });

  it("proves an old nonce with the password", () => {
    const checked = conversation(exchangesOf("syncevolution/p06-auth-basic-wrong-wbxml"), {
      validate: false,
      accounts: [{ user: "alice", secret: "secret" }],
    });
    expect(checked.exchanges[4]?.request?.signIn).toMatchObject({
      proof: "old-nonce",
      nonce: { letter: "C", from: 3 },
    });
    expect(checked.exchanges[5]?.request?.signIn).toMatchObject({ proof: "right", status: { code: "212" } });
  });
});

describe("proofs of before a redaction", () => {
  const exchanges = exchangesOf("syncevolution/p06-auth-basic-wrong-wbxml");

  it("stand in for digests that fit nothing any more", () => {
    const proofs = [{ exchange: 2, sender: "device", proof: "right", nonce: { letter: "A", from: 1 } }] as const;
    const heard = conversation(exchanges.slice(1, 2), { validate: false, proofs });
    expect(heard.exchanges[0]?.request?.signIn).toMatchObject({ proof: "right", text: "md5 with nonce A of #1" });
    expect(heard.exchanges[0]?.request?.signIn?.status).toMatchObject({ id: "1", msgRef: "1", cmdRef: "0" });
  });

  it("leave what the other side said of Results at them", () => {
    const get = find(conversation(exchanges, { validate: false }), 6, "Get 6");
    expect(get?.results[0]?.status).toMatchObject({ code: "200", exchange: 7, sender: "server" });
  });
});

describe("an Atomic without a status", () => {
  const heard = conversation(exchangesOf("libdmclient/d06-atomic-sequence-wbxml"), { validate: false });

  it("is a warning, and what is inside has its statuses", () => {
    expect(heard.unanswered).toEqual([{ exchange: 1, name: "Atomic", id: "4" }]);
    expect(heard.problems[0]).toMatchObject({ severity: "warning", text: "Atomic 4 was never answered" });
    expect(find(heard, 1, "Add 5")?.status).toMatchObject({ code: "200", exchange: 2, isLater: true });
    expect(find(heard, 2, "Get 5")?.results).toMatchObject([{ value: "2", exchange: 3 }]);
  });
});

describe("a large object", () => {
  it("is one object with all its chunks", () => {
    const heard = conversation(exchangesOf("syncevolution/p04-largeobj-up-wbxml"), { validate: false });
    expect(heard.largeObjects[0]).toMatchObject({ isComplete: true, sender: "device" });
    expect(heard.largeObjects[0]?.chunks.length).toBeGreaterThan(5);
  });
});

/** Credentials and nonces of four characters or more: as sent, in hex, and decoded where that is text. */
function secretsOf({ request, response }: Exchange): string[] {
  return [request, response].flatMap((one) => {
    const document = one === undefined ? undefined : decodePartial(one.bytes).document;
    if (document?.kind !== "SyncML") return [];
    const nonces = document.syncBody.commands.map((command) =>
      command.kind === "Status" ? command.chal?.meta?.nextNonce : undefined,
    );
    return [document.syncHdr.cred?.data, ...nonces].flatMap((sent) => {
      if (typeof sent !== "string") return [];
      const octets = Uint8Array.from(atob(sent), (character) => character.charCodeAt(0));
      const hex = Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
      const text = String.fromCharCode(...octets);
      return [sent, hex, ...(/^[\x20-\x7e]{4,}$/.test(text) ? [text] : [])].filter(({ length }) => length >= 4);
    });
  });
}

describe("every session of the corpora", () => {
  it.each(folders)("%s: every status has its command, and the model is plain", (folder) => {
    const heard = conversation(exchangesOf(folder), { validate: false });
    expect(heard.strayStatuses).toEqual([]);
    expect(JSON.parse(JSON.stringify(heard)).exchanges).toHaveLength(heard.exchanges.length);
    expect(conversationText(heard, { name: folder })).toContain("never answered:");
  });

  it("tells no credentials and no nonce, as sent, decoded or in hex", () => {
    let looked = 0;
    for (const folder of folders) {
      const exchanges = exchangesOf(folder);
      const text = JSON.stringify(conversation(exchanges, { validate: false }));
      for (const secret of exchanges.flatMap(secretsOf)) {
        looked++;
        expect(text).not.toContain(secret);
      }
    }
    expect(looked).toBeGreaterThan(300);
  });

  it("is read as far as it goes when it is damaged", () => {
    for (const folder of folders.slice(0, 6)) {
      const cut = exchangesOf(folder).map((exchange) => ({
        ...exchange,
        ...(exchange.request && {
          request: payload(exchange.request.bytes.subarray(0, exchange.index * 37), "unknown"),
        }),
      }));
      expect(() => conversationText(conversation(cut), { name: folder })).not.toThrow();
    }
  });
});
