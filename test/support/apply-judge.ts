import type { ItemChange, StoredChange } from '../../src/database/plan-changes.ts'
import type { Exchange } from '../../src/sandbox/bigcommerce/index.ts'
import {
  changedKeys,
  kept,
  mayChange,
  pairsOf,
  type RawItem,
  type RawStore,
  remoteNameOf,
  type SentField,
  sentAs,
  sentFields,
  shownBy,
  spelled,
  witnessed,
} from './store-witness.ts'
import { idsOf } from './witness-names.ts'

/** `product 12 name`, by the names of the hub. */
export const keyOf = ({
  level,
  listingId,
  offerId,
  field,
}: Pick<ItemChange, 'level' | 'listingId' | 'offerId' | 'field'>) => `${level} ${offerId ?? listingId} ${field}`

/** The same by the names of the store. */
const remoteKeyOf = (change: ItemChange) => {
  const { level, offerId, listingId, field } = change
  return `${level} ${offerId ?? listingId} ${remoteNameOf(level, field)}`
}

export const plain = (value: unknown) => JSON.stringify(value) ?? 'nothing'
export const alike = (a: unknown, b: unknown) => plain(a) === plain(b)

/** What a store shows of a field, as the hub means it. */
export function shownIn(store: RawStore, key: string): unknown {
  const [level = '', id = '', field = ''] = key.split(' ')
  return spelled(field, shownBy(store.get(`${level} ${id}`), field))
}

export interface Application {
  /** The plan as somebody sent it, and as it ended. */
  readonly planned: readonly ItemChange[]
  readonly ended: readonly ItemChange[]
  /** Brands and categories that the plan has the store get. */
  readonly things: readonly StoredChange[]
  /** Products that it has the store get, as somebody sent it. */
  readonly makes: readonly StoredChange[]
  /** Products and variants that it has the store lose, as somebody sent it and as they ended. */
  readonly removals: { readonly planned: readonly StoredChange[]; readonly ended: readonly StoredChange[] }
  /** Items of the store that the plan made. */
  readonly made: readonly RawItem[]
  /** What the hub was last shown of the store, by an import or by what it sent. */
  readonly seen: RawStore
  readonly before: RawStore
  readonly after: RawStore
  /** What the hub asked of the store from the one to the other. */
  readonly exchanges: readonly Exchange[]
  /** Fields that the hub meant otherwise by the time that it was sent. */
  readonly superseded: ReadonlySet<string>
}

const isFailed = ({ status, fault }: Exchange) => status === 0 || status >= 300 || status === 207 || fault !== ''

/** Holds what was sent, by the journal of the store, and what the store shows against the plan. Empty: the laws hold. */
export function judgeApplication(application: Application): string[] {
  return [
    ...judgeRequests(application),
    ...judgeNames(application),
    ...judgeRemovals(application),
    ...judgeStore(application),
    ...judgeStates(application),
  ]
}

/** No write outside the plan; nothing that was left out or is wanted otherwise; nothing over what was never shown. */
function judgeRequests({ planned, before, after, exchanges, superseded }: Application): string[] {
  const { sent, foreign } = sentFields(exchanges, after)
  const faults = foreign.map(request => `${request} is no write of a plan`)
  const sendable = new Map(
    planned.filter(({ state }) => state === 'planned').map(change => [remoteKeyOf(change), change]),
  )
  const last = new Map<string, Exchange>()
  const begun = new Set<string>()
  for (const one of sent) {
    const { key, exchange } = one
    const change = sendable.get(key)
    if (change === undefined) {
      faults.push(`${key} was sent and is not in the plan, or was left out`)
      continue
    }
    const own = keyOf(change)
    if (superseded.has(own)) faults.push(`${own} was sent and is wanted otherwise by now`)
    faults.push(...judgeValue(one, change, before, after))
    // A list is written entry by entry.
    const request = change.field === 'customFields' ? `${exchange.method} ${exchange.url} ${exchange.requestBody}` : key
    const earlier = last.get(request)
    if (!begun.has(key)) {
      const shown = shownIn(before, own)
      if (!alike(shown, spelled(change.field, change.before)))
        faults.push(`${own} was written over ${plain(shown)}, where the plan said ${plain(change.before)}`)
    } else if (earlier !== undefined && earlier !== exchange && !isFailed(earlier)) faults.push(`${own} was sent twice`)
    begun.add(key)
    last.set(request, exchange)
  }
  return faults
}

function judgeValue({ value, ...sent }: SentField, change: ItemChange, before: RawStore, after: RawStore): string[] {
  const { level, field } = change
  const own = keyOf(change)
  if (field === 'customFields') return judgeEntry({ value, ...sent }, change, before)
  const isNamed = level === 'product' && (field === 'brand' || field === 'categories')
  const expected = isNamed ? idsOf(field, change.after, after.names) : sentAs(level, field, change.after)
  const inOrder = (ids: unknown) => (isNamed && Array.isArray(ids) ? ids.toSorted() : ids)
  return alike(inOrder(spelled(isNamed ? '' : field, value)), inOrder(spelled(isNamed ? '' : field, expected))) &&
    typeof value === typeof expected
    ? []
    : [`${own} was sent as ${plain(value)} in place of ${plain(expected)}`]
}

