import { strToU8 } from "fflate";

/** A tar archive, with long names as GNU writes them. */
export function tarOf(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  const add = (name: string, type: string, bytes: Uint8Array) => {
    const head = new Uint8Array(512);
    const put = (text: string, at: number) => head.set(strToU8(text), at);
    put(name.slice(0, 99), 0);
    put("0000644", 100);
    put(bytes.length.toString(8).padStart(11, "0"), 124);
    put("        ", 148);
    put(type, 156);
    put("ustar  ", 257);
    const sum = head.reduce((total, octet) => total + octet, 0);
    put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const data = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
    data.set(bytes);
    blocks.push(head, data);
  };
  for (const [name, bytes] of files) {
    if (name.length > 99) add("././@LongLink", "L", strToU8(`${name}\0`));
    add(name, "0", bytes);
  }
  return Buffer.concat([...blocks, new Uint8Array(1024)]);
}

export const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A value as mitmproxy writes it: octets with `,`, text with `;`. */
export function tnet(value: unknown): Uint8Array {
  const of = (type: string, data: Uint8Array) => Buffer.concat([latin(`${data.length}:`), data, latin(type)]);
  if (value === null) return of("~", latin(""));
  if (value instanceof Uint8Array) return of(",", value);
  if (typeof value === "string") return of(";", strToU8(value));
  if (typeof value === "boolean") return of("!", latin(String(value)));
  if (typeof value === "number") return of(Number.isInteger(value) ? "#" : "^", latin(String(value)));
  if (Array.isArray(value)) return of("]", Buffer.concat(value.map(tnet)));
  const fields = Object.entries(value as object).filter(([, field]) => field !== undefined);
  return of("}", Buffer.concat(fields.flatMap(([key, field]) => [tnet(key), tnet(field)])));
}
