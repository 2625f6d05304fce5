/** Stops the program when something that the code guarantees does not hold: a bug, never bad input. */
export function invariant(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Error(`Bug: ${message}`)
}

/** The `default` of a switch over a closed set: the compiler proves that nothing is left. */
export function unreachable(value: never): never {
  throw new Error(`Bug: unexpected value ${JSON.stringify(value)}`)
}
