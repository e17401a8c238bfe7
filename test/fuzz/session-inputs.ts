import { readdirSync } from "node:fs";
import fc from "fast-check";
import { corpusBytes, corpusPath } from "../support/corpus.ts";
import { httpSession } from "../support/http-session.ts";
import { documentInputs, type Inputs, pastedInputs } from "./inputs.ts";

const MAX_SEED_BYTES = 12_000;

const sessions = ["libdmclient", "syncevolution"].flatMap((origin) =>
  readdirSync(corpusPath(origin), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const messages = readdirSync(corpusPath(`${origin}/${name}`)).filter((file) =>
        /^\d+-re\w+\.(wbxml|xml)$/.test(file),
      );
      return httpSession(messages.sort().map((file) => corpusBytes(`${origin}/${name}/${file}`)));
    }),
);

/** What people have of sessions: several messages over HTTP, or one document in any form. */
export const sessionInputs: Inputs = {
  seeds: [...pastedInputs.seeds, ...sessions.filter(({ length }) => length > 0 && length < MAX_SEED_BYTES)],
  made: fc.oneof(fc.array(documentInputs.made, { minLength: 1, maxLength: 6 }).map(httpSession), pastedInputs.made),
};
