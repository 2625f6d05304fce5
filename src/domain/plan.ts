import type { BrakeLimits, TrippedBrake } from './brakes.ts'
import { type FieldDefinition, type FieldValue, productFields, variantFields } from './fields.ts'
import type { Fields } from './layers.ts'

/** What a channel lets the hub write, switched on one by one. */
export const liveParts = ['data', 'images', 'prices'] as const
export type LivePart = (typeof liveParts)[number]

/** Who says what a field shows: the hub, the store, or nobody, so that it is neither sent nor followed. */
export const fieldOwners = ['hub', 'store', 'nobody'] as const
export type FieldOwner = (typeof fieldOwners)[number]

export type Level = 'product' | 'variant'
/**
 * What a change is about: a field of a product or variant of a channel; a brand or category that its store gets for them;
 * or a whole product or variant that the store gets or loses.
 */
export type ChangeLevel = Level | 'brand' | 'category' | MadeLevel | RemovedLevel
export type MadeLevel = 'new_product' | 'new_variant'
export type RemovedLevel = 'removed_product' | 'removed_variant'

export function isOfLevel(level: ChangeLevel): level is Level {
  return level === 'product' || level === 'variant'
}

export function isRemoval(level: ChangeLevel): level is RemovedLevel {
  return level === 'removed_product' || level === 'removed_variant'
}

/** What a product or variant begins with in its store. Of a product all its variants; of a variant that one alone. */
export interface ChangeContent {
  readonly productId: string
  readonly fields: Fields
  readonly variants: readonly VariantContent[]
}

export interface VariantContent {
  readonly variantId: string
  readonly fields: Fields
  readonly optionValues: readonly OptionChoice[]
}

/** One value of one option, by names. */
export interface OptionChoice {
  readonly option: string
  readonly value: string
}

export const otherLevel = { product: 'variant', variant: 'product' } as const satisfies Record<Level, Level>

const images: ReadonlySet<string> = new Set(['images', 'imageUrl'])
/** They stand with the prices, but say how a product is taxed. */
const taxes: ReadonlySet<string> = new Set(['taxClassId', 'taxCode'])

/** What must be switched on for a field to be written. */
export function partOf(level: ChangeLevel, field: string): LivePart {
  if (images.has(field)) return 'images'
  if (field === 'bulkPrices') return 'prices'
  const fields: Readonly<Record<string, FieldDefinition>> = level === 'variant' ? variantFields : productFields
  return fields[field]?.group === 'price' && !taxes.has(field) ? 'prices' : 'data'
}

/** The parts that must be switched on for these changes. What is made has its prices from its first moment. */
export function partsNeeded(changes: readonly OfPart[]): Set<LivePart> {
  return new Set(changes.flatMap(partsOfChange))
}

export interface OfPart {
  readonly level: ChangeLevel
  readonly part: LivePart
}

/** The parts that must be switched on for one change. */
export function partsOfChange({ level, part }: OfPart): readonly LivePart[] {
  return isMade(level) ? [part, 'prices'] : [part]
}

function isMade(level: ChangeLevel): level is MadeLevel {
  return level === 'new_product' || level === 'new_variant'
}

/** `ready`: to be looked at and sent; `outdated`: another plan of the channel has taken its place. */
export type PlanState = 'ready' | 'applying' | 'applied' | 'cancelled' | 'outdated'

/**
 * What becomes of a change. `left_out`: a person took it out of the plan; `superseded`: what was wanted changed after the
 * plan, or the store did; `unknown`: the store's answer was lost, and it has not been read back yet.
 */
export const changeStates = [
  'planned',
  'left_out',
  'sending',
  'applied',
  'rejected',
  'deferred',
  'unknown',
  'superseded',
  'cancelled',
] as const
export type ChangeState = (typeof changeStates)[number]

/** One field of one product or variant of a channel that a plan would write. */
export interface Change {
  readonly level: Level
  /** The store's id of the product, and of the variant where it is one's. */
  readonly listingId: string
  readonly offerId: string | null
  readonly field: string
  readonly part: LivePart
  /** What the store shows, and what it is to show; null for nothing. */
  readonly before: FieldValue | null
  readonly after: FieldValue | null
}

/** A change as a plan begins with it. Of a new brand or category `after` is its name or path, and there is no listing. */
export interface PlannedChange extends Omit<Change, 'level'> {
  readonly level: ChangeLevel
  /** As it is listed and searched. */
  readonly name: string
  readonly sku: string
  /** Of a price: what is asked now, where the field itself says nothing; null otherwise. */
  readonly priceNow: string | null
  /** Of images: how many would go of which the hub has not got the picture. */
  readonly lostImages: number
  /** Somebody changed it in the store after it was last written, and it would be written over. */
  readonly edited: boolean
  /** Of what is made; null for all else. */
  readonly content: ChangeContent | null
  /** Fewest requests of its own; null where it shares one with other changes. */
  readonly requests: number | null
  /** `rejected` where the store would not take the value: it is shown, and not sent. */
  readonly state: 'planned' | 'rejected'
  readonly reason: string | null
  readonly fix: string | null
  /** Of a removal: what the store shows of it; absent of all else. */
  readonly shown?: unknown
}

/** One of a product or variant. */
export type PlannedItemChange = PlannedChange & Change

/** What a plan would write, in figures, and what to mind. */
export interface PlanSummary {
  /** Changes that would be sent; those left out and those that can't be sent are not among them. */
  readonly changes: number
  /** Products that would be changed, themselves or in a variant, made or deleted; and variants. */
  readonly products: number
  readonly variants: number
  readonly fields: readonly FieldTally[]
  /** Fewest requests: those that write, and those that look first whether the store still shows what was planned on. */
  readonly writes: number
  readonly reads: number
  /** How long that takes with what is ours of the store's request quota; null while nothing is known of it. */
  readonly seconds: number | null
  /** Changes that the store would refuse. */
  readonly faults: number
  /** Changes that write over something that was edited in the store. */
  readonly edited: number
  readonly brakes: readonly TrippedBrake[]
  /** What the figures were made with, so that they can be made anew when changes are left out. */
  readonly basis: PlanBasis
}

export interface FieldTally {
  readonly level: ChangeLevel
  readonly field: string
  readonly part: LivePart
  readonly changes: number
}

export interface PlanBasis {
  /** Most of each that one request writes, and most products that one reads. */
  readonly listingsMost: number
  readonly offersMost: number
  readonly shownMost: number
  readonly requestsPerSecond: number | null
  /** Products of the channel that are on sale now. */
  readonly visible: number
  /** Products that the hub has hidden by itself lately; only where it made the plan by itself. */
  readonly hiddenLately?: number
  readonly brakes: BrakeLimits
}

/** How far a plan is that is being applied: its changes by what became of them, and the requests that were made. */
export interface PlanProgress {
  readonly counts: Readonly<Partial<Record<ChangeState, number>>>
  readonly writes: number
  readonly reads: number
}