/** One entry of a list: what comes is wanted and was not there, and what goes was there and is not wanted. */
function judgeEntry({ value, entryId, exchange }: SentField, change: ItemChange, before: RawStore): string[] {
  const own = keyOf(change)
  const [was, wanted] = [pairsOf(change.before), pairsOf(change.after)]
  const faults: string[] = []
  if (exchange.method !== 'DELETE') {
    const [pair = ''] = pairsOf([value])
    if (!wanted.includes(pair) || was.includes(pair)) faults.push(`${own}: ${pair} was sent and is not to come`)
  }
  if (entryId === undefined) return faults
  const rows = (before.get(`product ${change.listingId}`)?.row.custom_fields ?? []) as { id: number }[]
  const [pair = ''] = pairsOf(rows.filter(({ id }) => String(id) === entryId))
  if (pair === '' || wanted.includes(pair)) faults.push(`${own}: ${pair} (${entryId}) was written and is not to go`)
  return faults
}

/** Brands and categories are made as the plan says, none twice, and those that there are stay as they are. */
function judgeNames({ things, planned: changes, makes, before, after, exchanges }: Application): string[] {
  const wanting = [...changes.filter(({ state }) => state === 'planned'), ...makes.flatMap(wishesOf)]
  const planned = new Set(things.map(({ level, after: name }) => `${level} ${name}`))
  const taken = new Set<string>()
  const faults: string[] = []
  for (const { kind, name, exchange } of sentFields(exchanges, after).made) {
    const key = `${kind} ${name}`
    if (!planned.has(key)) faults.push(`${key} was to be made and is not in the plan`)
    if (!wanting.some(change => isFor(change, kind, name)))
      faults.push(`${key} was to be made, and no product of the plan is to have it`)
    if (taken.has(key)) faults.push(`${key} was to be made twice`)
    if (!isFailed(exchange)) taken.add(key)
  }
  const all = (store: RawStore) => [
    ...[...store.names.brands].map(([id, name]) => [`brand ${id}`, `brand ${name}`] as const),
    ...[...store.names.categories].map(([id, path]) => [`category ${id}`, `category ${path}`] as const),
  ]
  const now = new Map(all(after))
  for (const [id, key] of all(before)) if (now.get(id) !== key) faults.push(`${key} is another, or gone`)
  const [had, has] = [all(before).length, new Set(now.values()).size]
  if (has !== now.size || now.size - had > planned.size) faults.push('The store has brands or categories too many')
  return faults
}

/** `product 12` or `variant 34`, of a removal. */
export const removedKey = ({ offerId, listingId }: Pick<StoredChange, 'listingId' | 'offerId'>) =>
  offerId === null ? `product ${listingId}` : `variant ${offerId}`

/** What goes is what the plan deletes, asked for once; each has ended, with a reason where it is still there. */
function judgeRemovals({ removals: { planned, ended }, seen, before, after, exchanges }: Application): string[] {
  const faults: string[] = []
  const changed = changedItems(seen, before)
  const sendable = new Set(planned.filter(({ state }) => state === 'planned').map(removedKey))
  const taken = new Set<string>()
  for (const { key, exchange } of sentFields(exchanges, after).removed) {
    if (!sendable.has(key)) faults.push(`${key} was deleted and is not in the plan, or was left out`)
    if (taken.has(key)) faults.push(`${key} was deleted twice`)
    if (changed.has(key)) faults.push(`${key} was deleted, and is another than the plan showed`)
    if (!isFailed(exchange)) taken.add(key)
  }
  for (const change of ended) {
    const { state, reason, fix } = change
    const key = removedKey(change)
    if (!final.has(state)) faults.push(`The deletion of ${key} ended as ${state}`)
    if (state === 'applied' && after.has(key)) faults.push(`${key} was deleted, and is there`)
    if (/^(rejected|superseded)$/.test(state) && (reason ?? '') === '') faults.push(`${key} stays without a reason`)
    if (state === 'rejected' && (fix ?? '') === '') faults.push(`${key} stays without a fix`)
    if (state === 'superseded' && !changed.has(key)) faults.push(`${key} stays for nothing: ${reason}`)
  }
  return faults
}

/** Products and variants that somebody edited in the store since the hub was shown it, products with their variants. */
function changedItems(seen: RawStore, before: RawStore): Set<string> {
  const changed = new Set<string>()
  for (const [key, { level, productId }] of before) {
    const isOther = witnessed(level).some(
      field => !alike(shownIn(seen, `${key} ${field}`), shownIn(before, `${key} ${field}`)),
    )
    if (isOther) changed.add(key).add(`product ${productId}`)
  }
  return changed
}

