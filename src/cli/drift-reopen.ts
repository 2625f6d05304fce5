import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { findOnlyChannel } from './find-channel.ts'
import { count } from './format.ts'
import { type Command, exitCodes } from './io.ts'

const positionalsMost = 1_000

export const driftReopen: Command = {
  name: 'drift reopen',
  summary: 'Take decisions about edits made in a store back',
  help: `Usage: cartwright drift reopen [CHANNEL] DECISION... [options]

Each field is edited in the store again, and meant as it was. What was changed since is left, and so is what the hub does not
own any more: give it back with cartwright drift give --to hub first. DECISION is what cartwright drift take, overwrite and
give print.

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, hubOptions, positionalsMost)
    const isDecision = (text: string) => text.startsWith('evt_')
    const [first] = positionals
    const named = first !== undefined && !isDecision(first) ? first : undefined
    const decisions = positionals.slice(named === undefined ? 0 : 1)
    if (decisions.length === 0 || !decisions.every(isDecision)) {
      throw new HubError('usage', 'Say which decisions: they look like evt_1m8f.', {
        hint: 'cartwright drift take, overwrite and give print them.',
      })
    }
    return tools.withHub(values, async call => {
      const { id: channelId } = await findOnlyChannel(call, named)
      const done = await call('POST /api/channels/:channelId/drift/reopen', {
        params: { channelId },
        body: { decisions },
      })
      if (values.json === true) tools.out(JSON.stringify(done))
      else {
        tools.out(`As before the decision: ${count(done.reopened, 'edit')}.`)
        if (done.left > 0)
          tools.out(`Left: ${count(done.left, 'edit')}, changed since, or no longer the hub’s to write.`)
      }
      return done.left > 0 ? exitCodes.refused : exitCodes.done
    })
  },
}

/** How to take back what was just decided; nothing where there is too much to be typed. */
export function wayBack(decisions: readonly string[]): string[] {
  return decisions.length === 1 ? [`Take it back: cartwright drift reopen ${decisions[0]}`] : []
}
