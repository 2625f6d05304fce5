import { type ChannelLive, type Live, livePart } from '../api/contract/live.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { findChannel, findOnlyChannel } from './find-channel.ts'
import { moment, plain, Table } from './format.ts'
import { type Command, exitCodes } from './io.ts'

const partHelp = `${livePart.options.join(', ')}, with commas between`

export const live: Command = {
  name: 'live',
  summary: 'Show what may be written to the stores, and switch it on or off',
  help: `Usage: cartwright live [CHANNEL] [--on PARTS] [--off PARTS] [options]

CHANNEL is a channel's name or id; without one all channels are shown, and for switching it may be left out where there
is one. Going live writes nothing by itself: it lets a plan write that you apply.

  data                        everything of products and variants but prices and images
  prices                      their prices
  images                      the images of products

  --on PARTS                  ${partHelp}
  --off PARTS                 the same; what is off is read, and never written
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      { ...hubOptions, on: { type: 'string' }, off: { type: 'string' } },
      1,
    )
    const [on, off] = [readParts(values.on, 'on'), readParts(values.off, 'off')]
    const isChange = on.length > 0 || off.length > 0
    return tools.withHub(values, async call => {
      if (!isChange && positionals[0] === undefined) {
        const all = await call('GET /api/live')
        if (values.json === true) tools.out(JSON.stringify(all))
        else for (const line of allLines(all)) tools.out(line)
        return exitCodes.done
      }
      const { id: channelId } = await findOnlyChannel(call, positionals[0])
      const params = { channelId }
      const state = isChange
        ? await call('PATCH /api/channels/:channelId/live', { params, body: { on, off } })
        : await call('GET /api/channels/:channelId/live', { params })
      if (values.json === true) tools.out(JSON.stringify(state))
      else for (const line of [...partLines(state), ...stopLines(state)]) tools.out(line)
      return exitCodes.done
    })
  },
}

export const stop: Command = {
  name: 'stop',
  summary: 'Stop all writing to a store or to all, before the next request; or resume it',
  help: `Usage: cartwright stop [CHANNEL | --all] [--resume] [options]

CHANNEL is a channel's name or id; without one all writing is stopped. No further request that would change a store
leaves, also none that waits for its turn. What waits is kept, and reading goes on.

  --all                       all channels, also those that are added later
  --resume                    let it go on: say which channel, or --all; channels that were stopped one by one stay so
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      { ...hubOptions, all: { type: 'boolean' }, resume: { type: 'boolean' } },
      1,
    )
    const wanted = positionals[0]
    if (values.all === true && wanted !== undefined) {
      throw new HubError('usage', 'A channel and --all contradict one another.', { hint: 'Leave one of them out.' })
    }
    if (values.resume === true && values.all !== true && wanted === undefined) {
      throw new HubError('usage', 'Say what may go on: a channel, or --all.')
    }
    const verb = values.resume === true ? 'resume-writing' : 'stop-writing'
    return tools.withHub(values, async call => {
      if (wanted === undefined) {
        const all = await call(`POST /api/${verb}`)
        if (values.json === true) tools.out(JSON.stringify(all))
        else for (const line of stopsOf(all)) tools.out(line)
        return exitCodes.done
      }
      const { id: channelId } = await findChannel(call, wanted)
      const state = await call(`POST /api/channels/:channelId/${verb}`, { params: { channelId } })
      if (values.json === true) tools.out(JSON.stringify(state))
      else for (const line of orGoesOn(stopLines(state))) tools.out(line)
      return exitCodes.done
    })
  },
}

/** Whether a part exists, the hub says. */
function readParts(text: string | undefined, name: string): string[] {
  if (text === undefined) return []
  const parts = text.split(',').map(part => part.trim().toLowerCase())
  if (parts.every(part => part !== '')) return parts
  throw new HubError('usage', `--${name} takes ${partHelp}.`)
}

function allLines({ allStopped, channels }: Live): string[] {
  if (channels.length === 0) return ['No channels yet. Add one with: cartwright channels add --name NAME']
  return [
    ...(allStopped === null ? [] : [stopLine('stores', allStopped)]),
    ...channels.flatMap(channel => [...partLines(channel), ...stopLines({ ...channel, allStopped: null })]),
  ]
}

function partLines({ channelName, parts }: ChannelLive): string[] {
  const table = new Table([{ title: '' }, { title: '' }, { title: '' }], null)
  const rows = parts.map(({ part, on, since, by }) => [
    part,
    on ? 'on' : 'off',
    since === null ? '' : `since ${moment(since)}, by ${plain(by ?? '')}`,
  ])
  return [plain(channelName), ...table.lines(rows).map(line => `  ${line}`)]
}

function stopLines({ channelName, stopped, allStopped }: ChannelLive): string[] {
  return [
    ...(allStopped === null ? [] : [stopLine('stores', allStopped)]),
    ...(stopped === null ? [] : [stopLine(`“${plain(channelName)}”`, stopped)]),
  ]
}

function stopsOf({ allStopped, channels }: Live): readonly string[] {
  const each = channels.flatMap(channel => stopLines({ ...channel, allStopped: null }))
  return orGoesOn([...(allStopped === null ? [] : [stopLine('stores', allStopped)]), ...each])
}

function orGoesOn(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['Writing goes on.'] : lines
}

function stopLine(what: string, { at, by }: { at: string; by: string }): string {
  return `All writing to ${what} is stopped since ${moment(at)}, by ${plain(by)}.`
}
