/** For a form: what is wrong with a number that is to be whole, from 0 to `most`; null where nothing is. */
export function wholeUpTo(most: number) {
  return (value: number | string): string | null =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
      ? null
      : `Give a whole number from 0 to ${most.toLocaleString('en')}.`
}
