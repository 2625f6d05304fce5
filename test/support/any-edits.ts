import fc from 'fast-check'
import type { Edit } from '../../src/domain/edit.ts'
import { definitionOf, editableFields } from '../../src/domain/edit-values.ts'
import type { OwnerOfField } from '../../src/domain/ownership.ts'
import { fieldOwners, type Level } from '../../src/domain/plan.ts'

/** Texts that programs trip over. */
const trickyTexts = [
  '<p class="a">Oak &amp; ash<br/></p>',
  '“quoted” – été, 木の椅子 🪑🏽',
  ' blank ',
  'line\nbreak\ttab',
  '0',
  'null',
  '\\" {"a": [1]}',
  '€ 1.000,–',
  'ﬁx e\u0301 \u00e9',
  '',
] as const
const amounts = [
  '0',
  '0.0001',
  '0.5',
  '7',
  '9.99',
  '12.3456',
  '3.14159',
  '19.9',
  '100',
  '1234.5',
  '9999999.99',
] as const
const sizes = [...amounts, '1.234567'] as const
const wholes = [0, 1, 7, 1_000] as const

const choices: Readonly<Record<string, readonly string[]>> = {
  type: ['physical', 'digital'],
  condition: ['New', 'Used', 'Refurbished'],
  availability: ['available', 'disabled', 'preorder'],
  stockTracking: ['none', 'product', 'variant'],
  giftWrapping: ['any', 'none'],
  shareType: ['product', 'album', 'book'],
}

const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...trickyTexts) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 14 }) },
)

/** Of some of them stores have none yet. */
const brands = ['Harbor Lane', 'Tin Kettle Co.', 'Mosswood Goods', 'Ångström & Søn', 'No “name” <b>', '木'] as const
const categories = ['Outdoor', 'Home/Kitchen', 'Home/New – été', 'New/Deep', 'New/Deep/Deeper', 'A\\/B', 'A\\/B/Ä']
const customFields = [
  { name: 'Material', value: 'solid oak' },
  { name: 'Material', value: 'linen' },
  { name: 'Care', value: 'Wipe “dry” & warm' },
  { name: 'été', value: '0' },
] as const

const anyCategories = fc.uniqueArray(fc.constantFrom(...categories), { minLength: 1, maxLength: 3 })
const anyCustomFields = fc.uniqueArray(fc.constantFrom(...customFields), { minLength: 1, maxLength: 3 })

/** What somebody may set a field to; not everything is taken. */
export function anyValue(level: Level, field: string): fc.Arbitrary<unknown> {
  const none = { weight: 1, arbitrary: fc.constant(null) }
  const chosen = choices[field]
  if (chosen !== undefined) return fc.constantFrom(...chosen)
  if (field === 'preorderReleaseDate') {
    return fc.oneof({ weight: 3, arbitrary: fc.constantFrom('2031-02-03', '2032-12-31T10:00:00Z') }, none)
  }
  if (field === 'brand') return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...brands) }, none)
  if (field === 'categories') return fc.oneof({ weight: 6, arbitrary: anyCategories }, none)
  if (field === 'customFields') return fc.oneof({ weight: 6, arbitrary: anyCustomFields }, none)
  if (field === 'name') {
    return fc.tuple(anyText, fc.nat(9_999)).map(([text, number]) => `${text} ${number}`)
  }
  if (field === 'sku') return fc.oneof({ weight: 6, arbitrary: fc.nat(99_999).map(number => `SKU-é-${number}`) }, none)
  switch (definitionOf(level, field)?.kind) {
    case 'money':
      return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...amounts) }, none)
    case 'decimal':
      return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...sizes) }, none)
    case 'whole':
      return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...wholes) }, none)
    case 'flag':
      return fc.boolean()
    case 'list':
      return fc.oneof(
        { weight: 4, arbitrary: fc.array(fc.constantFrom('oak', 'ash', 'été', 'a b'), { minLength: 1, maxLength: 4 }) },
        none,
      )
    default:
      return fc.oneof({ weight: 6, arbitrary: anyText }, none)
  }
}

/** Half of all edits are about these, so that edits meet. */
const often: Readonly<Record<Level, readonly string[]>> = {
  product: [
    ...['name', 'price', 'salePrice', 'description', 'warranty', 'visible', 'sku'],
    // What has requests of its own, twice as often.
    ...['brand', 'categories', 'customFields', 'brand', 'categories', 'customFields'],
  ],
  variant: ['price', 'salePrice', 'weight', 'sku', 'upc'],
}

