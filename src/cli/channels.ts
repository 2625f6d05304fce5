import type { Channel, ChannelDetail, CheckRow } from '../api/contract/channels.ts'
import { readCredentialsFile } from '../api/contract/credentials-file.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { type HubArguments, hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { findChannel, findOnlyChannel } from './find-channel.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'

const stateWords: Readonly<Record<Channel['state'], string>> = {
  not_connected: 'not connected',
  connected: 'connected (reads only)',
  live: 'live',
  stopped: 'writing stopped',
  paused: 'paused',
  needs_attention: 'needs attention',
}

export const verdictWords: Readonly<Record<CheckRow['verdict'], string>> = {
  have: 'have',
  missing: 'missing',
  unproven: 'unproven',
  warning: 'look',
  failed: 'failed',
}

const credentialOptions = {
  credentials: { type: 'string' },
  'store-hash': { type: 'string' },
  'client-id': { type: 'string' },
  'access-token-file': { type: 'string' },
  'client-secret-file': { type: 'string' },
  'api-address': { type: 'string' },
  'keep-unchecked': { type: 'boolean' },
} as const

const credentialHelp = `  --credentials FILE          the text file that BigCommerce offers; - reads standard input
  --store-hash TEXT           the hash, the API path or the control panel's address
  --client-id TEXT
  --access-token-file FILE    a file that holds the token alone; - reads standard input
  --client-secret-file FILE   the same for the client secret, for webhook signatures
  --api-address URL           another address than BigCommerce's own, for a sandbox store
  --keep-unchecked            keep the credentials although the store is out of reach`

export const channelsAdd: Command = {
  name: 'channels add',
  summary: 'Add a channel, and connect it when credentials are given',
  help: `Usage: cartwright channels add --name NAME [--kind bigcommerce] [credentials] [options]

Adds a channel. With credentials it is connected at once; if the store refuses them, no channel stays behind.
Secrets come from a file or from standard input, never from the command line, where others could read them.

  --name NAME                 what the channel is called
  --kind KIND                 bigcommerce (the default)
${credentialHelp}
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, {
      ...hubOptions,
      ...credentialOptions,
      name: { type: 'string' },
      kind: { type: 'string' },
    })
    if (values.name === undefined) throw new HubError('usage', 'Give the channel a name: --name NAME.')
    const { name, kind = 'bigcommerce' } = values
    const form = await readForm(values, tools)
    return tools.withHub({ ...values, mayBegin: true }, async call => {
      const added = await call('POST /api/channels', { body: { kind, name } })
      if (form === null) return report(added, values.json, tools)
      try {
        const body = { ...form, keepUnchecked: values['keep-unchecked'] === true }
        return report(
          await call('PUT /api/channels/:channelId/connection', { params: { channelId: added.id }, body }),
          values.json,
          tools,
        )
      } catch (error) {
        await showCheck(error, added.id, call, tools)
        await call('DELETE /api/channels/:channelId', { params: { channelId: added.id } })
        throw error
      }
    })
  },
}

export const channelsConnect: Command = {
  name: 'channels connect',
  summary: 'Connect a channel, or replace its credentials',
  help: `Usage: cartwright channels connect CHANNEL [credentials] [options]

CHANNEL is a channel's name or id. Its present credentials stay in force if the store refuses the new ones.

${credentialHelp}
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, { ...hubOptions, ...credentialOptions }, 1)
    const form = await readForm(values, tools)
    if (form === null) throw new HubError('usage', 'Give the credentials, for example with --credentials FILE.')
    return tools.withHub(values, async call => {
      const channel = await findChannel(call, positionals[0])
      const body = { ...form, keepUnchecked: values['keep-unchecked'] === true }
      try {
        const params = { channelId: channel.id }
        return report(await call('PUT /api/channels/:channelId/connection', { params, body }), values.json, tools)
      } catch (error) {
        await showCheck(error, channel.id, call, tools)
        throw error
      }
    })
  },
}

export const channelsList: Command = {
  name: 'channels list',
  summary: 'List all channels',
  help: `Usage: cartwright channels list [options]

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, hubOptions)
    return tools.withHub(values, async call => {
      const { channels } = await call('GET /api/channels')
      if (values.json) tools.out(JSON.stringify(channels))
      else if (channels.length === 0) tools.out('No channels yet. Add one with: cartwright channels add --name NAME')
      for (const channel of values.json ? [] : channels) tools.out(describe(channel))
      return exitCodes.done
    })
  },
}

export const channelsCheck: Command = {
  name: 'channels check',
  summary: 'Run the connection doctor on a channel',
  help: `Usage: cartwright channels check [CHANNEL] [options]

CHANNEL is a channel's name or id; it may be left out where there is one. Reads harmlessly from the store and tells,
row by row, what works, what is missing, and how to get it. Ends with 1 when the store refuses the credentials, with 3
when it can't be reached.

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, hubOptions, 1)
    return tools.withHub(values, async call => {
      const { id: channelId } = await findOnlyChannel(call, positionals[0])
      const channel = await call('POST /api/channels/:channelId/checks', { params: { channelId } })
      if (values.json) tools.out(JSON.stringify(channel.lastCheck))
      else for (const row of channel.lastCheck?.rows ?? []) showRow(row, line => tools.out(line))
      if (channel.lastCheck?.verdict === 'connected') return exitCodes.done
      return channel.lastCheck?.verdict === 'unreachable' ? exitCodes.unreachable : exitCodes.refused
    })
  },
}

