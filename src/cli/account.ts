import type { Run, RunAccount, RunRow } from '../api/contract/runs.ts'
import { count, duration, pairs, plain, whole } from './format.ts'

const skuFaultWords: Readonly<Record<string, string>> = {
  blank: 'without one',
  too_long: 'too long',
  invalid: 'with characters that cannot be used',
  duplicate: 'that another variant has too',
}
const unknownFieldsShown = 5

export const runStateWords: Readonly<Record<Run['state'], string>> = {
  queued: 'waits for its turn',
  running: 'running',
  waiting: 'waiting',
  done: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
}

/** What became of a run, as one sentence. */
export function outcomeOf({ state, mode, channelName, account, problem }: Run): string {
  const channel = plain(channelName)
  const reason = problem === null ? '' : ` ${plain(problem)}`
  switch (state) {
    case 'done':
      if (account === null) return `The import from ${channel} is done.`
      if (mode === 'changes') return `Read what changed in ${channel}: ${count(account.taken, 'product')}.`
      return `Imported ${channel}: ${told(account)}.`
    case 'cancelled':
      return `The import from ${channel} was cancelled. What it took stays.${reason}`
    case 'failed':
      return `The import from ${channel} failed.${reason}`
    default:
      return `The import from ${channel} has not ended: ${runStateWords[state]}.${reason}`
  }
}

function told({ unexplained, storeSaid, taken, refused }: RunAccount): string {
  if (storeSaid === null) return `${count(taken, 'product')}; the store did not say how many it has`
  if (unexplained !== 0) return `${count(Math.abs(unexplained), 'product')} cannot be explained`
  if (refused > 0) return `every row is accounted for, ${whole(refused)} could not be taken`
  return 'every row is accounted for'
}

/** The account of a run, line by line; what is zero and always expected to be is left out. */
export function accountLines(account: RunAccount, { mode, state }: Pick<Run, 'mode' | 'state'>): string[] {
  const some = (name: string, amount: number, value: string = whole(amount)): [string, string][] =>
    amount === 0 ? [] : [[name, value]]
  const faults = Object.entries(account.skuFaults).filter(([, amount]) => amount > 0)
  const unknown = Object.entries(account.unknownFields)
  return pairs([
    [
      mode === 'full' ? 'The store said' : 'Changed in store',
      account.storeSaid === null ? 'it did not say how many' : count(account.storeSaid, 'product'),
    ],
    ...some('Made meanwhile', account.madeMeanwhile),
    ...some('Deleted meanwhile', account.deletedMeanwhile),
    ['Taken', `${count(account.taken, 'product')}, ${count(account.variantsTaken, 'variant')}`],
    ...some(
      'Taken, noted',
      account.rows.noted ?? 0,
      `${count(account.rows.noted ?? 0, 'row')} had something in another form than documented`,
    ),
    ['Not taken', whole(account.refused)],
    ...some(
      'Not reached',
      account.notReached,
      `${whole(account.notReached)}, as the import ended before it was through`,
    ),
    ['Unexplained', whole(account.unexplained)],
    ...some('Edited meanwhile', account.editedMeanwhile, `${whole(account.editedMeanwhile)}, read again`),
    ...some('Changed', account.changed, count(account.changed, 'product')),
    ['New in the hub', `${count(account.newProducts, 'product')}, ${count(account.newVariants, 'variant')}`],
    ...some('Joined by SKU', account.joined, count(account.joined, 'variant')),
    ...some('Not matched yet', account.waiting, `${count(account.waiting, 'variant')}, on the review list`),
    ...some(
      'Gone from store',
      account.gone + account.variantsGone,
      `${count(account.gone, 'product')}, ${count(account.variantsGone, 'variant')}`,
    ),
    ...some('Held back', account.held, `${count(account.held, 'product')} missing, too many at once to be believed`),
    ...some('There again', account.returned, count(account.returned, 'product')),
    ...faults.map(([fault, amount], at): [string, string] => [
      at === 0 ? 'SKUs' : '',
      `${whole(amount)} ${skuFaultWords[fault] ?? fault}`,
    ]),
    ...(unknown.length === 0 ? [] : [['Passed over', unknownLine(unknown)] as const]),
    ['Requests', requestsLine(state, account)],
    ['Took', duration(account.seconds)],
    ...account.remarks.map(remark => ['Note', plain(remark)] as const),
  ])
}

function requestsLine(state: Run['state'], { requests, requestsLeast }: RunAccount): string {
  // The least is that of a whole import: one that stopped on the way may have made fewer.
  return requestsLeast === 0 || state !== 'done'
    ? whole(requests)
    : `${whole(requests)}; at the least ${whole(requestsLeast)}`
}

function unknownLine(fields: readonly (readonly [string, number])[]): string {
  const shown = fields.slice(0, unknownFieldsShown).map(([name]) => plain(name))
  const more = fields.length - shown.length
  return `${count(fields.length, 'unknown field')}: ${shown.join(', ')}${more > 0 ? ` and ${whole(more)} more` : ''}`
}

export const rowColumns = [
  { title: 'outcome' },
  { title: 'kind' },
  { title: 'id' },
  { title: 'SKU', shrinksTo: 8, drops: true },
  { title: 'name', shrinksTo: 16 },
  { title: 'reason', shrinksTo: 30 },
] as const

export function rowCells({ outcome, kind, remoteId, sku, name, reason }: RunRow): string[] {
  return [outcome, kind, remoteId, sku, name, reason]
}
