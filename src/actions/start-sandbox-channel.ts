import { findChannelByName, findChannelByStore } from '../database/channels.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { addChannel } from './add-channel.ts'
import { storeAlreadyConnected } from './connect-channel.ts'
import { connectorOf, type Tools, type WorkspaceDb } from './tools.ts'

/** The sandbox store that runs inside the hub, as far as the hub may know it: an address and an API account. */
export interface HubSandbox {
  readonly panelUrl: string
  /** The values of a new API account in the store, which the store shows only once. */
  readonly credentials: {
    readonly storeHash: string
    readonly clientId: string
    readonly accessToken: string
    readonly clientSecret: string
    readonly apiAddress: string
  }
}

const kind = 'bigcommerce'
const channelName = 'Sandbox store'
const numberedNamesMost = 100

/**
 * Adds a channel for the sandbox store and makes an API account in it. Connecting is left to the same form that a
 * real store takes. `openSandbox` starts the store where it isn't running yet; it throws `sandbox_unavailable`.
 * Throws `store_already_connected` where a channel has this store already.
 */
export async function startSandboxChannel(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  openSandbox: (accountName: string) => Promise<HubSandbox>,
): Promise<HubSandbox & { channelId: string }> {
  mustBeAllowed(actor, 'channels.manage')
  const sandbox = await openSandbox('Cartwright')
  const connector = connectorOf(tools, kind)
  const { settings } = connector.parseConnection(sandbox.credentials)
  const connected = await findChannelByStore(db, connector.storeKey(settings))
  if (connected !== null) throw storeAlreadyConnected(connected)
  // Whoever left the form before it was saved comes back to the same channel.
  const left = await findChannelByName(db, channelName)
  const reusable = left !== null && left.kind === kind && left.storeKey === null
  const channel = reusable ? left : await addChannel(actor, db, tools, { kind, name: await freeName(db) })
  return { channelId: channel.id, panelUrl: sandbox.panelUrl, credentials: sandbox.credentials }
}

async function freeName(db: WorkspaceDb): Promise<string> {
  for (let number = 1; number <= numberedNamesMost; number += 1) {
    const name = number === 1 ? channelName : `${channelName} ${number}`
    if ((await findChannelByName(db, name)) === null) return name
  }
  return channelName
}
