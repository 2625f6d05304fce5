import type { RemovalResult } from '../api/contract/removals.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, refuseTogether } from './arguments.ts'
import { findChannel } from './find-channel.ts'
import { count, plain, Table } from './format.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'

const namedMost = 1_000

const options = {
  ...hubOptions,
  variants: { type: 'string', multiple: true },
  preview: { type: 'boolean' },
  'take-back': { type: 'boolean' },
} as const

export const productsDelete: Command = {
  name: 'products delete',
  summary: 'Have products, or variants of one, deleted in a store by the next plan',
  help: `Usage: cartwright products delete CHANNEL ID… [options]
       cartwright products delete CHANNEL ID --variants SKU [--variants SKU …] [options]

Asks for products to be deleted in the store of a channel, or for variants of one. Nothing is sent: the next plan shows
them apart from the rest, and is only sent with a typed word (cartwright apply --type-delete delete). What does not come
back is said before. The master product stays in the hub, with its pictures, and nothing makes the product again by
itself. To take a product off sale only, hide it: cartwright edit --set visible=no. Ends with 0 when all of it can be
deleted, with 1 when some of it can’t.

  CHANNEL                     the channel’s name or id
  ID                          products by their ids in the store, as cartwright products list --channel shows them
  --variants SKU              only this variant of the product; several times for several
  --preview                   only show what would be
  --take-back                 take back what was asked for and not sent yet
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, options, namedMost + 1)
    const [wanted, ...ids] = positionals
    const skus = values.variants ?? []
    refuseTogether(values, 'take-back', ['preview'], 'a preview changes nothing')
    if (wanted === undefined || ids.length === 0) {
      throw new HubError('usage', 'Say which channel, and which products by their ids in its store.', {
        hint: 'cartwright products list --channel CHANNEL shows them.',
      })
    }
    if (skus.length > 0 && ids.length > 1) throw new HubError('usage', '--variants is about one product: name one id.')
    return tools.withHub(values, async call => {
      const { id: channelId } = await findChannel(call, wanted)
      const which =
        skus.length === 0 ? { products: ids } : { variants: await variantsOf(call, channelId, ids[0] ?? '', skus) }
      const params = { channelId }
      if (values['take-back'] === true) {
        const { withdrawn } = await call('DELETE /api/channels/:channelId/removals', { params, body: which })
        tools.out(values.json === true ? JSON.stringify({ withdrawn }) : `Taken back: ${things(withdrawn, skus)}.`)
        return exitCodes.done
      }
      const preview = values.preview === true
      const result = await call('POST /api/channels/:channelId/removals', { params, body: { ...which, preview } })
      if (values.json === true) tools.out(JSON.stringify(result))
      else for (const line of linesOf(result, { preview, skus, channel: wanted }, tools)) tools.out(line)
      return result.faults.length === 0 ? exitCodes.done : exitCodes.refused
    })
  },
}

async function variantsOf(call: Call, channelId: string, listingId: string, skus: readonly string[]) {
  const { variants } = await call('GET /api/channels/:channelId/listings/:remoteId', {
    params: { channelId, remoteId: listingId },
  })
  const offers = variants
    .flatMap(({ channels }) => channels)
    .filter(one => one.channelId === channelId && one.listingId === listingId && one.goneAt === null)
  return skus.map(sku => {
    const same = offers.find(one => one.sku === sku) ?? offers.find(one => one.sku.toLowerCase() === sku.toLowerCase())
    if (same !== undefined) return { listingId, offerId: same.remoteId }
    throw new HubError('not_found', `This product has no variant with the SKU “${sku}” in the store.`, {
      hint: `cartwright products show ${listingId} --channel … lists them.`,
    })
  })
}

interface Asked {
  readonly preview: boolean
  readonly skus: readonly string[]
  readonly channel: string
}

function linesOf({ wanted, cannotReturn, faults }: RemovalResult, asked: Asked, tools: CliTools): string[] {
  const { preview, skus, channel } = asked
  const table = new Table(
    [
      { title: 'id' },
      { title: 'name', shrinksTo: 12 },
      { title: 'why not', shrinksTo: 16 },
      { title: 'what to do', shrinksTo: 12 },
    ],
    tools.outColumns(),
  )
  const rows = faults.map(({ listingId, offerId, name, reason, fix }) => [
    offerId ?? listingId,
    plain(name),
    reason,
    fix,
  ])
  return [
    ...(wanted === 0
      ? []
      : [`${preview ? 'The next plan would delete' : 'The next plan deletes'} in the store: ${things(wanted, skus)}.`]),
    ...(wanted === 0 ? [] : cannotReturn),
    ...(faults.length === 0 ? [] : [`Can’t be deleted: ${things(faults.length, skus)}.`, ...table.lines(rows)]),
    ...(preview || wanted === 0
      ? []
      : [`Look at the plan and send it with: cartwright apply ${JSON.stringify(channel)} --type-delete delete`]),
  ]
}

function things(amount: number, skus: readonly string[]): string {
  return count(amount, skus.length > 0 ? 'variant' : 'product')
}
