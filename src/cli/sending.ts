import {
  type Sending,
  type SendingAt,
  type SendingOfPart,
  type SendingRule,
  sendingParts,
} from '../api/contract/sending.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { findOnlyChannel } from './find-channel.ts'
import { moment, plain } from './format.ts'
import { type Command, exitCodes } from './io.ts'

const partHelp = `${sendingParts.join(', ')}, with commas between`

export const sending: Command = {
  name: 'sending',
  summary: 'Show and set whether the hub sends by itself what you edit, or asks you',
  help: `Usage: cartwright sending [CHANNEL] [--by-itself PARTS | --ask PARTS] [--every MINUTES | --daily HH:MM] [options]

CHANNEL is a channel's name or id; it may be left out where there is one. Without an option it shows how each part gets to
the store, when the hub looks next, and what holds it. Only what is live is sent (cartwright live), and what a warning
holds waits for you (cartwright plan). What somebody edited in the store is never written over by itself.

  --by-itself PARTS           send by itself what is edited of these parts: ${partHelp}
  --ask PARTS                 send only the plans that you apply; with a schedule the hub makes the plan and waits for you
  --every MINUTES             look every so many minutes
  --daily HH:MM               look once a day, by the clocks of the store's time zone
                              without either: as soon as something is edited
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      {
        ...hubOptions,
        ...{ 'by-itself': { type: 'string' }, ask: { type: 'string' } },
        ...{ every: { type: 'string' }, daily: { type: 'string' } },
      },
      1,
    )
    const rules = readRules(values)
    return tools.withHub(values, async call => {
      const { id: channelId } = await findOnlyChannel(call, positionals[0])
      const params = { channelId }
      const state =
        rules === null
          ? await call('GET /api/channels/:channelId/sending', { params })
          : await call('PUT /api/channels/:channelId/sending', { params, body: rules })
      if (values.json === true) tools.out(JSON.stringify(state))
      else for (const line of linesOf(state)) tools.out(line)
      return exitCodes.done
    })
  },
}

interface Given {
  readonly 'by-itself'?: string | undefined
  readonly ask?: string | undefined
  readonly every?: string | undefined
  readonly daily?: string | undefined
}

/** What is to be said of each part; null where nothing is. */
function readRules({ 'by-itself': byItself, ask, every, daily }: Given): Partial<Record<string, SendingRule>> | null {
  if (byItself === undefined && ask === undefined) {
    if (every === undefined && daily === undefined) return null
    throw new HubError('usage', 'Say of which parts that is to be so: --by-itself PARTS or --ask PARTS.')
  }
  const at = readAt(every, daily)
  const both = [
    ...readParts(byItself, 'by-itself').map(part => [part, { mode: 'by_itself' as const, at }] as const),
    ...readParts(ask, 'ask').map(part => [part, { mode: 'ask' as const, at }] as const),
  ]
  const rules = new Map<string, SendingRule>(both)
  if (rules.size === both.length) return Object.fromEntries(rules)
  throw new HubError('usage', 'A part is named twice.', { hint: 'It is sent by itself, or you are asked.' })
}

function readAt(every: string | undefined, daily: string | undefined): SendingAt {
  if (every !== undefined && daily !== undefined) {
    throw new HubError('usage', '--every and --daily contradict one another.', { hint: 'Leave one of them out.' })
  }
  if (daily !== undefined) return { dailyAt: daily }
  if (every === undefined) return 'once'
  if (/^\d{1,6}$/.test(every)) return { everyMinutes: Number(every) }
  throw new HubError('usage', `--every takes a number of minutes, not “${every}”.`)
}

function readParts(text: string | undefined, name: string): string[] {
  if (text === undefined) return []
  const parts = text.split(',').map(part => part.trim().toLowerCase())
  const wrong = parts.find(part => !sendingParts.some(each => each === part))
  if (wrong === undefined) return parts
  throw new HubError('usage', `--${name} takes ${partHelp}.`)
}

function linesOf(state: Sending): string[] {
  const parts = sendingParts.flatMap(part => {
    const of = state[part]
    return of === undefined ? [] : partLines(part, of, state)
  })
  return [plain(state.channelName), ...parts.map(line => `  ${line}`)]
}

function partLines(part: string, of: SendingOfPart, { timeZone, more }: Sending): string[] {
  const since = of.since === null ? '' : `, since ${moment(of.since)}, by ${plain(of.by ?? '')}`
  const when = whenWords(of, timeZone)
  const lines = [`${part.padEnd(8)}${of.mode === 'ask' ? 'asks you' : 'sends by itself'}${when}${since}`]
  if (of.toDo > 0) lines.push(`${of.toDo}${more ? ' or more' : ''} to do${keptWords(of)}`)
  if (of.nextAt !== null) lines.push(`next look ${moment(of.nextAt)}`)
  if (of.last !== null) lines.push(`last plan ${of.last.planId}, made ${moment(of.last.madeAt)}: ${lastWords(of.last)}`)
  lines.push(...of.holds.map(({ sentence, planId }) => `${plain(sentence)}${planId === null ? '' : ` (${planId})`}`))
  return lines.map((line, index) => (index === 0 ? line : `        ${line}`))
}

function whenWords({ mode, at }: SendingOfPart, timeZone: string): string {
  if (at === 'once') return mode === 'ask' ? '' : ', at once'
  return 'everyMinutes' in at ? `, every ${at.everyMinutes} minutes` : `, daily at ${at.dailyAt} (${timeZone})`
}

const keptNames = {
  edited: 'edited in the store',
  refused: 'refused by the store before',
  left_out: 'left out',
  given_up: 'in a plan that was cancelled',
  open: 'in a plan that is being looked at',
  held: 'in a plan that waits for you',
} as const

function keptWords({ kept }: SendingOfPart): string {
  const names = Object.keys(keptNames) as (keyof typeof keptNames)[]
  const words = names.flatMap(name => ((kept[name] ?? 0) > 0 ? [`${kept[name]} ${keptNames[name]}`] : []))
  return words.length === 0 ? '' : `, of which the hub leaves to you: ${words.join(', ')}`
}

function lastWords({ state, states }: NonNullable<SendingOfPart['last']>): string {
  const counts = Object.entries(states).map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`)
  return counts.length === 0 ? state : counts.join(', ')
}
