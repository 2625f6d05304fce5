import type { FieldValue } from '../../domain/fields.ts'
import type { Level } from '../../domain/plan.ts'
import type { WhyKept } from '../../domain/undo.ts'
import { labelOf, valueWords } from '../apply/words.ts'

/** Why a value stays, for the merchant. */
export function keptWords(
  why: WhyKept,
  { level, field, now }: { level: Level; field: string; now: FieldValue | null },
): string {
  const label = labelOf(level, field)
  switch (why) {
    case 'edited_in_hub':
      return `${label} was edited in the hub since: it is to be ${valueWords(now)}.`
    case 'edited_in_store':
      return `${label} was edited in the store since: it shows ${valueWords(now)}.`
    case 'changed_since':
      return `${label} was changed again since: it is ${valueWords(now)} now.`
    case 'not_ours':
      return `The hub does not own ${label} on this channel any more, so the store keeps what it shows.`
    case 'gone':
      return `This ${level} is no longer in the store.`
    case 'not_matched':
      return `This ${level} is no longer matched to the catalog: decide on the review list what it is.`
  }
}

/** Why what was deleted in a store stays so. */
export function removedWords(level: Level): string {
  const again =
    level === 'product'
      ? 'Put the product on the channel again: that makes a new one.'
      : 'Add the variant to the product again: that makes a new one.'
  return `This ${level} was deleted in the store, and nothing brings it back. ${again}`
}
