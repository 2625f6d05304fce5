import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { findChannel } from './find-channel.ts'
import { count, plain } from './format.ts'
import { type Command, exitCodes } from './io.ts'

const options = {
  ...hubOptions,
  option: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  channel: { type: 'string', multiple: true },
  'take-back': { type: 'string', multiple: true },
} as const

export const productsAddVariant: Command = {
  name: 'products add-variant',
  summary: 'Add a variant to a product; the next plans make it where the product is',
  help: `Usage: cartwright products add-variant ID|SKU --option OPTION=VALUE --set sku=SKU [options]
       cartwright products add-variant ID|SKU --take-back SKU [options]

Adds a variant to a product of the master catalog that has options. Nothing is sent: the next plan of each channel that
lists the product makes it there. A value that an option does not have yet is added to the option, too. What a variant in
a store has of options can’t be changed any more: add the right one, and delete the wrong one.

  --option OPTION=VALUE       one value of each option, such as --option Size=L --option Color=Red
  --set FIELD=VALUE           such as --set sku=SHIRT-L --set price=22.50; a SKU is needed, the rest the product has
  --channel CHANNEL           only on this channel (name or id); several times for several
  --take-back SKU             take variants back that were added and that no store has yet
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, options, 1)
    const [wanted] = positionals
    if (wanted === undefined) throw new HubError('usage', 'Say which product: its id, or a SKU of one of its variants.')
    const takeBack = values['take-back'] ?? []
    if (takeBack.length > 0 && (values.option ?? values.set ?? values.channel) !== undefined) {
      throw new HubError('usage', '--take-back goes alone: it adds nothing.')
    }
    return tools.withHub(values, async call => {
      const product = await call('GET /api/products/:productId', { params: { productId: wanted } })
      if (product.id === null) throw new HubError('not_found', `“${wanted}” is no product of the master catalog.`)
      const params = { productId: product.id }
      if (takeBack.length > 0) {
        const variantIds = takeBack.map(sku => {
          const id = product.variants.find(one => one.sku?.toLowerCase() === sku.toLowerCase())?.id
          if (id == null) throw new HubError('not_found', `“${product.name}” has no variant “${sku}”.`)
          return id
        })
        const done = await call('DELETE /api/products/:productId/variants', { params, body: { variantIds } })
        tools.out(values.json === true ? JSON.stringify(done) : `Took back ${count(done.withdrawn, 'variant')}.`)
        return exitCodes.done
      }
      const channels = await Promise.all((values.channel ?? []).map(channel => findChannel(call, channel)))
      const variant = {
        fields: Object.fromEntries(pairsOf('set', values.set ?? [])),
        optionValues: pairsOf('option', values.option ?? []).map(([option, value]) => ({ option, value })),
      }
      const channelIds = channels.map(({ id }) => id)
      const body = { variants: [variant], ...(channelIds.length > 0 && { channelIds }) }
      const added = await call('POST /api/products/:productId/variants', { params, body })
      if (values.json === true) {
        tools.out(JSON.stringify(added))
        return exitCodes.done
      }
      const names = [...new Set(added.wanted.map(({ channelName }) => plain(channelName)))].join(', ')
      tools.out(`Added “${plain(added.variants[0]?.sku ?? '')}” to “${plain(product.name)}”.`)
      tools.out(names === '' ? 'No channel lists the product.' : `To be made by the next plan of: ${names}.`)
      return exitCodes.done
    })
  },
}

function pairsOf(option: string, given: readonly string[]): [string, string][] {
  return given.map(text => {
    const at = text.indexOf('=')
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
    throw new HubError(
      'usage',
      `--${option} takes a name and a value: --${option} ${option === 'set' ? 'sku=SHIRT-L' : 'Size=L'}.`,
    )
  })
}
