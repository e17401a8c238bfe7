/** A value in a header: text, an integer, or octets whose meaning depends on the name. */
export type WspValue = string | number | Uint8Array;

/** A header of a push, or a parameter of its content type. */
export interface WspField {
  /** Its name; `0x` and its code in hexadecimal, with the code page before it where that is not 1, if the name is not known. */
  readonly name: string;
  /** Its value. */
  readonly value: WspValue;
  /** What the value says where it is a code: of an application, a character set, a method of authentication, a version. */
  readonly meaning?: string | undefined;
  /** Name and value as they were read, so that another spelling is written back. Ignored where it is no longer their encoding. */
  readonly octets?: Uint8Array;
}

/** Headers or parameters in order: as {@link WspField}, or as an object of names and values. */
export type WspFields = readonly WspField[] | Readonly<Record<string, string | number>>;

/** The same as a list. */
export function fieldsOf(fields: WspFields | undefined): readonly WspField[] {
  if (fields === undefined) return [];
  if (Array.isArray(fields)) return fields as readonly WspField[];
  return Object.entries(fields as Readonly<Record<string, string | number>>).map(([name, value]) => ({
    name,
    value,
  }));
}
