import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, wordsOf } from './arguments.ts'
import { type EditBody, editOptions, readEdits, withUploads } from './edit-fields.ts'
import { doAll, type Total, totalLines } from './edit-report.ts'
import { anyFault, findWhich } from './edit-which.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'
import { listingStates, productStates } from './products.ts'

const options = {
  ...hubOptions,
  ...editOptions,
  channel: { type: 'string' },
  variant: { type: 'string' },
  variants: { type: 'boolean' },
  search: { type: 'string' },
  brand: { type: 'string' },
  category: { type: 'string' },
  state: { type: 'string' },
  'sku-fault': { type: 'string' },
  all: { type: 'boolean' },
  preview: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const

type Values = ReturnType<typeof readArguments<typeof options>>['values']

export const edit: Command = {
  name: 'edit',
  summary: 'Edit fields of one product or of many, for all channels or for one',
  help: `Usage: cartwright edit ID|SKU EDITS [options]
       cartwright edit --search TEXT EDITS [options]

Edits the master catalog, or with --channel what one channel shows otherwise. No store gets anything by this: its next
plan has what it is to show from now on. Fields are called as products show --json calls them.

Edits, as many as you like:
  --set FIELD=VALUE           such as --set price=18.90, --set visible=no
  --clear FIELD               the field is to have no value
  --include LIST=ENTRY        add to a list, such as --include category=Home/Kitchen
                              or --include 'custom-field=Material: Oak'
                              or --include 'bulk-price=50+: 5%' (or “18.90 each”, “2 off”)
  --exclude LIST=ENTRY        take out of a list; a custom field by its name, too
  --add FIELD=NUMBER          such as --add price=1.50 or --add weight=-0.1
  --percent FIELD=NUMBER      such as --percent price=-10, rounded as its currency is
  --ending .99                with --percent: to the nearest amount that ends so
  --replace FIELD=OLD=>NEW    in a text, wherever it says OLD: --replace 'name=blue=>navy'
  --image add=FILE            a picture behind the others; --image remove=ADDRESS takes one away
  --reset FIELD               with --channel: its own value goes, the master's is shown again

Which:
  --channel CHANNEL           edit what this channel (name or id) shows; a product may be given by its id in the store
  --variant SKU               this variant, in place of a product
  --variants                  the variants of what is found, not the products themselves
  --search TEXT               all products with this in a name, SKU or barcode
  --brand NAME                all of this brand
  --category PATH             all of this category and those below it
  --state STATE               ${wordsOf(productStates)}; with --channel: ${wordsOf(listingStates)}
  --sku-fault FAULT           without --channel: ${wordsOf(anyFault)}
  --all                       all there are
  --preview                   only show what would change
  --yes                       don't ask before many are edited; neither does --json
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, options, 1)
    const edits = readEdits(values)
    refuseMixed(values, positionals[0])
    return tools.withHub(values, async call => {
      const which = await findWhich(call, values, positionals[0])
      const body: EditBody = { ...which, edits: await withUploads(edits, path => uploadPicture(call, tools, path)) }
      const { channels } = await call('GET /api/channels')
      const print = (total: Total) => {
        if (values.json === true) tools.out(JSON.stringify(total))
        else
          for (const line of totalLines(total, new Map(channels.map(({ id, name }) => [id, name])), tools))
            tools.out(line)
      }
      const isMany = body.ids === undefined
      if (values.preview === true || (isMany && values.yes !== true && values.json !== true)) {
        const total = await doAll(call, { ...body, preview: true }, tools)
        print(total)
        if (values.preview === true || total.changed === 0)
          return total.refused > 0 ? exitCodes.refused : exitCodes.done
        if (!mayGoOn(await tools.askYes('Edit these?'))) {
          tools.out('Nothing was changed.')
          return exitCodes.done
        }
      }
      const total = await doAll(call, body, tools)
      print(total)
      return total.refused > 0 ? exitCodes.refused : exitCodes.done
    })
  },
}

function refuseMixed(values: Values, wanted: string | undefined): void {
  const filters = [values.search, values.brand, values.category, values.state, values['sku-fault'], values.all]
  const isFiltered = filters.some(filter => filter !== undefined)
  const ways = [wanted, values.variant, isFiltered ? true : undefined].filter(way => way !== undefined)
  if (ways.length === 0) {
    throw new HubError('usage', 'Say which product: its id or its SKU.', {
      hint: 'Or several by --search, --brand, --category, --state, or --all.',
    })
  }
  if (ways.length > 1) {
    throw new HubError('usage', 'Say which products in one way: an id or SKU, --variant, or what is searched for.')
  }
  if (values.channel !== undefined && values['sku-fault'] !== undefined) {
    throw new HubError('usage', '--sku-fault is about the master catalog: leave --channel out.')
  }
}

/** Uploads a picture and gives back the id of its file. */
async function uploadPicture(call: Call, tools: CliTools, path: string): Promise<string> {
  const name = path.split(/[/\\]/).at(-1) ?? ''
  const { fileId } = await call('POST /api/files', { query: { name }, body: { data: await tools.readPicture(path) } })
  return fileId
}

function mayGoOn(answer: boolean | null): boolean {
  if (answer !== null) return answer
  throw new HubError('usage', 'There is no terminal to ask on. Nothing was changed.', { hint: 'Add --yes to do it.' })
}
