/** What the list of edits shows is in its address. */
export interface DriftAsk {
  readonly search?: string | undefined
  readonly level?: 'product' | 'variant' | undefined
  readonly field?: string | undefined
}

// A key that is left out would keep its raw value from the address, so each is set.
export function driftAsk(raw: Readonly<Record<string, unknown>>): DriftAsk {
  const text = (value: unknown, most: number) => (typeof value === 'string' ? value.slice(0, most) : '') || undefined
  const level = raw.level === 'product' || raw.level === 'variant' ? raw.level : undefined
  return { search: text(raw.search, 200), level, field: text(raw.field, 60) }
}

export function isFiltered({ search, level, field }: DriftAsk): boolean {
  return search !== undefined || level !== undefined || field !== undefined
}
