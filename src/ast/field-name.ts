/** The name of an element as a field has it: `Target` is `target`, `CTCap` `ctCap`, `OEM` `oem`, and `Rx-Pref` `rxPref`. */
export function fieldName(element: string): string {
  return element.replace("-", "").replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (start) => start.toLowerCase());
}
