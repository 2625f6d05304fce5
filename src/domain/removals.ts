import type { FieldTally } from './plan.ts'

/** What has to be typed before a plan is sent that deletes something in a store. */
export const removalWord = 'delete'

/** How much a plan deletes in a store, and what of that no undo brings back, in sentences. */
export interface Removals {
  readonly products: number
  readonly variants: number
  readonly cannotReturn: readonly string[]
}

/** What a plan deletes, by the figures of what would be sent of it; null where that is nothing. */
export function removalsOf(fields: readonly Pick<FieldTally, 'level' | 'changes'>[]): Removals | null {
  const countOf = (level: FieldTally['level']) =>
    fields.filter(field => field.level === level).reduce((sum, { changes }) => sum + changes, 0)
  const [products, variants] = [countOf('removed_product'), countOf('removed_variant')]
  if (products + variants === 0) return null
  return { products, variants, cannotReturn: lostWith({ products, variants }) }
}

/** What is lost with products and variants that are deleted in a store, whatever is done afterwards. */
export function lostWith({ products, variants }: { readonly products: number; readonly variants: number }): string[] {
  const ofProducts = [
    'A deleted product does not come back. One that is made again has another id in the store: links, ads and other apps that know the old one lead nowhere.',
    'Its reviews are deleted with it, and so are its stock, metafields, modifiers, videos and its prices in price lists.',
    'Past orders keep what was bought, but lead to no product any more.',
  ]
  const ofVariants = [
    'A deleted variant does not come back. One that is made again has another id in the store.',
    'Its stock, its metafields and its prices in price lists are deleted with it.',
  ]
  return [...(products > 0 ? ofProducts : []), ...(variants > 0 ? ofVariants : [])]
}

/** What a plan deletes, as a sentence. */
export function removalsSentence({ products, variants }: Pick<Removals, 'products' | 'variants'>): string {
  const words = [
    ...(products > 0 ? [products === 1 ? '1 product' : `${products} products`] : []),
    ...(variants > 0 ? [variants === 1 ? '1 variant' : `${variants} variants`] : []),
  ]
  return `This plan deletes ${words.join(' and ')} in the store for good.`
}

/** Whatever the case of its letters, and with blanks around it. */
export function isRemovalWord(typed: string): boolean {
  return typed.trim().toLowerCase() === removalWord
}

/** A product of a channel that is asked to be deleted, or one of its variants; by its form, whether it can be. */
export interface ItemToRemove {
  readonly level: 'product' | 'variant'
  readonly state: 'matched' | 'waiting' | 'left_out' | 'gone'
  /** Of a variant: it has values of options, which a base variant has not. */
  readonly hasOptions: boolean
  /** Of a variant: others of its product that stay. */
  readonly othersThatStay: number
}

export interface RemovalFault {
  readonly reason: string
  readonly fix: string
}

/** Why something can't be deleted in its store by the hub, and what to do; null where it can. */
export function removalFaultOf({ level, state, hasOptions, othersThatStay }: ItemToRemove): RemovalFault | null {
  switch (state) {
    case 'gone':
      return { reason: `This ${level} is gone from the store already.`, fix: 'There is nothing to delete.' }
    case 'waiting':
      return {
        reason: `This ${level} waits on the review list, so the hub does not know what it is.`,
        fix: 'Decide there what it is, then delete it.',
      }
    case 'left_out':
      return {
        reason: `This ${level} was left out of the catalog, so it is not the hub’s to delete.`,
        fix: 'Take that back on the review list, or delete it in the store.',
      }
    case 'matched':
      if (level === 'product') return null
      if (!hasOptions) {
        return {
          reason: 'This is the base variant of its product, which no store deletes alone.',
          fix: 'Delete the product instead, or hide it.',
        }
      }
      return othersThatStay > 0
        ? null
        : {
            reason: 'A product has at least one variant, and no other would be left.',
            fix: 'Delete the product instead, or hide it.',
          }
  }
}
