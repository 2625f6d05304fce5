import { makeRoutes } from '../api/contract/make.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, readChoice } from './arguments.ts'
import { findChannel } from './find-channel.ts'
import { type Command, exitCodes } from './io.ts'

const options = {
  ...hubOptions,
  name: { type: 'string' },
  price: { type: 'string' },
  weight: { type: 'string' },
  sku: { type: 'string' },
  type: { type: 'string' },
  brand: { type: 'string' },
  channel: { type: 'string', multiple: true },
  'json-file': { type: 'string' },
} as const

const body = makeRoutes['POST /api/products'].body

export const productsCreate: Command = {
  name: 'products create',
  summary: 'Make a product of the master catalog',
  help: `Usage: cartwright products create --name NAME [options]

Nothing is sent to a store. On the channels that are named, the next plan makes it.

  --name NAME                 what it is called
  --price AMOUNT              such as 18.90; stores need one
  --weight NUMBER             in the unit of the store; stores need one
  --sku SKU                   of a product without options
  --type TYPE                 physical (the default) or digital
  --brand NAME                its brand
  --channel CHANNEL           put it on this channel (name or id); may be given several times
  --json-file FILE            all of it as JSON, as the API takes it: fields, options and variants; - reads standard input
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, options)
    const { name, price, weight, sku, brand } = values
    const type = readChoice(values.type, 'type', ['physical', 'digital'])
    const typed = { name, price, weight, sku, brand, type }
    const ofFile = values['json-file'] === undefined ? null : await tools.readInput(values['json-file'], 'product')
    const given = ofFile === null ? { fields: {} } : readBody(ofFile)
    const fields = {
      ...given.fields,
      ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined)),
    }
    return tools.withHub(values, async call => {
      const named = await Promise.all((values.channel ?? []).map(wanted => findChannel(call, wanted)))
      const channelIds = [...new Set([...(given.channelIds ?? []), ...named.map(({ id }) => id)])]
      const made = await call('POST /api/products', { body: { ...given, fields, channelIds } })
      if (values.json === true) tools.out(JSON.stringify(made))
      else {
        tools.out(`Made: ${made.productId}`)
        tools.err(
          channelIds.length === 0
            ? `Put it on a channel with: cartwright products put CHANNEL ${made.productId}`
            : 'Look at what its stores get with: cartwright plan CHANNEL',
        )
      }
      return exitCodes.done
    })
  },
}

function readBody(text: string) {
  const read = body.partial({ fields: true }).safeParse(jsonOf(text))
  if (read.success) return { ...read.data, fields: read.data.fields ?? {} }
  const [issue] = read.error.issues
  const place = issue === undefined || issue.path.length === 0 ? '' : ` ${issue.path.join('.')}:`
  throw new HubError('input_invalid', `This file describes no product.${place} ${issue?.message ?? ''}`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HubError('input_invalid', 'This file describes no product. It is no JSON.')
  }
}
