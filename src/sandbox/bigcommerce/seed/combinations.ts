/** Every combination of one value from each list. */
export function combinations(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((made, list) => made.flatMap(values => list.map(value => [...values, value])), [[]])
}
