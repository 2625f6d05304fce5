type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** An input without what was left out: an absent field, where zod gives one that is undefined. */
export function given<T extends object>(input: T): Given<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<T>
}
