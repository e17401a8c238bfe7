// What the tests ask of `node:util`, in a browser.

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Same prototype, same own fields, same elements: what Node compares, for the plain objects and bytes of the tests. */
export function isDeepStrictEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (ArrayBuffer.isView(one)) {
    const [left, right] = [one, other as typeof one].map(
      (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
    ) as [Uint8Array, Uint8Array];
    return left.length === right.length && left.every((byte, index) => byte === right[index]);
  }
  if (one instanceof Map || one instanceof Set) {
    return isDeepStrictEqual([...one], [...(other as typeof one)]);
  }
  const names = Reflect.ownKeys(one).filter((name) => Object.prototype.propertyIsEnumerable.call(one, name));
  const others = Reflect.ownKeys(other).filter((name) => Object.prototype.propertyIsEnumerable.call(other, name));
  return (
    names.length === others.length &&
    names.every(
      (name) =>
        Object.hasOwn(other, name) &&
        isDeepStrictEqual((one as Record<PropertyKey, unknown>)[name], (other as Record<PropertyKey, unknown>)[name]),
    )
  );
}
