import { describe, expect, test } from "vitest";
import { readCapture } from "../../../src/capture/read-capture.ts";
import { conversation, conversationText } from "../../../src/inspect/index.ts";
import { corpusBytes, corpusText } from "../../support/corpus.ts";

/** What `syncml session` prints of recorded sessions, in 100 columns. */
const sessions = [
  ["p06", "syncevolution/p06-auth-basic-wrong-wbxml", [{ user: "alice", secret: "secret" }]],
  ["p05", "syncevolution/p05-largeobj-down-xml", []],
  ["p04", "syncevolution/p04-largeobj-up-wbxml", []],
  ["d06", "libdmclient/d06-atomic-sequence-wbxml", []],
  ["d08", "libdmclient/d08-auth-challenge-md5-wbxml", []],
  ["d09", "libdmclient/d09-auth-missing-407-wbxml", []],
  ["d10", "libdmclient/d10-server-wrong-cred-wbxml", []],
] as const;

describe("the text of a recorded session", () => {
  test.each(sessions)("%s", (name, folder, accounts) => {
    const capture = readCapture(corpusBytes(`${folder}/capture.pcapng`));
    const heard = conversation(capture, { accounts, validate: false });
    const text = conversationText(heard, { name: `${name}.pcapng`, account: "--auth" });
    expect(text).toBe(corpusText(`sessions/${name}.txt`));
  });
});
