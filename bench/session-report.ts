// Makes reports of recorded sessions that go on and on, redacted as they are by default and with secrets, and prints how long a report
// takes and how large it is at each size, with the growth from one size to the next. Run: npm run bench:session-report -- [EXCHANGES]
import { reportHtml } from "../src/inspect/report/report-html.ts";
import { recordedCapture, repeatedCapture } from "../test/support/recorded-exchanges.ts";

const ROUNDS = 3;
const MEGABYTE = 1_000_000;
const most = Number(process.argv[2] ?? 1000);
const sessions = [
  "syncevolution/p06-auth-basic-wrong-wbxml",
  "syncevolution/p04-largeobj-up-wbxml",
  "libdmclient/d06-atomic-sequence-wbxml",
];

for (const folder of sessions) {
  const recorded = recordedCapture(folder);
  for (const secrets of ["hide", "show"] as const) {
    let before: number | undefined;
    for (const count of [Math.ceil(most / 4), Math.ceil(most / 2), most]) {
      const capture = repeatedCapture(recorded, count);
      let best = Number.POSITIVE_INFINITY;
      let size = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const start = performance.now();
        size = reportHtml(capture, { secrets }).length;
        best = Math.min(best, performance.now() - start);
      }
      const growth = before === undefined ? "" : `, ${(best / before).toFixed(2)} × the time of half as many`;
      const what = `${folder} ${count} exchanges, secrets ${secrets === "hide" ? "hidden" : "shown"}`;
      process.stdout.write(`${what}: ${(best / 1000).toFixed(2)} s, ${(size / MEGABYTE).toFixed(2)} MB${growth}\n`);
      before = best;
    }
  }
}
