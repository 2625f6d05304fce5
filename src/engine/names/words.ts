import type { PathFault } from '../../domain/store-names.ts'

/** Why a path can't be written, and what to do. */
export function pathFaultWords({ kind, path }: PathFault): { reason: string; fix: string } {
  switch (kind) {
    case 'several':
      return {
        reason: `Several category trees of this store have “${path}”, and the hub can’t tell which of them is meant.`,
        fix: 'Put the product into it, or take it out, in BigCommerce; then import again.',
      }
    case 'no_tree':
      return {
        reason: `The store has no category “${path}”, and the hub can’t tell in which of its category trees it belongs.`,
        fix: 'Make the category in BigCommerce and import again, or choose one that there is.',
      }
    case 'missing':
      return {
        reason: `The store has no category “${path}”.`,
        fix: 'Make a new plan: the category is made with it.',
      }
  }
}

export const noBrandWords = (name: string) => ({
  reason: `The store has no brand “${name}”.`,
  fix: 'Make a new plan: the brand is made with it.',
})
