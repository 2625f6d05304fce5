import { type FieldValue, productFields, variantFields } from '../../domain/fields.ts'
import type { Level } from '../../domain/plan.ts'

/** As the screen calls a field. */
export function labelOf(level: Level, field: string): string {
  const table: Readonly<Record<string, { label: string }>> = level === 'product' ? productFields : variantFields
  return table[field]?.label ?? field
}

const shownCharactersMost = 80

/** A value as a sentence names it. */
export function valueWords(value: FieldValue | null): string {
  if (value === null || value === '') return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const characters = [...text]
  return characters.length <= shownCharactersMost
    ? `“${text}”`
    : `“${characters.slice(0, shownCharactersMost).join('')}…”`
}

export function storeChangedWords(level: Level, field: string, value: FieldValue | null): string {
  return `${labelOf(level, field)} was changed in the store since the plan: it shows ${valueWords(value)}. It was left as it is.`
}

export const wantedChangedWords = {
  noLonger: 'The hub no longer keeps this in the channel.',
  otherwise: (level: Level, field: string, value: FieldValue | null) =>
    `${labelOf(level, field)} was edited in the hub since the plan: it is to be ${valueWords(value)} now, which the next plan has.`,
  variant: 'This variant was edited in the hub since the plan: the next plan has it as it is now.',
} as const

export const newVariantWords = {
  notWanted: 'It was taken back in the hub, or its product is no longer on this channel.',
  notShown: 'The store says that it made the variant, and does not show it yet. The hub will look again.',
  taken: (sku: string, isHere: boolean) => ({
    reason: `The store has a variant with the SKU “${sku}” already${isHere ? ', in this product' : ', in another product'}.`,
    fix: isHere
      ? 'Import from the store: the hub then takes the two for one.'
      : 'Give this variant another SKU, or delete the one in the store; then make a new plan.',
  }),
} as const

export function goneWords(level: Level): { reason: string; fix: string } {
  const what = level === 'product' ? 'product' : 'variant'
  return {
    reason: `This ${what} is no longer in the store.`,
    fix: 'Import from the store, and choose there what becomes of it.',
  }
}

/** Why something that was to be deleted in a store was not. */
export const removalWords = {
  withdrawn: 'Nobody wants this deleted any more.',
  newVariant: 'The product has a variant in the store that it had not when this was planned. Nothing was deleted.',
  notShown: {
    reason: 'The store has it, and shows it in a form that can’t be read. Nothing was deleted.',
    fix: 'Import from the store, look at what it names there, or delete it in the store.',
  },
  lastVariant: {
    reason: 'A product has at least one variant, and the store has no other one of this product.',
    fix: 'Delete the product instead, or hide it.',
  },
  notMade: {
    reason: 'A new variant of the same product was not made, so this one was not deleted.',
    fix: 'See what became of the new one; then make a new plan.',
  },
} as const

export const faultWords = 'A fault of the hub itself kept the plan from going on; the log says more.'
export const lostAnswerWords =
  'The store’s answer was lost. The hub looks whether it was written before it sends anything again.'
export const noAnswerWords =
  'The store’s answers were lost several times in a row. Nothing is sent before the hub has read what became of it.'
