import { columns, megabytesPerSecond, ratioText, time } from "./figures.ts";
import type { OperationReport, Report } from "./report.ts";

/** A report as a person reads it: each operation a line, with the baseline where there is one. */
export function reportTable({ files, operations }: Report, paintLoss: (text: string) => string): string {
  const compares = operations.some(({ baseline }) => baseline !== undefined);
  const head = ["", "a message", "MB/s", "ratio", "median", ...(compares ? ["baseline", "change"] : []), "to"];
  const rows = operations.map((operation) => row(operation, files.length, compares));
  const [headLine = "", ...lines] = columns([head, ...rows])
    .trimEnd()
    .split("\n");
  const painted = lines.map((line, index) => (operations[index]?.baseline?.isLoss ? paintLoss(line) : line));
  return [headLine, ...painted].map((line) => `${line}\n`).join("");
}

function row(operation: OperationReport, messages: number, compares: boolean): string[] {
  const { name, bytes, best, ratio, medianRatio, reference, baseline } = operation;
  const change = baseline === undefined ? ["", ""] : [ratioText(baseline.ratio), percentage(baseline.factor)];
  return [
    name,
    time(best / messages),
    // It reads a part of each.
    name === "peek" ? "" : megabytesPerSecond(bytes, best),
    ratioText(ratio),
    ratioText(medianRatio),
    ...(compares ? change : []),
    reference.name,
  ];
}

/** `+3 %` for a factor of 1.03. */
export function percentage(factor: number): string {
  const percent = Math.round((factor - 1) * 100);
  return `${percent > 0 ? "+" : ""}${percent} %`;
}