/** What may be gone, or another, where these were deleted: products with their variants, and what a product adds up of those. */
function goneWith(store: RawStore, keys: ReadonlySet<string>): Set<string> {
  const may = new Set<string>()
  for (const [key, { productId }] of store) {
    if (keys.has(key) || keys.has(`product ${productId}`)) may.add(`${key} is gone`)
    if (keys.has(key)) for (const name of ['date_modified', 'inventory_level']) may.add(`product ${productId} ${name}`)
  }
  return may
}

/** What a product that is to be made needs of names. */
function wishesOf({ state, content }: StoredChange): Wish[] {
  if (state !== 'planned' || content === null) return []
  return Object.entries(content.fields).map(([field, after = null]) => ({ level: 'product', field, after }))
}

type Wish = Pick<ItemChange, 'level' | 'field' | 'after'>

/** Whether a change has a product get this brand, or a place in this category or below it. */
function isFor({ level, field, after }: Wish, kind: 'brand' | 'category', name: string): boolean {
  if (level !== 'product' || field !== (kind === 'brand' ? 'brand' : 'categories')) return false
  const own = name.toLowerCase()
  return [after].flat().some(one => {
    const wanted = String(one).toLowerCase()
    return wanted === own || (kind === 'category' && wanted.startsWith(`${own}/`))
  })
}

/** The store has changed by what the plan says and by nothing else, to the byte. */
function judgeStore({ planned, ended, removals, made, before, after, exchanges }: Application): string[] {
  const faults: string[] = []
  const wrote = new Set(sentFields(exchanges, after).sent.map(({ key }) => key))
  const applied = new Map(ended.filter(({ state }) => state === 'applied').map(change => [remoteKeyOf(change), change]))
  const may = mayChange(
    before,
    [...applied.keys()].filter(key => wrote.has(key)),
  )
  // A row of a write that was ignored counts as modified all the same.
  for (const key of wrote) {
    const [level, id] = key.split(' ')
    may.add(`product ${before.get(`${level} ${id}`)?.productId} date_modified`)
  }
  // A list of which some entries were written shows what it had or what it was to get.
  for (const change of planned.filter(one => one.field === 'customFields' && wrote.has(remoteKeyOf(one)))) {
    const either = new Set([...pairsOf(change.before), ...pairsOf(change.after)])
    const shown = shownIn(after, keyOf(change)) as string[] | null
    if ((shown ?? []).every(pair => either.has(pair))) may.add(remoteKeyOf(change))
  }
  const removed = removals.ended.filter(({ state }) => state === 'applied').map(removedKey)
  for (const key of goneWith(before, new Set(removed))) may.add(key)
  for (const { level, id } of made) may.add(`${level} ${id} is new`)
  for (const key of changedKeys(before, after)) {
    if (!may.has(key)) faults.push(`${key} is another, from ${rawWords(before, key)} to ${rawWords(after, key)}`)
  }
  for (const change of applied.values()) {
    const shown = shownIn(after, keyOf(change))
    // Somebody else may have put the very value there, to its last digit: then nothing was written.
    const wanted = [kept(change.field, change.after), spelled(change.field, change.after)]
    if (!wanted.some(value => alike(shown, value)))
      faults.push(`${keyOf(change)} shows ${plain(shown)} in place of ${plain(change.after)}`)
  }
  return faults
}

function rawWords(store: RawStore, key: string): string {
  const [level, id, name = ''] = key.split(' ')
  return plain(store.get(`${level} ${id}`)?.row[name])
}

const final: ReadonlySet<string> = new Set(['applied', 'rejected', 'superseded', 'left_out', 'cancelled'])

/** Each change has ended, and with a reason where it was not written. */
function judgeStates({ planned, ended, before, after, exchanges, superseded }: Application): string[] {
  const { sent, made } = sentFields(exchanges, after)
  const isNameRefused = made.some(({ exchange }) => isFailed(exchange))
  const refused = new Set(sent.filter(({ exchange }) => isFailed(exchange)).map(({ key }) => key))
  const stateBefore = new Map(planned.map(({ seq, state }) => [seq, state]))
  return ended.flatMap(change => {
    const { seq, state, reason, fix } = change
    const key = keyOf(change)
    const was = stateBefore.get(seq)
    if (was !== 'planned') return state === was ? [] : [`${key} was ${was} and is ${state}`]
    if (!final.has(state)) return [`${key} ended as ${state}`]
    const isOther = !alike(shownIn(before, key), spelled(change.field, change.before))
    if (state === 'superseded' && !superseded.has(key) && !isOther)
      return [`${key} was superseded by nothing: ${reason}`]
    const isRefused = refused.has(remoteKeyOf(change)) || (isNameRefused && /^(brand|categories)$/.test(change.field))
    if (state === 'rejected' && !isRefused && before.has(key.split(' ').slice(0, 2).join(' ')))
      return [`${key} was rejected and never refused: ${reason}`]
    if (state === 'rejected' && (reason ?? '') === '') return [`${key} was rejected without a reason`]
    return state === 'rejected' && (fix ?? '') === '' ? [`${key} was rejected without a fix`] : []
  })
}
