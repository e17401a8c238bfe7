/** Whether two identifiers are the same: as text, or as numbers, since some peers pad them with zeros. */
export function sameID(a: string | undefined, b: string | undefined): boolean {
  const [one, other] = [a?.trim() ?? "", b?.trim() ?? ""];
  return one === other || (/^\d{1,15}$/.test(one) && /^\d{1,15}$/.test(other) && Number(one) === Number(other));
}
