import { addChannel } from '../../actions/add-channel.ts'
import { changeChannel } from '../../actions/change-channel.ts'
import { checkChannel } from '../../actions/check-channel.ts'
import { connectChannel } from '../../actions/connect-channel.ts'
import { listChannels, readChannelWithCheck, readCheck } from '../../actions/read-channels.ts'
import { readStoreAddress } from '../../actions/read-store-address.ts'
import { removeChannel } from '../../actions/remove-channel.ts'
import { type HubSandbox, startSandboxChannel } from '../../actions/start-sandbox-channel.ts'
import type { Tools } from '../../actions/tools.ts'
import { viewChannel, viewChannelDetail, viewCheck } from '../channel-view.ts'
import type { ConnectionForm, channelRoutes } from '../contract/channels.ts'
import type { HandlersOf, Member } from '../handlers.ts'

interface ChannelTools {
  readonly tools: Tools
  readonly openSandbox: (accountName: string) => Promise<HubSandbox>
  readonly sandboxAddress: () => string | null
}

export function channelHandlers({
  tools,
  openSandbox,
  sandboxAddress,
}: ChannelTools): HandlersOf<typeof channelRoutes> {
  const of = {
    keyId: tools.keyring.keyId,
    kindTitle: (kind: string) => tools.connectors.get(kind)?.title ?? kind,
    sandboxAddress,
  }

  const detail = async ({ actor, db }: Member, channelId: string) => {
    const { channel, lastCheck } = await readChannelWithCheck(actor, db, channelId)
    return viewChannelDetail(channel, lastCheck, of)
  }

  return {
    'GET /api/channel-kinds': async () => ({
      kinds: [...tools.connectors.values()].map(({ kind, title }) => ({ kind, title })),
    }),

    'GET /api/channels': async ({ actor, db }) => ({
      channels: (await listChannels(actor, db)).map(row => viewChannel(row, of)),
    }),

    'POST /api/channels': async ({ actor, db, body }) => {
      const { id } = await addChannel(actor, db, tools, body)
      return detail({ actor, db }, id)
    },

    'GET /api/channels/:channelId': ({ actor, db, params }) => detail({ actor, db }, params.channelId),

    'PATCH /api/channels/:channelId': async ({ actor, db, params, body }) => {
      await changeChannel(actor, db, tools, { ...params, ...withoutUndefined(body) })
      return detail({ actor, db }, params.channelId)
    },

    'DELETE /api/channels/:channelId': async ({ actor, db, params }) => {
      await removeChannel(actor, db, tools, params)
      return { removed: true }
    },

    'PUT /api/channels/:channelId/connection': async ({ actor, db, params, body }) => {
      const { keepUnchecked = false, ...form } = body
      await connectChannel(actor, db, tools, { ...params, form: filled(form), keepUnchecked })
      return detail({ actor, db }, params.channelId)
    },

    'POST /api/channels/:channelId/checks': async ({ actor, db, params }) => {
      await checkChannel(actor, db, tools, params)
      return detail({ actor, db }, params.channelId)
    },

    'GET /api/channels/:channelId/checks/:checkId': async ({ actor, db, params }) =>
      viewCheck(await readCheck(actor, db, params)),

    'POST /api/channel-kinds/:kind/read-store-address': async ({ actor, params, body }) =>
      readStoreAddress(actor, tools, { kind: params.kind, text: body.storeHash }),

    'POST /api/sandbox-channel': ({ actor, db }) => startSandboxChannel(actor, db, tools, openSandbox),
  }
}

/** A field that was left empty is as good as absent. */
function filled(form: Omit<ConnectionForm, 'keepUnchecked'>): Record<string, string> {
  const fields = Object.entries(form).map(([field, value = '']): [string, string] => [field, value])
  return Object.fromEntries(fields.filter(([, value]) => value.trim() !== ''))
}

function withoutUndefined(body: { name?: string | undefined; paused?: boolean | undefined }) {
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.paused !== undefined && { paused: body.paused }),
  }
}
