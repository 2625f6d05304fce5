import {
  matchReason,
  type OtherDecisions,
  type ReviewDecision,
  type ReviewItem,
  reviewDecision,
} from '../api/contract/review.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, readChoice, readWhole, wordsOf } from './arguments.ts'
import { channelIdOf } from './find-channel.ts'
import { count, moment, money, plain, Table, whole } from './format.ts'
import { type Command, exitCodes } from './io.ts'
import { limitMost, readPages } from './pages.ts'

const limitDefault = 20
/** What one call takes (`POST /api/review/decide` of the contract). */
const idsMost = 1_000
const positionalsMost = 100_000

const decidedWords: Readonly<Record<ReviewDecision, string>> = {
  join: 'Joined',
  keep_apart: 'Kept apart',
  leave_out: 'Left out',
}

export const reviewList: Command = {
  name: 'review list',
  summary: 'List the matches that wait for a decision, both sides of each',
  help: `Usage: cartwright review list [options]

Shows what the import did not join by itself, because it may not be the same thing: what the store has, and what the hub
has under that SKU. Decide with: cartwright review decide

  --reason REASON             only these: ${wordsOf(matchReason.options.slice(0, 4))},
                              ${wordsOf(matchReason.options.slice(4))}
  --channel CHANNEL           only those of this channel (name or id)
  --decided                   those that were decided, the latest first, to take some back
  --limit N                   how many (default: ${limitDefault})
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, {
      ...hubOptions,
      reason: { type: 'string' },
      channel: { type: 'string' },
      decided: { type: 'boolean' },
      limit: { type: 'string' },
    })
    const reason = readChoice(values.reason, 'reason', matchReason.options)
    const limit = readWhole(values.limit, 'limit', { least: 1, most: limitMost }) ?? limitDefault
    return tools.withHub(values, async call => {
      const channelId = await channelIdOf(call, values.channel)
      const filter = {
        ...(reason !== undefined && { reason }),
        ...(channelId !== undefined && { channelId }),
        ...(values.decided === true && { decided: 'true' as const }),
      }
      const items: ReviewItem[] = []
      const first = await call('GET /api/review', { query: { ...filter, limit: 1 } })
      const pages = readPages<ReviewItem>(async paging => {
        const page = await call('GET /api/review', { query: { ...filter, ...paging } })
        return { rows: page.items, next: page.next }
      }, limit)
      for await (const page of pages) items.push(...page)
      const { reasons, waiting } = first
      if (values.json === true) {
        tools.out(JSON.stringify({ items, reasons, waiting }))
        return exitCodes.done
      }
      if (values.decided === true) {
        if (items.length === 0) tools.out('Nothing of this kind was decided.')
        for (const item of items) for (const line of itemLines(item, tools.outColumns())) tools.out(line)
        if (items.length === limit) tools.err(`\nThe latest ${whole(limit)}. More: --limit N`)
        return exitCodes.done
      }
      if (items.length === 0) {
        tools.out(waiting === 0 ? 'Nothing waits for a decision.' : 'Nothing of this kind waits for a decision.')
        return exitCodes.done
      }
      const table = new Table([{ title: '' }, { title: '', align: 'right' }, { title: '' }], null)
      const open = reasons.filter(each => each.waiting > 0)
      for (const line of table.lines(
        open.map(each => [each.reason.replaceAll('_', '-'), whole(each.waiting), `${each.title}. ${each.help}`]),
      )) {
        tools.out(line)
      }
      for (const item of items) for (const line of itemLines(item, tools.outColumns())) tools.out(line)
      tools.err(`\n${whole(items.length)} of ${count(waiting, 'match', 'matches')} that wait.`)
      return exitCodes.done
    })
  },
}

function itemLines(item: ReviewItem, columnsMost: number | null): string[] {
  const { store, master } = item
  const options = (side: ReviewItem['store']) =>
    side.optionValues.map(({ option, value }) => `${option}: ${value}`).join(', ')
  const rows = [
    ['name', store.productName, master.productName],
    ['SKU', store.sku, master.sku],
    ['options', options(store), options(master)],
    ['barcode', store.barcode ?? '', master.barcode ?? ''],
    ['price', priceOf(store), priceOf(master)],
    ['image', store.imageUrl ?? '', master.imageUrl ?? ''],
    ['where', `${item.channelName}, id ${item.listingRemoteId}`, master.channels.join(', ')],
  ].filter(([, ...sides]) => sides.some(side => side !== ''))
  const table = new Table(
    [{ title: '' }, { title: 'in the store', shrinksTo: 20 }, { title: 'in the hub', shrinksTo: 20 }],
    columnsMost === null ? null : columnsMost - 2,
  )
  return [
    '',
    `${item.id}  ${item.reason.replaceAll('_', '-')}${decidedWordsOf(item)}`,
    `  ${plain(item.sentence)}`,
    ...table.lines(rows).map(line => `  ${line}`),
  ]
}

/** `9.50 USD`; empty where there is none. */
function priceOf({ price, currency }: ReviewItem['store']): string {
  return price === null ? '' : `${money(price)} ${currency ?? ''}`.trimEnd()
}

/** `  Joined by Ann 2026-11-26 20:31`; empty while it waits. */
function decidedWordsOf({ decision, decidedBy, decidedAt }: ReviewItem): string {
  if (decision === null) return ''
  const by = decidedBy === null ? '' : ` by ${plain(decidedBy)}`
  return `  ${decidedWords[decision]}${by}${decidedAt === null ? '' : ` ${moment(decidedAt)}`}`
}

export const reviewDecide: Command = {
  name: 'review decide',
  summary: 'Decide matches: join, keep apart or leave out',
  help: `Usage: cartwright review decide ID... --join|--keep-apart|--leave-out [options]
       cartwright review decide --reason REASON [--channel CHANNEL] --join|--keep-apart|--leave-out [options]

Decides some matches by their ids, or all of a reason. A decision can be taken back: cartwright review reopen,
with the ids that cartwright review list --decided shows

  --join                      the two are the same: one product in the hub
  --keep-apart                they are two: the store's becomes a product of its own in the hub
  --leave-out                 the store's stays out of the master catalog
  --reason REASON             all of this reason: ${wordsOf(matchReason.options.slice(0, 4))},
                              ${wordsOf(matchReason.options.slice(4))}
  --channel CHANNEL           with --reason: only those of this channel (name or id)
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      {
        ...hubOptions,
        reason: { type: 'string' },
        channel: { type: 'string' },
        join: { type: 'boolean' },
        'keep-apart': { type: 'boolean' },
        'leave-out': { type: 'boolean' },
      },
      positionalsMost,
    )
    const reason = readChoice(values.reason, 'reason', matchReason.options)
    const decision = readDecision(values)
    if ((reason === undefined) === (positionals.length === 0)) {
      throw new HubError('usage', 'Say which matches: their ids, or --reason REASON for all of a reason.')
    }
    if (reason === undefined && values.channel !== undefined) {
      throw new HubError('usage', '--channel goes with --reason; ids need no channel.')
    }
    return tools.withHub(values, async call => {
      const total: { decided: number; left: number; others: OtherDecisions } = { decided: 0, left: 0, others: [] }
      const channelId = await channelIdOf(call, values.channel)
      const which =
        reason === undefined
          ? parts(positionals).map(ids => ({ ids }))
          : [{ reason, ...(channelId !== undefined && { channelId }) }]
      for (const part of which) {
        const { decided, left, others } = await call('POST /api/review/decide', { body: { ...part, decision } })
        total.decided += decided
        total.left += left
        total.others.push(...others)
      }
      if (values.json === true) tools.out(JSON.stringify(total))
      else tools.out(`${decidedWords[decision]}: ${count(total.decided, 'match', 'matches')}.`)
      if (total.left > 0 && values.json !== true) {
        tools.err(
          `${count(total.left, 'match was', 'matches were')} not decided: ${othersLine(total)}. cartwright review list shows what waits.`,
        )
      }
      return total.left > 0 ? exitCodes.refused : exitCodes.done
    })
  },
}

