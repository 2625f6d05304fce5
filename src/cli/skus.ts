import { type SkuFault, skuFault } from '../api/contract/catalog.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, readChoice, wordsOf } from './arguments.ts'
import { count, moment, pairs, plain, Table, whole } from './format.ts'
import { type Command, exitCodes } from './io.ts'

const faultWords: Readonly<Record<SkuFault, string>> = {
  blank: 'without a SKU',
  too_long: 'with a SKU that is too long',
  invalid: 'with a SKU that has characters which cannot be used',
  duplicate: 'with a SKU that another variant has too',
}

export const skusFaults: Command = {
  name: 'skus faults',
  summary: 'Count the variants whose SKU is missing or has a fault',
  help: `Usage: cartwright skus faults [options]

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, hubOptions)
    return tools.withHub(values, async call => {
      const { faults, lastFill } = await call('GET /api/sku-faults')
      if (values.json === true) {
        tools.out(JSON.stringify({ faults, lastFill }))
        return exitCodes.done
      }
      const found = skuFault.options.filter(fault => (faults[fault] ?? 0) > 0)
      if (found.length === 0) tools.out('Every variant has a SKU that can be used.')
      for (const fault of found) tools.out(`${count(faults[fault] ?? 0, 'variant')} ${faultWords[fault]}`)
      if (lastFill !== null) {
        const { id, pattern, filled, at, undoneAt } = lastFill
        const undone = undoneAt === null ? `Take it back: cartwright skus undo ${id}` : 'Taken back since.'
        tools.out(`Filled last: ${whole(filled)} by “${plain(pattern)}”, ${moment(at)}. ${undone}`)
      }
      return exitCodes.done
    })
  },
}

export const skusFill: Command = {
  name: 'skus fill',
  summary: 'Give SKUs from a pattern to variants that have none',
  help: `Usage: cartwright skus fill --pattern PATTERN [options]

Shows what the pattern would give, asks, and gives it. The SKUs stay in the hub: no store gets them by this.

  --pattern PATTERN           such as 'CW-{number}'; also {brand}, {name}, {options}, {product}, {variant}
  --faults LIST               which to fill: ${wordsOf(skuFault.options)}, with commas between
                              (default: blank)
  --yes                       don't ask; neither does --json
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, {
      ...hubOptions,
      pattern: { type: 'string' },
      faults: { type: 'string' },
      yes: { type: 'boolean' },
    })
    const { pattern } = values
    if (pattern === undefined) throw new HubError('usage', "Give a pattern, such as --pattern 'CW-{number}'.")
    const faults = readFaults(values.faults)
    const body = { pattern, ...(faults !== undefined && { faults }) }
    return tools.withHub(values, async call => {
      if (values.json !== true) {
        const { total, examples } = await call('POST /api/sku-fills/preview', { body })
        if (total === 0) {
          tools.out('There is nothing to fill.')
          return exitCodes.done
        }
        tools.out(`${count(total, 'variant')} would get a SKU:`)
        const columns = [
          { title: 'product', shrinksTo: 16 },
          { title: 'options', shrinksTo: 10 },
          { title: 'SKU now', shrinksTo: 8 },
          { title: 'SKU then' },
        ]
        const table = new Table(columns, tools.outColumns())
        for (const line of table.lines(examples.map(each => [each.product, each.options, each.before, each.sku]))) {
          tools.out(line)
        }
        if (total > examples.length) tools.out(`… and ${whole(total - examples.length)} more`)
        if (values.yes !== true && !mayGoOn(await tools.askYes('Give these SKUs?'))) {
          tools.out('Nothing was changed.')
          return exitCodes.done
        }
      }
      let fill = await call('POST /api/sku-fills', { body })
      while (fill.next !== null) {
        if (values.json !== true) tools.err(`${count(fill.filled, 'variant')} so far …`)
        fill = await call('POST /api/sku-fills', { body: { ...body, goOn: { fillId: fill.id, after: fill.next } } })
      }
      if (values.json === true) tools.out(JSON.stringify(fill))
      else for (const line of filledLines(fill)) tools.out(line)
      return exitCodes.done
    })
  },
}

function readFaults(text: string | undefined): SkuFault[] | undefined {
  if (text === undefined) return undefined
  const words = text.split(',').filter(word => word.trim() !== '')
  if (words.length === 0) throw new HubError('usage', `--faults takes ${wordsOf(skuFault.options)}.`)
  return words.flatMap(word => readChoice(word, 'faults', skuFault.options) ?? [])
}

function mayGoOn(answer: boolean | null): boolean {
  if (answer !== null) return answer
  throw new HubError('usage', 'There is no terminal to ask on. Nothing was changed.', { hint: 'Add --yes to do it.' })
}

function filledLines({ id, filled }: { id: string; filled: number }): string[] {
  return [`Gave a SKU to ${count(filled, 'variant')}.`, ...pairs([['Take it back', `cartwright skus undo ${id}`]])]
}

export const skusUndo: Command = {
  name: 'skus undo',
  summary: 'Take back the SKUs of a fill; those that were changed since stay',
  help: `Usage: cartwright skus undo FILL [options]

FILL is what skus fill printed; cartwright skus faults shows the last one.

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, hubOptions, 1)
    const [fillId] = positionals
    if (fillId === undefined) throw new HubError('usage', 'Say which fill: cartwright skus faults shows the last one.')
    return tools.withHub(values, async call => {
      let undone = 0
      for (let left = true; left; ) {
        const part = await call('POST /api/sku-fills/:fillId/undo', { params: { fillId } })
        undone += part.undone
        left = part.left
      }
      tools.out(values.json === true ? JSON.stringify({ undone }) : `Took back ${count(undone, 'SKU')}.`)
      return exitCodes.done
    })
  },
}
