import { type FieldValue, sameValue } from './fields.ts'

/**
 * The four values of every field that the hub and a store share: what the store showed last (`observed`), what it showed
 * right after we wrote (`base`), what we wrote (`sent`), and what it is meant to show (`desired`).
 *
 * To do: desired differs from sent. Edited in the store: observed differs from base. A store that rounds a price or
 * cleans a text shows another base than was sent, and that is neither.
 *
 * Nearly all rows have all four alike, so each is kept as what it has otherwise than the one before: three deltas that are
 * empty for a catalog that nobody has touched.
 */
export interface Layers {
  readonly observed: Fields
  /** What `base` has otherwise than `observed`. */
  readonly base: Delta
  /** What `sent` has otherwise than `base`. */
  readonly sent: Delta
  /** What `desired` has otherwise than `sent`: what is to do. */
  readonly desired: Delta
}

export type Fields = Readonly<Record<string, FieldValue | undefined>>

/** Values of some fields; `null`: the field has none. */
export type Delta = Readonly<Record<string, FieldValue | null>>

/** A row of which nothing was ever edited. */
export function untouched(observed: Fields): Layers {
  return { observed, base: {}, sent: {}, desired: {} }
}

export function applied(fields: Fields, delta: Delta): Fields {
  const result: Record<string, FieldValue | undefined> = { ...fields }
  for (const [name, value] of Object.entries(delta)) {
    if (value === null) delete result[name]
    else result[name] = value
  }
  return result
}

export const baseOf = (layers: Layers): Fields => applied(layers.observed, layers.base)
export const sentOf = (layers: Layers): Fields => applied(baseOf(layers), layers.sent)
export const desiredOf = (layers: Layers): Fields => applied(sentOf(layers), layers.desired)

/** The four values of one field, `null` for none. */
export interface FourValues {
  readonly observed: FieldValue | null
  readonly base: FieldValue | null
  readonly sent: FieldValue | null
  readonly desired: FieldValue | null
}

export function valuesOf(layers: Layers, name: string): FourValues {
  const observed = layers.observed[name] ?? null
  const base = name in layers.base ? (layers.base[name] ?? null) : observed
  const sent = name in layers.sent ? (layers.sent[name] ?? null) : base
  const desired = name in layers.desired ? (layers.desired[name] ?? null) : sent
  return { observed, base, sent, desired }
}

function same(a: FieldValue | null, b: FieldValue | null): boolean {
  return sameValue(a ?? undefined, b ?? undefined)
}

/** The layers with other values of some fields. */
function withValues(observed: Fields, layers: Layers, values: ReadonlyMap<string, FourValues>): Layers {
  const deltas = { base: { ...layers.base }, sent: { ...layers.sent }, desired: { ...layers.desired } }
  const put = (
    delta: Record<string, FieldValue | null>,
    name: string,
    value: FieldValue | null,
    below: FieldValue | null,
  ) => {
    if (same(value, below)) delete delta[name]
    else delta[name] = value
  }
  for (const [name, { observed: shown, base, sent, desired }] of values) {
    put(deltas.base, name, base, shown)
    put(deltas.sent, name, sent, base)
    put(deltas.desired, name, desired, sent)
  }
  return { observed, ...deltas }
}

/**
 * Somebody or something wants other values in the channel. What the store shows already needs no writing, whatever was
 * sent before.
 */
export function desire(layers: Layers, wanted: Delta): Layers {
  const values = new Map<string, FourValues>()
  for (const [name, value] of Object.entries(wanted)) {
    const before = valuesOf(layers, name)
    values.set(name, same(value, before.observed) ? allOf(before.observed) : { ...before, desired: value })
  }
  return withValues(layers.observed, layers, values)
}

/** A look at the store. */
export interface Look {
  readonly layers: Layers
  /** Fields that the store changed and that the channel follows: its master or its overrides take these values. */
  readonly followed: Delta
}

/**
 * The store shows something now. A field that the hub owns keeps what is wanted of it, and the store's edit stands
 * beside it (edited in the store), until somebody decides; so does one with an edit of ours that was not sent yet. Of all
 * others the store leads, and everything follows it.
 */
export function look(before: Layers, observed: Fields, isOurs: (name: string) => boolean): Look {
  const values = new Map<string, FourValues>()
  const followed: Record<string, FieldValue | null> = {}
  for (const name of new Set([...Object.keys(before.observed), ...Object.keys(observed)])) {
    const old = valuesOf(before, name)
    const shown = observed[name] ?? null
    if (same(shown, old.observed)) {
      if (name in before.base || name in before.sent || name in before.desired) {
        values.set(name, { ...old, observed: shown })
      }
      continue
    }
    if (same(shown, old.desired)) values.set(name, allOf(shown))
    else if (isOurs(name) || !same(old.desired, old.sent)) values.set(name, { ...old, observed: shown })
    else {
      values.set(name, allOf(shown))
      followed[name] = shown
    }
  }
  return { layers: withValues(observed, before, values), followed }
}

/**
 * We wrote these values, and the store showed this right afterwards. What it shows of other fields is for the next look,
 * which knows whose they are.
 */
export function wrote(before: Layers, written: Delta, shows: Fields): Layers {
  const observed: Record<string, FieldValue | undefined> = { ...before.observed }
  const values = new Map<string, FourValues>()
  for (const [name, sent] of Object.entries(written)) {
    const shown = shows[name] ?? null
    if (shown === null) delete observed[name]
    else observed[name] = shown
    const { desired } = valuesOf(before, name)
    // Somebody may have come to want, meanwhile, what the store made of the value.
    values.set(name, same(shown, desired) ? allOf(shown) : { observed: shown, base: shown, sent, desired })
  }
  return withValues(observed, before, values)
}

/** The hub takes what the store shows of a field: nothing is to do, and nothing is edited in the store. */
export function takeShown(layers: Layers, names: readonly string[]): Layers {
  const values = names.map(name => [name, allOf(layers.observed[name] ?? null)] as const)
  return withValues(layers.observed, layers, new Map(values))
}

/** What the store shows of a field is to be written over with what was wanted: the edit counts as seen. */
export function overwrite(layers: Layers, names: readonly string[]): Layers {
  const values = names.map(name => {
    const { observed, desired } = valuesOf(layers, name)
    return [name, { observed, base: observed, sent: observed, desired }] as const
  })
  return withValues(layers.observed, layers, new Map(values))
}

/** A decision about edits made in the store is taken back: these fields have the values again that they had before it. */
export function restored(layers: Layers, values: ReadonlyMap<string, Omit<FourValues, 'observed'>>): Layers {
  const all = [...values].map(([name, before]) => {
    return [name, { ...before, observed: layers.observed[name] ?? null }] as const
  })
  return withValues(layers.observed, layers, new Map(all))
}

function allOf(value: FieldValue | null): FourValues {
  return { observed: value, base: value, sent: value, desired: value }
}