/** `2 joined by Ann, 1 no longer there`. */
function othersLine({ left, others }: { left: number; others: OtherDecisions }): string {
  const gone = left - others.reduce((sum, each) => sum + each.count, 0)
  return [
    ...others.map(
      each => `${whole(each.count)} ${decidedWords[each.decision].toLowerCase()} by ${plain(each.decidedBy)}`,
    ),
    ...(gone > 0 ? [`${whole(gone)} no longer there`] : []),
  ].join(', ')
}

function readDecision(values: { join?: boolean; 'keep-apart'?: boolean; 'leave-out'?: boolean }): ReviewDecision {
  const flags = { join: values.join, keep_apart: values['keep-apart'], leave_out: values['leave-out'] }
  const [decision, another] = reviewDecision.options.filter(each => flags[each] === true)
  if (decision !== undefined && another === undefined) return decision
  throw new HubError('usage', 'Say what to do, with one of --join, --keep-apart and --leave-out.')
}

function parts(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsMost) }, (_, at) => ids.slice(at * idsMost, (at + 1) * idsMost))
}

export const reviewReopen: Command = {
  name: 'review reopen',
  summary: 'Take decisions back, so that they wait again',
  help: `Usage: cartwright review reopen ID... [options]

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, hubOptions, positionalsMost)
    if (positionals.length === 0) throw new HubError('usage', 'Say which decisions: give their ids.')
    return tools.withHub(values, async call => {
      const total: { reopened: number; kept: { id: string; reason: string }[] } = { reopened: 0, kept: [] }
      const all = [...new Set(positionals)]
      for (const ids of parts(all)) {
        const { reopened, kept } = await call('POST /api/review/reopen', { body: { ids } })
        total.reopened += reopened
        total.kept.push(...kept)
      }
      const left = all.length - total.reopened - total.kept.length
      if (values.json === true) {
        tools.out(JSON.stringify({ ...total, left }))
      } else {
        tools.out(`Waiting again: ${count(total.reopened, 'match', 'matches')}.`)
        for (const { id, reason } of total.kept) tools.err(`${plain(id)} stays as it was decided: ${plain(reason)}`)
        if (left > 0) {
          tools.err(
            `${count(left, 'match was', 'matches were')} not taken back: nothing was decided, or there is none such. cartwright review list --decided shows what was.`,
          )
        }
      }
      return total.kept.length + left > 0 ? exitCodes.refused : exitCodes.done
    })
  },
}