/** They have tests of their own (apply-images.test.ts and bulk-prices.test.ts in test/faults). */
const apart: ReadonlySet<string> = new Set(['images', 'bulkPrices'])
const fieldsOf = (level: Level) => editableFields(level).filter(field => !apart.has(field))

export const anyField = (level: Level) =>
  fc.oneof(fc.constantFrom(...often[level]), fc.constantFrom(...fieldsOf(level)))

function anyEdit(level: Level): fc.Arbitrary<Edit> {
  return anyField(level).chain(field => {
    const kind = definitionOf(level, field)?.kind
    const set = anyValue(level, field).map((value): Edit => ({ do: 'set', field, value }))
    const others: fc.Arbitrary<Edit>[] = [
      fc.constant<Edit>({ do: 'clear', field }),
      fc.constant<Edit>({ do: 'reset', field }),
    ]
    if (kind === 'money' || kind === 'decimal' || kind === 'whole') {
      others.push(
        fc.constantFrom<Edit>(
          { do: 'add', field, amount: '2.5' },
          { do: 'add', field, amount: '-1' },
          { do: 'percent', field, percent: '-33.3' },
          { do: 'percent', field, percent: '7.5', ending: '.99' },
        ),
      )
    } else if (kind === 'text' || kind === 'html') {
      others.push(
        fc.constantFrom<Edit>(
          { do: 'replace', field, find: 'a', with: '“á”' },
          { do: 'replace', field, find: ' ', with: '' },
        ),
      )
    }
    if (field === 'categories' || field === 'customFields') {
      const entries = field === 'categories' ? anyCategories : anyCustomFields
      others.push(
        entries.map((value): Edit => ({ do: 'include', field, value })),
        entries.map((value): Edit => ({ do: 'exclude', field, value })),
      )
    }
    return fc.oneof({ weight: 5, arbitrary: set }, ...others.map(arbitrary => ({ weight: 1, arbitrary })))
  })
}

