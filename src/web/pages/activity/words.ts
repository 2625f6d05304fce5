import type { RowOutcome, Run, RunAccount } from '../../../api/contract/runs.ts'
import { count } from '../../format.ts'
import { refusedRows } from '../../parts/run/words.ts'

/** The words for the account of an import and for the rows that it names. */

/** In the order in which somebody should look at them. */
export const outcomes = [
  'refused',
  'held',
  'waiting',
  'gone',
  'noted',
  'deleted',
  'made',
  'edited',
  'returned',
] as const satisfies readonly RowOutcome[]

export const outcomeWords: Readonly<Record<RowOutcome, { title: string; help: string }>> = {
  refused: { title: 'Refused', help: 'These came in a form that cannot be kept, so they were not taken.' },
  held: { title: 'Missing, not marked', help: 'Too many were missing from the store’s list at once to be believed.' },
  waiting: { title: 'To review', help: 'These may be the same as something in the master catalog: you decide.' },
  gone: { title: 'Gone from the store', help: 'The store’s list does not have them, and their own address says so.' },
  noted: {
    title: 'Taken with a note',
    help: 'These were taken, though something came in another form than documented.',
  },
  deleted: { title: 'Deleted meanwhile', help: 'Somebody deleted these in the store while the import went on.' },
  made: {
    title: 'Made meanwhile',
    help: 'Somebody made these in the store while the import went on; they were taken.',
  },
  edited: {
    title: 'Edited meanwhile',
    help: 'Somebody edited these while the import went on; the later form was taken.',
  },
  returned: { title: 'There again', help: 'These were gone from the store, and are there again.' },
}

export const skuFaultWords: Readonly<Record<string, string>> = {
  blank: 'without a SKU',
  too_long: 'with a SKU that is too long',
  invalid: 'with a SKU that stores do not take',
  duplicate: 'with a SKU that another one has',
}

interface Line {
  readonly label: string
  readonly amount: number
  readonly sign: '' | '+' | '−'
}

export interface Reconciliation {
  readonly expected: readonly Line[]
  readonly toAccountFor: number
  readonly found: readonly Line[]
  readonly accountedFor: number
}

/** What the store said against what became of it; null where it never said how many it has. */
export function reconcile(mode: Run['mode'], account: RunAccount): Reconciliation | null {
  const { storeSaid, storeSaysNow, madeMeanwhile, deletedMeanwhile, taken, refused, notReached } = account
  if (storeSaid === null) return null
  return {
    expected: [
      {
        label: mode === 'full' ? 'The store said it has' : 'The store said were changed',
        amount: storeSaid,
        sign: '',
      },
      { label: 'Made meanwhile', amount: madeMeanwhile, sign: '+' },
      { label: 'Deleted meanwhile', amount: deletedMeanwhile, sign: '−' },
    ],
    toAccountFor: storeSaysNow ?? storeSaid + madeMeanwhile - deletedMeanwhile,
    found: [
      { label: 'Taken', amount: taken, sign: '' },
      { label: 'Refused', amount: refused, sign: '+' },
      ...(notReached === 0 ? [] : [{ label: 'Not reached', amount: notReached, sign: '+' } as const]),
    ],
    accountedFor: taken + refused + notReached,
  }
}

/** The last line of the account: whether everything is told. */
export function verdictOf({ state, mode, account }: Run): { isGood: boolean; words: string } | null {
  if (account === null) return null
  const { notReached, unexplained, storeSaid, storeSaysNow, taken } = account
  const refused = refusedRows(account)
  if (state !== 'done') {
    const why = state === 'cancelled' ? 'It was cancelled' : 'It failed'
    const rest = notReached > 0 ? ` ${count(notReached, 'product was', 'products were')} not reached.` : ''
    return { isGood: false, words: `${why} before it was through.${rest}` }
  }
  if (storeSaid === null) {
    return { isGood: false, words: 'The store never said how many it has, so there is nothing to compare with.' }
  }
  const shown = taken + account.refused
  if (unexplained > 0) {
    return {
      isGood: false,
      words: `${saidWords(mode, shown + unexplained)}, but its list, read to its end, shows ${shown.toLocaleString()}. These are accounted for; about the other ${unexplained.toLocaleString()} only the store can say more.`,
    }
  }
  if (storeSaysNow !== null && storeSaysNow < shown) {
    return {
      isGood: refused === 0,
      words: `${saidWords(mode, storeSaysNow)}, but its list shows ${shown.toLocaleString()}. All of these are accounted for.`,
    }
  }
  return {
    isGood: refused === 0,
    words:
      refused === 0
        ? 'Nothing unexplained.'
        : `Nothing unexplained. ${count(refused, 'row was', 'rows were')} refused: see below which, and why.`,
  }
}

function saidWords(mode: Run['mode'], amount: number): string {
  const products = count(amount, 'product')
  return mode === 'full' ? `The store says it has ${products}` : `The store says that it changed ${products}`
}
