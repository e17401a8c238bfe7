import { createHash } from "node:crypto";
import type { Format } from "../../codec/detect-format.ts";
import type { Outcome } from "./race.ts";
import type { Time } from "./rounds.ts";
import { operations as knownOperations, type OperationName, type ReferenceName } from "./workload.ts";

/** What `bench --json` writes, and `--baseline` reads. */
export interface Report {
  readonly schema: 1;
  /** Versions that were measured. */
  readonly syncml: string;
  readonly node: string;
  readonly files: readonly MeasuredFile[];
  readonly operations: readonly OperationReport[];
}

export interface MeasuredFile {
  readonly name: string;
  readonly format: Format;
  /** Of the document, whatever text it came as. */
  readonly bytes: number;
  readonly sha256: string;
}

/** An operation over all files; times are nanoseconds for all of them. */
export interface OperationReport extends Time {
  readonly name: OperationName;
  /** Bytes that it reads, or writes if it encodes. */
  readonly bytes: number;
  readonly rounds: number;
  readonly reference: Time & { readonly name: ReferenceName };
  /** How many times as fast as the reference, by `best` of both and by their medians. */
  readonly ratio: number;
  readonly medianRatio: number;
  /** Against the baseline, if there is one that has this operation. */
  readonly baseline?: Change;
}

interface Change {
  /** The ratio that the baseline has. */
  readonly ratio: number;
  /** The ratio now by that one: below 1 is slower. */
  readonly factor: number;
  /** It lost more than the tolerance. */
  readonly isLoss: boolean;
}

export function measuredFile(name: string, format: Format, document: Uint8Array): MeasuredFile {
  return { name, format, bytes: document.length, sha256: createHash("sha256").update(document).digest("hex") };
}

/** What came of an operation, compared with a baseline that may lose so many percent of its ratio. */
export function operationReport(outcome: Outcome, baseline: Report | undefined, tolerance: number): OperationReport {
  const { name, bytes, rounds, time, reference, referenceTime } = outcome;
  const ratio = referenceTime.best / time.best;
  const before = baseline?.operations.find((operation) => operation.name === name);
  return {
    name,
    bytes,
    rounds,
    ...time,
    reference: { name: reference, ...referenceTime },
    ratio,
    medianRatio: referenceTime.median / time.median,
    ...(before === undefined ? {} : { baseline: change(ratio, before.ratio, tolerance) }),
  };
}

function change(ratio: number, before: number, tolerance: number): Change {
  const factor = ratio / before;
  return { ratio: before, factor, isLoss: factor < 1 - tolerance / 100 };
}

/** A report of `bench --json`; `undefined` if the text is none, or has no operation that there is. */
export function parseReport(text: string): Report | undefined {
  let value: Partial<Report> | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  const { schema, files, operations } = value ?? {};
  if (schema !== 1 || !Array.isArray(files) || !Array.isArray(operations)) return undefined;
  const hasFiles = files.every((file: Partial<MeasuredFile> | null) => typeof file?.sha256 === "string");
  const isMeasured = (one: Partial<OperationReport> | null) => Number.isFinite(one?.ratio) && Number(one?.ratio) > 0;
  const isKnown = (one: OperationReport) => knownOperations.some(({ name }) => name === one.name);
  return hasFiles && operations.every(isMeasured) && operations.some(isKnown) ? (value as Report) : undefined;
}

/** What one report has and the other has not, by contents: names and order do not count. */
export function otherFiles(report: readonly MeasuredFile[], than: readonly MeasuredFile[]): MeasuredFile[] {
  const left = than.map(({ sha256 }) => sha256);
  return report.filter(({ sha256 }) => {
    const at = left.indexOf(sha256);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
