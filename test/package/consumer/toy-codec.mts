import { create, fromJson, newMessage, type SyncML, stringify } from "syncml";
import { type Codec, checkHonest, checkRoundTrip } from "syncml/testing";

// A codec that owes nothing to this package but its types: a message is its JSON, in either form.
const toy: Codec = {
  encode: (document) => new TextEncoder().encode(stringify(document)),
  decode(bytes) {
    const text = new TextDecoder().decode(bytes);
    JSON.parse(text); // says in its own way that something is missing
    return fromJson(text) as SyncML;
  },
};

/** The same, which loses the second of two commands of one kind. */
const broken: Codec = {
  ...toy,
  encode(document, format) {
    const kinds = new Set<string>();
    const commands = document.syncBody.commands.filter(({ kind }) => !kinds.has(kind) && kinds.add(kind));
    return toy.encode({ ...document, syncBody: { ...document.syncBody, commands } }, format);
  },
};

/** The same, which takes what is cut off for complete. */
const trusting: Codec = {
  ...toy,
  decode(bytes) {
    try {
      return toy.decode(bytes);
    } catch {
      const header = { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "a", source: "b" } as const;
      return newMessage(header, [create("Alert", { cmdID: "1", data: "1201" })]);
    }
  },
};

function verdict(check: () => void): string {
  try {
    check();
    return "holds";
  } catch (error) {
    const [first = ""] = String(error).split("\n");
    return first.includes("Property failed") ? `caught\n${error}\n${(error as Error).cause ?? ""}` : String(error);
  }
}

const runs = { seed: 1, numRuns: 200 };
export const verdicts = {
  toy: verdict(() => checkRoundTrip(toy, runs)),
  toyIsHonest: verdict(() => checkHonest(toy, runs)),
  broken: verdict(() => checkRoundTrip(broken, runs)),
  trusting: verdict(() => checkHonest(trusting, runs)),
};
