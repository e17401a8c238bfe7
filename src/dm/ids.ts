/** Whether two identifiers are the same: as text, or as numbers, since some peers pad them with zeros. */
export function sameID(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  const one = a?.trim() ?? "";
  const other = b?.trim() ?? "";
  return one === other || (isPadded(one, other) && Number(one) === Number(other));
}

/** Whether two different texts can be the same number: both are numbers, and one at least has zeros in front. */
function isPadded(one: string, other: string): boolean {
  const hasZeros = (one.startsWith("0") && one !== "0") || (other.startsWith("0") && other !== "0");
  return hasZeros && /^\d{1,15}$/.test(one) && /^\d{1,15}$/.test(other);
}
