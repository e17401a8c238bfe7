import type { Unwrapped } from "../push/unwrap.ts";
import { printableLine } from "./printable.ts";

/** A line of a report. */
export type Row = readonly [name: string, value: string];

const NAME_LENGTH = "reserved bits".length;

/** Longest name that moves the values of all rows to the right. */
const MAX_NAME_LENGTH = 24;

/** Rows for a person, a line each; control characters that a peer sent are escaped. */
export function rowLines(rows: readonly Row[]): string[] {
  const printable = rows.map(([name, value]) => [printableLine(name), printableLine(value)] as const);
  const lengths = printable.map(([name]) => name.length).filter((length) => length <= MAX_NAME_LENGTH);
  const width = lengths.reduce((longest, length) => Math.max(longest, length), NAME_LENGTH);
  return printable.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

/** What carried a message, as JSON. */
export function carrierReport({ sms, userData, push }: Unwrapped): object {
  return {
    sms: sms && { kind: sms.kind, address: sms.address.text, timeStamp: sms.timeStamp, smsc: sms.smsc?.text },
    ports: userData?.ports,
    push: push && {
      contentType: push.contentType,
      applicationID: push.applicationID,
      transactionID: push.transactionID,
    },
  };
}

/** What carried a message, for a person. */
export function carrierRows({ sms, userData, push }: Unwrapped): Row[] {
  const rows: Row[] = [];
  if (sms !== undefined) {
    const { kind, address, timeStamp } = sms;
    rows.push(["SMS", kind === "deliver" ? `from ${address.text}, ${timeStamp}` : `to ${address.text}`]);
  }
  const ports = userData?.ports;
  if (ports !== undefined) rows.push(["ports", `from ${ports.source} to ${ports.destination}`]);
  if (push !== undefined) {
    const { contentType, applicationID } = push;
    rows.push(["push", applicationID === undefined ? contentType : `${contentType}, ${applicationID}`]);
  }
  return rows;
}
