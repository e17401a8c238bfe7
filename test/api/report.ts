import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { forgottenExports } from "./forgotten-exports.ts";

// The public surface of every entry of the built package, as text next to this file. It changes only on purpose: without
// --write a difference is an error. A member without documentation always is, and a type that cannot be imported.

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const root = fileURLToPath(new URL("../../", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  exports: Record<string, string | { import: { types: string } }>;
};
const reportTempFolder = `${root}node_modules/.cache/api`;
mkdirSync(reportTempFolder, { recursive: true });
/** As they are now, whatever the files next to this one say. */
const reports: Record<string, string> = {};

for (const [entry, target] of Object.entries(exports)) {
  if (typeof target === "string") continue;
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: `${root}${target.import.types}`,
      compiler: { tsconfigFilePath: `${root}tsconfig.json` },
      apiReport: {
        enabled: true,
        reportFileName: `syncml${entry.slice(1).replaceAll("/", "-")}`,
        reportFolder: `${root}test/api`,
        reportTempFolder,
        // A type that an exported one is made of is part of the surface.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        // Its rules are about marks in comments that nothing here has.
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: `${root}package.json`,
  });
  const { apiReportChanged, errorCount, warningCount } = Extractor.invoke(config, {
    localBuild: values.write,
    showVerboseMessages: false,
    messageCallback: (message) => {
      // Its own advice on how to accept a change is about another way to run it.
      if (message.messageId === "console-api-report-not-copied") message.logLevel = ExtractorLogLevel.None;
    },
  });
  const report = readFileSync(config.reportTempFilePath, "utf8");
  reports[entry] = report;
  const undocumented = report.split("\n").filter((line) => line.includes("(undocumented)")).length;
  if (undocumented > 0) {
    process.exitCode = 1;
    process.stderr.write(
      `${entry}: ${undocumented} public members without documentation; search for "(undocumented)"\n`,
    );
  }
  if (errorCount > 0 || (warningCount > 0 && !apiReportChanged)) process.exitCode = 1;
  if (!apiReportChanged) continue;
  if (!values.write) process.exitCode = 1;
  process.stderr.write(`${entry}: the public surface has changed${values.write ? "" : "; on purpose? npm run api"}\n`);
}

for (const line of forgottenExports(reports)) {
  process.exitCode = 1;
  process.stderr.write(`${line}\n`);
}
