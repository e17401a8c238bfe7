/** Whether a Meta Format makes bytes of the data it describes; an absent one is `chr`. */
export function isBinary(format: string | undefined): boolean {
  return format !== undefined && format.trim().toLowerCase() === "bin";
}
