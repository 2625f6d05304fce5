import type { EditedRow, EditResult } from '../../../api/contract/edits.ts'

/** What parts of an edit have come to so far. */
export interface Tally {
  readonly editId: string | null
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  /** The first rows that change, and the first that can't be. */
  readonly rows: readonly EditedRow[]
  readonly faulty: readonly EditedRow[]
  readonly channels: ReadonlyMap<string, ChannelTally>
  /** Where to go on; null where all is done. */
  readonly next: string | null
}

interface ChannelTally {
  readonly products: number
  readonly variants: number
  readonly notSent: readonly string[]
}

export const noTally: Tally = {
  ...{ editId: null, changed: 0, unchanged: 0, refused: 0 },
  ...{ rows: [], faulty: [], channels: new Map(), next: null },
}

export const rowsShown = 8
const faultyShown = 20

export function withPart(tally: Tally, part: EditResult): Tally {
  const channels = new Map(tally.channels)
  for (const { channelId, products, variants, notSent } of part.channels) {
    const known = channels.get(channelId) ?? { products: 0, variants: 0, notSent: [] }
    channels.set(channelId, {
      products: known.products + products,
      variants: known.variants + variants,
      notSent: [...new Set([...known.notSent, ...notSent])],
    })
  }
  return {
    editId: part.editId,
    changed: tally.changed + part.changed,
    unchanged: tally.unchanged + part.unchanged,
    refused: tally.refused + part.refused,
    rows: [...tally.rows, ...part.rows].slice(0, rowsShown),
    faulty: [...tally.faulty, ...part.faulty].slice(0, faultyShown),
    channels,
    next: part.next,
  }
}

/** What a request for the next part says of the parts before it. */
export function goOnFrom({ editId, next }: Tally): { goOn?: { editId: string; after: string } } {
  return editId === null || next === null ? {} : { goOn: { editId, after: next } }
}

export const lookedAt = ({ changed, unchanged, refused }: Tally) => changed + unchanged + refused
