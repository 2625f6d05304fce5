import type { Outcome } from '../../../connector/writer.ts'
import type { Level } from '../../../domain/plan.ts'
import { listed } from '../words.ts'
import { writtenFields } from './write-fields.ts'
import type { Complaint } from './write-refusal.ts'

/** Why the store refuses a value, in plain words, and what to do. */
export function rejection(level: Level, complaints: readonly Complaint[]): Outcome {
  const told = complaints.map(complaint => tell(level, complaint))
  const [first] = told
  if (first === undefined) {
    return {
      status: 'rejected',
      reason: 'The store refuses this change and does not say why.',
      fix: 'Try the same change in BigCommerce: its form says what is wrong.',
    }
  }
  const said = [...new Set(complaints.map(complaint => complaint.said))].map(one => `“${one.replace(/\.$/, '')}”`)
  return { status: 'rejected', reason: `${first.reason} The store says: ${listed(said)}.`, fix: first.fix }
}

interface Told {
  readonly reason: string
  readonly fix: string
}

const duplicate = /duplicat|already|unique|another product|in use|is taken|has the (sku|address)|something else has/i

function tell(level: Level, { remoteName, said, status }: Complaint): Told {
  const isDuplicate = status === 409 || duplicate.test(said)
  if (remoteName === 'sku' && isDuplicate) {
    return {
      reason: 'Another product or variant of this store has the same SKU.',
      fix: 'Give one of the two another SKU, then make a new plan.',
    }
  }
  if (remoteName === 'custom_url') {
    return isDuplicate
      ? {
          reason: 'Another page of this store has the same web address.',
          fix: 'Choose another web address, then make a new plan.',
        }
      : {
          reason: 'The store does not take this web address.',
          fix: 'Write it with Latin letters, digits and hyphens, like /oak-chair/, then make a new plan.',
        }
  }
  if (remoteName === 'name' && isDuplicate) {
    return {
      reason: 'Another product of this store has the same name.',
      fix: 'Give one of the two another name, then make a new plan.',
    }
  }
  if (remoteName === 'is_price_hidden' || remoteName === 'price_hidden_label') {
    return {
      reason: 'BigCommerce hides a price only where the product cannot be bought.',
      fix: 'Set the availability to disabled too, or show the price, then make a new plan.',
    }
  }
  if (remoteName === 'brand_id' || remoteName === 'categories') {
    return {
      reason: `The store does not have ${remoteName === 'brand_id' ? 'this brand' : 'one of these categories'} any more, or does not take it.`,
      fix: 'Import again, so that the hub knows its brands and categories, then make a new plan.',
    }
  }
  const label = [...writtenFields[level].values()].find(field => field.remoteName === remoteName)?.label
  return label === undefined
    ? {
        reason: 'The store refuses this change.',
        fix: 'Change what the store complains of, then make a new plan.',
      }
    : {
        reason: `The store does not take the new value of ${label}.`,
        fix: `Change ${label} in the hub, then make a new plan.`,
      }
}