export const channelsRemove: Command = {
  name: 'channels remove',
  summary: 'Remove a channel from the hub; the store is not touched',
  help: `Usage: cartwright channels remove CHANNEL --yes [options]

CHANNEL is a channel's name or id. Its credentials are forgotten for good.

  --yes                       do it
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, { ...hubOptions, yes: { type: 'boolean' } }, 1)
    return tools.withHub(values, async call => {
      const channel = await findChannel(call, positionals[0])
      if (values.yes !== true) {
        throw new HubError('usage', `This forgets the credentials of “${channel.name}” for good.`, {
          hint: 'Add --yes to do it.',
        })
      }
      await call('DELETE /api/channels/:channelId', { params: { channelId: channel.id } })
      tools.out(values.json ? JSON.stringify({ removed: channel.id }) : `Removed “${channel.name}”.`)
      return exitCodes.done
    })
  },
}

interface CredentialArguments extends HubArguments {
  readonly credentials?: string | undefined
  readonly 'store-hash'?: string | undefined
  readonly 'client-id'?: string | undefined
  readonly 'access-token-file'?: string | undefined
  readonly 'client-secret-file'?: string | undefined
  readonly 'api-address'?: string | undefined
}

/** What was given on the command line goes before what stands in the credentials file. Null: nothing was given. */
async function readForm(values: CredentialArguments, tools: CliTools) {
  const file = values.credentials === undefined ? {} : await readCredentials(values.credentials, tools)
  const token = values['access-token-file']
  const secret = values['client-secret-file']
  const form = {
    ...file,
    ...(values['store-hash'] !== undefined && { storeHash: values['store-hash'] }),
    ...(values['client-id'] !== undefined && { clientId: values['client-id'] }),
    ...(values['api-address'] !== undefined && { apiAddress: values['api-address'] }),
    ...(token !== undefined && { accessToken: (await tools.readInput(token, 'access token')).trim() }),
    ...(secret !== undefined && { clientSecret: (await tools.readInput(secret, 'client secret')).trim() }),
  }
  if (Object.keys(form).length === 0) return null
  return { storeHash: '', clientId: '', ...form }
}

async function readCredentials(name: string, tools: CliTools) {
  const found = readCredentialsFile(await tools.readInput(name, 'credentials file'))
  if (found !== null) return found
  throw new HubError('input_invalid', 'This is not the credentials file of an API account.', {
    hint: 'It has lines that begin with ACCESS TOKEN:, CLIENT ID: and API PATH:.',
  })
}

function report(channel: ChannelDetail, json: boolean | undefined, tools: CliTools): number {
  if (json) {
    tools.out(JSON.stringify(channel))
    return exitCodes.done
  }
  for (const row of channel.lastCheck?.rows ?? []) showRow(row, line => tools.err(line))
  if (channel.store !== null) tools.out(`Connected to ${channel.store.name}, ${channel.store.domain}`)
  tools.out(describe(channel))
  return exitCodes.done
}

function describe({ id, name, kindTitle, state, store, attention }: Channel): string {
  const at = store === null ? '' : `  ${store.name}, ${store.domain}`
  return `${name}  (${kindTitle}, ${id})  ${stateWords[state]}${at}${attention === null ? '' : `\n  ${attention}`}`
}

/** The rows of a check that failed: they say why. */
async function showCheck(error: unknown, channelId: string, call: Call, tools: CliTools): Promise<void> {
  const checkId = error instanceof HubError ? error.about?.checkId : undefined
  if (checkId === undefined) return
  const check = await call('GET /api/channels/:channelId/checks/:checkId', { params: { channelId, checkId } })
  for (const row of check.rows) showRow(row, line => tools.err(line))
}

function showRow(row: CheckRow, print: (line: string) => void): void {
  print(`${verdictWords[row.verdict].padEnd(9)} ${row.title.padEnd(28)} ${row.found}`)
  if (row.fix !== null) print(`${''.padEnd(38)} ${row.fix}`)
}
