import type { GivenProduct } from '../../src/actions/create-product.ts'
import type { StoredChange } from '../../src/database/plan-changes.ts'
import type { Exchange } from '../../src/sandbox/bigcommerce/index.ts'
import type { MakeStep } from './any-edits.ts'
import { alike, plain } from './apply-judge.ts'
import type { ApplyWorld } from './apply-world.ts'
import {
  type Level,
  pairsOf,
  type RawItem,
  type RawStore,
  remoteNameOf,
  sentAs,
  sentFields,
  shownBy,
  spelled,
} from './store-witness.ts'
import { idsOf } from './witness-names.ts'

/** A master product that the channel is to get, as somebody gave it. */
interface WantedProduct {
  readonly productId: string
  readonly name: string
  readonly given: GivenProduct
  /** Edited, withdrawn or made by somebody else since the plan: this plan may not make it. */
  readonly stopped: boolean
}

/** What of a new product the judge has to know of owners. */
type IsOurs = (level: Level, field: string) => boolean

const always = new Set(['name', 'type', 'price', 'weight'])

/** A product as a step means it; `name`: another one's, where it is to have that. */
function givenProduct({ number, sizes, fields }: MakeStep, name?: string): GivenProduct {
  const called = name ?? `Made – ${number}`
  const variants = Array.from({ length: sizes }, (_, at) => ({
    fields: { sku: `MADE-é-${number}-${at}`, ...(at === 1 && { price: '12.25' }) },
    optionValues: [{ option: 'Größe', value: `Size ${at}` }],
  }))
  return sizes === 0
    ? { fields: { ...fields, name: called, sku: `MADE-é-${number}` } }
    : { fields: { ...fields, name: called }, variants }
}

/** Makes products in the hub that the channel is to get; gives back the steps, no two of which are the same. */
export async function makeAll(
  world: ApplyWorld,
  books: MakeBooks,
  steps: readonly MakeStep[],
  store: RawStore,
): Promise<[string, MakeStep][]> {
  const made: [string, MakeStep][] = []
  const products = [...store.values()].filter(({ level }) => level === 'product')
  for (const drawn of steps) {
    const step = { ...drawn, number: drawn.number * 1_000 + books.asked }
    const twin = step.fate === 'named' ? products[step.number % products.length]?.row.name : undefined
    const given = givenProduct(step, twin === undefined ? undefined : String(twin))
    const productId = await world.make(given)
    books.want(productId, given)
    made.push([productId, step])
  }
  return made
}

/** What happens to a product that is to be made between plan and sending. */
export async function meet(
  world: ApplyWorld,
  books: MakeBooks,
  productId: string,
  { number, fate }: MakeStep,
): Promise<void> {
  if (fate === 'withdrawn') {
    await world.withdraw(productId)
    books.withdraw(productId)
  } else if (fate === 'edited') {
    const value = `${number}.5`
    await world.edit({ level: 'product', edits: [{ do: 'set', field: 'price', value }], which: { ids: [productId] } })
    books.edit(productId, { price: value })
  } else if (fate === 'taken') {
    world.store.merchant.addProduct({ name: `MADE – ${number}`, price: 5 })
    books.taken(productId)
  }
}

/** A history's own books on the products that a channel is to get and does not have. */
export class MakeBooks {
  readonly #wanted = new Map<string, WantedProduct>()
  /** Names that somebody else gave a product of the store, which no import has seen. */
  readonly #unseen = new Set<string>()
  /** How many were ever wanted. */
  asked = 0

  want(productId: string, given: GivenProduct): void {
    this.asked += 1
    const name = String(given.fields.name)
    this.#wanted.set(productId, { productId, name, given, stopped: false })
  }

  /** Somebody edits it between plan and sending. */
  edit(productId: string, fields: GivenProduct['fields']): void {
    const one = this.#wanted.get(productId)
    if (one === undefined) return
    const given = { ...one.given, fields: { ...one.given.fields, ...fields } }
    this.#wanted.set(productId, { ...one, given, stopped: true })
  }

