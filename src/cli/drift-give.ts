import { driftLevel, fieldOwner, type OwnedField } from '../api/contract/drift.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, readChoice, wordsOf } from './arguments.ts'
import { wayBack } from './drift-reopen.ts'
import { findOnlyChannel } from './find-channel.ts'
import { count, plain, Table } from './format.ts'
import { type Command, exitCodes } from './io.ts'

export const driftGive: Command = {
  name: 'drift give',
  summary: 'Give a field of a channel to its store for good, or show who owns what',
  help: `Usage: cartwright drift give [CHANNEL] --field FIELD [options]
       cartwright drift give [CHANNEL] [options]

The store owns the field from now on: what is edited there is followed, and the hub doesn't write it. What was edited there
until now is taken, and what waited to be sent of it is dropped. Without --field it shows who owns each field.

  --field FIELD               such as metaDescription
  --level LEVEL               only of these: ${wordsOf(driftLevel.options)}
  --to OWNER                  to whom: ${wordsOf(fieldOwner.options)} (default: store)
${hubOptionsHelp}`,

  async run(argv, tools) {
    const text = { type: 'string' } as const
    const { values, positionals } = readArguments(argv, { ...hubOptions, field: text, level: text, to: text }, 1)
    const level = readChoice(values.level, 'level', driftLevel.options)
    const owner = readChoice(values.to, 'to', fieldOwner.options)
    const { field } = values
    if (field === undefined && owner !== undefined) throw new HubError('usage', 'Say which field: --field FIELD.')
    return tools.withHub(values, async call => {
      const { id: channelId, name } = await findOnlyChannel(call, positionals[0])
      const params = { channelId }
      const before = await call('GET /api/channels/:channelId/owners', { params })
      const meant = before.owners.filter(
        owned => (level === undefined || owned.level === level) && (field === undefined || owned.field === field),
      )
      if (field === undefined) {
        if (values.json === true) tools.out(JSON.stringify(meant))
        else for (const line of ownerLines(meant)) tools.out(line)
        return exitCodes.done
      }
      if (meant.length === 0) {
        throw new HubError('usage', `There is no field “${field}”.`, {
          hint: 'cartwright drift give without --field shows them all.',
        })
      }
      const to = owner ?? 'store'
      const owners = meant.map(each => ({ level: each.level, field: each.field, owner: to }))
      const given = await call('PUT /api/channels/:channelId/owners', { params, body: { owners } })
      if (values.json === true) tools.out(JSON.stringify({ taken: given.taken, owners }))
      else {
        const whose = meant.map(each => `${each.label} of a ${each.level}`).join(' and ')
        const whom = { hub: 'the hub', store: 'the store', nobody: 'nobody' }[to]
        tools.out(`${whose} on ${plain(name)} now belongs to ${whom}.`)
        if (given.taken > 0) tools.out(`As the store shows it now: ${count(given.taken, 'value')}.`)
        for (const line of wayBack(given.decisions)) tools.out(line)
      }
      return exitCodes.done
    })
  },
}

function ownerLines(owners: readonly OwnedField[]): string[] {
  const table = new Table([{ title: 'level' }, { title: 'field' }, { title: '' }, { title: 'owner' }], null)
  return table.lines(
    owners.map(({ level, field, label, owner, byDefault }) => [
      ...[level, field, label],
      owner === byDefault ? owner : `${owner} (by default: ${byDefault})`,
    ]),
  )
}
