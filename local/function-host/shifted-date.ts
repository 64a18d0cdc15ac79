/**
 * A `Date` whose "now" lies `offset()` milliseconds ahead. Everything that takes an explicit time is unchanged, and values made
 * by the original `Date` stay instances of the new one.
 */
export function createShiftedDate(original: DateConstructor, offset: () => number): DateConstructor {
  const now = () => original.now() + offset();
  const shifted = new Proxy(original, {
    construct: (target, argumentList, newTarget) =>
      Reflect.construct(target, argumentList.length === 0 ? [now()] : argumentList, newTarget),
    apply: () => new original(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
  return shifted;
}
