// What the tests ask of `node:util`, in a browser.

const isObject = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === "object" && value !== null;

const namesOf = (value: object) =>
  Reflect.ownKeys(value).filter((name) => Object.prototype.propertyIsEnumerable.call(value, name));

function sameBytes(one: ArrayBufferView, other: ArrayBufferView): boolean {
  if (one.byteLength !== other.byteLength) return false;
  const left = new Uint8Array(one.buffer, one.byteOffset, one.byteLength);
  const right = new Uint8Array(other.buffer, other.byteOffset, other.byteLength);
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

/** Same prototype, same own fields, same elements: what Node compares, for the objects, errors and bytes of the tests. */
export function isDeepStrictEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (ArrayBuffer.isView(one)) return sameBytes(one, other as unknown as ArrayBufferView);
  if (one instanceof Map || one instanceof Set)
    return isDeepStrictEqual([...one], [...(other as unknown as typeof one)]);
  if (one instanceof Error && (one.message !== other["message"] || one.name !== other["name"])) return false;
  const names = namesOf(one);
  return (
    names.length === namesOf(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isDeepStrictEqual(one[name], other[name]))
  );
}
