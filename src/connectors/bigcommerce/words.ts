/** `1 zone`, `12 zones`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** `Red`, `Red and blue`, `Red, blue and green`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`
}

/** `40 seconds`, `5 minutes`, `3 hours`, `12 days`: as near as a person cares. */
export function roughly(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000)
  if (seconds < 100) return counted(seconds, 'second')
  if (seconds < 100 * 60) return counted(Math.round(seconds / 60), 'minute')
  if (seconds < 72 * 3_600) return counted(Math.round(seconds / 3_600), 'hour')
  return counted(Math.round(seconds / 86_400), 'day')
}
