// Which codes there are, without what `statusCodes` and `alertCodes` say of them: rules ask for no more, and whoever
// validates need not bring 4 KB of text along.

type Range = readonly [first: number, last: number];

const statuses: readonly Range[] = [
  [101, 101],
  [200, 216],
  [300, 305],
  [400, 428],
  [500, 514],
  [516, 517],
];

const managementAlerts: readonly Range[] = [
  [1100, 1104],
  [1200, 1201],
  [1222, 1226],
];

function isIn(ranges: readonly Range[], code: string): boolean {
  const number = Number(code);
  return String(number) === code && ranges.some(([first, last]) => number >= first && number <= last);
}

/** Whether a standard assigns the status code, given by its digits. */
export function isAssignedStatus(code: string): boolean {
  return isIn(statuses, code);
}

/** Whether it is an alert code of device management. */
export function isManagementAlert(code: string): boolean {
  return isIn(managementAlerts, code);
}
