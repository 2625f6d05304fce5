import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { findChannel } from './find-channel.ts'
import { count } from './format.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'
import { findProduct } from './products.ts'

const mostAtOnce = 1_000

export const productsPut: Command = {
  name: 'products put',
  summary: 'Put products of the master catalog on a channel',
  help: `Usage: cartwright products put CHANNEL PRODUCT...

Nothing is sent to the store: the channel's next plan shows what is made there, and makes it when it is applied.

  CHANNEL                     name or id
  PRODUCT...                  ids, or SKUs of variants
${hubOptionsHelp}`,

  run: (argv, tools) =>
    withProducts(argv, tools, async (call, place, json) => {
      const done = await call('POST /api/channels/:channelId/products', place)
      if (json) tools.out(JSON.stringify(done))
      else {
        tools.out(`${count(done.wanted, 'product')} to be made, ${done.already} there or wanted already`)
        for (const { name, productId, reason, fix } of done.faults) tools.err(`${name || productId}: ${reason} ${fix}`)
      }
      return done.faults.length === 0 ? exitCodes.done : exitCodes.refused
    }),
}

export const productsWithdraw: Command = {
  name: 'products withdraw',
  summary: 'Take back that a channel is to get products that are not made there yet',
  help: `Usage: cartwright products withdraw CHANNEL PRODUCT...

  CHANNEL                     name or id
  PRODUCT...                  ids, or SKUs of variants
${hubOptionsHelp}`,

  run: (argv, tools) =>
    withProducts(argv, tools, async (call, place, json) => {
      const done = await call('DELETE /api/channels/:channelId/products', place)
      tools.out(json ? JSON.stringify(done) : `${count(done.withdrawn, 'product')} taken back`)
      return exitCodes.done
    }),
}

type Call = Parameters<Parameters<CliTools['withHub']>[1]>[0]

interface Place {
  readonly params: { readonly channelId: string }
  readonly body: { readonly productIds: string[] }
}

async function withProducts(
  argv: readonly string[],
  tools: CliTools,
  work: (call: Call, place: Place, json: boolean) => Promise<number>,
): Promise<number> {
  const { values, positionals } = readArguments(argv, hubOptions, mostAtOnce + 1)
  const [channel, ...wanted] = positionals
  if (wanted.length === 0) throw new HubError('usage', 'Say which channel, and which products.')
  return tools.withHub(values, async call => {
    const { id: channelId } = await findChannel(call, channel)
    const productIds: string[] = []
    for (const one of wanted) productIds.push(await findProduct(call, one))
    return work(call, { params: { channelId }, body: { productIds } }, values.json === true)
  })
}
