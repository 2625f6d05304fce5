import type { Listing } from '../../../api/contract/catalog.ts'

export type GoneChoice = NonNullable<Listing['goneChoice']>

interface Words {
  readonly button: string
  readonly title: (products: string) => string
  readonly explains: string
  readonly done: (products: string) => string
}

/** What can become of a product that is gone from the store. */
export const goneChoices: Readonly<Record<GoneChoice, Words>> = {
  keep_off: {
    button: 'Keep off this channel',
    title: products => `Keep ${products} off this channel?`,
    explains:
      'The hub will not offer to make them again in this store. They stay in the master catalog, and on every other channel.',
    done: products => `${products} kept off this channel.`,
  },
  archive: {
    button: 'Archive',
    title: products => `Archive ${products}?`,
    explains:
      'Those that no other channel has are put away in the master catalog: out of the usual lists, with all their history, and can be brought back at any time. No store is changed.',
    done: products => `${products} archived.`,
  },
  make_again: {
    button: 'Make again later',
    title: products => `Note ${products} to be made again?`,
    explains:
      'The hub keeps this as a wish. Nothing is written to the store now: you will see every change before it is sent.',
    done: products => `${products} noted to be made again.`,
  },
}