  /** Somebody else makes a product of its name. */
  taken(productId: string): void {
    const one = this.#wanted.get(productId)
    if (one === undefined) return
    this.#unseen.add(one.name)
    this.#wanted.set(productId, { ...one, stopped: true })
  }

  withdraw(productId: string): void {
    this.#wanted.delete(productId)
  }

  seen(): void {
    this.#unseen.clear()
  }

  /** A plan has each product that is wanted, refuses those whose name it knows in the store, and has no other. */
  judgePlan(makes: readonly StoredChange[], store: RawStore): string[] {
    const planned = new Map(makes.map(change => [change.content?.productId ?? '', change]))
    const faults = [...planned.keys()]
      .filter(id => !this.#wanted.has(id))
      .map(id => `${planned.get(id)?.name} is to be made, and nobody wants it`)
    for (const { productId, name } of this.#wanted.values()) {
      const change = planned.get(productId)
      const isThere = namedIn(store, name).length > 0 && !this.#unseen.has(name)
      if (change === undefined) faults.push(`${name} is wanted, and is not in it`)
      else if (isThere && change.state === 'planned') faults.push(`${name} is to be made, and the store has it`)
      else if (!isThere && change.state === 'rejected') faults.push(`${name} is refused for nothing: ${change.reason}`)
    }
    return faults
  }

  /** Holds what was sent, and what the store has, against the plan; then what was made is wanted no longer. */
  settle({ planned, ended, before, after, exchanges }: MakeApplication, isOurs: IsOurs): string[] {
    const faults: string[] = []
    const sendable = new Map(planned.filter(({ state }) => state === 'planned').map(change => [change.name, change]))
    const taken = new Set<string>()
    const { products, made } = sentFields(exchanges, after)
    for (const { name, body, exchange } of products) {
      const wanted = this.#wanted.get(sendable.get(name)?.content?.productId ?? '')
      if (wanted === undefined) faults.push(`${name} was sent, and is not in the plan, or nobody wants it any more`)
      else if (wanted.stopped) faults.push(`${name} was sent, and was edited or made by somebody else since`)
      else faults.push(...judgeBody(body, expectedBody(wanted.given, after, isOurs)).map(fault => `${name}: ${fault}`))
      if (taken.has(name)) faults.push(`${name} was made twice`)
      if (wasTaken(exchange)) taken.add(name)
    }
    const isRefused = [...products, ...made].some(({ exchange }) => !wasTaken(exchange))
    for (const change of ended) {
      const wanted = this.#wanted.get(change.content?.productId ?? '')
      const had = planned.find(({ seq }) => seq === change.seq)?.state
      faults.push(...judgeEnd(change, { had, wanted, isRefused, before, after }))
      if (wanted === undefined) continue
      if (change.state === 'applied') this.#wanted.delete(wanted.productId)
      else this.#wanted.set(wanted.productId, { ...wanted, stopped: false })
    }
    return faults
  }
}

interface MakeApplication {
  /** Changes that make products, as somebody sent them and as they ended. */
  readonly planned: readonly StoredChange[]
  readonly ended: readonly StoredChange[]
  readonly before: RawStore
  readonly after: RawStore
  readonly exchanges: readonly Exchange[]
}

/** The store did what it was asked for, whether or not anybody heard. */
const wasTaken = ({ status, fault }: Exchange) =>
  (status >= 200 && status < 300 && status !== 207) || /lost-reply|half-body/.test(fault)

function namedIn(store: RawStore, name: string): RawItem[] {
  const key = name.toLowerCase()
  return [...store.values()].filter(({ level, row }) => level === 'product' && String(row.name).toLowerCase() === key)
}

interface End {
  readonly had: string | undefined
  readonly wanted: WantedProduct | undefined
  readonly isRefused: boolean
  readonly before: RawStore
  readonly after: RawStore
}

function judgeEnd(change: StoredChange, { had, wanted, isRefused, before, after }: End): string[] {
  const { name, state, reason, fix } = change
  if (had !== 'planned') return state === had ? [] : [`${name} was ${had} and is ${state}`]
  const there = namedIn(after, name)
  const were = namedIn(before, name).length
  switch (state) {
    case 'applied':
      return wanted === undefined || were > 0 || there.length !== 1
        ? [`${name} counts as made, and the store has ${there.length} of it, before ${were}`]
        : judgeSkus(wanted, there[0], after)
    case 'rejected':
      if ((reason ?? '') === '' || (fix ?? '') === '') return [`${name} was refused without a reason or a fix`]
      return isRefused || wanted?.stopped === true ? [] : [`${name} was refused for nothing: ${reason}`]
    case 'superseded':
      if (there.length !== were) return [`${name} was superseded, and the store has ${there.length} of it`]
      return wanted === undefined || wanted.stopped ? [] : [`${name} was superseded by nothing: ${reason}`]
    default:
      return [`${name} ended as ${state}`]
  }
}

/** It has the variants that it was to have, and no other. */
function judgeSkus({ name, given }: WantedProduct, item: RawItem | undefined, after: RawStore): string[] {
  const own = [...after.values()].filter(one => one.level === 'variant' && one.productId === item?.id)
  const shown = own.map(({ row }) => String(row.sku)).toSorted()
  const wanted = (given.variants ?? [given]).map(({ fields }) => String(fields.sku)).toSorted()
  return alike(shown, wanted) ? [] : [`${name} has the SKUs ${plain(shown)} in place of ${plain(wanted)}`]
}

/** What the store is to be told of a product, by its own names. */
function expectedBody({ fields, variants = [] }: GivenProduct, after: RawStore, isOurs: IsOurs): Map<string, unknown> {
  const expected = new Map<string, unknown>()
  for (const [field, value] of Object.entries({ type: 'physical', visible: true, ...fields })) {
    if (!always.has(field) && !isOurs('product', field)) continue
    const isNamed = field === 'brand' || field === 'categories'
    const told = isNamed ? idsOf(field, value, after.names) : sentAs('product', field, value)
    expected.set(remoteNameOf('product', field), field === 'customFields' ? pairsOf(value) : told)
  }
  if (variants.length === 0) {
    // Its only variant’s is one with its own.
    return expected.set('sku', fields.sku)
  }
  const rows = variants.map(({ fields: own, optionValues }) => ({
    option_values: optionValues.map(({ option, value }) => ({ option_display_name: option, label: value })),
    ...Object.fromEntries(
      Object.entries(own)
        .filter(([field]) => field === 'sku' || isOurs('variant', field))
        .map(([field, value]) => [remoteNameOf('variant', field), sentAs('variant', field, value)]),
    ),
  }))
  return expected.set('variants', rows)
}

function judgeBody(body: Readonly<Record<string, unknown>>, expected: ReadonlyMap<string, unknown>): string[] {
  const faults: string[] = []
  for (const name of new Set([...Object.keys(body), ...expected.keys()])) {
    const [sent, wanted] = [inOrder(name, body[name]), expected.get(name)]
    if (!alike(sent, inOrder(name, wanted)))
      faults.push(`${name} was sent as ${plain(sent)} in place of ${plain(wanted)}`)
  }
  return faults
}

function inOrder(name: string, value: unknown): unknown {
  if (name === 'custom_fields')
    return (value as unknown[] | undefined)?.map(one => (typeof one === 'string' ? one : pairsOf([one])[0])).toSorted()
  if (name === 'categories') return (value as number[] | undefined)?.toSorted()
  if (name === 'variants')
    return (value as object[] | undefined)?.map(one => Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return value
}

/** The new items of the store that were made as the plan says, and which of their fields show what nobody gave. */
export function madeItems(ended: readonly StoredChange[], after: RawStore): RawItem[] {
  const ids = new Set(ended.filter(({ state }) => state === 'applied').map(({ listingId }) => listingId))
  return [...after.values()].filter(({ productId }) => ids.has(productId))
}

/** Whether a field of a made item shows what its master product has. */
export function isAsGiven(item: RawItem, field: string, master: Readonly<Record<string, unknown>>): boolean {
  return alike(spelled(field, shownBy(item, field)), spelled(field, master[field]))
}
