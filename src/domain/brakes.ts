import type { Actor } from './actor.ts'
import type { FieldValue } from './fields.ts'
import type { PlannedChange } from './plan.ts'

/** What holds a plan until a person has looked at it and let it pass. */
export const brakeNames = ['price_cut', 'price_zero', 'many_hidden', 'category_emptied', 'images_lost'] as const
export type BrakeName = (typeof brakeNames)[number]

/** From where on a brake holds a plan; each can be set for a channel. */
export interface BrakeLimits {
  /** A price that falls by more percent than this. */
  readonly priceCutPercent: number
  /** More products than this taken off sale, or more of a hundred that are on sale. */
  readonly hiddenMost: number
  readonly hiddenPercent: number
  /** More categories than this left without a product on sale. */
  readonly emptiedMost: number
}

export const usualBrakes: BrakeLimits = { priceCutPercent: 30, hiddenMost: 20, hiddenPercent: 5, emptiedMost: 0 }

/** A category that shoppers find no product in any more after a plan, and how many they find there now. */
export interface EmptiedCategory {
  readonly name: string
  readonly shown: number
}

export interface TrippedBrake {
  readonly brake: BrakeName
  /** Changes that tripped it. */
  readonly count: number
  /** What would happen, in words. */
  readonly sentence: string
  /** The first few of them. */
  readonly examples: readonly BrakeExample[]
}

export interface BrakeExample {
  readonly name: string
  readonly sku: string
  readonly before: FieldValue | null
  readonly after: FieldValue | null
}

export interface PassedBrake {
  readonly brake: BrakeName
  readonly actor: Actor
  /** ISO 8601. */
  readonly at: string
}

type LookedAt = Pick<PlannedChange, 'level' | 'field' | 'before' | 'after' | 'priceNow' | 'lostImages' | 'name' | 'sku'>

/** Those that a single change can add to. */
const watchedBrakes = ['price_cut', 'price_zero', 'many_hidden', 'images_lost'] as const
type WatchedBrake = (typeof watchedBrakes)[number]

const examplesMost = 5
const rounding = 1e-9
/** Prices that shoppers pay; cost and the like are the merchant's own. */
export const paidPrices: ReadonlySet<string> = new Set(['price', 'salePrice'])

/** Looks at the changes of a plan one after the other, and says in the end which brakes they trip. */
export class BrakeWatch {
  readonly #limits: BrakeLimits
  readonly #seen = new Map<WatchedBrake, { count: number; examples: BrakeExample[] }>()

  constructor(limits: BrakeLimits) {
    this.#limits = limits
  }

  look(change: LookedAt): void {
    const brake = this.#brakeOf(change)
    if (brake === null) return
    const seen = this.#seen.get(brake) ?? { count: 0, examples: [] }
    seen.count += 1
    const { name, sku, before, after } = change
    if (seen.examples.length < examplesMost) seen.examples.push({ name, sku, before, after })
    this.#seen.set(brake, seen)
  }

  /**
   * `visible`: how many products of the channel are on sale now; `hiddenLately`: how many the hub has taken off sale by
   * itself in plans of which each may have been too small to be held; `emptied`: what all the changes together empty.
   */
  tripped(visible: number, hiddenLately = 0, emptied: readonly EmptiedCategory[] = []): TrippedBrake[] {
    const tripped: TrippedBrake[] = []
    for (const brake of watchedBrakes) {
      const seen = this.#seen.get(brake)
      if (seen === undefined) continue
      if (brake === 'many_hidden' && !this.#areMany(seen.count + hiddenLately, visible)) continue
      const sentence = this.#sentenceOf(brake, seen.count, visible)
      const lately = brake === 'many_hidden' && hiddenLately > 0
      tripped.push({ brake, ...seen, sentence: lately ? `${sentence} ${hiddenWords(hiddenLately)}` : sentence })
    }
    if (emptied.length > this.#limits.emptiedMost) tripped.push(emptiedBrake(emptied))
    return tripped
  }

  #brakeOf({ level, field, before, after, priceNow, lostImages }: LookedAt): WatchedBrake | null {
    if (lostImages > 0) return 'images_lost'
    if (level === 'product' && field === 'visible') return before === true && after === false ? 'many_hidden' : null
    if (!paidPrices.has(field)) return null
    const price = amountOf(after)
    if (price === null) return null
    // A sale price of zero is how a store says that there is none.
    const old = amountOf(before ?? priceNow)
    if (price === 0) return field === 'price' && old !== 0 ? 'price_zero' : null
    if (old === null || old <= 0) return null
    // Decimals are no exact numbers here: what falls by just the limit must not be held.
    return ((old - price) / old) * 100 > this.#limits.priceCutPercent + rounding ? 'price_cut' : null
  }

  #areMany(count: number, visible: number): boolean {
    return count > this.#limits.hiddenMost || count * 100 > visible * this.#limits.hiddenPercent
  }

  #sentenceOf(brake: WatchedBrake, count: number, visible: number): string {
    switch (brake) {
      case 'price_cut':
        return `${prices(count)} would fall by more than ${this.#limits.priceCutPercent} %.`
      case 'price_zero':
        return `${prices(count)} would be set to zero.`
      case 'many_hidden':
        return `${products(count)} of ${visible} on sale would be hidden from shoppers.`
      case 'images_lost':
        return `${products(count)} would lose an image of which the hub could not fetch the picture: no undo brings it back.`
    }
  }
}

function hiddenWords(count: number): string {
  return `The hub has hidden ${count === 1 ? '1 other' : `${count} others`} by itself within a day.`
}

function emptiedBrake(emptied: readonly EmptiedCategory[]): TrippedBrake {
  const one = emptied.length === 1
  return {
    brake: 'category_emptied',
    count: emptied.length,
    sentence: `${one ? '1 category' : `${emptied.length} categories`} would be left without a product that shoppers can see.`,
    examples: emptied.slice(0, examplesMost).map(({ name, shown }) => ({ name, sku: '', before: shown, after: 0 })),
  }
}

function products(count: number): string {
  return count === 1 ? '1 product' : `${count} products`
}

function prices(count: number): string {
  return count === 1 ? '1 price' : `${count} prices`
}

function amountOf(value: FieldValue | null): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const amount = Number(value)
  return Number.isFinite(amount) ? amount : null
}

/** The tripped brakes that nobody has let pass yet. */
export function stillHeld(tripped: readonly TrippedBrake[], passed: readonly PassedBrake[]): TrippedBrake[] {
  return tripped.filter(({ brake }) => !passed.some(pass => pass.brake === brake))
}