/** Which of all rows of a level: by their places. */
const anyPick = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.nat(2_000), { minLength: 1, maxLength: 3 }) },
  { weight: 2, arbitrary: fc.array(fc.nat(2_000), { minLength: 4, maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constant('all' as const) },
)

export interface EditStep {
  readonly level: Level
  readonly place: 'master' | 'channel'
  readonly pick: readonly number[] | 'all'
  readonly edits: readonly Edit[]
}

export const anyEditStep: fc.Arbitrary<EditStep> = fc
  .tuple(
    fc.constantFrom<Level>('product', 'product', 'variant'),
    fc.constantFrom<EditStep['place']>('master', 'channel', 'channel'),
    anyPick,
  )
  .chain(([level, place, pick]) =>
    fc.array(anyEdit(level), { minLength: 1, maxLength: 4 }).map(edits => ({
      ...{ level, place, pick },
      // A reset is for a channel alone.
      edits: edits.filter(edit => place === 'channel' || edit.do !== 'reset'),
    })),
  )

/** Somebody gives fields to other owners. */
export const anyOwners: fc.Arbitrary<OwnerOfField[]> = fc
  .array(
    fc
      .constantFrom<Level>('product', 'variant')
      .chain(level =>
        fc.record({ level: fc.constant(level), field: anyField(level), owner: fc.constantFrom(...fieldOwners) }),
      ),
    { maxLength: 3 },
  )
  .map(owners => [...new Map(owners.map(one => [`${one.level} ${one.field}`, one])).values()])

/** Most stores are small, and a few are large: 1 to 300 products. Laws break in small ones, and sooner. */
export const anyCatalog = fc.record({
  seed: fc.nat(100_000),
  products: fc.oneof(
    { weight: 70, arbitrary: fc.integer({ min: 1, max: 5 }) },
    { weight: 24, arbitrary: fc.integer({ min: 6, max: 16 }) },
    { weight: 5, arbitrary: fc.integer({ min: 17, max: 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 270, max: 300 }) },
  ),
})

/** What goes wrong between hub and store while a plan is applied. */
export const trouble = [
  'none',
  'none',
  'killed',
  'paused',
  'cut off',
  'answer lost',
  'half an answer',
  'busy',
  'part of a batch',
  'field ignored',
  'field refused',
  // Of these only a round meets any that makes a product.
  'killed while making',
  'making cut off',
  'answer of making lost',
  'half an answer of making',
] as const
export type Trouble = (typeof trouble)[number]

/** What somebody does in the store, not knowing of the hub. */
export interface OtherStep {
  /** To one of the fields that the plan is about, or to some field of some product. */
  readonly what: 'planned' | 'any'
  readonly at: number
  readonly number: number
}

export const anyOther: fc.Arbitrary<OtherStep> = fc.record({
  what: fc.constantFrom('planned', 'any'),
  at: fc.nat(2_000),
  number: fc.nat(9_999),
})

/** Somebody has a product or a variant deleted in the store. */
export interface RemovalStep {
  readonly level: Level
  readonly at: number
}

export const anyRemoval: fc.Arbitrary<RemovalStep> = fc.record({
  level: fc.constantFrom<Level>('product', 'variant'),
  at: fc.nat(2_000),
})

/** Somebody makes a product in the hub that the channel is to get. */
export interface MakeStep {
  readonly number: number
  /** Variants with an option; 0: a product without options. */
  readonly sizes: number
  readonly fields: Readonly<Record<string, unknown>>
  /** What happens to it before the plan is sent. `named`: it has the name of a product of the store from the start. */
  readonly fate: 'none' | 'edited' | 'withdrawn' | 'taken' | 'named'
}

const noneOr = (arbitrary: fc.Arbitrary<unknown>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

export const anyMake: fc.Arbitrary<MakeStep> = fc.record({
  number: fc.nat(99_999),
  sizes: fc.constantFrom(0, 0, 1, 2, 3),
  fields: fc
    .record({
      price: fc.constantFrom(...amounts),
      weight: fc.constantFrom('0', '0.5', '7', '12.3456'),
      brand: noneOr(fc.constantFrom(...brands)),
      categories: noneOr(anyCategories),
      customFields: noneOr(anyCustomFields),
      description: noneOr(fc.constantFrom('<p class="a">Oak &amp; ash<br/></p>', '“quoted” – été, 木の椅子 🪑🏽')),
      salePrice: noneOr(fc.constantFrom('0.5', '7')),
      warranty: noneOr(fc.constantFrom('Two years', '0')),
      featured: noneOr(fc.boolean()),
    })
    .map(fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))),
  fate: fc.constantFrom('none', 'none', 'none', 'none', 'edited', 'withdrawn', 'taken', 'named'),
})

/** `look`: the pages of products alone. */
export type Pull = 'look' | 'full' | 'changes'

export const anyRound = fc.record({
  owners: fc.option(anyOwners, { freq: 4 }).map(owners => owners ?? []),
  edits: fc.array(anyEditStep, { minLength: 1, maxLength: 3 }),
  removals: fc.option(fc.array(anyRemoval, { minLength: 1, maxLength: 2 }), { freq: 2 }).map(steps => steps ?? []),
  makes: fc.option(fc.array(anyMake, { minLength: 1, maxLength: 2 }), { freq: 2 }).map(steps => steps ?? []),
  pullBefore: fc.constantFrom(null, null, null, 'look' as const, 'full' as const),
  plans: fc.constantFrom(1, 1, 2),
  /** One of so many changes is left out, or all of one level; 0: none. */
  leftOut: fc.constantFrom<number | Level>(0, 0, 0, 2, 5, 1, 'product', 'variant'),
  meanwhile: fc.option(anyEditStep, { freq: 2 }),
  /** Which of the planned changes are meant otherwise before they are sent. */
  changedMinds: fc.array(fc.nat(2_000), { maxLength: 2 }),
  others: fc.array(anyOther, { maxLength: 3 }),
  trouble: fc.constantFrom(...trouble),
  /** At the how many-th request it begins. */
  after: fc.nat(6),
  undo: fc.constantFrom(false, true),
  pullAfter: fc.constantFrom<Pull>('look', 'look', 'look', 'full', 'changes'),
})
export type Round = typeof anyRound extends fc.Arbitrary<infer T> ? T : never

export const anyHistory = fc.record({
  catalog: anyCatalog,
  rounds: fc.array(anyRound, { minLength: 1, maxLength: 2 }),
})
export type History = typeof anyHistory extends fc.Arbitrary<infer T> ? T : never
